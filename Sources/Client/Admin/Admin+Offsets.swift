import OttlaNetwork
import OttlaProtocol
import OttlaVocabulary

/// Which offset of a partition is asked for.
public struct OffsetQuery: Hashable, Sendable {
    var wireValue: Int64

    /// The first there is.
    public static let earliest = OffsetQuery(wireValue: -2)
    /// The one the next record will have.
    public static let latest = OffsetQuery(wireValue: -1)
    /// That of the record with the newest timestamp (KIP-734).
    public static let newestTimestamp = OffsetQuery(wireValue: -3)
    /// The first that the broker has on its own disks (KIP-405).
    public static let earliestLocal = OffsetQuery(wireValue: -4)
    /// The last that was moved to remote storage (KIP-1005).
    public static let latestTiered = OffsetQuery(wireValue: -5)
    /// That of the first record that is not older.
    public static func timestamp(_ time: Timestamp) -> OffsetQuery { OffsetQuery(wireValue: max(time.millisecondsSince1970, 0)) }
}

/// An offset as a partition's leader told it.
public struct ListedOffset: Hashable, Sendable {
    /// `nil` if there is no such record.
    public var offset: Int64?
    /// The time of the record that was found by its time.
    public var timestamp: Timestamp?
    /// The epoch of the leader that wrote it. `nil` where the broker does not tell.
    public var leaderEpoch: Int32?
}

/// Offsets of partitions, and how far groups are behind.
extension Admin {
    /// Offsets of partitions.
    ///
    /// - Parameters:
    ///   - queries: which offset, by partition.
    ///   - committedOnly: what a reader of committed transactions sees: the end is before the first that is open.
    /// - Returns: for each partition the offset, or why it is not known: `notFound`, `unsupported`, `refused`.
    /// - Throws: `unreachable`, `timedOut`, `closed`, `cancelled`.
    public func listOffsets(
        _ queries: [TopicPartition: OffsetQuery], committedOnly: Bool = false
    ) async throws(ClientError) -> [TopicPartition: Result<ListedOffset, ClientError>] {
        let answers = try await core.onLane { () async throws(ClientError) in
            try await core.settlePartitions(queries.keys) { (leader, partitions, deadline) async throws(ClientError) in
                let wanted = partitions.map { ($0, queries[$0] ?? .latest, nil as Int64?) }
                return try await ask(leader, wanted, committedOnly: committedOnly, deadline: deadline)
            }
        }
        return answers.mapValues { result in
            result.map { answer in
                ListedOffset(
                    offset: answer.offset.value < 0 ? nil : answer.offset.value,
                    timestamp: answer.timestamp < 0 ? nil : Timestamp(millisecondsSince1970: answer.timestamp),
                    leaderEpoch: answer.leaderEpoch < 0 ? nil : answer.leaderEpoch)
            }
        }
    }

    /// How far a group is behind in all partitions for which it has committed an offset.
    ///
    /// - Returns: for each partition how far, or why it is not known: `notFound`, `refused`.
    /// - Throws: what keeps the group's offsets from being known: `refused`, `unreachable`, `timedOut`, `closed`, `cancelled`.
    public func lag(of group: String) async throws(ClientError) -> [TopicPartition: Result<PartitionLag, ClientError>] {
        guard let committed = try await committedOffsets(of: [group])[group] else { return [:] }
        return try await lag(behind: committed.get().mapValues { $0.offset })
    }

    /// How far a reader is behind that goes on at these offsets. `nil`: it has none; then only the log's ends are told.
    ///
    /// Brokers that know how count the records themselves; of others, offsets are the estimate. Where counting was cut short
    /// it is asked for again for some seconds, as brokers go on from where they were.
    ///
    /// - Returns: for each partition how far, or why it is not known: `notFound`, `refused`.
    /// - Throws: `unreachable`, `timedOut`, `closed`, `cancelled`.
    public func lag(
        behind committed: [TopicPartition: Int64?]
    ) async throws(ClientError) -> [TopicPartition: Result<PartitionLag, ClientError>] {
        try await core.onLane { () async throws(ClientError) in
            var found: Answers<TopicPartition, PartitionLag> = [:]
            var open = Array(committed.keys)
            let deadline = core.lane.now.advanced(milliseconds: Self.lagPatience)
            repeat {
                let round = try await core.settlePartitions(open) { (leader, partitions, deadline) async throws(ClientError) in
                    try await lag(at: leader, partitions, behind: committed, deadline: deadline)
                }
                found.merge(round) { $1 }
                open = open.filter { (try? found[$0]?.get())?.isCutShort == true }
            } while !open.isEmpty && core.lane.now < deadline
            return found
        }
    }

