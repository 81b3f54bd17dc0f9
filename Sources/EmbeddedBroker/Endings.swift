import Synchronization

/// Tasks that wait for the broker to end.
final class Endings: Sendable {
    private struct State {
        var waiting: [Int: CheckedContinuation<Void, Never>] = [:]
        var nextID = 0
    }

    private let state = Mutex(State())

    /// Lets all who wait go on.
    func resolve() {
        let waiting = state.withLock { state in
            defer { state.waiting = [:] }
            return state.waiting
        }
        for continuation in waiting.values { continuation.resume() }
    }

    /// Waits until the broker ends or the task is cancelled.
    /// - Parameter isOver: looked at once the wait has begun: whether there is nothing to wait for any more.
    func wait(unless isOver: @Sendable () -> Bool) async {
        let id = state.withLock { state in
            state.nextID += 1
            return state.nextID
        }
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                state.withLock { $0.waiting[id] = continuation }
                if Task.isCancelled || isOver() { release(id) }
            }
        } onCancel: {
            release(id)
        }
    }

    private func release(_ id: Int) { state.withLock { $0.waiting.removeValue(forKey: id) }?.resume() }
}
