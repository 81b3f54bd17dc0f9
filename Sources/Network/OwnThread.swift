#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif
import Synchronization

/// Runs work that blocks on a thread made for it and gone with it, and awaits its result: the threads of tasks are few,
/// and must never block. The work runs to its end, also if the task is cancelled. When this returns the thread holds
/// nothing any more of what the work captured.
package func onOwnThread<Result: Sendable>(_ name: String, _ work: @escaping @Sendable () -> Result) async -> Result {
    let once = WorkOnce(work)
    return await withUnsafeContinuation { continuation in
        Thread(name) { continuation.resume(returning: once.run()) }.detach()
    }
}

/// Runs work that blocks on a thread made for it and gone with it, and waits for nothing.
package func runOnOwnThread(_ name: String, _ work: @escaping @Sendable () -> Void) { Thread(name, work).detach() }

/// Work that is let go of once it is done, however long its thread still takes to end.
private final class WorkOnce<Result: Sendable>: Sendable {
    private let work: Mutex<(@Sendable () -> Result)?>

    init(_ work: @escaping @Sendable () -> Result) { self.work = Mutex(work) }

    func run() -> Result {
        let work = work.withLock { work in
            defer { work = nil }
            return work
        }
        guard let work else { preconditionFailure("work is done once") }
        return work()
    }
}
