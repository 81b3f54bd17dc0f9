import OttlaVocabulary

/// How the files of a partition's directory are named.
enum SegmentFiles {
    static let log = ".log"
    static let offsetIndex = ".index"
    static let timeIndex = ".timeindex"
    static let transactionIndex = ".txnindex"
    static let snapshot = ".snapshot"
    static let deleted = ".deleted"
    static let cleaned = ".cleaned"
    static let swap = ".swap"

    /// All files of one segment.
    static let ofSegment = [log, offsetIndex, timeIndex, transactionIndex]

    /// A base offset in 20 decimal digits.
    static func stem(_ offset: Offset) -> String {
        let digits = String(offset.value)
        return String(repeating: "0", count: max(20 - digits.utf8.count, 0)) + digits
    }

    /// The base offset and suffix of a name like `00000000000000000042.index`.
    static func parse(_ name: String) -> (offset: Offset, suffix: String)? {
        let bytes = name.utf8
        guard bytes.count > 20 else { return nil }
        let split = bytes.index(bytes.startIndex, offsetBy: 20)
        guard bytes[split] == UInt8(ascii: "."), let value = Int64(name[..<split]), value >= 0 else { return nil }
        return (Offset(value), String(name[split...]))
    }
}
