import OttlaGroups
import OttlaProtocol
import OttlaVocabulary

/// DescribeGroups: v0–6. v1 throttle time · v3 authorized operations · v4 static members · v5 flexible · v6 unknown groups
/// are an error.
struct DescribeGroupsHandler: RequestHandler {
    static let versions: ClosedRange<Int16> = 0...6
    static let access = Access.perCoordinatorKey(.describe)

    private typealias Described = DescribeGroupsResponse.DescribedGroup

    func answer(_ request: DescribeGroupsRequest, in context: RequestContext) -> Answer<DescribeGroupsResponse> {
        let version = context.version
        let operations =
            request.includeAuthorizedOperations ? AuthorizedOperations.onGroups : AuthorizedOperations.notRequested
        return context.ask(all: request.groups) {
            context.broker.groups.host(ofGroup: $0)
        } orElse: { groupID, error in
            Described(errorCode: error, groupID: groupID)
        } answer: {
            DescribeGroupsResponse(groups: $0)
        } command: { groupID, coordinator, _, _ in
            var described = coordinator.describeGroup(groupID, version: version)
            if described.errorCode == .none { described.authorizedOperations = operations }
            return described
        }
    }

    func refusal(of request: DescribeGroupsRequest, version: Int16, with error: ErrorCode) -> DescribeGroupsResponse? {
        DescribeGroupsResponse(groups: request.groups.map { .init(errorCode: error, groupID: $0) })
    }
}
