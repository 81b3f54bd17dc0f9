import OttlaGroups
import OttlaProtocol
import OttlaVocabulary

/// DeleteGroups: v0–2. v1 throttle time · v2 flexible.
struct DeleteGroupsHandler: RequestHandler {
    static let versions: ClosedRange<Int16> = 0...2
    static let access = Access.perCoordinatorKey(.delete)

    private typealias Deleted = DeleteGroupsResponse.DeletableGroupResult

    func answer(_ request: DeleteGroupsRequest, in context: RequestContext) -> Answer<DeleteGroupsResponse> {
        context.ask(all: request.groupsNames) {
            context.broker.groups.host(ofGroup: $0)
        } orElse: { groupID, error in
            Deleted(groupID: groupID, errorCode: error)
        } answer: {
            DeleteGroupsResponse(results: $0)
        } command: { groupID, coordinator, now, effects in
            coordinator.deleteGroup(groupID, at: now, &effects)
        }
    }

    func refusal(of request: DeleteGroupsRequest, version: Int16, with error: ErrorCode) -> DeleteGroupsResponse? {
        DeleteGroupsResponse(results: request.groupsNames.map { .init(groupID: $0, errorCode: error) })
    }
}
