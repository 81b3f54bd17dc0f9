import OttlaProtocol
import OttlaVocabulary

/// Topics.
extension Admin {
    /// Creates topics.
    ///
    /// - Parameters:
    ///   - topics: which; each name once.
    ///   - validateOnly: only says whether it would be done.
    /// - Returns: for each name what was created, or why not: `refused` where it exists already.
    /// - Throws: `invalidArgument` if a name is given twice; `unreachable`, `timedOut`, `closed`, `cancelled`.
    public func createTopics(
        _ topics: [NewTopic], validateOnly: Bool = false
    ) async throws(ClientError) -> [String: Result<CreatedTopic, ClientError>] {
        var wanted: [String: NewTopic] = [:]
        for topic in topics where wanted.updateValue(topic, forKey: topic.name) != nil {
            throw ClientError(.invalidArgument, "topic \(topic.name) is to be created twice in one call")
        }
        let byName = wanted
        return try await core.onLane { () async throws(ClientError) in
            try await core.settle(byName.keys, at: .controller) { (names, deadline) async throws(ClientError) in
                let request = CreateTopicsRequest(
                    topics: names.compactMap { byName[$0] }.map(CreateTopicsRequest.CreatableTopic.init), timeoutMs: brokerTimeout,
                    validateOnly: validateOnly)
                let response = try await core.attempt(request, to: .controller, deadline: deadline)
                return Answers(
                    response.topics.map { topic in
                        let what = validateOnly ? "checking whether topic \(topic.name) can be created" : "creating topic \(topic.name)"
                        return (
                            topic.name,
                            topic.errorCode == .none
                                ? .success(CreatedTopic(topic)) : .failure(.refused(topic.errorCode, what, words: topic.errorMessage))
                        )
                    }, uniquingKeysWith: { $1 })
            }
        }
    }

    /// Deletes topics with all they hold. There is no way back.
    ///
    /// - Returns: for each name whether it was deleted, or why not: `notFound`, `refused`.
    /// - Throws: `unreachable`, `timedOut`, `closed`, `cancelled`.
    public func deleteTopics(_ names: [String]) async throws(ClientError) -> [String: Result<Void, ClientError>] {
        try await core.onLane { () async throws(ClientError) in
            try await core.settle(names, at: .controller) { (names, deadline) async throws(ClientError) in
                // From version 6 on topics are named by name or id, before by a plain list: each version writes its own field.
                let request = DeleteTopicsRequest(
                    topics: names.map { .init(name: $0) }, topicNames: names, timeoutMs: brokerTimeout)
                let response = try await core.attempt(request, to: .controller, deadline: deadline)
                return Answers(
                    response.responses.map { topic in
                        let name = topic.name ?? topic.topicID.description
                        return (name, done(topic.errorCode, "deleting topic \(name)", words: topic.errorMessage))
                    }, uniquingKeysWith: { $1 })
            }
        }
    }

    /// Adds partitions to topics. Records with keys may then go to other partitions than before.
    ///
    /// - Parameters:
    ///   - topics: how many partitions each topic is to have.
    ///   - validateOnly: only says whether it would be done.
    /// - Returns: for each name whether it was done, or why not: `notFound`, `refused`.
    /// - Throws: `unreachable`, `timedOut`, `closed`, `cancelled`.
    public func createPartitions(
        _ topics: [String: NewPartitions], validateOnly: Bool = false
    ) async throws(ClientError) -> [String: Result<Void, ClientError>] {
        try await core.onLane { () async throws(ClientError) in
            try await core.settle(topics.keys, at: .controller) { (names, deadline) async throws(ClientError) in
                let request = CreatePartitionsRequest(
                    topics: names.map { name in
                        .init(
                            name: name, count: topics[name]?.totalCount ?? -1,
                            assignments: topics[name]?.assignments?.map { .init(brokerIDs: $0) })
                    }, timeoutMs: brokerTimeout, validateOnly: validateOnly)
                let response = try await core.attempt(request, to: .controller, deadline: deadline)
                return Answers(
                    response.results.map { topic in
                        (topic.name, done(topic.errorCode, "adding partitions to topic \(topic.name)", words: topic.errorMessage))
                    }, uniquingKeysWith: { $1 })
            }
        }
    }

