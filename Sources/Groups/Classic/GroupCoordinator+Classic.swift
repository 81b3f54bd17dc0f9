package import OttlaProtocol
import OttlaVocabulary

extension GroupCoordinator {
    package mutating func joinGroup(
        _ request: JoinGroupRequest, version: Int16, from client: GroupClient, ticket: Ticket, at now: Moment, _ effects: inout Effects
    ) {
        effects.answer(ticket, .join(JoinGroupResponse(errorCode: .coordinatorNotAvailable)))
    }

    package mutating func syncGroup(
        _ request: SyncGroupRequest, version: Int16, ticket: Ticket, at now: Moment, _ effects: inout Effects
    ) {
        effects.answer(ticket, .sync(SyncGroupResponse(errorCode: .coordinatorNotAvailable)))
    }

    package mutating func heartbeat(_ request: HeartbeatRequest, at now: Moment, _ effects: inout Effects) -> HeartbeatResponse {
        HeartbeatResponse(errorCode: .coordinatorNotAvailable)
    }

    package mutating func leaveGroup(
        _ request: LeaveGroupRequest, version: Int16, at now: Moment, _ effects: inout Effects
    ) -> LeaveGroupResponse {
        LeaveGroupResponse(errorCode: .coordinatorNotAvailable)
    }

    /// Nobody is there any more to take the answer to this request: its member waits no longer.
    package mutating func abandon(_ ticket: Ticket, inGroup id: String, at now: Moment, _ effects: inout Effects) {}

    mutating func applyClassic(_ id: String, _ value: GroupMetadataValue?) {}

    mutating func startClassicSessions(at now: Moment, _ effects: inout Effects) {}

    mutating func classicSessionDue(_ id: String, _ memberID: String, at now: Moment, _ effects: inout Effects) {}

    mutating func classicRebalanceDue(_ id: String, at now: Moment, _ effects: inout Effects) {}
}
