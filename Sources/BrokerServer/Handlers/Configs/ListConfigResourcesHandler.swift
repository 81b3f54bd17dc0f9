import OttlaMetadata
import OttlaProtocol
import OttlaVocabulary
import OttlaStateMachines

/// ListConfigResources: v0–1. v0 client metrics only · v1 all types (KIP-1142).
struct ListConfigResourcesHandler: RequestHandler {
    static let versions: ClosedRange<Int16> = 0...1
    static let access = Access.cluster(.describeConfigs)

    func answer(_ request: ListConfigResourcesRequest, in context: RequestContext) -> Answer<ListConfigResourcesResponse> {
        let version = context.version
        return context.answerFromController {
            Decision(answer: $0.listConfigResources(request, version: version))
        } orElse: { failure in
            ListConfigResourcesResponse(errorCode: failure.errorCode)
        }
    }

    func refusal(of request: ListConfigResourcesRequest, version: Int16, with error: ErrorCode) -> ListConfigResourcesResponse? {
        ListConfigResourcesResponse(errorCode: error)
    }
}
