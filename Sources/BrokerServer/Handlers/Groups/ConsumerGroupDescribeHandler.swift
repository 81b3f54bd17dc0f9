import OttlaGroups
import OttlaProtocol
import OttlaVocabulary

/// ConsumerGroupDescribe: v0–1. v1 the type of each member.
struct ConsumerGroupDescribeHandler: RequestHandler {
    static let versions: ClosedRange<Int16> = 0...1
    static let access = Access.perCoordinatorKey(.describe)

    private typealias Described = ConsumerGroupDescribeResponse.DescribedGroup

    func answer(_ request: ConsumerGroupDescribeRequest, in context: RequestContext) -> Answer<ConsumerGroupDescribeResponse> {
        let operations =
            request.includeAuthorizedOperations ? AuthorizedOperations.onGroups : AuthorizedOperations.notRequested
        return context.ask(all: request.groupIDs) {
            context.broker.groups.host(ofGroup: $0)
        } orElse: { groupID, error in
            Described(errorCode: error, groupID: groupID)
        } answer: {
            ConsumerGroupDescribeResponse(groups: $0)
        } command: { groupID, coordinator, _, _ in
            var described = coordinator.describeConsumerGroup(groupID)
            if described.errorCode == .none { described.authorizedOperations = operations }
            return described
        }
    }

    func refusal(of request: ConsumerGroupDescribeRequest, version: Int16, with error: ErrorCode) -> ConsumerGroupDescribeResponse? {
        ConsumerGroupDescribeResponse(groups: request.groupIDs.map { .init(errorCode: error, groupID: $0) })
    }
}
