import OttlaGroups
import OttlaProtocol

/// OffsetDelete: v0.
struct OffsetDeleteHandler: RequestHandler {
    static let versions: ClosedRange<Int16> = 0...0
    static let access = Access.perCoordinatorKey(.delete)

    func answer(_ request: OffsetDeleteRequest, in context: RequestContext) -> Answer<OffsetDeleteResponse> {
        context.ask(coordinatorOf: request.groupID) {
            OffsetDeleteResponse(errorCode: $0)
        } command: { coordinator, now, effects in
            coordinator.deleteOffsets(request, at: now, &effects)
        }
    }
}
