import OttlaGroups
import OttlaProtocol
import OttlaVocabulary

/// LeaveGroup: v0–5. v1 throttle time · v3 several members · v4 flexible · v5 reason.
struct LeaveGroupHandler: RequestHandler {
    static let versions: ClosedRange<Int16> = 0...5
    static let access = Access.perCoordinatorKey(.read)

    func answer(_ request: LeaveGroupRequest, in context: RequestContext) -> Answer<LeaveGroupResponse> {
        let version = context.version
        return context.ask(coordinatorOf: request.groupID) {
            LeaveGroupResponse(errorCode: $0)
        } command: { coordinator, now, effects in
            coordinator.leaveGroup(request, version: version, at: now, &effects)
        }
    }

    func refusal(of request: LeaveGroupRequest, version: Int16, with error: ErrorCode) -> LeaveGroupResponse? {
        LeaveGroupResponse(errorCode: error)
    }
}
