package import OttlaProtocol
import OttlaVocabulary

extension GroupCoordinator {
    private typealias Fetched = OffsetFetchResponse

    /// Of one group; a request may ask for several, which may be of several coordinators. Of a group that nobody knows
    /// no offsets are known, which is no error.
    package func fetchOffsets(
        _ request: OffsetFetchRequest.OffsetFetchRequestGroup, version: Int16, requireStable: Bool, at now: Moment
    ) -> OffsetFetchResponse.OffsetFetchResponseGroup {
        let group = group(request.groupID)
        if version >= 9, let consumer = group?.consumer,
            let error = consumer.fetchRefusal(memberID: request.memberID, memberEpoch: request.memberEpoch)
        {
            return .init(groupID: request.groupID, errorCode: error)
        }
        let search = OffsetSearch(
            groupID: request.groupID, offsets: group?.offsets ?? CommittedOffsets(), version: version,
            isStableOnly: requireStable && !isBeingDeleted(request.groupID))
        let topics = request.topics.map { $0.map { fetch($0, search) } } ?? fetchAll(search)
        return .init(groupID: request.groupID, topics: topics)
    }

    private func fetch(
        _ topic: OffsetFetchRequest.OffsetFetchRequestTopics, _ search: OffsetSearch
    ) -> OffsetFetchResponse.OffsetFetchResponseTopics {
        let known = search.version >= 10 ? catalog.topic(id: topic.topicID) : catalog.topic(named: topic.name)
        guard search.version < 10 || known != nil else {
            return .init(topicID: topic.topicID, partitions: topic.partitionIndexes.map { Self.noOffset($0, .unknownTopicID) })
        }
        let name = known?.name ?? topic.name
        let committed = search.offsets.topic(named: name).flatMap { isGone($0) ? nil : $0 }
        return .init(
            name: topic.name, topicID: topic.topicID,
            partitions: topic.partitionIndexes.map { partition in
                fetch(partition, committed?[partition], name, known, search)
            })
    }

    /// Topics that are gone have no id, and who asks by id has no use for them.
    private func fetchAll(_ search: OffsetSearch) -> [OffsetFetchResponse.OffsetFetchResponseTopics] {
        search.offsets.topics.compactMap { topic in
            let known = catalog.topic(named: topic.name)
            guard search.version < 10 || known != nil, !isGone(topic) else { return nil }
            let partitions = topic.partitions.filter { !$0.isOfAnother(known) }
            guard !partitions.isEmpty else { return nil }
            return .init(
                name: topic.name, topicID: known?.id ?? .zero,
                partitions: partitions.map { fetch($0.partition, $0, topic.name, known, search) })
        }
    }

    private func fetch(
        _ partition: Int32, _ committed: CommittedOffset?, _ name: String, _ known: TopicCatalog.Topic?, _ search: OffsetSearch
    ) -> OffsetFetchResponse.OffsetFetchResponsePartitions {
        // KIP-447: who reads committed records only must not go on before it is known whether the offset is committed.
        if search.isStableOnly, !pendingOffsets.isEmpty,
            pendingOffsets.contains(OffsetCommitKey(group: search.groupID, topic: name, partition: partition))
        {
            return Self.noOffset(partition, .unstableOffsetCommit)
        }
        guard let committed, !committed.isOfAnother(known) else { return Self.noOffset(partition) }
        return .init(
            partitionIndex: partition, committedOffset: committed.offset, committedLeaderEpoch: committed.leaderEpoch,
            metadata: committed.metadata)
    }

    private static func noOffset(_ partition: Int32, _ error: ErrorCode = .none) -> OffsetFetchResponse.OffsetFetchResponsePartitions {
        .init(partitionIndex: partition, committedOffset: .none, errorCode: error)
    }
}

/// What is asked for, and where it would be.
private struct OffsetSearch {
    let groupID: String
    let offsets: CommittedOffsets
    let version: Int16
    let isStableOnly: Bool
}
