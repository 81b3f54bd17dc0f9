package import OttlaProtocol
import OttlaVocabulary

extension GroupCoordinator {
    private typealias Committed = OffsetCommitResponse

    /// Commits what may be committed, each partition on its own; the group is made if it is not there and nobody claims to
    /// be a member of it.
    package mutating func commitOffsets(
        _ request: OffsetCommitRequest, version: Int16, at now: Moment, _ effects: inout Effects
    ) -> OffsetCommitResponse {
        let commit = OffsetCommit(request, version: version, at: now)
        let refusal = commitRefusal(commit)
        if refusal == nil, !commit.memberID.isEmpty, groups[commit.groupID]?.classic != nil {
            // A commit shows that the member lives, as a heartbeat does.
            touchClassicMember(commit.groupID, commit.memberID, at: now)
        }
        return OffsetCommitResponse(topics: request.topics.map { self.commit($0, commit, refusal, &effects) })
    }

    /// Why the whole commit is refused. A stale epoch of a consumer group's member may still do for single partitions.
    private func commitRefusal(_ commit: OffsetCommit) -> ErrorCode? {
        if isBeingDeleted(commit.groupID) { return .coordinatorLoadInProgress }
        guard let group = groups[commit.groupID] else {
            if GroupIdentifiers.isTooLong(commit.groupID) { return .invalidGroupID }
            if commit.generation < 0 { return nil }
            return commit.version >= 9 ? .groupIDNotFound : .illegalGeneration
        }
        if let consumer = group.consumer { return consumer.commitRefusal(commit, topicID: nil, partition: 0) }
        if let classic = group.classic { return classic.commitRefusal(commit, topicID: nil, partition: 0) }
        // Nobody is a member where there are but offsets.
        return commit.generation < 0 ? nil : .unknownMemberID
    }

    private mutating func commit(
        _ topic: OffsetCommitRequest.OffsetCommitRequestTopic, _ commit: OffsetCommit, _ refusal: ErrorCode?, _ effects: inout Effects
    ) -> OffsetCommitResponse.OffsetCommitResponseTopic {
        let known = commit.version >= 10 ? catalog.topic(id: topic.topicID) : catalog.topic(named: topic.name)
        guard let known else {
            let error: ErrorCode = commit.version >= 10 ? .unknownTopicID : .unknownTopicOrPartition
            return .init(
                name: topic.name, topicID: topic.topicID,
                partitions: topic.partitions.map { .init(partitionIndex: $0.partitionIndex, errorCode: error) })
        }
        // Not the group, whose offsets would be copied to be changed.
        let mayStillDo = refusal == .staleMemberEpoch || refusal == .illegalGeneration || refusal == .rebalanceInProgress
        let consumer = mayStillDo ? groups[commit.groupID]?.consumer : nil
        let classic = mayStillDo ? groups[commit.groupID]?.classic : nil
        var answers: [Committed.OffsetCommitResponsePartition] = []
        answers.reserveCapacity(topic.partitions.count)
        for partition in topic.partitions {
            var error = refusal
            if let consumer { error = consumer.commitRefusal(commit, topicID: known.id, partition: partition.partitionIndex) }
            if let classic { error = classic.commitRefusal(commit, topicID: known.id, partition: partition.partitionIndex) }
            if !(0..<known.partitionCount).contains(partition.partitionIndex) { error = .unknownTopicOrPartition }
            if error == nil, isTooLarge(partition.committedMetadata) { error = .offsetMetadataTooLarge }
            if error == nil { recordCommit(partition, of: known, commit, &effects) }
            answers.append(.init(partitionIndex: partition.partitionIndex, errorCode: error ?? .none))
        }
        return .init(name: topic.name, topicID: topic.topicID, partitions: answers)
    }

    /// By characters as Java counts them, of which there are never more than bytes.
    private func isTooLarge(_ metadata: String?) -> Bool {
        guard let metadata, metadata.utf8.count > settings.offsetMetadataMaxBytes else { return false }
        return metadata.utf16.count > settings.offsetMetadataMaxBytes
    }

    private mutating func recordCommit(
        _ partition: OffsetCommitRequest.OffsetCommitRequestPartition, of topic: TopicCatalog.Topic, _ commit: OffsetCommit,
        _ effects: inout Effects
    ) {
        let timestamp = partition.commitTimestamp >= 0 && commit.version == 1 ? partition.commitTimestamp : commit.now.milliseconds
        let value = OffsetCommitValue(
            offset: partition.committedOffset, leaderEpoch: partition.committedLeaderEpoch, metadata: partition.committedMetadata ?? "",
            commitTimestamp: timestamp, expireTimestamp: commit.expireTimestamp(after: timestamp),
            // Only for who names topics by id: values with one are version 4, which tools of before do not read.
            topicID: commit.version >= 10 ? topic.id : .zero)
        let key = OffsetCommitKey(group: commit.groupID, topic: topic.name, partition: partition.partitionIndex)
        removeGoneOffsets(of: commit.groupID, topic.name, &effects)
        record(.offset(key, value), &effects)
    }
}

/// What a commit says of itself, whatever it commits.
private struct OffsetCommit {
    let groupID: String
    let memberID: String
    let instanceID: String?
    /// Or the member's epoch, in a consumer group.
    let generation: Int32
    let version: Int16
    let now: Timestamp
    private let retentionMs: Int64

    init(_ request: OffsetCommitRequest, version: Int16, at now: Moment) {
        groupID = request.groupID
        memberID = request.memberID
        instanceID = request.groupInstanceID
        generation = request.generationIDOrMemberEpoch
        self.version = version
        self.now = now.wallClock
        retentionMs = (2...4).contains(version) ? request.retentionTimeMs : -1
    }

    /// -1 where the broker's retention is to count.
    func expireTimestamp(after timestamp: Int64) -> Int64 {
        guard retentionMs >= 0 else { return -1 }
        let (end, overflow) = timestamp.addingReportingOverflow(retentionMs)
        return overflow ? .max : end
    }
}

extension ConsumerGroup {
    fileprivate func commitRefusal(_ commit: OffsetCommit, topicID: UUID?, partition: Int32) -> ErrorCode? {
        commitRefusal(
            memberID: commit.memberID, memberEpoch: commit.generation, version: commit.version, topicID: topicID, partition: partition)
    }
}

extension ClassicGroup {
    fileprivate func commitRefusal(_ commit: OffsetCommit, topicID: UUID?, partition: Int32) -> ErrorCode? {
        commitRefusal(
            memberID: commit.memberID, instanceID: commit.instanceID, generation: commit.generation, topicID: topicID, partition: partition)
    }
}
