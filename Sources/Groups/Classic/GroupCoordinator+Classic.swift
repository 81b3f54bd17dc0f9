package import OttlaProtocol
import OttlaStateMachines
import OttlaVocabulary

/// The requests of classic members. Where the group is a consumer group they are answered there.
extension GroupCoordinator {
    package mutating func joinGroup(
        _ request: JoinGroupRequest, version: Int16, from client: GroupClient, ticket: Ticket, at now: Moment, _ effects: inout Effects
    ) {
        let id = request.groupID
        if let error = refusal(of: request) {
            return effects.answer(ticket, .join(.init(errorCode: error, protocolName: nil, memberID: request.memberID)))
        }
        // Not a copy of the group, which would make the change of it copy all its members.
        if groups[id]?.consumer?.isEmpty == false {
            if request.byteCount > settings.consumer.memberMaxBytes {
                return effects.answer(
                    ticket, .join(.init(errorCode: .groupMaxSizeReached, protocolName: nil, memberID: request.memberID)))
            }
            return joinConsumerGroup(request, version: version, from: client, ticket: ticket, at: now, &effects)
        }
        let join = ClassicJoin(
            request: request, version: version, client: client, ticket: ticket, newMemberID: memberID(for: request, client))
        if groups[id]?.classic == nil {
            // Before a consumer group that nobody is in makes way: who is refused changes nothing.
            if let error = ClassicGroup.refusalOfFirst(join, settings.classic) {
                return effects.answer(ticket, .join(.init(errorCode: error, protocolName: nil, memberID: request.memberID)))
            }
            removeConsumerGroup(id, &effects)
            groups[id, default: Group(id: id)].classic = ClassicGroup()
        }
        onClassicGroup(id, at: now, &effects) { $0.join(join, &$1) }
    }

    private func refusal(of request: JoinGroupRequest) -> ErrorCode? {
        if request.groupID.isEmpty || GroupIdentifiers.isTooLong(request.groupID) { return .invalidGroupID }
        if isBeingDeleted(request.groupID) { return .coordinatorLoadInProgress }
        if GroupIdentifiers.isTooLong(request.groupInstanceID) || GroupIdentifiers.isTooLong(request.memberID) { return .invalidRequest }
        let sessionTimeouts =
            settings.classic.minSessionTimeoutMs...max(settings.classic.minSessionTimeoutMs, settings.classic.maxSessionTimeoutMs)
        return sessionTimeouts.contains(request.sessionTimeoutMs) ? nil : .invalidSessionTimeout
    }

    private mutating func memberID(for request: JoinGroupRequest, _ client: GroupClient) -> String {
        guard request.memberID.isEmpty else { return request.memberID }
        return "\(GroupIdentifiers.prefix(request.groupInstanceID ?? client.clientID))-\(UUID(using: &identifiers))"
    }

    package mutating func syncGroup(
        _ request: SyncGroupRequest, version: Int16, ticket: Ticket, at now: Moment, _ effects: inout Effects
    ) {
        let id = request.groupID
        if groups[id]?.consumer != nil { return syncConsumerGroup(request, version: version, ticket: ticket, at: now, &effects) }
        guard onClassicGroup(id, at: now, &effects, { $0.sync(request, ticket, &$1) }) == nil else { return }
        effects.answer(ticket, .sync(.init(errorCode: id.isEmpty ? .invalidGroupID : .unknownMemberID)))
    }

    /// Moves on one deadline, and allocates nothing.
    package mutating func heartbeat(_ request: HeartbeatRequest, at now: Moment, _ effects: inout Effects) -> HeartbeatResponse {
        let id = request.groupID
        guard let index = groups.index(forKey: id) else {
            return HeartbeatResponse(errorCode: id.isEmpty ? .invalidGroupID : .unknownMemberID)
        }
        var turn = ClassicTurn(groupID: id, now: now, settings: settings.classic)
        // By its index, as going through the key would make a place for the group on the way, which costs allocations.
        if let error = groups.values[index].classic?.heartbeat(request, &turn) {
            for (due, moment) in turn.deadlines { deadlines.add(due, at: moment) }
            return HeartbeatResponse(errorCode: error)
        }
        if groups[id]?.consumer != nil { return heartbeatInConsumerGroup(request, at: now, &effects) }
        return HeartbeatResponse(errorCode: .unknownMemberID)
    }

    package mutating func leaveGroup(
        _ request: LeaveGroupRequest, version: Int16, at now: Moment, _ effects: inout Effects
    ) -> LeaveGroupResponse {
        let id = request.groupID
        if id.isEmpty { return LeaveGroupResponse(errorCode: .invalidGroupID) }
        if groups[id]?.consumer != nil { return leaveConsumerGroup(request, version: version, at: now, &effects) }
        var request = request
        if version < 3 { request.members = [.init(memberID: request.memberID)] }
        let answers =
            onClassicGroup(id, at: now, &effects) { $0.leave(request, &$1) }
            ?? request.members.map { .init(memberID: $0.memberID, groupInstanceID: $0.groupInstanceID, errorCode: .unknownMemberID) }
        // Versions before 3 leave alone, and have one error.
        return version < 3 ? LeaveGroupResponse(errorCode: answers[0].errorCode) : LeaveGroupResponse(members: answers)
    }

    /// Nobody is there any more to take the answer to this request: its member waits no longer.
    package mutating func abandon(_ ticket: Ticket, inGroup id: String, at now: Moment, _ effects: inout Effects) {
        onClassicGroup(id, at: now, &effects) { $0.abandon(ticket, &$1) }
        if isBeingDeleted(id) { deletions[id]?.tickets.removeAll { $0 == ticket } }
    }
}

extension JoinGroupRequest {
    /// What the member says of itself.
    fileprivate var byteCount: Int { protocols.reduce(0) { $0 + $1.name.utf8.count + $1.metadata.count } }
}
