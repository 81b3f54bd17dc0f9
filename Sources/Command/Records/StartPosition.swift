import OttlaBlockingClient
import OttlaVocabulary

/// Where reading begins, as said on the command line.
enum StartPosition: Equatable {
    case beginning
    /// So many records before the end.
    case end(before: Int64)
    case offset(Offset)
    /// The first record that is not older.
    case time(Timestamp)

    static let help = "beginning, end, end-N (the last N of each partition), an offset, @MILLISECONDS, or @TIME as in @2026-01-31T18:30:00Z"

    init?(_ text: String) {
        switch text {
        case "beginning", "earliest": self = .beginning
        case "end", "latest": self = .end(before: 0)
        case _ where text.hasPrefix("end-"):
            guard let count = Int64(text.dropFirst(4)), count >= 0 else { return nil }
            self = .end(before: count)
        case _ where text.hasPrefix("@"):
            let time = text.dropFirst()
            guard let milliseconds = Int64(time) ?? TimeText.milliseconds(time), milliseconds >= 0 else { return nil }
            self = .time(Timestamp(milliseconds: milliseconds))
        default:
            guard let offset = Int64(text), offset >= 0 else { return nil }
            self = .offset(Offset(offset))
        }
    }
}
