import OttlaMetadata
import OttlaProtocol
import OttlaVocabulary

/// AlterConfigs: v0–2. v2 flexible. Replaces all settings of a resource.
struct AlterConfigsHandler: RequestHandler {
    static let versions: ClosedRange<Int16> = 0...2
    static let access = Access.perConfigResource(.alterConfigs)

    func answer(_ request: AlterConfigsRequest, in context: RequestContext) -> Answer<AlterConfigsResponse> {
        context.answerFromController {
            $0.alterConfigs(request)
        } orElse: { failure in
            AlterConfigsResponse(
                responses: request.resources.map {
                    .init(
                        errorCode: failure.errorCode, errorMessage: failure.message, resourceType: $0.resourceType,
                        resourceName: $0.resourceName)
                })
        }
    }

    func refusal(of request: AlterConfigsRequest, version: Int16, with error: ErrorCode) -> AlterConfigsResponse? {
        AlterConfigsResponse(
            responses: request.resources.map { .init(errorCode: error, resourceType: $0.resourceType, resourceName: $0.resourceName) })
    }
}
