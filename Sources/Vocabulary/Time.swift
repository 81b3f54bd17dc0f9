/// A moment on a clock that never goes back: for deadlines and durations. It comes into machines as a parameter.
package struct Instant: Hashable, Comparable, Sendable {
    package var nanoseconds: Int64

    @inlinable package init(nanoseconds: Int64) { self.nanoseconds = nanoseconds }

    package static let distantFuture = Instant(nanoseconds: .max)

    @inlinable package static func < (left: Instant, right: Instant) -> Bool { left.nanoseconds < right.nanoseconds }

    /// Later by so many milliseconds; stays at the distant future rather than overflow.
    @inlinable package func advanced(milliseconds: Int64) -> Instant {
        let (nanos, tooLong) = milliseconds.multipliedReportingOverflow(by: 1_000_000)
        let (sum, overflow) = nanoseconds.addingReportingOverflow(nanos)
        return tooLong || overflow ? (milliseconds < 0 ? Instant(nanoseconds: .min) : .distantFuture) : Instant(nanoseconds: sum)
    }

    /// Milliseconds from this moment to a later one, rounded up, so that a wait of that length ends after it.
    @inlinable package func milliseconds(until later: Instant) -> Int64 {
        let (gap, overflow) = later.nanoseconds.subtractingReportingOverflow(nanoseconds)
        if overflow { return .max / 1_000_000 }
        return gap <= 0 ? 0 : (gap - 1) / 1_000_000 + 1
    }
}

/// Wall-clock time as Kafka writes it into records: milliseconds since 1970. -1 means none.
package struct Timestamp: Hashable, Comparable, Sendable, ExpressibleByIntegerLiteral, CustomStringConvertible {
    package var milliseconds: Int64

    @inlinable package init(milliseconds: Int64) { self.milliseconds = milliseconds }
    @inlinable package init(integerLiteral value: Int64) { self.milliseconds = value }

    package static let none = Timestamp(milliseconds: -1)

    @inlinable package static func < (left: Timestamp, right: Timestamp) -> Bool { left.milliseconds < right.milliseconds }
    @inlinable package static func + (time: Timestamp, milliseconds: Int64) -> Timestamp {
        Timestamp(milliseconds: time.milliseconds &+ milliseconds)
    }
    @inlinable package static func - (left: Timestamp, right: Timestamp) -> Int64 { left.milliseconds &- right.milliseconds }

    package var description: String { String(milliseconds) }
}

/// The port for time. Real clocks are in the shells; tests and simulation turn theirs by hand.
package protocol Clock: AnyObject, Sendable {
    func instant() -> Instant
    func timestamp() -> Timestamp
}
