package import OttlaProtocol
import OttlaVocabulary

extension GroupCoordinator {
    /// `states` and `types` as ListGroups has them; empty means all.
    package func listGroups(states: [String], types: [String]) -> [ListGroupsResponse.ListedGroup] { [] }

    package func describeGroup(_ id: String, version: Int16) -> DescribeGroupsResponse.DescribedGroup {
        .init(errorCode: .coordinatorNotAvailable, groupID: id)
    }

    package func describeConsumerGroup(_ id: String) -> ConsumerGroupDescribeResponse.DescribedGroup {
        .init(errorCode: .coordinatorNotAvailable, groupID: id)
    }

    package mutating func deleteGroup(_ id: String, at now: Moment, _ effects: inout Effects) -> DeleteGroupsResponse.DeletableGroupResult {
        .init(groupID: id, errorCode: .coordinatorNotAvailable)
    }
}
