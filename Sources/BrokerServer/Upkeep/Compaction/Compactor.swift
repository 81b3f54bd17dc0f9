import Logging
import OttlaCommitLog
package import OttlaMetadata
package import OttlaNetwork
package import OttlaVocabulary
import Synchronization

/// Compacts the logs whose topics ask for it, the one that needs it most first: those that must, for the age of a record,
/// before all others, then by the share that was never compacted.
///
/// A timer of lane 0 has it look for work; looking and compacting happen on threads of their own. A compaction goes in
/// steps, between which it may be told to stop or to wait. A partition that fails is marked, and the others go on.
package final class Compactor: Sendable {
    private struct State {
        var settings: CleanerSettings
        var throttle: IOThrottle
        var running: Set<CompactionMarks.Key> = []
        var marks = CompactionMarks()
        var isLooking = false
        /// Somebody asked for a look while one was under way.
        var mustLookAgain = false
        var lane: (any Lane)?
    }

    private let isEnabled: Bool
    private let directory: PartitionDirectory
    private let checkpoints: Checkpoints
    private let work: any BlockingWork
    private let clock: any Clock
    private let random: @Sendable () -> UInt64
    private let log: Logger
    private let isStopped = Atomic<Bool>(false)
    private let state: Mutex<State>

    /// A backoff of 0 still leaves the lane in peace.
    private static let leastTickMilliseconds: Int64 = 50

    init(
        isEnabled: Bool, settings: CleanerSettings, directory: PartitionDirectory, checkpoints: Checkpoints, work: any BlockingWork,
        clock: any Clock, random: @escaping @Sendable () -> UInt64, log: Logger
    ) {
        self.isEnabled = isEnabled
        self.directory = directory
        self.checkpoints = checkpoints
        self.work = work
        self.clock = clock
        self.random = random
        self.log = log
        state = Mutex(State(settings: settings, throttle: IOThrottle(bytesPerSecond: settings.maxBytesPerSecond)))
    }

    /// Starts ticking, on a lane.
    package func start(on lane: any Lane) {
        guard isEnabled else { return }
        state.withLock { $0.lane = lane }
        tick(on: lane)
    }

    private func tick(on lane: any Lane) {
        let pause = max(state.withLock { $0.settings.backoffMs }, Self.leastTickMilliseconds)
        lane.schedule(at: lane.now.advanced(milliseconds: pause)) { [self] in
            if isStopped.load(ordering: .relaxed) { return }
            work.submit { [self] in look() }
            tick(on: lane)
        }
    }

    /// Ends what runs at its next step. What was swapped in stays, and what was not is removed.
    package func stop() { isStopped.store(true, ordering: .relaxed) }

    package func apply(_ settings: CleanerSettings) {
        state.withLock { state in
            state.settings = settings
            state.throttle.bytesPerSecond = settings.maxBytesPerSecond
        }
    }

    /// The partitions that could not be compacted, and why.
    package var marked: [TopicPartition: String] {
        let reasons = state.withLock { $0.marks.reasons }
        return Dictionary(uniqueKeysWithValues: reasons.map { ($0.key.partition, $0.value) })
    }

    // MARK: Looking for work

    /// Starts compactions as long as there are logs that need one and threads for them.
    private func look() {
        let begins = state.withLock { state in
            if state.isLooking { state.mustLookAgain = true }
            defer { state.isLooking = true }
            return !state.isLooking
        }
        guard begins else { return }
        var goesOn = true
        while goesOn {
            while let next = pick() { work.submit { [self] in drive(next) } }
            goesOn = state.withLock { state in
                defer { state.mustLookAgain = false }
                state.isLooking = state.mustLookAgain
                return state.mustLookAgain
            }
        }
    }

    /// The log that needs it most, marked as being compacted. `nil` if none is due or all threads are busy.
    private func pick() -> CompactionJob? {
        let now = clock.instant()
        let (settings, isFree) = state.withLock { ($0.settings, $0.running.count < $0.settings.threads) }
        guard isFree, !isStopped.load(ordering: .relaxed) else { return nil }
        let partitions = directory.table.all
        state.withLock { state in state.marks.keep(Set(partitions.map(\.compactionKey))) }
        let time = clock.timestamp()
        var best: (partition: Partition, plan: CompactionPlan)?
        for partition in partitions {
            let key = partition.compactionKey
            if state.withLock({ $0.running.contains(key) || $0.marks.isMarked(key, at: now) }) { continue }
            guard let plan = plan(partition, at: time), plan.isDue else { continue }
            if best.map({ Self.needs(plan, moreThan: $0.plan) }) ?? true { best = (partition, plan) }
        }
        guard let best else { return nil }
        state.withLock { _ = $0.running.insert(best.partition.compactionKey) }
        var job = CompactionSettings()
        job.mapBytes = settings.mapBytes / max(settings.threads, 1)
        job.loadFactor = settings.loadFactor
        job.bufferBytes = max(settings.bufferBytes / max(settings.threads, 1) / 2, 16 << 10)
        job.secret = (random(), random())
        return CompactionJob(best.partition, LogCompaction(of: best.partition, best.plan, settings: job, now: time), startedAt: now)
    }

    private static func needs(_ plan: CompactionPlan, moreThan other: CompactionPlan) -> Bool {
        plan.mustRun != other.mustRun ? plan.mustRun : plan.dirtyRatio > other.dirtyRatio
    }

    private func plan(_ partition: Partition, at now: Timestamp) -> CompactionPlan? {
        do throws(LogError) {
            let survey = try partition.withOpenLog { (log: Log) throws(LogError) -> CompactionSurvey? in
                try log.rollForCompaction(now: now)
                return log.compactionSurvey
            }
            guard let survey = survey ?? nil else { return nil }
            return try CompactionPlan(survey, now: now)
        } catch {
            // A file that is gone was retention's: the next look finds the log as it is then.
            if error.isMissingFile { return nil }
            fail(partition, error)
            return nil
        }
    }

    // MARK: Compacting

    /// Goes from step to step until the end, or until it must wait: then a timer has it go on.
    private func drive(_ job: CompactionJob) {
        do throws(LogError) {
            while !isStopped.load(ordering: .relaxed) {
                switch try job.compaction.step() {
                case .working(let bytes):
                    let now = clock.instant()
                    guard let later = state.withLock({ $0.throttle.spend(bytes, at: now) }) else { continue }
                    return goOn(job, at: later)
                case .finished:
                    finished(job)
                    return
                case .overtaken:
                    log.debug("compaction of \(job.partition.name) was given up: the log has changed meanwhile")
                    end(job)
                    return
                }
            }
            job.compaction.abandon()
        } catch {
            fail(job.partition, error)
            end(job)
        }
    }

    private func goOn(_ job: CompactionJob, at time: Instant) {
        guard let lane = state.withLock({ $0.lane }) else { return }
        lane.execute { [self] in
            lane.schedule(at: time) { [self] in work.submit { [self] in drive(job) } }
        }
    }

    private func finished(_ job: CompactionJob) {
        let report = job.compaction.report
        let took = job.startedAt.milliseconds(until: clock.instant())
        log.info(
            "compacted \(job.partition.name) up to offset \(report.end): \(report.sizeBefore) bytes became \(report.sizeAfter), \(report.keys) keys, \(took) ms"
        )
        if report.recordsWithoutKey > 0 {
            log.warning(
                "compaction dropped \(report.recordsWithoutKey) records without key from \(job.partition.name): nothing says what they replace"
            )
        }
        state.withLock { $0.marks.clear(job.partition.compactionKey) }
        do throws(LogError) {
            try checkpoints.write()
        } catch {
            log.error("the checkpoint files could not be written: \(error). After a crash \(job.partition.name) is compacted again.")
        }
        end(job)
    }

    private func end(_ job: CompactionJob) {
        state.withLock { _ = $0.running.remove(job.partition.compactionKey) }
        look()
    }

    private func fail(_ partition: Partition, _ error: LogError) {
        let now = clock.instant()
        state.withLock { $0.marks.mark(partition.compactionKey, reason: "\(error)", forGood: error.isDamage, at: now) }
        let outlook = error.isDamage ? "until the broker starts again" : "for \(CompactionMarks.retryMilliseconds / 1000) seconds"
        log.error("\(partition.name) cannot be compacted and is left out \(outlook): \(error)")
    }
}

/// A compaction under way. Sendable unchecked: one thread at a time has it, handed on by the work it is submitted to.
private final class CompactionJob: @unchecked Sendable {
    let partition: Partition
    let compaction: LogCompaction
    let startedAt: Instant

    init(_ partition: Partition, _ compaction: LogCompaction, startedAt: Instant) {
        self.partition = partition
        self.compaction = compaction
        self.startedAt = startedAt
    }
}

extension LogError {
    /// What is on the disk is wrong; trying again reads the same.
    fileprivate var isDamage: Bool {
        if case .corrupt = self { true } else { false }
    }

    fileprivate var isMissingFile: Bool { errno == 2 }
}
