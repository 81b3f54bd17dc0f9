import OttlaGroups
import OttlaProtocol
import OttlaVocabulary

/// SyncGroup: v0–5. v1 throttle time · v3 static members · v4 flexible · v5 protocol type and name.
struct SyncGroupHandler: RequestHandler {
    static let versions: ClosedRange<Int16> = 0...5
    static let access = Access.perCoordinatorKey(.read)

    func answer(_ request: SyncGroupRequest, in context: RequestContext) -> Answer<SyncGroupResponse> {
        let version = context.version
        return context.wait(atCoordinatorOf: request.groupID) { error in
            SyncGroupResponse(errorCode: error)
        } response: { answer in
            guard case .sync(let response) = answer else { preconditionFailure("a sync answered as something else") }
            return response
        } command: { coordinator, ticket, now, effects in
            coordinator.syncGroup(request, version: version, ticket: ticket, at: now, &effects)
        }
    }

    func refusal(of request: SyncGroupRequest, version: Int16, with error: ErrorCode) -> SyncGroupResponse? {
        SyncGroupResponse(errorCode: error)
    }
}
