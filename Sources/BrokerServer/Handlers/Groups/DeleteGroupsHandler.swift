import OttlaGroups
import OttlaProtocol
import OttlaVocabulary

/// DeleteGroups: v0–2. v1 throttle time · v2 flexible.
struct DeleteGroupsHandler: RequestHandler {
    static let versions: ClosedRange<Int16> = 0...2
    static let access = Access.perCoordinatorKey(.delete)

    private typealias Deleted = DeleteGroupsResponse.DeletableGroupResult

    func answer(_ request: DeleteGroupsRequest, in context: RequestContext) -> Answer<DeleteGroupsResponse> {
        context.wait(all: request.groupsNames) {
            context.broker.groups.host(ofGroup: $0)
        } orElse: { groupID, error in
            Deleted(groupID: groupID, errorCode: error)
        } part: { answer in
            guard case .deleted(let result) = answer else { preconditionFailure("a deletion answered as something else") }
            return result
        } answer: {
            DeleteGroupsResponse(results: $0)
        } command: { groupID, coordinator, ticket, now, effects in
            coordinator.deleteGroup(groupID, ticket: ticket, at: now, &effects)
        } abandon: { groupID, ticket, coordinator, now, effects in
            coordinator.abandon(ticket, inGroup: groupID, at: now, &effects)
        }
    }

    func refusal(of request: DeleteGroupsRequest, version: Int16, with error: ErrorCode) -> DeleteGroupsResponse? {
        DeleteGroupsResponse(results: request.groupsNames.map { .init(groupID: $0, errorCode: error) })
    }
}
