import OttlaProtocol
import OttlaVocabulary

/// One round of asking the leaders of some partitions for lag. Each partition ends with an answer or an error of its own.
struct LagQuestion {
    typealias Answers = [TopicPartition: Result<PartitionLag, ClientError>]

    private let admin: Admin
    private let committed: [TopicPartition: Offset?]
    private(set) var found: Answers = [:]
    /// Leaders move within moments; a partition that stays without one is said, not waited for.
    private static let tries = 4

    init(_ admin: Admin, behind committed: [TopicPartition: Offset?]) {
        self.admin = admin
        self.committed = committed
    }

    mutating func ask() throws(ClientError) {
        var backoff = Backoff()
        for attempt in 0..<Self.tries {
            let missing = committed.keys.filter(isOpen)
            if missing.isEmpty { return }
            if attempt > 0 {
                if admin.cluster.isInterrupted() { throw ClientError(.interrupted, "interrupted") }
                backoff.wait()
            }
            for (leader, partitions) in try leaders(of: missing) { try ask(leader, about: partitions) }
        }
    }

    /// Whether a partition has no answer yet, or an error that may pass.
    private func isOpen(_ partition: TopicPartition) -> Bool {
        guard case .failure(let error)? = found[partition] else { return found[partition] == nil }
        return error.isRetriable && error.code != .unknownTopicOrPartition
    }

    /// Partitions by their leaders, asked anew; those without one get their error.
    private mutating func leaders(of partitions: [TopicPartition]) throws(ClientError) -> [Int32: [TopicPartition]] {
        try admin.cluster.refresh(topics: Set(partitions.map(\.topic)).sorted())
        var groups: [Int32: [TopicPartition]] = [:]
        for partition in partitions {
            let known = admin.cluster.view.topics[partition.topic]?.partition(partition.partition)
            if let leader = known?.leader, leader >= 0 {
                groups[leader, default: []].append(partition)
            } else {
                found[partition] = .failure(.refused(known == nil ? .unknownTopicOrPartition : .leaderNotAvailable, "\(partition)"))
            }
        }
        return groups
    }

    private mutating func ask(_ leader: Int32, about partitions: [TopicPartition]) throws(ClientError) {
        let connection = try admin.cluster.connection(to: leader)
        var ends: [TopicPartition: Offset] = [:]
        for (partition, answer) in Self.answers(try connection.call(request(partitions, at: .latest))) {
            if answer.errorCode != .none {
                found[partition] = .failure(.refused(answer.errorCode, "\(partition)"))
            } else if let lag = answer.lag {
                found[partition] = .success(PartitionLag(lag))
            } else {
                ends[partition] = answer.offset
            }
        }
        // Nothing committed there, or a broker that does not compute lag: the start of the log is still needed.
        guard !ends.isEmpty else { return }
        for (partition, answer) in Self.answers(try connection.call(request(Array(ends.keys), at: .earliest))) {
            guard let end = ends[partition] else { continue }
            found[partition] =
                answer.errorCode == .none
                ? .success(PartitionLag(committed: committed[partition] ?? nil, logStartOffset: answer.offset, logEndOffset: end))
                : .failure(.refused(answer.errorCode, "\(partition)"))
        }
    }

    private static func answers(
        _ response: ListOffsetsResponse
    ) -> [(TopicPartition, ListOffsetsResponse.ListOffsetsPartitionResponse)] {
        response.topics.flatMap { topic in topic.partitions.map { (TopicPartition(topic.name, $0.partitionIndex), $0) } }
    }

    private func request(_ partitions: [TopicPartition], at query: OffsetQuery) -> ListOffsetsRequest {
        ListOffsetsRequest(
            replicaID: -1,
            topics: Admin.byTopic(partitions).map { topic, numbers in
                .init(
                    name: topic,
                    partitions: numbers.map { number in
                        let offset = query == .latest ? committed[TopicPartition(topic, number)] ?? nil : nil
                        return .init(partitionIndex: number, timestamp: query.wireValue, committedOffset: offset ?? .none)
                    })
            }, timeoutMs: admin.timeoutMilliseconds)
    }
}
