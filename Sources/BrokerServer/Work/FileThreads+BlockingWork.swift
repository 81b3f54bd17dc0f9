#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif
package import OttlaNetwork

extension FileThreads: BlockingWork {
    package func submit(_ job: @escaping @Sendable () -> Void) {
        let isTaken: Bool = submit(job)
        // Once stopped nobody waits for an answer any more.
        _ = isTaken
    }
}

/// Processors that run now.
func processorCount() -> Int { max(1, sysconf(Int32(_SC_NPROCESSORS_ONLN))) }

/// Sleeps; for threads that may block.
func pauseThread(milliseconds: Int) {
    usleep(UInt32(milliseconds) * 1_000)
}
