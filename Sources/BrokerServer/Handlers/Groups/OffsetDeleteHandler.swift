import OttlaGroups
import OttlaProtocol
import OttlaVocabulary

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

    func refusal(of request: OffsetDeleteRequest, version: Int16, with error: ErrorCode) -> OffsetDeleteResponse? {
        OffsetDeleteResponse(errorCode: error)
    }
}
