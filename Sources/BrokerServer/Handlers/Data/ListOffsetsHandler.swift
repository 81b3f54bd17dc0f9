import OttlaCommitLog
import OttlaProtocol
import OttlaVocabulary

/// ListOffsets: v0–11. v0 lists of offsets · v2 isolation · v4 leader epochs · v7 max timestamp · v8 earliest local ·
/// v9 latest tiered · v11 earliest pending upload. From v6 on a tagged field of ours asks for lag.
struct ListOffsetsHandler: RequestHandler {
    static let versions: ClosedRange<Int16> = 0...11
    static let access = Access.perTopic(.describe)

    /// The timestamps that mean something else than a time.
    private enum Special {
        static let latest: Int64 = -1
        static let earliest: Int64 = -2
        static let maxTimestamp: Int64 = -3
        static let earliestLocal: Int64 = -4
        static let latestTiered: Int64 = -5
        static let earliestPendingUpload: Int64 = -6

        /// Each came with a version; in older ones it has no meaning.
        static func isKnown(_ timestamp: Int64, in version: Int16) -> Bool {
            switch timestamp {
            case earliest...: true
            case maxTimestamp: version >= 7
            case earliestLocal: version >= 8
            case latestTiered: version >= 9
            case earliestPendingUpload: version >= 11
            default: false
            }
        }
    }

    func answer(_ request: ListOffsetsRequest, in context: RequestContext) -> Answer<ListOffsetsResponse> {
        // A search by time, or for lag, reads indexes and records, perhaps cold ones: not on the lane.
        let searches = request.topics.contains {
            $0.partitions.contains { $0.timestamp >= 0 || $0.timestamp == Special.maxTimestamp || $0.committedOffset >= 0 }
        }
        let table = context.work.partitions
        let version = context.version
        guard searches else { return .now(Self.list(request, in: table, version: version)) }
        let reply = context.later(ListOffsetsResponse.self)
        let asksForLag = request.topics.contains { $0.partitions.contains { $0.committedOffset >= 0 } }
        // Walks for lag may be long: one at a time, so that syncs and other searches find a thread.
        let work: any BlockingWork = asksForLag ? context.broker.lagWork : context.broker.fileWork
        work.submit { reply.finishFromAnywhere(Self.list(request, in: table, version: version)) }
        return .later
    }

    func refusal(of request: ListOffsetsRequest, version: Int16, with error: ErrorCode) -> ListOffsetsResponse? {
        ListOffsetsResponse(
            topics: request.topics.map { topic in
                .init(name: topic.name, partitions: topic.partitions.map { .init(partitionIndex: $0.partitionIndex, errorCode: error) })
            })
    }

    private static func list(_ request: ListOffsetsRequest, in table: PartitionTable, version: Int16) -> ListOffsetsResponse {
        let committedOnly = request.isolationLevel == 1
        var budget = WalkBudget(
            bytes: lagBudget + lagBudgetEach * Int64(min(request.topics.reduce(0) { $0 + $1.partitions.count }, lagBudgetCount)))
        return ListOffsetsResponse(
            topics: request.topics.map { topic in
                .init(
                    name: topic.name,
                    partitions: topic.partitions.map { asked in
                        guard let partition = table.partition(topic.name, asked.partitionIndex) else {
                            return .init(partitionIndex: asked.partitionIndex, errorCode: .unknownTopicOrPartition)
                        }
                        var found = find(asked, in: partition, committedOnly: committedOnly, version: version)
                        if asked.committedOffset >= 0, found.errorCode == .none { addLag(of: asked, in: partition, &budget, to: &found) }
                        return found
                    })
            })
    }

    private static func find(
        _ asked: ListOffsetsRequest.ListOffsetsPartition, in partition: Partition, committedOnly: Bool, version: Int16
    ) -> ListOffsetsResponse.ListOffsetsPartitionResponse {
        typealias Found = ListOffsetsResponse.ListOffsetsPartitionResponse
        let index = asked.partitionIndex
        let leaderEpoch = partition.leaderEpoch
        let mismatch = Partition.check(asked.currentLeaderEpoch, against: leaderEpoch)
        guard mismatch == .none else { return Found(partitionIndex: index, errorCode: mismatch) }
        guard Special.isKnown(asked.timestamp, in: version) else {
            return Found(partitionIndex: index, errorCode: .unsupportedVersion)
        }
        do throws(LogError) {
            let answer: FoundOffset?? = try partition.withOpenLog {
                (log, _) throws(LogError) in
                let end = committedOnly ? min(log.lastStableOffset, log.highWatermark) : log.highWatermark
                switch asked.timestamp {
                case Special.latest: return try log.offset(for: .latest, limit: end)
                case Special.earliest, Special.earliestLocal: return try log.offset(for: .earliest, limit: end)
                case Special.latestTiered, Special.earliestPendingUpload: return nil
                case Special.maxTimestamp: return try log.offset(for: .maxTimestamp, limit: end)
                default: return try log.offset(for: .timestamp(Timestamp(milliseconds: asked.timestamp)), limit: end)
                }
            }
            guard let answer else { return Found(partitionIndex: index, errorCode: partition.closedAs ?? .unknownTopicOrPartition) }
            guard let found = answer else { return Found(partitionIndex: index) }
            if version == 0 {
                return Found(partitionIndex: index, oldStyleOffsets: oldStyle(found.offset, asked))
            }
            return Found(
                partitionIndex: index, timestamp: found.timestamp.milliseconds, offset: found.offset, leaderEpoch: found.leaderEpoch)
        } catch {
            return Found(partitionIndex: index, errorCode: .kafkaStorageError)
        }
    }

    /// What all walks of one request may read: a tenth of a second from the page cache, and for each partition the two
    /// blocks at its ends. What is counted stays counted, so that asking again comes further.
    private static let lagBudget: Int64 = 256 << 20
    private static let lagBudgetEach: Int64 = 512 << 10
    /// Of no more partitions than these, whatever the request names and however often.
    private static let lagBudgetCount = 1_000

    private static func addLag(
        of asked: ListOffsetsRequest.ListOffsetsPartition, in partition: Partition, _ budget: inout WalkBudget,
        to found: inout ListOffsetsResponse.ListOffsetsPartitionResponse
    ) {
        do throws(LogError) {
            found.lag = try partition.lag(behind: asked.committedOffset, within: &budget).map(ListOffsetsResponse.PartitionLag.init)
        } catch {
            found.errorCode = .kafkaStorageError
        }
    }

    /// Version 0 answers with a list of at most so many offsets, newest first.
    private static func oldStyle(_ offset: Offset, _ asked: ListOffsetsRequest.ListOffsetsPartition) -> [Int64] {
        asked.maxNumOffsets > 0 ? [offset.value] : []
    }
}

extension ListOffsetsResponse.PartitionLag {
    init(_ lag: Lag) {
        self.init(
            logStartOffset: lag.logStartOffset, lastStableOffset: lag.lastStableOffset, highWatermark: lag.highWatermark,
            nextOffset: lag.nextOffset, recordCount: lag.records.value, isRecordCountExact: lag.records.isExact,
            undecidedCount: lag.undecided.value, isUndecidedCountExact: lag.undecided.isExact,
            nextTimestamp: lag.nextTimestamp.milliseconds, lostCount: lag.lostOffsets, isBeyondEnd: lag.isBeyondEnd,
            isCutShort: lag.isCutShort)
    }
}
