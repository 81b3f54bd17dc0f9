import OttlaGroups
import OttlaProtocol
import OttlaVocabulary

/// Heartbeat: v0–4. v1 throttle time · v3 static members · v4 flexible.
struct HeartbeatHandler: RequestHandler {
    static let versions: ClosedRange<Int16> = 0...4
    static let access = Access.perCoordinatorKey(.read)

    func answer(_ request: HeartbeatRequest, in context: RequestContext) -> Answer<HeartbeatResponse> {
        context.ask(coordinatorOf: request.groupID) {
            HeartbeatResponse(errorCode: $0)
        } command: { coordinator, now, effects in
            coordinator.heartbeat(request, at: now, &effects)
        }
    }

    func refusal(of request: HeartbeatRequest, version: Int16, with error: ErrorCode) -> HeartbeatResponse? {
        HeartbeatResponse(errorCode: error)
    }
}
