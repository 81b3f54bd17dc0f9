package import OttlaVocabulary

/// Says how long to wait so that no more than so many bytes a second are read and written. Pure: time is a parameter.
package struct IOThrottle: Equatable, Sendable {
    package var bytesPerSecond: Double
    /// When all that was spent so far is paid for.
    private var paidAt = Instant(nanoseconds: 0)

    /// What was not used may be made up for within this time, no more.
    private static let creditNanoseconds: Int64 = 100_000_000

    package init(bytesPerSecond: Double) { self.bytesPerSecond = bytesPerSecond }

    /// So many bytes were read or written. Answers when to go on, `nil` for at once.
    package mutating func spend(_ bytes: Int, at now: Instant) -> Instant? {
        // Below one byte a second nothing would ever end.
        let nanoseconds = Double(bytes) / max(bytesPerSecond, 1) * 1e9
        let start = max(paidAt.nanoseconds, now.nanoseconds - Self.creditNanoseconds)
        paidAt = nanoseconds < Double(Int64.max - start) / 2 ? Instant(nanoseconds: start + Int64(nanoseconds)) : .distantFuture
        return paidAt > now ? paidAt : nil
    }
}
