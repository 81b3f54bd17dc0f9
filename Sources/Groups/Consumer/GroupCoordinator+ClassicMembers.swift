import OttlaProtocol
import OttlaVocabulary

/// Members that speak the classic protocol in a consumer group. Called by the classic requests where `consumer` is there.
extension GroupCoordinator {
    mutating func joinConsumerGroup(
        _ request: JoinGroupRequest, version: Int16, from client: GroupClient, ticket: Ticket, at now: Moment, _ effects: inout Effects
    ) {
        effects.answer(ticket, .join(JoinGroupResponse(errorCode: .coordinatorNotAvailable)))
    }

    mutating func syncConsumerGroup(
        _ request: SyncGroupRequest, version: Int16, ticket: Ticket, at now: Moment, _ effects: inout Effects
    ) {
        effects.answer(ticket, .sync(SyncGroupResponse(errorCode: .coordinatorNotAvailable)))
    }

    mutating func heartbeatInConsumerGroup(_ request: HeartbeatRequest, at now: Moment, _ effects: inout Effects) -> HeartbeatResponse {
        HeartbeatResponse(errorCode: .coordinatorNotAvailable)
    }

    mutating func leaveConsumerGroup(
        _ request: LeaveGroupRequest, version: Int16, at now: Moment, _ effects: inout Effects
    ) -> LeaveGroupResponse {
        LeaveGroupResponse(errorCode: .coordinatorNotAvailable)
    }
}
