import OttlaGroups
import OttlaProtocol
import OttlaVocabulary

/// ConsumerGroupHeartbeat: v0–1. v1 regular expressions, member ids made by the client.
struct ConsumerGroupHeartbeatHandler: RequestHandler {
    static let versions: ClosedRange<Int16> = 0...1
    static let access = Access.perCoordinatorKey(.read)

    func answer(_ request: ConsumerGroupHeartbeatRequest, in context: RequestContext) -> Answer<ConsumerGroupHeartbeatResponse> {
        let version = context.version
        return context.ask(coordinatorOf: request.groupID) {
            ConsumerGroupHeartbeatResponse(errorCode: $0)
        } command: { coordinator, now, effects in
            coordinator.consumerGroupHeartbeat(request, version: version, from: context.groupClient, at: now, &effects)
        }
    }

    func refusal(of request: ConsumerGroupHeartbeatRequest, version: Int16, with error: ErrorCode) -> ConsumerGroupHeartbeatResponse? {
        ConsumerGroupHeartbeatResponse(errorCode: error)
    }
}
