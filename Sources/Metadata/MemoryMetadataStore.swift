package import OttlaVocabulary

/// A metadata log in memory, for tests and for brokers that keep nothing. One thread at a time, as the port says.
package final class MemoryMetadataStore: MetadataStore, @unchecked Sendable {
    // @unchecked: the port's contract is one call at a time, so there is never a second thread inside.
    private var kept: [MetadataEntry] = []
    private var firstOffset: Offset = 0
    private var saved: (image: MetadataImage, end: Offset)?
    /// Set by a test: the next append fails with this.
    package var failure: MetadataStoreError?

    package init() {}

    private var end: Offset { firstOffset + Int64(kept.count) }

    package func append(_ entries: [MetadataEntry], after expected: Offset) throws(MetadataStoreError) -> Offset {
        if let failure {
            self.failure = nil
            throw failure
        }
        guard expected == end else { throw .notAtEnd(expected: expected, actual: end) }
        kept += entries
        return end
    }

    package func entries(from offset: Offset) throws(MetadataStoreError) -> (entries: [MetadataEntry], end: Offset) {
        guard offset >= firstOffset, offset <= end else { throw .failed("The metadata log has no entry \(offset).") }
        return (Array(kept[Int(offset - firstOffset)...]), end)
    }

    package func snapshot() throws(MetadataStoreError) -> (image: MetadataImage, end: Offset)? { saved }

    package func saveSnapshot(_ image: MetadataImage, end: Offset) throws(MetadataStoreError) {
        saved = (image, end)
        kept.removeFirst(Int(min(max(0, end - firstOffset), Int64(kept.count))))
        firstOffset = max(firstOffset, end)
    }
}
