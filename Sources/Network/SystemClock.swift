#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif
package import OttlaVocabulary

/// The machine's clocks: a monotonic one for deadlines, the wall clock for records.
package final class SystemClock: Clock {
    package static let shared = SystemClock()

    private init() {}

    package func instant() -> Instant { Self.now() }

    package func timestamp() -> Timestamp {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        return Timestamp(milliseconds: Int64(time.tv_sec) * 1000 + Int64(time.tv_nsec) / 1_000_000)
    }

    /// Holds the calling thread up. Not for a lane.
    package static func pause(milliseconds: Int) {
        var rest = timespec(tv_sec: milliseconds / 1000, tv_nsec: milliseconds % 1000 * 1_000_000)
        var time = timespec()
        repeat { time = rest } while nanosleep(&time, &rest) != 0 && errno == EINTR
    }

    /// The monotonic clock, without going through the port.
    package static func now() -> Instant {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        return Instant(nanoseconds: Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec))
    }
}
