import OttlaStateMachines
package import OttlaVocabulary

/// A topic as the metadata knows it.
package struct TopicImage: Equatable, Sendable {
    package var name: String
    package var id: UUID
    package var partitionCount: Int32
    /// Kafka's own topics, which clients hide and must not write to.
    package var isInternal: Bool { TopicName.internalNames.contains(name) }
}

/// What the metadata log adds up to: topics, settings, producer ids. A value, cheap to copy; handlers hold one as it
/// was when they began.
package struct MetadataImage: Equatable, Sendable, ReplayableMachine {
    package private(set) var clusterID: UUID = .zero
    package private(set) var topics: [String: TopicImage] = [:]
    package private(set) var topicNames: [UUID: String] = [:]
    /// Partitions of all topics.
    package private(set) var partitionCount = 0
    /// Never an empty dictionary for a resource.
    package private(set) var configs: [ConfigResource: [String: String]] = [:]
    /// The first producer id that nobody has been given.
    package private(set) var nextProducerID: Int64 = 0
    /// Names with "." or "_", by their form with "_" only: two names that differ in nothing else collide in metrics.
    private var namesByMetricForm: [String: String] = [:]

    package init() {}

    package func topic(named name: String) -> TopicImage? { topics[name] }
    package func topic(id: UUID) -> TopicImage? { topicNames[id].flatMap { topics[$0] } }
    package func configs(of resource: ConfigResource) -> [String: String] { configs[resource] ?? [:] }

    /// Another topic whose name differs from this one only in "." and "_".
    package func topicColliding(with name: String) -> String? {
        namesByMetricForm[TopicName.metricForm(of: name)].flatMap { $0 == name ? nil : $0 }
    }

    /// All layers of configuration as this image has them for one broker.
    package func layers(_ fixed: StaticConfiguration, brokerID: Int32) -> ConfigLayers {
        ConfigLayers(fixed: fixed, dynamicDefault: configs(of: .allBrokers), dynamicBroker: configs(of: .broker(brokerID)))
    }

    package mutating func apply(_ entry: MetadataEntry) {
        switch entry {
        case .clusterCreated(let id): clusterID = id
        case .topicCreated(let name, let id, let count): add(TopicImage(name: name, id: id, partitionCount: count))
        case .partitionsAdded(let id, let count): grow(id, to: count)
        case .topicDeleted(let id): removeTopic(id)
        case .configSet(let resource, let name, let value): configs[resource, default: [:]][name] = value
        case .configRemoved(let resource, let name):
            configs[resource]?[name] = nil
            if configs[resource]?.isEmpty == true { configs[resource] = nil }
        case .producerIDsAllocated(let next): nextProducerID = max(nextProducerID, next)
        }
    }

    private mutating func add(_ topic: TopicImage) {
        topics[topic.name] = topic
        topicNames[topic.id] = topic.name
        partitionCount += Int(topic.partitionCount)
        namesByMetricForm[TopicName.metricForm(of: topic.name)] = topic.name
    }

    private mutating func grow(_ id: UUID, to count: Int32) {
        guard let name = topicNames[id], let before = topics[name]?.partitionCount else { return }
        topics[name]?.partitionCount = count
        partitionCount += Int(count - before)
    }

    private mutating func removeTopic(_ id: UUID) {
        guard let name = topicNames.removeValue(forKey: id), let topic = topics.removeValue(forKey: name) else { return }
        partitionCount -= Int(topic.partitionCount)
        namesByMetricForm[TopicName.metricForm(of: name)] = nil
        configs[.topic(name)] = nil
    }
}
