import OttlaNetwork
import OttlaProtocol
import OttlaVocabulary

/// Groups and their members.
extension Admin {
    /// The groups of all brokers.
    ///
    /// - Parameters:
    ///   - states: only groups in one of these states, in Kafka's words. Empty: in any.
    ///   - types: only groups of one of these types: `classic`, `consumer`. Empty: of any.
    /// - Returns: the groups, and which brokers could not tell theirs: `unsupported` by one too old to choose by state or type.
    /// - Throws: `unreachable`, `timedOut`, `closed`, `cancelled`.
    public func listGroups(states: [String] = [], types: [String] = []) async throws(ClientError) -> GroupListings {
        let found = try await core.onLane { () async throws(ClientError) in
            try await core.metadata.refresh(deadline: core.callDeadline)
            return try await core.settleNodes(core.metadata.view.brokers.keys) { (broker, deadline) async throws(ClientError) in
                try await list(on: broker, states, types, deadline: deadline)
            }
        }
        var listings = GroupListings(groups: [], failures: [:])
        for (broker, result) in found {
            switch result {
            case .success(let groups): listings.groups += groups
            case .failure(let error): listings.failures[broker] = error
            }
        }
        listings.groups.sort { ($0.id, $0.coordinator) < ($1.id, $1.coordinator) }
        return listings
    }

    private func list(
        on broker: Int32, _ states: [String], _ types: [String], deadline: Instant
    ) async throws(ClientError) -> [GroupListing] {
        let connection = try await core.connection(to: .node(broker), deadline: core.setupDeadline(before: deadline))
        let version = try connection.version(of: ListGroupsRequest.self)
        // An older version has no room for a filter, and would answer with all groups.
        if version < 4, !states.isEmpty { throw ClientError(.unsupported, "broker \(broker) cannot choose groups by state") }
        if version < 5, !types.isEmpty { throw ClientError(.unsupported, "broker \(broker) cannot choose groups by type") }
        let response = try await connection.call(ListGroupsRequest(statesFilter: states, typesFilter: types), version: version)
        guard response.errorCode == .none else { throw .refused(response.errorCode, "listing the groups of broker \(broker)") }
        return response.groups.map { group in
            GroupListing(
                id: group.groupID, protocolType: group.protocolType, state: version < 4 ? nil : group.groupState,
                type: version < 5 ? nil : group.groupType, coordinator: broker)
        }
    }

    /// Groups with their members, of both protocols.
    ///
    /// - Returns: for each name the group, or why it is not known: `notFound`, `refused`.
    /// - Throws: `closed`, `cancelled`.
    public func describeGroups(_ groups: [String]) async throws(ClientError) -> [String: Result<GroupDescription, ClientError>] {
        try await core.onLane { () async throws(ClientError) in
            try await core.settleGroups(groups) { (destination, groups, deadline) async throws(ClientError) in
                var found = try await describeConsumerGroups(groups, at: destination, deadline: deadline)
                let rest = groups.filter { found[$0] == nil }
                if !rest.isEmpty {
                    found.merge(try await describeClassicGroups(rest, at: destination, deadline: deadline)) { $1 }
                }
                return found
            }
        }
    }

    /// Those of them that are consumer groups.
    private func describeConsumerGroups(
        _ groups: [String], at destination: Destination, deadline: Instant
    ) async throws(ClientError) -> Answers<String, GroupDescription> {
        let connection = try await core.connection(to: destination, deadline: core.setupDeadline(before: deadline))
        guard connection.versions.newestCommon(of: ConsumerGroupDescribeRequest.self) != nil else { return [:] }
        let response = try await core.attempt(ConsumerGroupDescribeRequest(groupIDs: groups), to: destination, deadline: deadline)
        var found: Answers<String, GroupDescription> = [:]
        for group in response.groups {
            switch group.errorCode {
            case .none: found[group.groupID] = .success(GroupDescription(group, coordinator: destination.broker))
            // It is classic, or there is none. A broker may also serve only classic groups.
            case .groupIDNotFound, .unsupportedVersion: break
            default:
                found[group.groupID] = .failure(
                    .refused(group.errorCode, "describing group \(group.groupID)", words: group.errorMessage))
            }
        }
        return found
    }

