/// Walks batches of magic 2 that lie back to back in a span, by their headers alone. Checks no more than that each
/// batch's length is possible and within the span.
package struct RecordBatchSequence: ~Escapable {
    package let bytes: RawSpan
    /// Where the next batch starts. After the last one: how many bytes were whole batches.
    package private(set) var position = 0

    @_lifetime(copy bytes)
    package init(_ bytes: RawSpan) { self.bytes = bytes }

    /// The next batch, `nil` at the end of the span. A batch cut off by the end is thrown as `truncated`: in the answer
    /// to a Fetch that is legal, elsewhere it is not.
    @_lifetime(self: copy self)
    package mutating func next() throws(RecordError) -> (range: Range<Int>, header: RecordBatchHeader)? {
        let remaining = bytes.byteCount - position
        if remaining == 0 { return nil }
        guard let header = RecordBatchHeader(reading: bytes, at: position) else {
            throw .truncated(needed: RecordBatchHeader.size, available: remaining)
        }
        try header.checkShape()
        guard header.totalSize <= remaining else { throw .truncated(needed: header.totalSize, available: remaining) }
        let start = position
        position += header.totalSize
        return (start..<position, header)
    }
}

extension RecordBatchHeader {
    /// What must hold before any other field may be believed: the format, and a length that holds at least the header.
    func checkShape() throws(RecordError) {
        guard magic == 2 else { throw .unsupportedMagic(magic) }
        guard totalSize >= Self.size else { throw .corrupt("a length of \(batchLength) is less than its header's") }
    }
}