    /// All topics, in order of their names.
    ///
    /// - Parameter includesInternal: also those in which the cluster keeps its own state.
    /// - Throws: `unreachable`, `timedOut`, `closed`, `cancelled`.
    public func listTopics(includesInternal: Bool = false) async throws(ClientError) -> [TopicListing] {
        let view = try await topicView(nil)
        return view.topics.values.filter { $0.errorCode == .none && (includesInternal || !$0.isInternal) }
            .map { topic in
                TopicListing(
                    name: topic.name, id: topic.id.asText, isInternal: topic.isInternal, partitionCount: topic.partitions.count)
            }
            .sorted { $0.name < $1.name }
    }

    /// Topics with their partitions. None is created by being asked for.
    ///
    /// - Returns: for each name the topic, or why it is not known: `notFound`, `refused`.
    /// - Throws: `unreachable`, `timedOut`, `closed`, `cancelled`.
    public func describeTopics(_ names: [String]) async throws(ClientError) -> [String: Result<TopicDescription, ClientError>] {
        if names.isEmpty { return [:] }
        let view = try await topicView(Set(names).sorted())
        var found: [String: Result<TopicDescription, ClientError>] = [:]
        for name in names {
            let topic = view.topics[name]
            if let topic, topic.errorCode == .none || !topic.partitions.isEmpty {
                found[name] = .success(TopicDescription(topic))
            } else {
                found[name] = .failure(.refused(topic?.errorCode ?? .unknownTopicOrPartition, "describing topic \(name)"))
            }
        }
        return found
    }

    /// What the cluster says of some topics or, with `nil`, of all.
    private func topicView(_ names: [String]?) async throws(ClientError) -> ClusterView {
        try await core.onLane { () async throws(ClientError) in
            let request = MetadataRequest(topics: names?.map { .init(name: $0) }, allowAutoTopicCreation: false)
            var view = ClusterView()
            view.merge(try await core.call(request, to: .any))
            return view
        }
    }
}

extension UUID {
    /// In Kafka's notation. `nil` where a broker sent none.
    var asText: String? { self == .zero ? nil : description }
}

extension CreateTopicsRequest.CreatableTopic {
    init(_ topic: NewTopic) {
        self.init(
            name: topic.name, numPartitions: topic.partitionCount ?? -1, replicationFactor: topic.replicationFactor ?? -1,
            assignments: topic.replicaAssignments.sorted { $0.key < $1.key }.map { .init(partitionIndex: $0.key, brokerIDs: $0.value) },
            configs: topic.configs.sorted { $0.key < $1.key }.map { .init(name: $0.key, value: $0.value) })
    }
}

extension CreatedTopic {
    init(_ topic: CreateTopicsResponse.CreatableTopicResult) {
        let configs = (topic.configs ?? []).compactMap { config in config.value.map { (config.name, $0) } }
        self.init(
            id: topic.topicID.asText, partitionCount: topic.numPartitions < 0 ? nil : topic.numPartitions,
            replicationFactor: topic.replicationFactor < 0 ? nil : topic.replicationFactor,
            configs: Dictionary(configs, uniquingKeysWith: { $1 }))
    }
}

extension TopicDescription {
    init(_ topic: ClusterView.Topic) {
        self.init(
            name: topic.name, id: topic.id.asText, isInternal: topic.isInternal,
            partitions: topic.partitions.map { partition in
                Partition(
                    number: partition.number, leader: partition.leader < 0 ? nil : partition.leader,
                    leaderEpoch: partition.leaderEpoch < 0 ? nil : partition.leaderEpoch, replicas: partition.replicas,
                    inSyncReplicas: partition.inSyncReplicas, offlineReplicas: partition.offlineReplicas)
            })
    }
}
