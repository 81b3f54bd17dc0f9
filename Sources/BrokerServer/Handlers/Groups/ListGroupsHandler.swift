import OttlaGroups
import OttlaProtocol
import OttlaVocabulary

/// ListGroups: v0–5. v1 throttle time · v3 flexible · v4 states, and a filter by them · v5 types, and a filter by them.
struct ListGroupsHandler: RequestHandler {
    static let versions: ClosedRange<Int16> = 0...5
    static let access = Access.cluster(.describe)

    /// What one coordinator has, or why it does not say.
    private struct Part: Sendable {
        var groups: [ListGroupsResponse.ListedGroup] = []
        var error = ErrorCode.none
    }

    func answer(_ request: ListGroupsRequest, in context: RequestContext) -> Answer<ListGroupsResponse> {
        // A partition that cannot be opened has no coordinator; the groups of the others are listed all the same.
        context.ask(all: context.broker.groups.hosts.all.compactMap { $0 }) {
            $0
        } orElse: { _, error in
            Part(error: error)
        } answer: { parts in
            var response = ListGroupsResponse()
            if !parts.isEmpty, parts.allSatisfy({ $0.error == .notCoordinator }) { response.errorCode = .notCoordinator }
            for part in parts {
                response.groups += part.groups
                if part.error == .coordinatorLoadInProgress { response.errorCode = part.error }
            }
            return response
        } command: { _, coordinator, _, _ in
            Part(groups: coordinator.listGroups(states: request.statesFilter, types: request.typesFilter))
        }
    }

    func refusal(of request: ListGroupsRequest, version: Int16, with error: ErrorCode) -> ListGroupsResponse? {
        ListGroupsResponse(errorCode: error)
    }
}
