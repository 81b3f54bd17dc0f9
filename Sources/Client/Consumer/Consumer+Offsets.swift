import OttlaNetwork
import OttlaProtocol
import OttlaVocabulary

/// An offset that was looked up by time.
public struct OffsetAndTimestamp: Hashable, Sendable {
    /// The first offset that is not older than what was asked for.
    public var offset: Int64
    /// The time of its record.
    public var timestamp: Timestamp
    /// The epoch of the leader that appended it, where the broker says so.
    public var leaderEpoch: Int32?

    /// For tests of code that looks up offsets.
    public init(offset: Int64, timestamp: Timestamp, leaderEpoch: Int32? = nil) {
        self.offset = offset
        self.timestamp = timestamp
        self.leaderEpoch = leaderEpoch
    }
}

/// What there is in partitions, read or not.
extension Consumer {
    /// The first offset there is in each of these partitions.
    ///
    /// - Throws: `notFound` if there is no such partition; `timedOut`, `refused`, `closed`, `cancelled`.
    public func beginningOffsets(_ partitions: some Sequence<TopicPartition>) async throws(ClientError) -> [TopicPartition: Int64] {
        try await lookUp(partitions.map { ($0, .earliest) }).mapValues { $0.offset.value }
    }

    /// The offset after the last record of each of these partitions: with `readCommitted`, after the last that is decided.
    ///
    /// - Throws: as `beginningOffsets` does.
    public func endOffsets(_ partitions: some Sequence<TopicPartition>) async throws(ClientError) -> [TopicPartition: Int64] {
        try await lookUp(partitions.map { ($0, .latest) }).mapValues { $0.offset.value }
    }

    /// The first record of each partition with this timestamp or a later one. Partitions without one are left out.
    ///
    /// - Throws: as `beginningOffsets` does.
    public func offsets(forTimes times: [TopicPartition: Timestamp]) async throws(ClientError) -> [TopicPartition: OffsetAndTimestamp] {
        let found = try await lookUp(times.map { ($0.key, .timestamp($0.value.millisecondsSince1970)) })
        return found.compactMapValues { answer in
            guard answer.offset.value >= 0 else { return nil }
            return OffsetAndTimestamp(
                offset: answer.offset.value, timestamp: Timestamp(millisecondsSince1970: answer.timestamp),
                leaderEpoch: answer.leaderEpoch >= 0 ? answer.leaderEpoch : nil)
        }
    }

    private typealias Answer = ListOffsetsResponse.ListOffsetsPartitionResponse

    private func lookUp(_ lookups: [(TopicPartition, OffsetLookup)]) async throws(ClientError) -> [TopicPartition: Answer] {
        let wanted = Dictionary(lookups, uniquingKeysWith: { first, _ in first })
        return try await core.onLane { () async throws(ClientError) in
            let deadline = core.callDeadline
            var (open, found, failures) = (wanted, [TopicPartition: Answer](), 0)
            while !open.isEmpty {
                var lastError = ErrorCode.leaderNotAvailable
                for (node, part) in try await byLeader(open, deadline: deadline) {
                    for (partition, answer) in try await ask(node, part, deadline: deadline) {
                        if answer.errorCode == .none {
                            found[partition] = answer
                            open[partition] = nil
                        } else if answer.errorCode.isRetriable, core.lane.now < deadline {
                            lastError = answer.errorCode
                        } else {
                            throw .refused(answer.errorCode, "asking for an offset of \(partition)")
                        }
                    }
                }
                guard !open.isEmpty else { break }
                failures += 1
                if core.lane.now >= deadline { throw .refused(lastError, "asking for offsets") }
                core.metadata.leaderMoved()
                let configuration = core.configuration
                let wait = core.backoff(configuration.retryBackoff, limit: configuration.retryBackoffLimit, failures: failures)
                try await core.sleep(milliseconds: wait)
            }
            return found
        }
    }

    private func byLeader(
        _ lookups: [TopicPartition: OffsetLookup], deadline: Instant
    ) async throws(ClientError) -> [Int32: [TopicPartition: OffsetLookup]] {
        var parts: [Int32: [TopicPartition: OffsetLookup]] = [:]
        for (partition, lookup) in lookups {
            let topic = try await core.metadata.topic(partition.topic, deadline: deadline)
            guard topic.partition(partition.partition) != nil else {
                throw ClientError(
                    .notFound,
                    "there is no partition \(partition.partition) in topic \(partition.topic), which has \(topic.partitions.count)")
            }
            if let leader = core.metadata.leader(of: partition.topic, partition.partition) {
                parts[leader.node, default: [:]][partition] = lookup
            }
        }
        return parts
    }

    private func ask(
        _ node: Int32, _ lookups: [TopicPartition: OffsetLookup], deadline: Instant
    ) async throws(ClientError) -> [TopicPartition: Answer] {
        let now = core.clock.timestamp().milliseconds
        let topics = Dictionary(grouping: lookups, by: \.key.topic).sorted { $0.key < $1.key }.map { topic, lookups in
            ListOffsetsRequest.ListOffsetsTopic(
                name: topic,
                partitions: lookups.map { .init(partitionIndex: $0.key.partition, timestamp: $0.value.timestamp(now: now)) })
        }
        let request = ListOffsetsRequest(
            replicaID: -1, isolationLevel: configuration.isolationLevel == .readCommitted ? 1 : 0, topics: topics,
            timeoutMs: Int32(clamping: core.configuration.requestTimeout.milliseconds))
        let response = try await core.call(request, to: .node(node), upTo: 10, deadline: deadline)
        var answers: [TopicPartition: Answer] = [:]
        for topic in response.topics {
            for partition in topic.partitions { answers[TopicPartition(topic.name, partition.partitionIndex)] = partition }
        }
        return answers
    }
}
