#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// SIGTERM and SIGINT as something to wait for. They are blocked in all threads, so that none is interrupted by them.
struct StopSignals {
    private var set = sigset_t()

    /// To be called before any thread is started: threads inherit what is blocked.
    init() {
        sigemptyset(&set)
        sigaddset(&set, SIGTERM)
        sigaddset(&set, SIGINT)
        pthread_sigmask(SIG_BLOCK, &set, nil)
    }

    /// Waits for the first. After it the next one has its usual effect: it ends the process at once.
    mutating func wait() -> String {
        var number: Int32 = 0
        while sigwait(&set, &number) != 0 {}
        signal(SIGTERM, SIG_DFL)
        signal(SIGINT, SIG_DFL)
        pthread_sigmask(SIG_UNBLOCK, &set, nil)
        return number == SIGINT ? "SIGINT" : "SIGTERM"
    }
}
