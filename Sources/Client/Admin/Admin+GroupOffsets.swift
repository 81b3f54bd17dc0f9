import OttlaNetwork
import OttlaProtocol
import OttlaVocabulary

/// What groups have committed, and changing it from outside.
extension Admin {
    /// Topics are named by name: later versions name them by ids, which a deleted topic has no name for.
    private static var newestByName: Int16 { 9 }

    /// All that groups have committed.
    ///
    /// - Parameter requireStable: offsets that a transaction is about to commit are waited for (KIP-447).
    /// - Returns: for each group its offsets by partition, or why they are not known. A group that never was has none.
    /// - Throws: `closed`, `cancelled`.
    public func committedOffsets(
        of groups: [String], requireStable: Bool = false
    ) async throws(ClientError) -> [String: Result<[TopicPartition: CommittedOffset], ClientError>] {
        try await core.onLane { () async throws(ClientError) in
            try await core.settleGroups(groups) { (destination, groups, deadline) async throws(ClientError) in
                let connection = try await core.connection(to: destination, deadline: core.setupDeadline(before: deadline))
                // From version 8 on several groups can be asked for at once (KIP-709).
                if try connection.version(of: OffsetFetchRequest.self, upTo: Self.newestByName) >= 8 {
                    let wanted = groups.map { OffsetFetchRequest.OffsetFetchRequestGroup(groupID: $0, topics: nil) }
                    let request = OffsetFetchRequest(groups: wanted, requireStable: requireStable)
                    let response = try await core.attempt(request, to: destination, upTo: Self.newestByName, deadline: deadline)
                    return Answers(
                        response.groups.map { group in (group.groupID, Self.committed(group)) }, uniquingKeysWith: { $1 })
                }
                var found: Answers<String, [TopicPartition: CommittedOffset]> = [:]
                for group in groups {
                    let request = OffsetFetchRequest(groupID: group, topics: nil, requireStable: requireStable)
                    let response = try await core.attempt(request, to: destination, upTo: Self.newestByName, deadline: deadline)
                    found[group] = Self.committed(
                        .init(
                            groupID: group,
                            topics: response.topics.map { topic in
                                .init(
                                    name: topic.name,
                                    partitions: topic.partitions.map { partition in
                                        .init(
                                            partitionIndex: partition.partitionIndex, committedOffset: partition.committedOffset,
                                            committedLeaderEpoch: partition.committedLeaderEpoch, metadata: partition.metadata,
                                            errorCode: partition.errorCode)
                                    })
                            }, errorCode: response.errorCode))
                }
                return found
            }
        }
    }

    /// An error of one partition is one of the group: the offsets would look complete without it.
    private static func committed(
        _ group: OffsetFetchResponse.OffsetFetchResponseGroup
    ) -> Result<[TopicPartition: CommittedOffset], ClientError> {
        let what = "asking for the offsets of group \(group.groupID)"
        if group.errorCode == .groupIDNotFound { return .success([:]) }
        if group.errorCode != .none { return .failure(.refused(group.errorCode, what)) }
        var found: [TopicPartition: CommittedOffset] = [:]
        for topic in group.topics {
            for partition in topic.partitions {
                if partition.errorCode != .none { return .failure(.refused(partition.errorCode, what)) }
                guard partition.committedOffset.value >= 0 else { continue }
                found[TopicPartition(topic.name, partition.partitionIndex)] = CommittedOffset(
                    offset: partition.committedOffset.value,
                    leaderEpoch: partition.committedLeaderEpoch < 0 ? nil : partition.committedLeaderEpoch,
                    metadata: partition.metadata ?? "")
            }
        }
        return .success(found)
    }

    /// Commits for a group that has no members, or that does not exist yet.
    ///
    /// - Returns: for each partition whether it was done, or why not: `groupMembershipLost` where the group has members,
    ///   `notFound`, `refused`.
    /// - Throws: the group's own trouble: `refused`, `unreachable`, `timedOut`; `closed`, `cancelled`.
    public func alterOffsets(
        of group: String, _ offsets: [TopicPartition: CommittedOffset]
    ) async throws(ClientError) -> [TopicPartition: Result<Void, ClientError>] {
        try await settleOffsets(of: group, offsets.keys) { (destination, partitions, deadline) async throws(ClientError) in
            let request = OffsetCommitRequest(
                groupID: group, generationIDOrMemberEpoch: -1,
                topics: Self.byTopic(partitions).map { topic, numbers in
                    .init(
                        name: topic,
                        partitions: numbers.map { number in
                            let offset = offsets[TopicPartition(topic, number)]
                            return .init(
                                partitionIndex: number, committedOffset: offset.map { Offset($0.offset) } ?? .none,
                                committedLeaderEpoch: offset?.leaderEpoch ?? -1, committedMetadata: offset?.metadata)
                        })
                })
            let response = try await core.attempt(request, to: destination, upTo: Self.newestByName, deadline: deadline)
            var found: Answers<TopicPartition, Void> = [:]
            for topic in response.topics {
                for answer in topic.partitions {
                    let partition = TopicPartition(topic.name, answer.partitionIndex)
                    found[partition] = done(answer.errorCode, "committing \(partition) for group \(group)")
                }
            }
            return found
        }
    }

    /// Forgets what a group has committed for partitions (KIP-496).
    ///
    /// - Returns: for each partition whether it was done, or why not: `refused` where a member reads the topic.
    /// - Throws: `notFound` if there is no such group; `refused`, `unreachable`, `timedOut`, `closed`, `cancelled`.
    public func deleteOffsets(
        of group: String, _ partitions: [TopicPartition]
    ) async throws(ClientError) -> [TopicPartition: Result<Void, ClientError>] {
        try await settleOffsets(of: group, partitions) { (destination, partitions, deadline) async throws(ClientError) in
            let request = OffsetDeleteRequest(
                groupID: group,
                topics: Self.byTopic(partitions).map { topic, numbers in
                    .init(name: topic, partitions: numbers.map { .init(partitionIndex: $0) })
                })
            let response = try await core.attempt(request, to: destination, deadline: deadline)
            if response.errorCode != .none {
                let error = ClientError.refused(response.errorCode, "deleting offsets of group \(group)")
                if !error.isRetriable { throw error }
                return Answers(uniqueKeysWithValues: partitions.map { ($0, .failure(error)) })
            }
            var found: Answers<TopicPartition, Void> = [:]
            for topic in response.topics {
                for answer in topic.partitions {
                    let partition = TopicPartition(topic.name, answer.partitionIndex)
                    found[partition] = done(answer.errorCode, "deleting the offset of \(partition) of group \(group)")
                }
            }
            return found
        }
    }

    /// One group's coordinator is asked about several partitions.
    private func settleOffsets<Value: Sendable>(
        of group: String, _ partitions: some Sequence<TopicPartition> & Sendable,
        ask: @Sendable (Destination, [TopicPartition], Instant) async throws(ClientError) -> Answers<TopicPartition, Value>
    ) async throws(ClientError) -> Answers<TopicPartition, Value> {
        try await core.onLane { () async throws(ClientError) in
            try await core.settle(
                partitions,
                route: { (partitions, _) async throws(ClientError) in .all(partitions, to: .group(group)) },
                misdirected: { _ in core.coordinators.forget(group, .group) }, ask: ask)
        }
    }
}
