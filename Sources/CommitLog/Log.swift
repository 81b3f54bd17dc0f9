import OttlaRecords
package import OttlaVocabulary

/// One partition's log on disk: Kafka's segment files and what is known of them in memory.
///
/// It is not locked: its owner, the partition, calls it under a lock of its own. Appends are pending until
/// `flushTurn`, which writes them all at once; `beginSync` makes what was written durable.
package final class Log: @unchecked Sendable {  // Proof: every call is made under its owner's lock.
    package let directory: String
    package let partition: TopicPartition
    package let topicID: UUID
    package internal(set) var configuration: LogConfiguration
    let fileSystem: any FileSystem

    /// The first offset readers may see; segments wholly below it are deleted.
    package internal(set) var logStartOffset: Offset
    /// The offset the next record gets. Pending appends count.
    package internal(set) var logEndOffset: Offset
    /// The end of what is in the files, for readers.
    package internal(set) var writtenOffset: Offset
    /// Everything below is durable.
    package internal(set) var recoveryPoint: Offset
    /// Everything below is on all in-sync replicas, as the owner says.
    package internal(set) var highWatermark: Offset
    /// Counts how often pending appends were taken back after a failed write. An append may be acknowledged if this
    /// is after the turn's flush what it was when it was appended.
    package internal(set) var undoneAppends = 0
    /// Why the log takes no more appends.
    package internal(set) var failure: String?

    /// Oldest first; never empty. The last is the active one.
    var segments: [Segment]
    var active: Segment
    var producers = ProducerStates()
    var epochs = LeaderEpochs()
    /// The offsets of the `.snapshot` files, rising.
    var snapshots: [Offset] = []
    var pending = PendingWrites()
    /// What to return to if the pending appends cannot be written.
    var savepoint: Savepoint?
    var hints = ReadHints()
    var deletions: [SegmentDeletion] = []
    /// Segments that left the log since it was opened.
    var deletionCount = 0
    /// When upkeep last came by.
    var lastUpkeep = Timestamp(milliseconds: 0)
    var sync = SyncState()
    /// Compaction has come as far as this: the records below have no later ones of their keys below.
    package internal(set) var cleanedOffset: Offset = 0
    /// A replacement of segments that is under way.
    var swap: SegmentSwap?
    /// Where the last walk over a segment found its last good batch to end.
    var scanEnd: Int64 = 0

    init(
        directory: String, partition: TopicPartition, topicID: UUID, configuration: LogConfiguration, logStartOffset: Offset,
        fileSystem: any FileSystem
    ) {
        self.directory = directory
        self.partition = partition
        self.topicID = topicID
        self.configuration = configuration
        self.fileSystem = fileSystem
        self.logStartOffset = logStartOffset
        logEndOffset = logStartOffset
        writtenOffset = logStartOffset
        recoveryPoint = logStartOffset
        highWatermark = logStartOffset
        active = Segment(new: logStartOffset, in: directory, fileSystem: fileSystem)
        segments = [active]
    }

    package func change(configuration: LogConfiguration) { self.configuration = configuration }

    /// The owner knows how far the replicas are. Never beyond what is written.
    package func advanceHighWatermark(to offset: Offset) {
        guard offset > highWatermark else { return }
        highWatermark = min(offset, writtenOffset)
        producers.highWatermarkAdvanced(to: highWatermark)
    }

    /// No transaction is undecided below this offset.
    package var lastStableOffset: Offset {
        guard let unstable = producers.firstUnstableOffset else { return highWatermark }
        return max(min(unstable, highWatermark), logStartOffset)
    }

    /// Bytes of all segments.
    package var size: Int64 { segments.reduce(Int64(pending.count)) { $0 + $1.size } }
    package var segmentCount: Int { segments.count }
    package var segmentBaseOffsets: [Offset] { segments.map(\.baseOffset) }

    // MARK: Producers

    /// The states of the producers the log remembers, for DescribeProducers.
    package var producerStates: [ProducerState] { Array(producers.all) }

    /// Forgets producers that have been silent for `producer.id.expiration.ms`. Answers how many.
    @discardableResult
    package func expireProducers(now: Timestamp) -> Int {
        producers.isEmpty ? 0 : producers.expire(lastWriteBefore: now + -configuration.producerIDExpirationMs)
    }

    /// Transactions a reader of committed records from `from` up to `end` must leave out.
    package func abortedTransactions(from: Offset, to end: Offset) throws(LogError) -> [AbortedTransaction] {
        var found: [AbortedTransaction] = []
        for segment in segments[segmentIndex(of: from)...] {
            try segment.loadAborted()
            for transaction in segment.aborted where transaction.lastOffset >= from {
                if transaction.firstOffset < end { found.append(transaction) }
                if transaction.lastStableOffset >= end { return found }
            }
        }
        return found
    }

    // MARK: Leader epochs

    /// A leader's term begins at an offset.
    package func assign(leaderEpoch: Int32, startOffset: Offset) {
        if epochs.assign(leaderEpoch, startOffset: startOffset) { sync.areEpochsDirty = true }
    }

    package var latestEpoch: Int32? { epochs.latest }

    /// Where a leader's term ended, for OffsetForLeaderEpoch: the newest term not after the one asked for.
    package func endOffset(forEpoch epoch: Int32) -> (epoch: Int32, offset: Offset)? {
        epochs.endOffset(for: epoch, logEndOffset: logEndOffset)
    }

    // MARK: Segments

    /// The segment an offset lies in: the last that starts at or before it.
    func segmentIndex(of offset: Offset) -> Int {
        var low = 0
        var high = segments.count
        while low < high {
            let middle = (low + high) / 2
            if segments[middle].baseOffset > offset { high = middle } else { low = middle + 1 }
        }
        return max(low - 1, 0)
    }

    /// Where the segment ends in offsets: the next one's start.
    func endOffset(ofSegment index: Int) -> Offset {
        index + 1 < segments.count ? segments[index + 1].baseOffset : logEndOffset
    }

    func path(_ name: String) -> String { "\(directory)/\(name)" }

    /// The error every append gets once the log has failed.
    func checkNotFailed() throws(LogError) {
        if let failure { throw .failed(directory: directory, reason: failure) }
    }
}