    /// For how long counting that was cut short is taken up again, in milliseconds.
    private static var lagPatience: Int64 { 3_000 }

    /// One leader is asked for its end and lag and, where it tells no lag, for its start.
    private func lag(
        at leader: Destination, _ partitions: [TopicPartition], behind committed: [TopicPartition: Int64?], deadline: Instant
    ) async throws(ClientError) -> Answers<TopicPartition, PartitionLag> {
        let wanted = partitions.map { ($0, OffsetQuery.latest, committed[$0] ?? nil) }
        let answers = try await ask(leader, wanted, deadline: deadline)
        var found: Answers<TopicPartition, PartitionLag> = [:]
        var ends: [TopicPartition: Int64] = [:]
        for (partition, result) in answers {
            switch result {
            case .failure(let error): found[partition] = .failure(error)
            case .success(let answer):
                if let lag = answer.lag { found[partition] = .success(PartitionLag(lag)) } else { ends[partition] = answer.offset.value }
            }
        }
        guard !ends.isEmpty else { return found }
        let starts = try await ask(leader, ends.keys.map { ($0, .earliest, nil) }, deadline: deadline)
        for (partition, result) in starts {
            guard let end = ends[partition] else { continue }
            found[partition] = result.map {
                PartitionLag(committed: committed[partition] ?? nil, logStartOffset: $0.offset.value, logEndOffset: end)
            }
        }
        return found
    }

    private typealias Answer = ListOffsetsResponse.ListOffsetsPartitionResponse

    /// One leader is asked for some offsets and, with a committed one, for lag.
    private func ask(
        _ leader: Destination, _ wanted: [(partition: TopicPartition, query: OffsetQuery, committed: Int64?)],
        committedOnly: Bool = false, deadline: Instant
    ) async throws(ClientError) -> Answers<TopicPartition, Answer> {
        let lowest = wanted.map(\.query.versionNeeded).max() ?? 0
        let connection = try await core.connection(to: leader, deadline: core.setupDeadline(before: deadline))
        guard try connection.version(of: ListOffsetsRequest.self) >= lowest else {
            throw ClientError(.unsupported, "the broker at \(connection.address) is too old to be asked for such an offset")
        }
        let topics = Dictionary(grouping: wanted, by: \.partition.topic).sorted { $0.key < $1.key }
        let request = ListOffsetsRequest(
            replicaID: -1, isolationLevel: committedOnly ? 1 : 0,
            topics: topics.map { topic, wanted in
                .init(
                    name: topic,
                    partitions: wanted.map {
                        .init(
                            partitionIndex: $0.partition.partition, timestamp: $0.query.wireValue,
                            committedOffset: Offset($0.committed ?? -1))
                    })
            }, timeoutMs: brokerTimeout)
        let response = try await core.attempt(request, to: leader, deadline: deadline)
        var found: Answers<TopicPartition, Answer> = [:]
        for topic in response.topics {
            for answer in topic.partitions {
                let partition = TopicPartition(topic.name, answer.partitionIndex)
                found[partition] =
                    answer.errorCode == .none
                    ? .success(answer) : .failure(.refused(answer.errorCode, "asking for an offset of \(partition)"))
            }
        }
        return found
    }
}

extension OffsetQuery {
    /// The first version of the request in which a broker understands it.
    fileprivate var versionNeeded: Int16 {
        switch wireValue {
        case -3: 7
        case -4: 8
        case -5: 9
        default: 1
        }
    }
}
