import Synchronization

/// Runs jobs one after the other, in the order given, on whatever threads its `BlockingWork` has.
package final class SerialWork: BlockingWork {
    private struct State {
        var waiting: [@Sendable () -> Void] = []
        var isRunning = false
    }

    private let state = Mutex(State())
    private let work: any BlockingWork

    package init(on work: any BlockingWork) { self.work = work }

    package func submit(_ job: @escaping @Sendable () -> Void) {
        let starts = state.withLock { state in
            state.waiting.append(job)
            defer { state.isRunning = true }
            return !state.isRunning
        }
        if starts { work.submit { [self] in runWaiting() } }
    }

    private func runWaiting() {
        while true {
            let jobs = state.withLock { state in
                if state.waiting.isEmpty { state.isRunning = false }
                defer { state.waiting.removeAll() }
                return state.waiting
            }
            if jobs.isEmpty { return }
            for job in jobs { job() }
        }
    }
}
