import OttlaNetwork
import Synchronization

/// Runs Swift's jobs on a lane, so that `async` code may touch what belongs to the lane.
///
/// Jobs wait in a queue of their own, not in the lane's: once the lane has stopped, jobs still run, one at a time, on the
/// thread of whoever brings one. A lane's own jobs would be dropped, and with them whoever waits for their end.
///
/// It is both kinds of executor: an actor's, for code that inherits the actor's isolation, and a task's, for code that has none.
final class LaneExecutor: SerialExecutor, TaskExecutor {
    private let lane: any Lane
    private let state = Mutex(State())

    private struct State {
        var jobs: [UnownedJob] = []
        /// Somebody is about to run them, or does.
        var isClaimed = false
        var laneIsGone = false
    }

    init(lane: any Lane) { self.lane = lane }

    func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        let next = state.withLock { state -> Claim in
            state.jobs.append(job)
            guard !state.isClaimed else { return .nothing }
            state.isClaimed = true
            return state.laneIsGone ? .here : .onLane
        }
        switch next {
        case .nothing: break
        case .onLane: lane.execute { [self] in runJobs() }
        case .here: runJobs()
        }
    }

    private enum Claim { case nothing, onLane, here }

    /// The lane has stopped and its thread is gone: what waits runs here.
    func laneEnded() {
        let mustRun = state.withLock { state in
            state.laneIsGone = true
            state.isClaimed = !state.jobs.isEmpty
            return state.isClaimed
        }
        if mustRun { runJobs() }
    }

    private func runJobs() {
        while let jobs = takeJobs() {
            for job in jobs {
                job.runSynchronously(isolatedTo: asUnownedSerialExecutor(), taskExecutor: asUnownedTaskExecutor())
            }
            // On the lane, input and timers come between.
            let mayGoOn = state.withLock { state in
                if state.laneIsGone { return true }
                state.isClaimed = !state.jobs.isEmpty
                return false
            }
            guard mayGoOn else {
                if state.withLock({ $0.isClaimed }) { lane.execute { [self] in runJobs() } }
                return
            }
        }
    }

    /// `nil`, and no claim any more, if there are none.
    private func takeJobs() -> [UnownedJob]? {
        state.withLock { state in
            guard !state.jobs.isEmpty else {
                state.isClaimed = false
                return nil
            }
            let jobs = state.jobs
            state.jobs = []
            return jobs
        }
    }
}

/// The way onto the lane for `async` code: what is run here runs on the lane's thread, also after each `await`.
///
/// Whether a closure inherits the actor's isolation or has none is for the compiler to say, and not plain to see; so the lane is
/// made the task's preferred executor, too, and both kinds run on it.
actor LaneEntry {
    private nonisolated let executor: LaneExecutor
    private var entries = 0

    init(executor: LaneExecutor) { self.executor = executor }

    nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }

    func run<Result: Sendable>(
        _ body: @Sendable () async throws(ClientError) -> Result
    ) async throws(ClientError) -> Result {
        enter()
        return try await withTaskExecutorPreference(executor) { () async throws(ClientError) in try await body() }
    }

    /// The same for what cannot fail.
    func perform(_ body: @Sendable () async -> Void) async {
        enter()
        await withTaskExecutorPreference(executor) { await body() }
    }

    /// Touches the actor's state: a hop onto an actor of which nothing is used may be left out by the compiler.
    @inline(never) private func enter() { entries &+= 1 }
}
