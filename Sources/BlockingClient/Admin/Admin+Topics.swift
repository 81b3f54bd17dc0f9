import OttlaProtocol
import OttlaVocabulary

/// A topic to be created. What is not given is the broker's default.
package struct NewTopic: Sendable {
    package var name: String
    package var partitionCount: Int32?
    package var replicationFactor: Int16?
    package var configs: [(name: String, value: String)]

    package init(
        name: String, partitionCount: Int32? = nil, replicationFactor: Int16? = nil, configs: [(name: String, value: String)] = []
    ) {
        self.name = name
        self.partitionCount = partitionCount
        self.replicationFactor = replicationFactor
        self.configs = configs
    }
}

extension Admin {
    package func createTopics(_ topics: [NewTopic], validateOnly: Bool = false) throws(ClientError) -> [Outcome] {
        let request = CreateTopicsRequest(
            topics: topics.map { topic in
                CreateTopicsRequest.CreatableTopic(
                    name: topic.name, numPartitions: topic.partitionCount ?? -1, replicationFactor: topic.replicationFactor ?? -1,
                    configs: topic.configs.map { CreateTopicsRequest.CreatableTopicConfig(name: $0.name, value: $0.value) })
            }, timeoutMs: timeoutMilliseconds, validateOnly: validateOnly)
        let response = try callController(request) { $0.topics.contains { $0.errorCode == .notController } }
        return response.topics.map { Outcome($0.name, $0.errorCode, $0.errorMessage) }
    }

    package func deleteTopics(_ names: [String]) throws(ClientError) -> [Outcome] {
        // Version 6 names topics by name or id, older ones by a plain list: each version writes its own field.
        let request = DeleteTopicsRequest(
            topics: names.map { DeleteTopicsRequest.DeleteTopicState(name: $0) }, topicNames: names, timeoutMs: timeoutMilliseconds)
        let response = try callController(request) { $0.responses.contains { $0.errorCode == .notController } }
        return response.responses.map { Outcome($0.name ?? $0.topicID.description, $0.errorCode, $0.errorMessage) }
    }

    /// Raises a topic's number of partitions.
    package func createPartitions(topic: String, total: Int32, validateOnly: Bool = false) throws(ClientError) -> Outcome {
        let request = CreatePartitionsRequest(
            topics: [CreatePartitionsRequest.CreatePartitionsTopic(name: topic, count: total, assignments: nil)],
            timeoutMs: timeoutMilliseconds, validateOnly: validateOnly)
        let response = try callController(request) { $0.results.contains { $0.errorCode == .notController } }
        guard let result = response.results.first else { throw ClientError(.notUnderstood, "the broker's answer names no topic") }
        return Outcome(result.name, result.errorCode, result.errorMessage)
    }

    /// All topics, by name.
    package func listTopics() throws(ClientError) -> [ClusterView.Topic] {
        try cluster.refresh(topics: nil)
        return cluster.view.topics.values.filter { $0.errorCode == .none }.sorted { $0.name < $1.name }
    }

    /// Some topics as they are; each that does not exist is an error of its own.
    package func describeTopics(_ names: [String]) throws(ClientError) -> [Result<ClusterView.Topic, ClientError>] {
        try cluster.refresh(topics: names)
        return names.map { name in
            guard let topic = cluster.view.topics[name], topic.errorCode != .unknownTopicOrPartition else {
                return .failure(ClientError(.invalid, "there is no topic \(name)"))
            }
            return topic.errorCode == .none ? .success(topic) : .failure(.refused(topic.errorCode, "topic \(name)"))
        }
    }
}
