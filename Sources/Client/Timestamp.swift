/// A moment as records carry it: milliseconds since the beginning of 1970, in UTC.
public struct Timestamp: Hashable, Comparable, Sendable, CustomStringConvertible {
    /// Milliseconds since 1970. Negative only where a record has no timestamp (-1).
    public var millisecondsSince1970: Int64

    /// A moment by its milliseconds since 1970.
    public init(millisecondsSince1970: Int64) { self.millisecondsSince1970 = millisecondsSince1970 }

    public static func < (left: Timestamp, right: Timestamp) -> Bool {
        left.millisecondsSince1970 < right.millisecondsSince1970
    }

    public var description: String { String(millisecondsSince1970) }
}
