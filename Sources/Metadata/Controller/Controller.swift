package import OttlaStateMachines
package import OttlaVocabulary

/// Decides every change of the cluster's metadata. Each method looks at the image, answers, and says which entries
/// make the answer true; `apply` of those entries is the only mutation. Owned by `ControllerHost`, one call at a time.
package struct Controller: ReplayableMachine {
    package private(set) var image: MetadataImage
    package let brokerID: Int32
    /// What was set before the start.
    package let fixed: StaticConfiguration
    let numPartitions: Int32
    let defaultReplicationFactor: Int16
    let deleteTopicsEnabled: Bool
    let limits: Limits

    /// How much metadata one cluster may hold.
    package struct Limits: Equatable, Sendable {
        package var partitionsOfTopic = 10_000
        package var partitions = 100_000
        /// Producer ids handed out with one entry.
        package var producerIDBlock: Int64 = 1000
        package var groupsWithSettings = 10_000
        package var groupNameBytes = 32_000

        package init() {}
    }

    package init(
        image: MetadataImage = MetadataImage(), brokerID: Int32, settings: BrokerSettings, fixed: StaticConfiguration,
        limits: Limits = Limits()
    ) {
        self.image = image
        self.brokerID = brokerID
        self.fixed = fixed
        self.limits = limits
        numPartitions = settings.numPartitions
        defaultReplicationFactor = settings.defaultReplicationFactor
        deleteTopicsEnabled = settings.deleteTopicsEnabled
    }

    package mutating func apply(_ entry: MetadataEntry) { image.apply(entry) }

    /// All layers of configuration as they are now.
    package var layers: ConfigLayers { image.layers(fixed, brokerID: brokerID) }

    /// A topic's settings as they are now.
    package func settings(of topic: TopicImage) -> TopicSettings {
        TopicSettings(layers, overrides: image.configs(of: .topic(topic.name)))
    }

    /// The first entry of an empty log: the cluster's identifier.
    package func createCluster(using generator: inout some RandomNumberGenerator) -> Decision<MetadataEntry, UUID> {
        guard image.clusterID == .zero else { return Decision(answer: image.clusterID) }
        let id = UUID(using: &generator)
        return Decision(entries: [.clusterCreated(id: id)], answer: id)
    }

    /// The next block of producer ids, which nobody else will be given.
    package func allocateProducerIDs() -> Decision<MetadataEntry, Range<Int64>> {
        let start = image.nextProducerID
        let end = start + limits.producerIDBlock
        return Decision(entries: [.producerIDsAllocated(next: end)], answer: start..<end)
    }
}

/// Names that stand more than once in a request: each of them is refused, once.
func duplicates<Name: Hashable>(among names: some Sequence<Name>) -> Set<Name> {
    var seen: Set<Name> = []
    return Set(names.filter { !seen.insert($0).inserted })
}
