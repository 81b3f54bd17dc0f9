package import OttlaProtocol
import OttlaVocabulary

extension GroupCoordinator {
    private typealias Deleted = OffsetDeleteResponse

    /// Deletes offsets that no member reads on from. Those that are not there are as good as deleted (KIP-496).
    package mutating func deleteOffsets(_ request: OffsetDeleteRequest, at now: Moment, _ effects: inout Effects) -> OffsetDeleteResponse {
        let id = request.groupID
        if id.isEmpty { return OffsetDeleteResponse(errorCode: .invalidGroupID) }
        guard let group = group(id) else { return OffsetDeleteResponse(errorCode: .groupIDNotFound) }
        if let classic = group.classic, !classic.isEmpty, classic.protocolType != ClassicGroup.consumerProtocolType {
            // What members of another kind are interested in, nobody knows.
            return OffsetDeleteResponse(errorCode: .nonEmptyGroup)
        }
        let reading = group.reading
        return OffsetDeleteResponse(topics: request.topics.map { delete($0, of: group, reading, &effects) })
    }

    private mutating func delete(
        _ topic: OffsetDeleteRequest.OffsetDeleteRequestTopic, of group: Group, _ reading: Reading, _ effects: inout Effects
    ) -> OffsetDeleteResponse.OffsetDeleteResponseTopic {
        let partitionCount = catalog.topic(named: topic.name)?.partitionCount ?? 0
        let isRead = reading.includes(topic.name)
        let committed = group.offsets.topic(named: topic.name)
        var answers: [Deleted.OffsetDeleteResponsePartition] = []
        for partition in topic.partitions.map(\.partitionIndex) {
            let key = OffsetCommitKey(group: group.id, topic: topic.name, partition: partition)
            var error = ErrorCode.none
            if !(0..<partitionCount).contains(partition) {
                error = .unknownTopicOrPartition
            } else if isRead {
                error = .groupSubscribedToTopic
            } else if committed?[partition] != nil || pendingOffsets.contains(key) {
                record(.offset(key, nil), &effects)
            }
            answers.append(.init(partitionIndex: partition, errorCode: error))
        }
        return .init(name: topic.name, partitions: answers)
    }
}
