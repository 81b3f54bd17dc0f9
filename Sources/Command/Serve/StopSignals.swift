import Synchronization

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// SIGTERM and SIGINT as something to wait for. They are blocked in all threads, so that none is interrupted by them; a
/// thread of its own takes them. Before the broker serves, and from the second one on, they end the process at once.
struct StopSignals {
    private static let isServing = Atomic<Bool>(false)
    /// The first signal's number goes through it.
    private var pipes: (reading: Int32, writing: Int32)

    /// To be called before any other thread is started: threads inherit what is blocked.
    init() throws {
        var ends: [Int32] = [0, 0]
        guard pipe(&ends) == 0 else { throw Failure("cannot open a pipe for signals: \(String(cString: strerror(errno))).") }
        pipes = (ends[0], ends[1])
        var set = Self.set
        pthread_sigmask(SIG_BLOCK, &set, nil)
        var thread = pthread_t()
        // The descriptor travels as the thread's argument: it fits a pointer and is never followed.
        let started = pthread_create(&thread, nil, Self.take, UnsafeMutableRawPointer(bitPattern: Int(pipes.writing)))
        guard started == 0 else { throw Failure("cannot start a thread for signals: \(String(cString: strerror(started))).") }
    }

    /// Waits for the first signal, and says which it was.
    func wait() -> String {
        Self.isServing.store(true, ordering: .sequentiallyConsistent)
        var number: UInt8 = 0
        while read(pipes.reading, &number, 1) < 0, errno == EINTR {}
        return Int32(number) == SIGINT ? "SIGINT" : "SIGTERM"
    }

    private static var set: sigset_t {
        var set = sigset_t()
        sigemptyset(&set)
        sigaddset(&set, SIGTERM)
        sigaddset(&set, SIGINT)
        return set
    }

    /// What the thread does for ever.
    private static let take: @convention(c) (UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? = { argument in
        let writing = Int32(Int(bitPattern: argument))
        var set = StopSignals.set
        var number: Int32 = 0
        while sigwait(&set, &number) != 0 {}
        // While it starts a broker has nothing to finish.
        guard isServing.load(ordering: .sequentiallyConsistent) else { _exit(128 + number) }
        var first = UInt8(number)
        _ = write(writing, &first, 1)
        while sigwait(&set, &number) != 0 {}
        _exit(128 + number)
    }
}
