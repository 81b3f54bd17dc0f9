/// The `records` of a message: batches that are carried, not decoded.
///
/// Decoding never copies them: `.range` says where they lie in the frame that was read, and holds only as long as
/// that frame. Encoding takes `.bytes`, or `.spliced` for a payload that the sender puts in from elsewhere.
package enum RecordsField: Hashable, Sendable {
    case null
    case range(Range<Int>)
    case bytes([UInt8])
    case spliced(token: Int, length: Int)

    /// Size in bytes; 0 for null.
    package var count: Int {
        switch self {
        case .null: 0
        case .range(let range): range.count
        case .bytes(let bytes): bytes.count
        case .spliced(_, let length): length
        }
    }
}
