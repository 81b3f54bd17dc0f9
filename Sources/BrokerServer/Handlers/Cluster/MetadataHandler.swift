import OttlaMetadata
import OttlaNetwork
import OttlaProtocol
import OttlaVocabulary

/// Metadata: v0–13. v1 controller, racks, "all" by null · v2 cluster id · v4 creation may be declined · v7 leader epochs ·
/// v8 authorized operations · v9 flexible · v10 topic ids told · v12 topics asked for by id · v13 top-level error.
struct MetadataHandler: RequestHandler {
    static let versions: ClosedRange<Int16> = 0...13
    static let access = Access.perTopic(.describe)

    func answer(_ request: MetadataRequest, in context: RequestContext) -> Answer<MetadataResponse> {
        let answer = MetadataAnswer(request: request, version: context.version, session: context.session)
        let missing = answer.topicsToCreate(in: context.broker.image)
        if missing.isEmpty { return .now(answer.response()) }
        return create(missing, thenAnswer: answer, in: context)
    }

    func refusal(of request: MetadataRequest, version: Int16, with error: ErrorCode) -> MetadataResponse? {
        // Before version 13 only a topic has an error, so who asks for all of them is told of none.
        MetadataResponse(
            topics: (request.topics ?? []).map { .init(errorCode: error, name: $0.name ?? (version < 12 ? "" : nil), topicID: $0.topicID) },
            errorCode: error)
    }

    /// Creates the topics with the broker's defaults, and answers from the image that has them.
    private func create(
        _ names: [String], thenAnswer answer: MetadataAnswer, in context: RequestContext
    ) -> Answer<MetadataResponse> {
        let groupTopic = context.broker.groupTopicRequest
        let request = CreateTopicsRequest(
            topics: names.map { $0 == groupTopic.name ? groupTopic : .init(name: $0, numPartitions: -1, replicationFactor: -1) })
        let reply = context.later(MetadataResponse.self)
        let random = context.broker.random
        context.broker.controller.submit { controller in
            var generator = PortGenerator(random: random)
            return controller.createTopics(request, using: &generator)
        } then: { result in
            var errors: [String: ErrorCode] = [:]
            switch result {
            // Somebody else may have been first: then the topic is there all the same.
            case .success(let response):
                for topic in response.topics where topic.errorCode != .topicAlreadyExists { errors[topic.name] = topic.errorCode }
            case .failure(let failure): for name in names { errors[name] = failure.errorCode }
            }
            reply.session.lane.execute { [errors] in reply.finish(answer.response(creationErrors: errors)) }
        }
        return .later
    }
}

/// Puts the answer to one Metadata request together, from the metadata as it is at that moment. On the lane.
private struct MetadataAnswer: Sendable {
    let request: MetadataRequest
    let version: Int16
    let session: ClientSession

    private var broker: Broker { session.broker }

    /// Names asked for that do not exist and that may be created by being asked for.
    func topicsToCreate(in image: MetadataImage) -> [String] {
        guard request.allowAutoTopicCreation, broker.settings.autoCreateTopics, let topics = request.topics else { return [] }
        let names = topics.compactMap { $0.topicID == .zero ? $0.name : nil }.filter { name in
            image.topic(named: name) == nil && TopicName.problem(with: name) == nil
                && (name == GroupCoordinators.topic || !TopicName.internalNames.contains(name))
        }
        return names.isEmpty ? [] : Set(names).sorted()
    }

    func response(creationErrors: [String: ErrorCode] = [:]) -> MetadataResponse {
        let image = broker.image
        let partitions = session.work.partitions
        let endpoint = broker.endpoint(for: session)
        return MetadataResponse(
            brokers: [
                .init(nodeID: broker.brokerID, host: endpoint.host, port: Int32(endpoint.port), rack: broker.settings.rack)
            ], clusterID: broker.clusterID.description, controllerID: broker.brokerID,
            topics: topics(image, partitions, creationErrors),
            clusterAuthorizedOperations: request.includeClusterAuthorizedOperations
                ? AuthorizedOperations.onCluster : AuthorizedOperations.notRequested)
    }

    private func topics(
        _ image: MetadataImage, _ partitions: PartitionTable, _ creationErrors: [String: ErrorCode]
    ) -> [MetadataResponse.MetadataResponseTopic] {
        // In version 0 an empty list asks for all topics; from version 1 on it asks for none, and null for all.
        guard let asked = request.topics, version > 0 || !asked.isEmpty else {
            return image.topics.values.sorted { $0.name < $1.name }.map { described($0, partitions) }
        }
        var answered: Set<MetadataRequestTopicKey> = []
        return asked.compactMap { topic in
            guard answered.insert(MetadataRequestTopicKey(name: topic.name, id: topic.topicID)).inserted else { return nil }
            return found(topic, image, partitions, creationErrors)
        }
    }

    private struct MetadataRequestTopicKey: Hashable {
        var name: String?
        var id: UUID
    }

    private func found(
        _ asked: MetadataRequest.MetadataRequestTopic, _ image: MetadataImage, _ partitions: PartitionTable,
        _ creationErrors: [String: ErrorCode]
    ) -> MetadataResponse.MetadataResponseTopic {
        if version < 12, asked.name == nil || asked.topicID != .zero {
            // Versions 10 and 11 have the field, but topics can be asked for by id from version 12 on.
            return .init(errorCode: .invalidRequest, name: asked.name ?? "", topicID: asked.topicID)
        }
        if asked.topicID != .zero {
            guard let topic = image.topic(id: asked.topicID) else {
                return .init(errorCode: .unknownTopicID, name: nil, topicID: asked.topicID)
            }
            return described(topic, partitions)
        }
        guard let name = asked.name else { return .init(errorCode: .invalidRequest, name: nil) }
        if let topic = image.topic(named: name) { return described(topic, partitions) }
        let isLegal = TopicName.problem(with: name) == nil
        let error = creationErrors[name].flatMap { $0 == .none ? nil : $0 }
        return .init(errorCode: isLegal ? error ?? .unknownTopicOrPartition : .invalidTopicException, name: name)
    }

    private func described(_ topic: TopicImage, _ partitions: PartitionTable) -> MetadataResponse.MetadataResponseTopic {
        let local = partitions.byID[topic.id]
        let replicas = [broker.brokerID]
        return .init(
            name: topic.name, topicID: topic.id, isInternal: topic.isInternal,
            partitions: (0..<topic.partitionCount).map { index in
                guard let partition = local?[index] else {
                    return .init(
                        errorCode: .leaderNotAvailable, partitionIndex: index, leaderID: -1, replicaNodes: replicas,
                        offlineReplicas: replicas)
                }
                return .init(
                    partitionIndex: index, leaderID: broker.brokerID, leaderEpoch: partition.leaderEpoch, replicaNodes: replicas,
                    isrNodes: replicas)
            },
            topicAuthorizedOperations: request.includeTopicAuthorizedOperations
                ? AuthorizedOperations.onTopics : AuthorizedOperations.notRequested)
    }
}
