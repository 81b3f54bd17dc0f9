import OttlaNetwork
import Synchronization

/// The tasks a client runs beside its callers': all of them children of `Client.run()`.
///
/// Anybody on the lane may leave one; it starts at once if `run()` is under way, else as soon as it is. At the end of
/// `run()` they are cancelled and waited for.
final class BackgroundTasks: Sendable {
    private let state = Mutex(State())

    private struct State {
        var waiting: [@Sendable () async -> Void] = []
        var continuation: CheckedContinuation<Void, Never>?
        var isEnded = false
    }

    /// Has `body` run on the lane. After the end it is dropped.
    func spawn(_ body: @escaping @Sendable () async -> Void) {
        let continuation = state.withLock { state -> CheckedContinuation<Void, Never>? in
            guard !state.isEnded else { return nil }
            state.waiting.append(body)
            let continuation = state.continuation
            state.continuation = nil
            return continuation
        }
        continuation?.resume()
    }

    /// Runs what is spawned, until the task is cancelled or `end` is called.
    func run(on entry: LaneEntry) async {
        await withDiscardingTaskGroup { group in
            while let bodies = await next() {
                for body in bodies {
                    group.addTask {
                        // The body throws nothing.
                        try? await entry.run { () async throws(ClientError) in await body() }
                    }
                }
            }
            group.cancelAll()
        }
    }

    /// Nothing more is started.
    func end() {
        let continuation = state.withLock { state in
            state.isEnded = true
            state.waiting = []
            let continuation = state.continuation
            state.continuation = nil
            return continuation
        }
        continuation?.resume()
    }

    private func next() async -> [@Sendable () async -> Void]? {
        await withTaskCancellationHandler {
            await withCheckedContinuation { (continuation: CheckedContinuation<Void, Never>) in
                let mayGoOn = state.withLock { state in
                    if state.isEnded || !state.waiting.isEmpty { return true }
                    precondition(state.continuation == nil, "run() is under way already")
                    state.continuation = continuation
                    return false
                }
                if mayGoOn { continuation.resume() }
            }
        } onCancel: {
            end()
        }
        return state.withLock { state in
            guard !state.isEnded else { return nil }
            let bodies = state.waiting
            state.waiting = []
            return bodies
        }
    }
}
