import OttlaMetadata
import OttlaProtocol
import OttlaVocabulary

/// IncrementalAlterConfigs: v0–1. v1 flexible.
struct IncrementalAlterConfigsHandler: RequestHandler {
    static let versions: ClosedRange<Int16> = 0...1
    static let access = Access.perConfigResource(.alterConfigs)

    func answer(
        _ request: IncrementalAlterConfigsRequest, in context: RequestContext
    ) -> Answer<IncrementalAlterConfigsResponse> {
        context.answerFromController {
            $0.incrementalAlterConfigs(request)
        } orElse: { failure in
            IncrementalAlterConfigsResponse(
                responses: request.resources.map {
                    .init(
                        errorCode: failure.errorCode, errorMessage: failure.message, resourceType: $0.resourceType,
                        resourceName: $0.resourceName)
                })
        }
    }

    func refusal(of request: IncrementalAlterConfigsRequest, version: Int16, with error: ErrorCode) -> IncrementalAlterConfigsResponse? {
        IncrementalAlterConfigsResponse(
            responses: request.resources.map { .init(errorCode: error, resourceType: $0.resourceType, resourceName: $0.resourceName) })
    }
}
