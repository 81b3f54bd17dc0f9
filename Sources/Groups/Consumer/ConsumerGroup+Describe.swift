import OttlaProtocol
import OttlaVocabulary

extension ConsumerGroup {
    private typealias Described = ConsumerGroupDescribeResponse

    /// As ConsumerGroupDescribe shows it. Topics that are gone have no name and are left out.
    func describe(_ catalog: TopicCatalog, _ settings: GroupSettings.Consumer) -> ConsumerGroupDescribeResponse.DescribedGroup {
        Described.DescribedGroup(
            groupID: id, groupState: stateName, groupEpoch: epoch, assignmentEpoch: targetEpoch,
            assignorName: preferredAssignor ?? settings.assignors.first ?? "", members: memberIDs.compactMap { describe($0, catalog) })
    }

    private func describe(_ memberID: String, _ catalog: TopicCatalog) -> ConsumerGroupDescribeResponse.Member? {
        guard let member = members[memberID], let metadata = member.metadata else { return nil }
        return Described.Member(
            memberID: memberID, instanceID: metadata.instanceID, rackID: metadata.rackID, memberEpoch: member.epoch,
            clientID: metadata.clientID, clientHost: metadata.clientHost, subscribedTopicNames: metadata.subscribedTopicNames,
            subscribedTopicRegex: metadata.subscribedTopicRegex, assignment: describe(member.current?.assigned.partitions, catalog),
            targetAssignment: describe(member.target, catalog), memberType: member.isClassic ? 0 : 1)
    }

    private func describe(_ partitions: PartitionSet?, _ catalog: TopicCatalog) -> ConsumerGroupDescribeResponse.Assignment {
        let topics = (partitions ?? PartitionSet()).byTopic { topicID, partitions in
            Described.TopicPartitions(topicID: topicID, topicName: catalog.namesByID[topicID] ?? "", partitions: partitions)
        }
        return Described.Assignment(topicPartitions: topics.filter { !$0.topicName.isEmpty })
    }
}