    private func describeClassicGroups(
        _ groups: [String], at destination: Destination, deadline: Instant
    ) async throws(ClientError) -> Answers<String, GroupDescription> {
        let response = try await core.attempt(DescribeGroupsRequest(groups: groups), to: destination, deadline: deadline)
        return Answers(
            response.groups.map { group in
                // Before version 6 a group that is not there is called dead.
                let isGone = group.errorCode == .none && group.groupState == "Dead"
                let code = isGone ? .groupIDNotFound : group.errorCode
                guard code == .none else {
                    return (group.groupID, .failure(.refused(code, "describing group \(group.groupID)", words: group.errorMessage)))
                }
                return (group.groupID, .success(GroupDescription(group, coordinator: destination.broker)))
            }, uniquingKeysWith: { $1 })
    }

    /// Removes groups without members, with all they have committed.
    ///
    /// - Returns: for each name whether it was removed, or why not: `notFound`; `refused` where it has members.
    /// - Throws: `closed`, `cancelled`.
    public func deleteGroups(_ groups: [String]) async throws(ClientError) -> [String: Result<Void, ClientError>] {
        try await core.onLane { () async throws(ClientError) in
            try await core.settleGroups(groups) { (destination, groups, deadline) async throws(ClientError) in
                let request = DeleteGroupsRequest(groupsNames: groups)
                let response = try await core.attempt(request, to: destination, deadline: deadline)
                return Answers(
                    response.results.map { ($0.groupID, done($0.errorCode, "deleting group \($0.groupID)")) },
                    uniquingKeysWith: { $1 })
            }
        }
    }
}

extension Destination {
    /// The broker it is, where it is a certain one.
    var broker: Int32 { if case .node(let node) = self { node } else { -1 } }
}

extension ClientCore {
    /// Asks each of several brokers; one that fails leaves the others alone.
    func settleNodes<Value>(
        _ nodes: some Sequence<Int32>, ask: (Int32, Instant) async throws(ClientError) -> Value
    ) async throws(ClientError) -> Answers<Int32, Value> {
        try await settle(
            nodes,
            route: { (nodes, _) async throws(ClientError) in
                var routes = Routes<Int32>()
                for node in nodes.sorted() {
                    if metadata.view.brokers[node] == nil {
                        routes.failures[node] = .noBroker(node)
                    } else {
                        routes.parts.append((.node(node), [node]))
                    }
                }
                return routes
            },
            ask: { (destination, _, deadline) async throws(ClientError) in
                [destination.broker: .success(try await ask(destination.broker, deadline))]
            })
    }
}

extension GroupDescription {
    init(_ group: ConsumerGroupDescribeResponse.DescribedGroup, coordinator: Int32) {
        self.init(
            id: group.groupID, type: "consumer", state: group.groupState, protocolType: "consumer",
            assignor: group.members.isEmpty ? "" : group.assignorName, epoch: group.groupEpoch,
            assignmentEpoch: group.assignmentEpoch, coordinator: coordinator,
            members: group.members.map { member in
                Member(
                    id: member.memberID, groupInstanceID: member.instanceID, clientID: member.clientID, host: member.clientHost,
                    epoch: member.memberEpoch, assignment: Self.partitions(in: member.assignment),
                    targetAssignment: Self.partitions(in: member.targetAssignment))
            })
    }

    private static func partitions(in assignment: ConsumerGroupDescribeResponse.Assignment) -> [TopicPartition] {
        assignment.topicPartitions.flatMap { topic in topic.partitions.map { TopicPartition(topic.topicName, $0) } }.sorted()
    }

    init(_ group: DescribeGroupsResponse.DescribedGroup, coordinator: Int32) {
        self.init(
            id: group.groupID, type: "classic", state: group.groupState, protocolType: group.protocolType,
            assignor: group.protocolData, coordinator: coordinator,
            members: group.members.map { member in
                let partitions = group.protocolType == "consumer" ? Self.partitions(in: member.memberAssignment) : []
                return Member(
                    id: member.memberID, groupInstanceID: member.groupInstanceID, clientID: member.clientID, host: member.clientHost,
                    assignment: partitions, targetAssignment: partitions)
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
