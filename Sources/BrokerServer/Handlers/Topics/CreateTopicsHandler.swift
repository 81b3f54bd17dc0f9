import OttlaMetadata
import OttlaProtocol

/// CreateTopics: v0–7. v1 validate only · v4 defaults by -1 · v5 flexible, settings in the answer · v7 topic ids.
struct CreateTopicsHandler: RequestHandler {
    static let versions: ClosedRange<Int16> = 0...7
    static let access = Access.perTopic(.create)

    func answer(_ request: CreateTopicsRequest, in context: RequestContext) -> Answer<CreateTopicsResponse> {
        let random = context.broker.random
        return context.answerFromController { controller in
            var generator = PortGenerator(random: random)
            return controller.createTopics(request, using: &generator)
        } orElse: { failure in
            CreateTopicsResponse(
                topics: request.topics.map { .init(name: $0.name, errorCode: failure.errorCode, errorMessage: failure.message) })
        }
    }
}
