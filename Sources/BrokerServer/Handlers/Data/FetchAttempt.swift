import OttlaCommitLog
import OttlaMetadata
import OttlaNetwork
import OttlaProtocol
import OttlaVocabulary
import Synchronization

/// One fetch from its first read to its answer: reads, and if there is too little, waits for an append or for its time
/// to run out, and reads again.
///
/// Lives on the lane of its connection.
struct FetchAttempt {
    private let plan: FetchSessions.Plan
    private let reply: Reply<FetchResponse>
    private let work: LaneWork
    private let broker: Broker
    private let minBytes: Int
    private let maxBytes: Int
    private let committedOnly: Bool
    private let version: Int16
    private let deadline: Instant

    init(_ request: FetchRequest, plan: FetchSessions.Plan, in context: RequestContext) {
        self.plan = plan
        reply = context.later()
        work = context.work
        broker = context.broker
        minBytes = Int(max(request.minBytes, 0))
        maxBytes = min(Int(max(request.maxBytes, 0)), broker.settings.fetchMaxBytes)
        committedOnly = request.isolationLevel == 1
        version = context.version
        deadline = context.now.advanced(milliseconds: Int64(max(request.maxWaitMs, 0)))
    }

    /// Reads, and answers or waits.
    func run() {
        guard reply.session.isOpen else { return }
        var pass = readAll()
        // A session whose partitions are all forgotten has nothing to wait for.
        while !pass.reads.isEmpty, !pass.isEnough(minBytes), work.lane.now < deadline {
            if wait(for: pass) { return }
            // Something was appended between reading and waiting.
            pass = readAll()
        }
        answer(pass)
    }

    // MARK: Reading

    /// Everything one pass over the partitions has found.
    private struct Pass {
        var reads: [(index: Int, partition: Partition?, read: PartitionRead)] = []
        var byteCount = 0
        var hasError = false

        func isEnough(_ minBytes: Int) -> Bool { byteCount >= minBytes || hasError }
    }

    private func readAll() -> Pass {
        var pass = Pass()
        pass.reads.reserveCapacity(plan.entries.count)
        let table = work.partitions
        for step in plan.entries.indices {
            let index = (plan.start + step) % plan.entries.count
            let entry = plan.entries[index]
            let (partition, unknown) = Self.find(entry.key, in: table)
            guard let partition else {
                pass.reads.append((index, nil, PartitionRead(error: unknown)))
                pass.hasError = true
                continue
            }
            let room = min(Int(max(entry.maxBytes, 0)), maxBytes - pass.byteCount)
            let read = partition.read(
                PartitionFetch(
                    offset: entry.fetchOffset, maxBytes: max(room, 0), currentLeaderEpoch: entry.currentLeaderEpoch,
                    lastFetchedEpoch: entry.lastFetchedEpoch, committedOnly: committedOnly, atLeastOneBatch: pass.byteCount == 0))
            pass.byteCount += read.byteCount
            if read.error != .none || read.divergingEpoch != nil { pass.hasError = true }
            pass.reads.append((index, partition, read))
        }
        return pass
    }

    private static func find(_ key: FetchSessions.PartitionKey, in table: PartitionTable) -> (Partition?, unknown: ErrorCode) {
        switch key.topic {
        case .name(let name): (table.partition(name, key.partition), .unknownTopicOrPartition)
        case .id(let id):
            if let topic = table.byID[id] { (topic[key.partition], .unknownTopicOrPartition) } else { (nil, .unknownTopicID) }
        }
    }

    // MARK: Waiting

    /// Registers at all partitions. False if one of them has changed since it was read.
    private func wait(for pass: Pass) -> Bool {
        let partitions = pass.reads.compactMap { $0.partition }
        let wait = FetchWait(work: work) { run() }
        for (done, read) in pass.reads.enumerated() {
            guard let partition = read.partition, !partition.register(wait, ifStillAt: read.read.highWatermark) else { continue }
            for earlier in pass.reads[..<done] { earlier.partition?.unregister(wait) }
            return false
        }
        let session = reply.session
        wait.onEnd = {
            for partition in partitions { partition.unregister(wait) }
            session.forget(wait)
        }
        session.remember(wait)
        wait.arm(work.lane.schedule(at: deadline) { [work] in work.wake(wait) })
        return true
    }

    // MARK: Answering

    private func answer(_ pass: Pass) {
        var response = FetchResponse(sessionID: plan.sessionID)
        var regions: [PayloadRegion] = []
        var told: [(index: Int, highWatermark: Offset, logStartOffset: Offset)] = []
        var lastRead: Int?
        for (index, _, read) in pass.reads {
            let entry = plan.entries[index]
            if read.byteCount > 0 { lastRead = index }
            if plan.isIncremental, !hasNews(entry, read) { continue }
            if plan.sessionID != 0 { told.append((index, read.highWatermark, read.logStartOffset)) }
            Self.append(encode(read, of: entry, &regions), of: entry.key.topic, to: &response.responses)
        }
        if plan.sessionID != 0 {
            broker.fetchSessions.withLock { $0.finish(plan, told: told, lastRead: lastRead) }
        }
        reply.finish(response, regions: regions)
    }

    private func hasNews(_ entry: FetchSessions.Entry, _ read: PartitionRead) -> Bool {
        read.byteCount > 0 || read.error != .none || read.divergingEpoch != nil || entry.isNew
            || read.highWatermark != entry.toldHighWatermark || read.logStartOffset != entry.toldLogStartOffset
    }

    private static func append(
        _ partition: FetchResponse.PartitionData, of topic: FetchSessions.TopicKey,
        to topics: inout [FetchResponse.FetchableTopicResponse]
    ) {
        if let last = topics.last, topic == (last.topic.isEmpty ? .id(last.topicID) : .name(last.topic)) {
            topics[topics.count - 1].partitions.append(partition)
            return
        }
        var response = FetchResponse.FetchableTopicResponse()
        switch topic {
        case .name(let name): response.topic = name
        case .id(let id): response.topicID = id
        }
        response.partitions = [partition]
        topics.append(response)
    }

    private func encode(
        _ read: PartitionRead, of entry: FetchSessions.Entry, _ regions: inout [PayloadRegion]
    ) -> FetchResponse.PartitionData {
        var data = FetchResponse.PartitionData(partitionIndex: entry.key.partition, errorCode: read.error)
        data.highWatermark = read.highWatermark
        data.lastStableOffset = read.lastStableOffset
        data.logStartOffset = read.logStartOffset
        data.abortedTransactions = read.abortedTransactions?.map { .init(producerID: $0.producerID, firstOffset: $0.firstOffset) }
        data.records = .bytes([])
        if let diverging = read.divergingEpoch {
            data.divergingEpoch = .init(epoch: diverging.epoch, endOffset: diverging.endOffset)
        }
        if read.error == .fencedLeaderEpoch || read.error == .unknownLeaderEpoch {
            data.currentLeader = .init(leaderID: broker.brokerID, leaderEpoch: read.leaderEpoch)
        }
        guard read.byteCount > 0 else { return data }
        if version < OldFetch.firstModernVersion, !OldFetch.mayCarryAsTheyLie(read, version: version) {
            OldFetch.fill(&data, from: read, fetchOffset: entry.fetchOffset, version: version)
            return data
        }
        // The token is where the first of the regions stands; they follow each other until the length is reached.
        data.records = .spliced(token: regions.count, length: read.byteCount)
        regions += read.regions
        return data
    }
}
