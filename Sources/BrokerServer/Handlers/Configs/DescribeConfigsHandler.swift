import OttlaMetadata
import OttlaProtocol
import OttlaVocabulary
import OttlaStateMachines

/// DescribeConfigs: v0–4. v1 sources and synonyms · v3 types and documentation · v4 flexible.
struct DescribeConfigsHandler: RequestHandler {
    static let versions: ClosedRange<Int16> = 0...4
    static let access = Access.perConfigResource(.describeConfigs)

    func answer(_ request: DescribeConfigsRequest, in context: RequestContext) -> Answer<DescribeConfigsResponse> {
        context.answerFromController {
            Decision(answer: $0.describeConfigs(request))
        } orElse: { failure in
            DescribeConfigsResponse(
                results: request.resources.map {
                    .init(
                        errorCode: failure.errorCode, errorMessage: failure.message, resourceType: $0.resourceType,
                        resourceName: $0.resourceName)
                })
        }
    }

    func refusal(of request: DescribeConfigsRequest, version: Int16, with error: ErrorCode) -> DescribeConfigsResponse? {
        DescribeConfigsResponse(
            results: request.resources.map { .init(errorCode: error, resourceType: $0.resourceType, resourceName: $0.resourceName) })
    }
}
