import OttlaProtocol
import OttlaVocabulary

/// Members that speak the classic protocol in a consumer group. Called by the classic requests where `consumer` is there.
///
/// Nobody waits for others here: the coordinator assigns, so every answer is there at once.
extension GroupCoordinator {
    mutating func joinConsumerGroup(
        _ request: JoinGroupRequest, version: Int16, from client: GroupClient, ticket: Ticket, at now: Moment, _ effects: inout Effects
    ) {
        let newID = "\(request.groupInstanceID ?? client.clientID)-\(UUID(using: &identifiers))"
        let join = ClassicJoin(request: request, version: version, client: client, ticket: ticket, newMemberID: newID)
        let response = onConsumerGroup(request.groupID, at: now, &effects) { $0.join(join, &$1) }
        effects.answer(ticket, .join(response))
    }

    mutating func syncConsumerGroup(
        _ request: SyncGroupRequest, version: Int16, ticket: Ticket, at now: Moment, _ effects: inout Effects
    ) {
        let response = onConsumerGroup(request.groupID, at: now, &effects) { $0.sync(request, &$1) }
        effects.answer(ticket, .sync(response))
    }

    mutating func heartbeatInConsumerGroup(_ request: HeartbeatRequest, at now: Moment, _ effects: inout Effects) -> HeartbeatResponse {
        HeartbeatResponse(errorCode: onConsumerGroup(request.groupID, at: now, &effects) { $0.heartbeat(request, &$1) })
    }

    mutating func leaveConsumerGroup(
        _ request: LeaveGroupRequest, version: Int16, at now: Moment, _ effects: inout Effects
    ) -> LeaveGroupResponse {
        let members = version < 3 ? [.init(memberID: request.memberID)] : request.members
        let answers = onConsumerGroup(request.groupID, at: now, &effects) { $0.leave(members, &$1) }
        return version < 3 ? LeaveGroupResponse(errorCode: answers[0].errorCode) : LeaveGroupResponse(members: answers)
    }
}
