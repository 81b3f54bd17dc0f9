import OttlaMetadata
import OttlaProtocol
import OttlaVocabulary

/// CreatePartitions: v0–3. v2 flexible.
struct CreatePartitionsHandler: RequestHandler {
    static let versions: ClosedRange<Int16> = 0...3
    static let access = Access.perTopic(.alter)

    func answer(_ request: CreatePartitionsRequest, in context: RequestContext) -> Answer<CreatePartitionsResponse> {
        context.answerFromController {
            $0.createPartitions(request)
        } orElse: { failure in
            CreatePartitionsResponse(
                results: request.topics.map { .init(name: $0.name, errorCode: failure.errorCode, errorMessage: failure.message) })
        }
    }

    func refusal(of request: CreatePartitionsRequest, version: Int16, with error: ErrorCode) -> CreatePartitionsResponse? {
        CreatePartitionsResponse(results: request.topics.map { .init(name: $0.name, errorCode: error) })
    }
}
