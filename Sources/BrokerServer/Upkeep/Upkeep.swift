package import Logging
import OttlaCommitLog
package import OttlaMetadata
package import OttlaNetwork
package import OttlaVocabulary
import Synchronization

/// What must happen from time to time: syncs, checkpoints, retention, forgetting of idle producers, deletion of files.
///
/// A timer of lane 0 starts each round; the work is done on file threads, one round at a time.
package final class Upkeep: Sendable {
    private let settings: BrokerSettings
    private let directory: PartitionDirectory
    private let checkpoints: Checkpoints
    private let work: SerialWork
    private let clock: any Clock
    private let deletions: PendingDeletions
    private let log: Logger
    private let isStopped = Atomic<Bool>(false)
    private let rounds = Mutex(Rounds())

    /// When each duty was last done.
    private struct Rounds {
        var retention: Instant?
        var checkpoint: Instant?
        var producers: Instant?
        /// The last checkpoint that followed a sync, and how far all logs were synced then.
        var soonCheckpoint: Instant?
        var synced: Int64 = 0
    }

    /// How often the list of duties is looked at.
    private static let tickMilliseconds: Int64 = 500

    /// A checkpoint follows a sync within about this time.
    private static let soonMilliseconds: Int64 = 2_000

    package init(
        settings: BrokerSettings, directory: PartitionDirectory, checkpoints: Checkpoints, fileWork: any BlockingWork,
        clock: any Clock, deletions: PendingDeletions, log: Logger
    ) {
        self.settings = settings
        self.directory = directory
        self.checkpoints = checkpoints
        work = SerialWork(on: fileWork)
        self.clock = clock
        self.deletions = deletions
        self.log = log
    }

    /// Starts ticking, on a lane.
    package func start(on lane: any Lane) {
        lane.schedule(at: lane.now.advanced(milliseconds: Self.tickMilliseconds)) { [self] in
            if isStopped.load(ordering: .relaxed) { return }
            work.submit { [self] in round() }
            start(on: lane)
        }
    }

    package func stop() { isStopped.store(true, ordering: .relaxed) }

    private func round() {
        if isStopped.load(ordering: .relaxed) { return }
        let now = clock.instant()
        let partitions = directory.table.all
        let synced = syncWhereDue(partitions)
        if isDue(\.retention, every: settings.retentionCheckIntervalMs, at: now) { applyRetention(partitions) }
        if isDue(\.producers, every: settings.producerExpirationCheckIntervalMs, at: now) { expireProducers(partitions) }
        if isDue(\.checkpoint, every: settings.recoveryCheckpointIntervalMs, at: now) || isNewlySynced(synced, at: now) {
            writeCheckpoints()
        }
        delete(partitions, at: now)
    }

    private func isDue(_ duty: WritableKeyPath<Rounds, Instant?>, every milliseconds: Int64, at now: Instant) -> Bool {
        rounds.withLock { rounds in
            guard let last = rounds[keyPath: duty] else {
                rounds[keyPath: duty] = now
                return false
            }
            guard last.advanced(milliseconds: milliseconds) <= now else { return false }
            rounds[keyPath: duty] = now
            return true
        }
    }

    /// Starts the syncs that are due. Returns how far all logs are synced, added up.
    private func syncWhereDue(_ partitions: [Partition]) -> Int64 {
        let now = clock.timestamp()
        var synced: Int64 = 0
        for partition in partitions {
            let looked = partition.withOpenLog { log, _ in
                (isDue: log.needsSync(now: now) || log.wantsBackgroundSync, point: log.recoveryPoint)
            }
            guard let looked else { continue }
            synced &+= looked.point.value
            if looked.isDue { partition.startSync() }
        }
        return synced
    }

    /// Whether logs were synced since the last checkpoint: writing it soon is what keeps recovery short.
    private func isNewlySynced(_ synced: Int64, at now: Instant) -> Bool {
        guard rounds.withLock({ $0.synced != synced }), isDue(\.soonCheckpoint, every: Self.soonMilliseconds, at: now) else { return false }
        rounds.withLock { $0.synced = synced }
        return true
    }

    private func applyRetention(_ partitions: [Partition]) {
        let now = clock.timestamp()
        var cut = false
        for partition in partitions {
            do throws(LogError) {
                let removed = try partition.withOpenLog { (log, _) throws(LogError) in try log.applyRetention(now: now) }
                if let removed, !removed.isEmpty {
                    cut = true
                    log.info("retention took \(removed.count) segments of \(partition.name)")
                }
            } catch {
                log.error("retention of \(partition.name) failed: \(error)")
            }
        }
        if cut { writeCheckpoints() }
    }

    /// Unlinks the files whose delay is over: segments that retention took, directories of deleted topics.
    private func delete(_ partitions: [Partition], at now: Instant) {
        let wallClock = clock.timestamp()
        for partition in partitions {
            for deletion in partition.withOpenLog({ log, _ in log.takeDueDeletions(now: wallClock) }) ?? [] { delete(deletion.run) }
        }
        for deletion in deletions.takeDue(at: now) { delete(deletion.run) }
    }

    private func delete(_ run: () throws(LogError) -> Void) {
        do throws(LogError) {
            try run()
        } catch {
            log.error("files that were due for deletion could not be deleted: \(error). They are tried again at the next start.")
        }
    }

    private func expireProducers(_ partitions: [Partition]) {
        let now = clock.timestamp()
        for partition in partitions { _ = partition.withOpenLog { log, _ in log.expireProducers(now: now) } }
    }

    /// Also after DeleteRecords, on the caller's file thread: what was deleted stays so.
    package func writeCheckpoints() {
        do throws(LogError) {
            try checkpoints.write()
        } catch {
            log.error("the checkpoint files could not be written: \(error). After a crash more of the logs is read again.")
        }
    }
}
