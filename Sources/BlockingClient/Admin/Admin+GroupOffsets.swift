import OttlaProtocol
package import OttlaVocabulary

/// What groups have committed, and changing it from outside, which only groups without members allow.
extension Admin {
    /// Topics are named by name: later versions name them by ids, which a deleted topic has no name for.
    private static var newestByName: Int16 { 9 }

    /// All that a group has committed.
    package func committedOffsets(of group: String) throws(ClientError) -> [TopicPartition: CommittedOffset] {
        let request = OffsetFetchRequest(groupID: group, topics: nil, groups: [.init(groupID: group, topics: nil)])
        let response = try callCoordinator(of: group, request, upTo: Self.newestByName) { response in
            [response.errorCode] + response.groups.map(\.errorCode)
        }
        let error = response.groups.first?.errorCode ?? response.errorCode
        guard error == .none || error == .groupIDNotFound else { throw .refused(error, "the offsets of group \(group)") }
        var found: [TopicPartition: CommittedOffset] = [:]
        for topic in response.groups.flatMap(\.topics) {
            for partition in topic.partitions where partition.errorCode == .none && partition.committedOffset >= 0 {
                found[TopicPartition(topic.name, partition.partitionIndex)] = CommittedOffset(
                    partition.committedOffset, metadata: partition.metadata ?? "")
            }
        }
        for topic in response.topics {
            for partition in topic.partitions where partition.errorCode == .none && partition.committedOffset >= 0 {
                found[TopicPartition(topic.name, partition.partitionIndex)] = CommittedOffset(
                    partition.committedOffset, metadata: partition.metadata ?? "")
            }
        }
        return found
    }

    /// Commits for a group that has no members, or that does not exist yet.
    package func commitOffsets(of group: String, _ offsets: [TopicPartition: Offset]) throws(ClientError) -> [Outcome] {
        let request = OffsetCommitRequest(
            groupID: group, generationIDOrMemberEpoch: -1,
            topics: Self.byTopic(offsets.keys).map { topic, partitions in
                .init(
                    name: topic,
                    partitions: partitions.map { partition in
                        .init(
                            partitionIndex: partition, committedOffset: offsets[TopicPartition(topic, partition)] ?? .none,
                            committedMetadata: "")
                    })
            })
        let response = try callCoordinator(of: group, request, upTo: Self.newestByName) { response in
            response.topics.flatMap { $0.partitions.map(\.errorCode) }
        }
        return response.topics.flatMap { topic in
            topic.partitions.map { Outcome("\(TopicPartition(topic.name, $0.partitionIndex))", $0.errorCode, nil) }
        }
    }

    /// Forgets what a group has committed for some partitions.
    package func deleteOffsets(of group: String, _ partitions: [TopicPartition]) throws(ClientError) -> [Outcome] {
        let request = OffsetDeleteRequest(
            groupID: group,
            topics: Self.byTopic(partitions).map { topic, partitions in
                .init(name: topic, partitions: partitions.map { .init(partitionIndex: $0) })
            })
        let response = try callCoordinator(of: group, request) { [$0.errorCode] }
        guard response.errorCode == .none else { throw .refused(response.errorCode, "group \(group)") }
        return response.topics.flatMap { topic in
            topic.partitions.map { Outcome("\(TopicPartition(topic.name, $0.partitionIndex))", $0.errorCode, nil) }
        }
    }

    /// Partitions by topic, both in order.
    static func byTopic(_ partitions: some Sequence<TopicPartition>) -> [(topic: String, partitions: [Int32])] {
        Dictionary(grouping: partitions, by: \.topic).sorted { $0.key < $1.key }.map { ($0.key, $0.value.map(\.partition).sorted()) }
    }
}
