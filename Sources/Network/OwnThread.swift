#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Runs work that blocks on a thread made for it and gone with it, and awaits its result: the threads of tasks are few,
/// and must never block. The work runs to its end, also if the task is cancelled.
package func onOwnThread<Result: Sendable>(_ name: String, _ work: @escaping @Sendable () -> Result) async -> Result {
    await withUnsafeContinuation { continuation in
        Thread(name) { continuation.resume(returning: work()) }.detach()
    }
}

/// Runs work that blocks on a thread made for it and gone with it, and waits for nothing.
package func runOnOwnThread(_ name: String, _ work: @escaping @Sendable () -> Void) { Thread(name, work).detach() }
