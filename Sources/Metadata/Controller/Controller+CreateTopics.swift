package import OttlaProtocol
package import OttlaStateMachines
import OttlaVocabulary

extension Controller {
    package func createTopics(
        _ request: CreateTopicsRequest, using generator: inout some RandomNumberGenerator
    ) -> Decision<MetadataEntry, CreateTopicsResponse> {
        let doubles = duplicates(among: request.topics.lazy.map(\.name))
        var answered: Set<String> = []
        var draft = image
        var entries: [MetadataEntry] = []
        var results: [CreateTopicsResponse.CreatableTopicResult] = []
        for topic in request.topics where answered.insert(topic.name).inserted {
            do throws(Refusal) {
                if doubles.contains(topic.name) {
                    throw Refusal(.invalidRequest, "The request names the topic \(topic.name) more than once.")
                }
                let plan = try plan(topic, in: draft)
                let id = UUID(using: &generator)
                let steps = plan.entries(id: id)
                draft.apply(steps)
                entries += steps
                results.append(result(of: plan, id: request.validateOnly ? .zero : id))
            } catch {
                results.append(.init(name: topic.name, errorCode: error.code, errorMessage: error.message))
            }
        }
        return Decision(entries: request.validateOnly ? [] : entries, answer: CreateTopicsResponse(topics: results))
    }

    /// A topic about to be created, everything checked.
    private struct TopicPlan {
        var name: String
        var partitionCount: Int32
        var configs: [String: String]

        func entries(id: UUID) -> [MetadataEntry] {
            let configEntries = configs.sorted { $0.key < $1.key }
                .map { MetadataEntry.configSet(resource: .topic(name), name: $0.key, value: $0.value) }
            return [.topicCreated(name: name, id: id, partitionCount: partitionCount)] + configEntries
        }
    }

    private func plan(_ topic: CreateTopicsRequest.CreatableTopic, in draft: MetadataImage) throws(Refusal) -> TopicPlan {
        try checkName(topic.name, in: draft)
        let configs = try checkConfigs(topic)
        let count = try topic.assignments.isEmpty ? checkCounts(topic) : checkAssignments(topic)
        try checkLimits(of: topic.name, partitions: count, adding: Int(count), in: draft)
        return TopicPlan(name: topic.name, partitionCount: count, configs: configs)
    }

    private func checkName(_ name: String, in draft: MetadataImage) throws(Refusal) {
        if let problem = TopicName.problem(with: name) { throw Refusal(.invalidTopicException, problem) }
        if draft.topic(named: name) != nil { throw Refusal(.topicAlreadyExists, "Topic '\(name)' already exists.") }
        if let other = draft.topicColliding(with: name) {
            throw Refusal(
                .invalidTopicException, "Topic '\(name)' differs from '\(other)' only in \".\" and \"_\", which metrics do not tell apart.")
        }
    }

    private func checkConfigs(_ topic: CreateTopicsRequest.CreatableTopic) throws(Refusal) -> [String: String] {
        var configs: [String: String] = [:]
        for config in topic.configs {
            guard let value = config.value else { throw Refusal(.invalidConfig, "The setting \(config.name) has no value.") }
            configs[config.name] = value.trimmed
        }
        if let problem = TopicConfigs.problem(with: configs, layers: layers) { throw Refusal(.invalidConfig, problem) }
        return configs
    }

    /// Number of partitions where the broker places them.
    private func checkCounts(_ topic: CreateTopicsRequest.CreatableTopic) throws(Refusal) -> Int32 {
        let count = topic.numPartitions == -1 ? numPartitions : topic.numPartitions
        guard count > 0 else {
            throw Refusal(.invalidPartitions, "The number of partitions must be 1 or more, or -1 for the broker's default, not \(count).")
        }
        let factor = topic.replicationFactor == -1 ? defaultReplicationFactor : topic.replicationFactor
        guard factor > 0 else {
            throw Refusal(
                .invalidReplicationFactor, "The replication factor must be 1 or more, or -1 for the broker's default, not \(factor).")
        }
        guard factor == 1 else {
            throw Refusal(.invalidReplicationFactor, "A replication factor of \(factor) needs \(factor) brokers; there is 1.")
        }
        return count
    }

    /// Number of partitions where the request places them.
    private func checkAssignments(_ topic: CreateTopicsRequest.CreatableTopic) throws(Refusal) -> Int32 {
        guard topic.numPartitions == -1, topic.replicationFactor == -1 else {
            throw Refusal(
                .invalidRequest, "Where brokers are assigned, the number of partitions and the replication factor must both be -1.")
        }
        let indexes = topic.assignments.map(\.partitionIndex).sorted()
        guard indexes.elementsEqual(0..<Int32(indexes.count)) else {
            throw Refusal(.invalidReplicaAssignment, "The assigned partitions must be numbered from 0 without gaps, each once.")
        }
        for assignment in topic.assignments {
            try checkReplicas(assignment.brokerIDs, of: "partition \(assignment.partitionIndex)")
        }
        return Int32(indexes.count)
    }

    /// One broker is all there is, so each partition is on it, once.
    func checkReplicas(_ brokerIDs: [Int32], of what: String) throws(Refusal) {
        if brokerIDs.isEmpty { throw Refusal(.invalidReplicaAssignment, "No broker is assigned to \(what).") }
        if let unknown = brokerIDs.first(where: { $0 != brokerID }) {
            throw Refusal(.invalidReplicaAssignment, "Broker \(unknown) is assigned to \(what), but there is only broker \(brokerID).")
        }
        if brokerIDs.count > 1 {
            throw Refusal(.invalidReplicaAssignment, "Broker \(brokerID) is assigned to \(what) more than once.")
        }
    }

    func checkLimits(of name: String, partitions: Int32, adding: Int, in draft: MetadataImage) throws(Refusal) {
        if partitions > limits.partitionsOfTopic {
            throw Refusal(
                .invalidPartitions, "A topic may have \(limits.partitionsOfTopic) partitions; '\(name)' would have \(partitions).")
        }
        if draft.partitionCount + adding > limits.partitions {
            throw Refusal(
                .invalidPartitions,
                "A cluster may have \(limits.partitions) partitions; there are \(draft.partitionCount), and \(adding) more would be too many."
            )
        }
    }

    private func result(of plan: TopicPlan, id: UUID) -> CreateTopicsResponse.CreatableTopicResult {
        let layers = layers
        let configs = TopicConfigs.table.definitions.lazy.filter { !$0.isInternal }.map { definition in
            let effective = layers.topic(definition, overrides: plan.configs)
            return CreateTopicsResponse.CreatableTopicConfigs(
                name: definition.name, value: effective.value, readOnly: false, configSource: effective.source.rawValue,
                isSensitive: definition.isSensitive)
        }
        return .init(
            name: plan.name, topicID: id, errorMessage: nil, numPartitions: plan.partitionCount, replicationFactor: 1,
            configs: Array(configs))
    }
}
