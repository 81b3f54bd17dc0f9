package import OttlaVocabulary

/// The port for the metadata log: durable, ordered, one writer. One broker alone keeps it in a directory of its own
/// (`EmbeddedMetadataStore`); a cluster will keep it in ZooKeeper. Calls may block, so they run on a file thread,
/// one at a time.
package protocol MetadataStore: AnyObject, Sendable {
    /// Appends entries, all or none, and returns when they are durable: the offset after the last of them. `end` is
    /// where the caller's image stands; if the log has gone on since, another controller wrote, and nothing is appended.
    func append(_ entries: [MetadataEntry], after end: Offset) throws(MetadataStoreError) -> Offset

    /// The entries from an offset on, with the offset after the last of them.
    func entries(from offset: Offset) throws(MetadataStoreError) -> (entries: [MetadataEntry], end: Offset)

    /// The last image saved, with the offset of the first entry that it does not hold; `nil` if there is none.
    func snapshot() throws(MetadataStoreError) -> (image: MetadataImage, end: Offset)?

    /// Keeps an image; entries before `end` may go.
    func saveSnapshot(_ image: MetadataImage, end: Offset) throws(MetadataStoreError)
}

/// Why the metadata log could not be read or written.
package enum MetadataStoreError: Error, Equatable, CustomStringConvertible {
    /// The log has gone on without us.
    case notAtEnd(expected: Offset, actual: Offset)
    /// The bytes there are not ours or not whole.
    case format(MetadataFormatError)
    /// The disk or the network failed, in the words of the room that used it.
    case failed(String)

    package var description: String {
        switch self {
        case .notAtEnd(let expected, let actual): "The metadata log ends at \(actual), not at \(expected): another controller wrote to it."
        case .format(let error): error.description
        case .failed(let what): what
        }
    }
}
