import OttlaProtocol
import OttlaVocabulary

extension Admin {
    /// All groups of the cluster in order of their names, or those in some states or of some types.
    package func listGroups(states: [String] = [], types: [String] = []) throws(ClientError) -> [GroupListing] {
        try cluster.refresh(topics: [])
        var found: [GroupListing] = []
        for broker in cluster.view.brokers.keys.sorted() {
            found += try cluster.retrying { () throws(ClientError) in try list(on: broker, states, types) }
        }
        return found.sorted { $0.id < $1.id }
    }

    private func list(on broker: Int32, _ states: [String], _ types: [String]) throws(ClientError) -> [GroupListing] {
        let connection = try cluster.connection(to: broker)
        let version = try connection.version(of: ListGroupsRequest.self)
        // An older version has no room for a filter, and would answer with all groups.
        if version < 4, !states.isEmpty { throw ClientError(.unsupported, "broker \(broker) cannot choose groups by state") }
        if version < 5, !types.isEmpty { throw ClientError(.unsupported, "broker \(broker) cannot choose groups by type") }
        let response = try connection.call(ListGroupsRequest(statesFilter: states, typesFilter: types))
        guard response.errorCode == .none else { throw .refused(response.errorCode, "the groups of broker \(broker)") }
        return response.groups.map { group in
            GroupListing(
                id: group.groupID, protocolType: group.protocolType, state: version < 4 ? nil : group.groupState,
                type: version < 5 ? nil : group.groupType, coordinator: broker)
        }
    }

    /// A group of either type. `nil` if there is none of that name.
    package func describeGroup(_ group: String) throws(ClientError) -> GroupDescription? {
        if let described = try describeConsumerGroup(group) { return described }
        return try describeClassicGroup(group)
    }

    private func describeConsumerGroup(_ group: String) throws(ClientError) -> GroupDescription? {
        let coordinator = try coordinator(of: group)
        let connection = try cluster.connection(to: coordinator)
        guard connection.apiVersions.newestCommon(of: ConsumerGroupDescribeRequest.self) != nil else { return nil }
        let request = ConsumerGroupDescribeRequest(groupIDs: [group])
        let response = try callCoordinator(of: group, request) { $0.groups.map(\.errorCode) }
        guard let described = response.groups.first else { return nil }
        switch described.errorCode {
        case .none: return GroupDescription(described, coordinator: coordinator)
        // It is classic, or there is none. A broker may also serve only classic groups.
        case .groupIDNotFound, .unsupportedVersion: return nil
        default: throw .refused(described.errorCode, "group \(group)", words: described.errorMessage)
        }
    }

    private func describeClassicGroup(_ group: String) throws(ClientError) -> GroupDescription? {
        let coordinator = try coordinator(of: group)
        let response = try callCoordinator(of: group, DescribeGroupsRequest(groups: [group])) { $0.groups.map(\.errorCode) }
        guard let described = response.groups.first else { return nil }
        switch described.errorCode {
        // Before version 6 a group that is not there is called dead.
        case .none: return described.groupState == "Dead" ? nil : GroupDescription(described, coordinator: coordinator)
        case .groupIDNotFound: return nil
        default: throw .refused(described.errorCode, "group \(group)", words: described.errorMessage)
        }
    }

    /// Removes empty groups with all they have committed.
    package func deleteGroups(_ groups: [String]) throws(ClientError) -> [Outcome] {
        var outcomes: [Outcome] = []
        for group in groups {
            let request = DeleteGroupsRequest(groupsNames: [group])
            let response = try callCoordinator(of: group, request) { $0.results.map(\.errorCode) }
            guard let result = response.results.first else { throw ClientError(.notUnderstood, "the broker's answer names no group") }
            outcomes.append(Outcome(group, result.errorCode, nil))
        }
        return outcomes
    }
}

extension GroupDescription {
    init(_ group: ConsumerGroupDescribeResponse.DescribedGroup, coordinator: Int32) {
        self.init(
            id: group.groupID, type: .consumer, state: group.groupState, protocolType: "consumer",
            assignor: group.members.isEmpty ? "" : group.assignorName, epoch: group.groupEpoch, coordinator: coordinator,
            members: group.members.map { member in
                GroupMember(
                    id: member.memberID, instanceID: member.instanceID, clientID: member.clientID, host: member.clientHost,
                    epoch: member.memberEpoch,
                    assignment: member.assignment.topicPartitions.flatMap { topic in
                        topic.partitions.map { TopicPartition(topic.topicName, $0) }
                    }.sorted())
            })
    }

    init(_ group: DescribeGroupsResponse.DescribedGroup, coordinator: Int32) {
        self.init(
            id: group.groupID, type: .classic, state: group.groupState, protocolType: group.protocolType, assignor: group.protocolData,
            epoch: nil, coordinator: coordinator,
            members: group.members.map { member in
                GroupMember(
                    id: member.memberID, instanceID: member.groupInstanceID, clientID: member.clientID, host: member.clientHost,
                    epoch: nil,
                    assignment: group.protocolType == "consumer" ? Self.partitions(in: member.memberAssignment) : [])
            })
    }

    /// What the consumers' own protocol says, which the broker only carries: a version, then the assignment.
    private static func partitions(in assignment: [UInt8]) -> [TopicPartition] {
        do {
            var reader = ByteReader(assignment.span.bytes)
            let versions = ConsumerProtocolAssignment.versions
            let version = try reader.readInt16()
            guard version >= versions.lowerBound else { return [] }
            // A newer version begins with what older ones have.
            let decoded = try ConsumerProtocolAssignment(from: &reader, version: min(version, versions.upperBound))
            return decoded.assignedPartitions.flatMap { topic in topic.partitions.map { TopicPartition(topic.topic, $0) } }.sorted()
        } catch {
            return []
        }
    }
}
