import OttlaBrokerServer
import Synchronization

/// Blocking work that runs at once, or waits while it is held: for what happens while a sync is under way.
final class HeldWork: BlockingWork {
    private struct State {
        var isHeld = false
        var jobs: [@Sendable () -> Void] = []
    }

    private let state = Mutex(State())

    func submit(_ job: @escaping @Sendable () -> Void) {
        let runs = state.withLock { state in
            if state.isHeld { state.jobs.append(job) }
            return !state.isHeld
        }
        if runs { job() }
    }

    func hold() { state.withLock { $0.isHeld = true } }

    /// What comes from now on runs at once; what has gathered still waits.
    func letOthersPass() { state.withLock { $0.isHeld = false } }

    /// Runs what has gathered, and from now on everything at once.
    func release() {
        let jobs = state.withLock { state in
            state.isHeld = false
            defer { state.jobs = [] }
            return state.jobs
        }
        for job in jobs { job() }
    }
}
