import OttlaMetadata
import OttlaProtocol
import OttlaVocabulary

/// CreateTopics: v0–7. v1 validate only · v4 defaults by -1 · v5 flexible, settings in the answer · v7 topic ids.
struct CreateTopicsHandler: RequestHandler {
    static let versions: ClosedRange<Int16> = 0...7
    static let access = Access.perTopic(.create)

    func answer(_ request: CreateTopicsRequest, in context: RequestContext) -> Answer<CreateTopicsResponse> {
        let random = context.broker.random
        let groupTopic = context.broker.groupTopicRequest
        var complete = request
        for index in complete.topics.indices where complete.topics[index].name == groupTopic.name {
            complete.topics[index].leaveOpen(to: groupTopic)
        }
        return context.answerFromController { [complete] controller in
            var generator = PortGenerator(random: random)
            return controller.createTopics(complete, using: &generator)
        } orElse: { failure in
            CreateTopicsResponse(
                topics: request.topics.map { .init(name: $0.name, errorCode: failure.errorCode, errorMessage: failure.message) })
        }
    }

    func refusal(of request: CreateTopicsRequest, version: Int16, with error: ErrorCode) -> CreateTopicsResponse? {
        CreateTopicsResponse(topics: request.topics.map { .init(name: $0.name, errorCode: error) })
    }
}

extension CreateTopicsRequest.CreatableTopic {
    /// What a request for a topic of Kafka's own does not say is not what other topics have: with `cleanup.policy=delete`
    /// committed offsets would go after a week, and the number of partitions, by which groups are placed, stays for ever.
    fileprivate mutating func leaveOpen(to own: Self) {
        if numPartitions == -1, assignments.isEmpty {
            numPartitions = own.numPartitions
            // The broker's default may be more than there are brokers; the request's own number is checked.
            if replicationFactor == -1 { replicationFactor = own.replicationFactor }
        }
        configs += own.configs.filter { config in !configs.contains { $0.name == config.name } }
    }
}
