package import OttlaProtocol
import OttlaVocabulary

/// Looking at groups, and deleting them.
extension GroupCoordinator {
    /// `states` and `types` as ListGroups has them, in whatever case; empty means all.
    package func listGroups(states: [String], types: [String]) -> [ListGroupsResponse.ListedGroup] {
        let states = Set(states.map { $0.lowercased() })
        let types = Set(types.map { $0.lowercased() })
        return groups.values.lazy.filter { [deletions] in deletions[$0.id] == nil }.map(\.listed)
            .filter { states.isEmpty || states.contains($0.groupState.lowercased()) }
            .filter { types.isEmpty || types.contains($0.groupType) }
            .sorted { $0.groupID < $1.groupID }
    }

    /// A group of the consumer protocol is none to who asks so. Version 6 has an error for what is not there, earlier ones
    /// know the state Dead.
    package func describeGroup(_ id: String, version: Int16) -> DescribeGroupsResponse.DescribedGroup {
        let group = group(id)
        if let classic = group?.classic { return classic.describe(id: id) }
        if let group, group.consumer == nil { return .init(groupID: id, groupState: Group.emptyState) }
        if version < 6 { return .init(groupID: id, groupState: Group.deadState) }
        let message = group == nil ? "Group \(id) not found." : "Group \(id) is not a classic group."
        return .init(errorCode: .groupIDNotFound, errorMessage: message, groupID: id, groupState: Group.deadState)
    }

    package func describeConsumerGroup(_ id: String) -> ConsumerGroupDescribeResponse.DescribedGroup {
        guard settings.isConsumerProtocolEnabled else { return .init(errorCode: .unsupportedVersion, groupID: id) }
        if let described = describedConsumerGroup(id) { return described }
        let message = group(id) == nil ? "Group \(id) not found." : "Group \(id) is not a consumer group."
        return .init(errorCode: .groupIDNotFound, errorMessage: message, groupID: id)
    }
}

extension Group {
    static var emptyState: String { "Empty" }
    static var deadState: String { "Dead" }

    /// Offsets alone make a classic group that is empty, of no protocol type.
    fileprivate var listed: ListGroupsResponse.ListedGroup {
        if let consumer {
            return .init(
                groupID: id, protocolType: ClassicGroup.consumerProtocolType, groupState: consumer.stateName, groupType: "consumer")
        }
        return .init(
            groupID: id, protocolType: classic?.protocolType ?? "", groupState: classic?.stateName ?? Self.emptyState, groupType: "classic")
    }
}
