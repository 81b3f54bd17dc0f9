import OttlaNetwork
import Synchronization

/// The tasks a client runs beside its callers': all of them children of `Client.run()`.
///
/// Anybody may leave one; it starts at once if `run()` is under way, else as soon as it is. The end has two parts: while
/// `closing` runs, tasks are still started, since closing well needs them; then all are cancelled and waited for. If the
/// task of `run()` is cancelled, there is no time for the first part.
final class BackgroundTasks: Sendable {
    private let state = Mutex(State())

    private struct State {
        var waiting: [@Sendable () async -> Void] = []
        var continuation: CheckedContinuation<Void, Never>?
        var phase = Phase.running
    }

    private enum Phase { case running, mustClose, closing, ended }

    private enum Step {
        case start([@Sendable () async -> Void])
        case close
        case end
    }

    /// Has `body` run on the lane. After the end it is dropped.
    func spawn(_ body: @escaping @Sendable () async -> Void) {
        change { state in
            if state.phase != .ended { state.waiting.append(body) }
        }
    }

    /// Has `body` run where Swift runs tasks: for what users wrote, which may take its time.
    func spawnOffLane(_ body: @escaping @Sendable () async -> Void) {
        spawn { await withTaskExecutorPreference(globalConcurrentExecutor) { await Self.concurrently(body) } }
    }

    @concurrent private static func concurrently(_ body: @Sendable () async -> Void) async { await body() }

    /// Begins the orderly end.
    func requestEnd() {
        change { state in
            if state.phase == .running { state.phase = .mustClose }
        }
    }

    /// Nothing more is started.
    private func end() {
        change { state in
            state.phase = .ended
            state.waiting = []
        }
    }

    /// Runs what is spawned, until the task is cancelled, or `requestEnd` was called and `closing` is through.
    func run(on entry: LaneEntry, closing: @escaping @Sendable () async -> Void) async {
        await withDiscardingTaskGroup { group in
            loop: while true {
                switch await next() {
                case .start(let bodies):
                    for body in bodies { group.addTask { await entry.perform(body) } }
                case .close:
                    group.addTask { [self] in
                        await entry.perform(closing)
                        end()
                    }
                case .end: break loop
                }
            }
            group.cancelAll()
        }
    }

    private func change(_ body: (inout State) -> Void) {
        let continuation = state.withLock { state in
            body(&state)
            let continuation = state.continuation
            state.continuation = nil
            return continuation
        }
        continuation?.resume()
    }

    private func next() async -> Step {
        while true {
            if let step = takeStep() { return step }
            await withTaskCancellationHandler {
                await withCheckedContinuation { (continuation: CheckedContinuation<Void, Never>) in
                    let mayWait = state.withLock { state in
                        guard state.waiting.isEmpty, state.phase == .running || state.phase == .closing else { return false }
                        precondition(state.continuation == nil, "run() is under way already")
                        state.continuation = continuation
                        return true
                    }
                    if !mayWait { continuation.resume() }
                }
            } onCancel: {
                end()
            }
        }
    }

    private func takeStep() -> Step? {
        state.withLock { state in
            if state.phase == .ended { return .end }
            if state.phase == .mustClose {
                state.phase = .closing
                return .close
            }
            guard !state.waiting.isEmpty else { return nil }
            let bodies = state.waiting
            state.waiting = []
            return .start(bodies)
        }
    }
}
