import OttlaNetwork
import OttlaProtocol
package import OttlaVocabulary

extension Admin {
    /// How far behind a group is that has committed these offsets (`nil`: none), each partition with an answer or an
    /// error of its own. What is not exact at once is asked for again for a while: brokers go on from where they were.
    package func lag(
        behind committed: [TopicPartition: Offset?], patience milliseconds: Int64 = 3_000
    ) throws(ClientError) -> [TopicPartition: Result<PartitionLag, ClientError>] {
        var found: [TopicPartition: Result<PartitionLag, ClientError>] = [:]
        let deadline = SystemClock.now().advanced(milliseconds: milliseconds)
        var open = committed
        repeat {
            let answers = try lagOnce(behind: open)
            let before = found
            found.merge(answers) { $1 }
            // Only where counting goes on: an estimate stays one, and so does a batch that cannot be opened.
            open = open.filter { partition, _ in
                guard case .success(let lag) = answers[partition], !lag.isExact || !lag.isUndecidedExact else { return false }
                return !lag.isEstimate && before[partition] != answers[partition]
            }
        } while !open.isEmpty && SystemClock.now() < deadline && !cluster.isInterrupted()
        return found
    }

    private func lagOnce(
        behind committed: [TopicPartition: Offset?]
    ) throws(ClientError) -> [TopicPartition: Result<PartitionLag, ClientError>] {
        var found: [TopicPartition: Result<PartitionLag, ClientError>] = [:]
        var backoff = 0
        while true {
            let missing = committed.keys.filter { partition in
                guard case .failure(let error)? = found[partition] else { return found[partition] == nil }
                return error.isRetriable && error.code != .unknownTopicOrPartition
            }
            // Leaders move within moments; a partition that stays without one is said, not waited for.
            if missing.isEmpty || backoff == 4 { return found }
            if backoff > 0 { try waitBriefly() }
            backoff += 1
            for (leader, partitions) in try leaders(of: missing, &found) {
                try ask(leader, committed.filter { partitions.contains($0.key) }, &found)
            }
        }
    }

    private func waitBriefly() throws(ClientError) {
        if cluster.isInterrupted() { throw ClientError(.interrupted, "interrupted") }
        var backoff = Backoff()
        backoff.wait()
    }

    /// Partitions by their leaders; those without one get their error.
    private func leaders(
        of partitions: [TopicPartition], _ found: inout [TopicPartition: Result<PartitionLag, ClientError>]
    ) throws(ClientError) -> [Int32: Set<TopicPartition>] {
        try cluster.refresh(topics: Set(partitions.map(\.topic)).sorted())
        var groups: [Int32: Set<TopicPartition>] = [:]
        for partition in partitions {
            if let leader = cluster.view.topics[partition.topic]?.partition(partition.partition)?.leader, leader >= 0 {
                groups[leader, default: []].insert(partition)
            } else {
                let isKnown = cluster.view.topics[partition.topic]?.partition(partition.partition) != nil
                found[partition] = .failure(.refused(isKnown ? .leaderNotAvailable : .unknownTopicOrPartition, "\(partition)"))
            }
        }
        return groups
    }

    private func ask(
        _ leader: Int32, _ committed: [TopicPartition: Offset?], _ found: inout [TopicPartition: Result<PartitionLag, ClientError>]
    ) throws(ClientError) {
        let connection = try cluster.connection(to: leader)
        let latest = try connection.call(listOffsets(committed, at: .latest))
        var ends: [TopicPartition: Offset] = [:]
        for topic in latest.topics {
            for answer in topic.partitions {
                let partition = TopicPartition(topic.name, answer.partitionIndex)
                if answer.errorCode != .none {
                    found[partition] = .failure(.refused(answer.errorCode, "\(partition)"))
                } else if let lag = answer.lag {
                    found[partition] = .success(PartitionLag(lag))
                } else {
                    ends[partition] = answer.offset
                }
            }
        }
        // Nothing committed there, or a broker that does not compute lag: the start of the log is still needed.
        guard !ends.isEmpty else { return }
        let earliest = try connection.call(listOffsets(committed.filter { ends[$0.key] != nil }, at: .earliest))
        for topic in earliest.topics {
            for answer in topic.partitions {
                let partition = TopicPartition(topic.name, answer.partitionIndex)
                guard answer.errorCode == .none, let end = ends[partition] else {
                    found[partition] = .failure(.refused(answer.errorCode, "\(partition)"))
                    continue
                }
                found[partition] = .success(
                    PartitionLag(committed: committed[partition] ?? nil, logStartOffset: answer.offset, logEndOffset: end))
            }
        }
    }

    private func listOffsets(_ committed: [TopicPartition: Offset?], at query: OffsetQuery) -> ListOffsetsRequest {
        ListOffsetsRequest(
            replicaID: -1,
            topics: Self.byTopic(committed.keys).map { topic, partitions in
                .init(
                    name: topic,
                    partitions: partitions.map { partition in
                        let asked = query == .latest ? committed[TopicPartition(topic, partition)] ?? nil : nil
                        return .init(partitionIndex: partition, timestamp: query.wireValue, committedOffset: asked ?? .none)
                    })
            }, timeoutMs: timeoutMilliseconds)
    }
}
