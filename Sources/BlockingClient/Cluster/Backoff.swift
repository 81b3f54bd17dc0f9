#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Waits between tries that grow from 50 ms to one second. A signal ends a wait early.
struct Backoff {
    private var next: Int32 = 50

    mutating func wait() {
        _ = poll(nil, 0, next)
        next = min(next * 2, 1_000)
    }
}
