package import OttlaProtocol

/// One record of `__consumer_offsets`: a key of Kafka's, and its value or the tombstone that takes it away.
package enum GroupEntry: Equatable, Sendable {
    case offset(OffsetCommitKey, OffsetCommitValue?)
    case classicGroup(GroupMetadataKey, GroupMetadataValue?)
    case consumerGroup(ConsumerGroupMetadataKey, ConsumerGroupMetadataValue?)
    /// Written by Kafka 3.7 to 4.0 only; taken away where found.
    case partitionMetadata(ConsumerGroupPartitionMetadataKey, ConsumerGroupPartitionMetadataValue?)
    case member(ConsumerGroupMemberMetadataKey, ConsumerGroupMemberMetadataValue?)
    case targetAssignment(ConsumerGroupTargetAssignmentMetadataKey, ConsumerGroupTargetAssignmentMetadataValue?)
    case targetMember(ConsumerGroupTargetAssignmentMemberKey, ConsumerGroupTargetAssignmentMemberValue?)
    case currentAssignment(ConsumerGroupCurrentMemberAssignmentKey, ConsumerGroupCurrentMemberAssignmentValue?)
    case regularExpression(ConsumerGroupRegularExpressionKey, ConsumerGroupRegularExpressionValue?)

    /// The group it is about.
    package var groupID: String {
        switch self {
        case .offset(let key, _): key.group
        case .classicGroup(let key, _): key.group
        case .consumerGroup(let key, _): key.groupID
        case .partitionMetadata(let key, _): key.groupID
        case .member(let key, _): key.groupID
        case .targetAssignment(let key, _): key.groupID
        case .targetMember(let key, _): key.groupID
        case .currentAssignment(let key, _): key.groupID
        case .regularExpression(let key, _): key.groupID
        }
    }
}
