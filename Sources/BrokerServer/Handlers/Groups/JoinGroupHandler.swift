import OttlaGroups
import OttlaProtocol
import OttlaVocabulary

/// JoinGroup: v0–9. v1 rebalance timeout · v2 throttle time · v4 member id required · v5 static members · v6 flexible ·
/// v7 protocol type · v8 reason · v9 the leader may be told to skip the assignment.
struct JoinGroupHandler: RequestHandler {
    static let versions: ClosedRange<Int16> = 0...9
    static let access = Access.perCoordinatorKey(.read)

    func answer(_ request: JoinGroupRequest, in context: RequestContext) -> Answer<JoinGroupResponse> {
        let version = context.version
        let client = context.groupClient
        return context.wait(atCoordinatorOf: request.groupID) { [memberID = request.memberID] error in
            // Null could not be read before version 7, where the name may be absent.
            JoinGroupResponse(errorCode: error, protocolName: version >= 7 ? nil : "", memberID: memberID)
        } response: { answer in
            guard case .join(let response) = answer else { preconditionFailure("a join answered as something else") }
            return response
        } command: { coordinator, ticket, now, effects in
            coordinator.joinGroup(request, version: version, from: client, ticket: ticket, at: now, &effects)
        }
    }

    func refusal(of request: JoinGroupRequest, version: Int16, with error: ErrorCode) -> JoinGroupResponse? {
        // Null could not be read before version 7, where the name may be absent.
        JoinGroupResponse(errorCode: error, protocolName: version >= 7 ? nil : "", memberID: request.memberID)
    }
}
