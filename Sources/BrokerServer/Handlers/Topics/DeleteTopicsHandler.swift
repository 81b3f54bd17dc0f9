import OttlaMetadata
import OttlaProtocol
import OttlaVocabulary

/// DeleteTopics: v0–6. v1 throttle time · v4 flexible · v5 messages · v6 by topic id.
struct DeleteTopicsHandler: RequestHandler {
    static let versions: ClosedRange<Int16> = 0...6
    static let access = Access.perTopic(.delete)

    func answer(_ request: DeleteTopicsRequest, in context: RequestContext) -> Answer<DeleteTopicsResponse> {
        let version = context.version
        return context.answerFromController {
            $0.deleteTopics(request, version: version)
        } orElse: { failure in
            let asked = request.topicNames.map { DeleteTopicsRequest.DeleteTopicState(name: $0) } + request.topics
            return DeleteTopicsResponse(
                responses: asked.map {
                    .init(name: $0.name, topicID: $0.topicID, errorCode: failure.errorCode, errorMessage: failure.message)
                })
        }
    }

    func refusal(of request: DeleteTopicsRequest, version: Int16, with error: ErrorCode) -> DeleteTopicsResponse? {
        let asked = request.topicNames.map { DeleteTopicsRequest.DeleteTopicState(name: $0) } + request.topics
        return DeleteTopicsResponse(responses: asked.map { .init(name: $0.name, topicID: $0.topicID, errorCode: error) })
    }
}
