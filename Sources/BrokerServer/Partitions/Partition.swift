package import OttlaCommitLog
package import OttlaMetadata
import OttlaNetwork
import OttlaRecords
package import OttlaVocabulary
import Synchronization

/// One partition this broker leads: its log behind a lock, what readers may see, and who waits for it.
///
/// Any lane appends and reads; the lock is held for microseconds and never while calling out. What must be told to
/// others (waits to fire, a sync to start) leaves the lock as a value and is carried out after it.
package final class Partition: Sendable {
    package let name: TopicPartition
    package let topicID: UUID
    /// Written by the broker only: one of Kafka's own topics.
    package let isInternal: Bool
    private let fileWork: any BlockingWork
    private let state: Mutex<State>

    struct State {
        var log: Log
        var settings: TopicSettings
        var leaderEpoch: Int32
        var fetchWaits: [FetchWait] = []
        var syncWaits: [SyncWait] = []
        var isSyncing = false
        /// Set once: the topic was deleted, or the log's disk failed.
        var closedAs: ErrorCode?
    }

    /// A produce request that is answered once everything below `offset` is synced.
    struct SyncWait {
        var offset: Offset
        var waiter: SyncWaiter
    }

    /// Who waits for a sync: a produce request, and which of its partitions this one is.
    struct SyncWaiter {
        var wait: DurabilityWait
        var index: Int

        func report(_ outcome: ErrorCode) { wait.report(outcome, for: index) }
    }

    package init(
        name: TopicPartition, topicID: UUID, log: sending Log, settings: TopicSettings, leaderEpoch: Int32, fileWork: any BlockingWork
    ) {
        self.name = name
        self.topicID = topicID
        isInternal = TopicName.internalNames.contains(name.topic)
        self.fileWork = fileWork
        log.advanceHighWatermark(to: log.logEndOffset)
        // A leader's term begins with the first record it may write, also in a log that is empty.
        if log.latestEpoch ?? -1 < leaderEpoch { log.assign(leaderEpoch: leaderEpoch, startOffset: log.logEndOffset) }
        state = Mutex(State(log: log, settings: settings, leaderEpoch: leaderEpoch))
    }

    /// Looks at or changes the log under the lock. `body` must not call out and must be short.
    package func withLog<Result: Sendable, Failure: Error>(
        _ body: (Log, TopicSettings) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        try state.withLock { (state) throws(Failure) in try body(state.log, state.settings) }
    }

    /// The same, unless the partition is closed: then its files are on their way out, and what is found under their
    /// names may be those of a topic made anew.
    package func withOpenLog<Result: Sendable, Failure: Error>(
        _ body: (Log, TopicSettings) throws(Failure) -> Result
    ) throws(Failure) -> Result? {
        try state.withLock { (state) throws(Failure) in state.closedAs == nil ? try body(state.log, state.settings) : nil }
    }

    /// Why the partition takes nothing any more; `nil` while it does.
    package var closedAs: ErrorCode? { state.withLock { $0.closedAs } }

    func withState<Result: Sendable>(_ body: (inout State) -> Result) -> Result { state.withLock { body(&$0) } }

    package var leaderEpoch: Int32 { state.withLock { $0.leaderEpoch } }

    package var settings: TopicSettings { state.withLock { $0.settings } }

    /// Takes new settings of the topic; they hold from the next append on.
    package func apply(_ settings: TopicSettings) {
        let woken = state.withLock { state in
            state.settings = settings
            state.log.change(configuration: settings.logConfiguration)
            return Self.makeVisible(upTo: state.log.readableOffset, &state)
        }
        for wait in woken { wait.fire(from: nil) }
    }

    /// Refuses all that comes from now on, and lets those who wait find out.
    package func close(as error: ErrorCode) {
        let waits = state.withLock { state in
            state.closedAs = state.closedAs ?? error
            defer { state.fetchWaits = []; state.syncWaits = [] }
            return (state.fetchWaits, state.syncWaits)
        }
        for wait in waits.0 { wait.fire(from: nil) }
        for wait in waits.1 { wait.waiter.report(error) }
    }

    /// A leader epoch that the client knows: it must be ours. KIP-320.
    static func check(_ clientEpoch: Int32, against leaderEpoch: Int32) -> ErrorCode {
        if clientEpoch < 0 || clientEpoch == leaderEpoch { return .none }
        return clientEpoch < leaderEpoch ? .fencedLeaderEpoch : .unknownLeaderEpoch
    }

    func submit(_ job: @escaping @Sendable () -> Void) { fileWork.submit(job) }
}
