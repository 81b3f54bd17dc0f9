import OttlaProtocol
import OttlaVocabulary

/// Offsets in the name of the group.
extension Consumer {
    /// Commits where this consumer is: after all records that were handed out, also the one that you have in hand.
    ///
    /// - Throws: `groupMembershipLost` where a partition is another member's by now, `timedOut`, `refused`,
    ///   `invalidArgument` without a group, `closed`, `cancelled`.
    public func commit() async throws(ClientError) {
        let offsets = state.read { state in
            var offsets: [TopicPartition: CommittedOffset] = [:]
            for (partition, held) in state.machine.partitions where !held.isStopped {
                guard let position = state.position(partition) else { continue }
                offsets[partition] = CommittedOffset(
                    offset: position, leaderEpoch: held.positionEpoch >= 0 ? held.positionEpoch : nil)
            }
            return offsets
        }
        try await commit(offsets)
    }

    /// Commits these offsets: of each partition that of the next record to read.
    ///
    /// - Throws: as `commit()` does.
    public func commit(_ offsets: [TopicPartition: CommittedOffset]) async throws(ClientError) {
        try await core.onLane { () async throws(ClientError) in
            try await fetcher.committer().commit(offsets, deadline: core.callDeadline)
        }
    }

    /// Where the group goes on with these partitions. Those without a committed offset are left out.
    ///
    /// - Throws: `invalidArgument` without a group, `timedOut`, `refused`, `closed`, `cancelled`.
    public func committed(_ partitions: some Sequence<TopicPartition>) async throws(ClientError) -> [TopicPartition: CommittedOffset] {
        guard let groupID = configuration.groupID else {
            throw ClientError(.invalidArgument, "offsets are committed in the name of a group: set groupID")
        }
        let byTopic = Dictionary(grouping: partitions, by: \.topic).mapValues { $0.map(\.partition).sorted() }
        let isStable = configuration.isolationLevel == .readCommitted
        return try await core.onLane { () async throws(ClientError) in
            var request = OffsetFetchRequest(groupID: groupID, requireStable: isStable)
            // Until version 7 there is one group, which is the request itself.
            request.topics = byTopic.sorted { $0.key < $1.key }.map { .init(name: $0.key, partitionIndexes: $0.value) }
            request.groups = [
                .init(
                    groupID: groupID,
                    topics: byTopic.sorted { $0.key < $1.key }.map { .init(name: $0.key, partitionIndexes: $0.value) })
            ]
            let response = try await core.call(request, to: .group(groupID), upTo: 9) { $0.firstError }
            guard response.firstError == .none else {
                throw .refused(response.firstError, "reading the committed offsets of group \(groupID)")
            }
            return response.offsets
        }
    }

    /// Who this consumer is in its group, for a transactional producer that commits its offsets (KIP-447). `nil` without one.
    public func groupMetadata() async -> ConsumerGroupMetadata? {
        let found = try? await core.onLane { () async throws(ClientError) in fetcher.member?.groupMetadata }
        return found ?? configuration.groupID.map { ConsumerGroupMetadata(groupID: $0) }
    }
}

extension OffsetFetchResponse {
    /// The first error there is, of the whole or of a part: the same request is sent again as long as that may help.
    fileprivate var firstError: ErrorCode {
        if errorCode != .none { return errorCode }
        if let group = groups.first, group.errorCode != .none { return group.errorCode }
        let codes =
            topics.flatMap { $0.partitions.map(\.errorCode) } + groups.flatMap { $0.topics.flatMap { $0.partitions.map(\.errorCode) } }
        return codes.first { $0 != .none } ?? .none
    }

    fileprivate var offsets: [TopicPartition: CommittedOffset] {
        var offsets: [TopicPartition: CommittedOffset] = [:]
        func take(_ topic: String, _ partition: Int32, _ offset: Int64, _ epoch: Int32, _ metadata: String?) {
            guard offset >= 0 else { return }
            offsets[TopicPartition(topic, partition)] = CommittedOffset(
                offset: offset, leaderEpoch: epoch >= 0 ? epoch : nil, metadata: metadata ?? "")
        }
        for topic in topics {
            for found in topic.partitions {
                take(topic.name, found.partitionIndex, found.committedOffset.value, found.committedLeaderEpoch, found.metadata)
            }
        }
        for topic in groups.flatMap(\.topics) {
            for found in topic.partitions {
                take(topic.name, found.partitionIndex, found.committedOffset.value, found.committedLeaderEpoch, found.metadata)
            }
        }
        return offsets
    }
}
