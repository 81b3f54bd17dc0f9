import OttlaMetadata
import OttlaProtocol
import OttlaStateMachines
import OttlaVocabulary
import Testing

@Suite struct ReplayLawTests {
    /// Finds every mutation outside of `apply`, every entry that loses something on the way through its bytes, and
    /// every part of the image that a snapshot forgets.
    @Test(arguments: 1...20 as ClosedRange<UInt64>)
    func `folding the log gives the live image`(seed: UInt64) throws {
        var generator = SeededGenerator(seed: seed)
        var live = Controller(brokerID: 1, settings: try BrokerSettings(ConfigLayers()), fixed: StaticConfiguration())
        var log: [[UInt8]] = []
        for _ in 0..<150 {
            let entries = anyDecision(of: live, using: &generator)
            live.apply(entries)
            log += entries.map { entry in
                var writer = ByteWriter()
                entry.encode(into: &writer)
                return writer.array
            }
        }
        var replayed = MetadataImage()
        for bytes in log { replayed.apply(try MetadataEntry(decoding: bytes.span.bytes)) }
        #expect(replayed == live.image, "seed \(seed)")
        #expect(!live.image.topics.isEmpty, "seed \(seed)")
        #expect(live.image.partitionCount == live.image.topics.values.reduce(0) { $0 + Int($1.partitionCount) }, "seed \(seed)")
        #expect(try MetadataImage(decodingSnapshot: live.image.encodeSnapshot().span.bytes) == live.image, "seed \(seed)")
    }

    private func anyDecision(of controller: Controller, using generator: inout SeededGenerator) -> [MetadataEntry] {
        let names = ["a", "b", "c.d", "c_d", "e", "f", "bad name"]
        let name = names.randomElement(using: &generator) ?? "a"
        let validateOnly = generator.oneIn(8)
        switch Int.random(in: 0..<8, using: &generator) {
        case 0, 1:
            let topics = (0...Int.random(in: 0...2, using: &generator)).map { _ in
                CreateTopicsRequest.CreatableTopic(
                    name: names.randomElement(using: &generator) ?? "a", numPartitions: .random(in: -1...5, using: &generator),
                    replicationFactor: generator.oneIn(6) ? 2 : -1, configs: generator.oneIn(2) ? [] : [anySetting(using: &generator)])
            }
            return controller.createTopics(.init(topics: topics, validateOnly: validateOnly), using: &generator).entries
        case 2: return controller.deleteTopics(.init(topicNames: [name, "e"]), version: 5).entries
        case 3:
            let id = controller.image.topic(named: name)?.id ?? UUID(high: 1, low: 1)
            return controller.deleteTopics(.init(topics: [.init(topicID: id)]), version: 6).entries
        case 4:
            let count = Int32.random(in: 1...9, using: &generator)
            return controller.createPartitions(
                .init(topics: [.init(name: name, count: count, assignments: nil)], validateOnly: validateOnly)
            ).entries
        case 5:
            let setting = anySetting(using: &generator)
            let operation = Int8.random(in: 0...3, using: &generator)
            return controller.incrementalAlterConfigs(
                .init(
                    resources: [
                        .init(
                            resourceType: 2, resourceName: name,
                            configs: [.init(name: setting.name, configOperation: operation, value: setting.value)])
                    ], validateOnly: validateOnly)
            ).entries
        case 6:
            let key = generator.oneIn(2) ? "log.retention.ms" : "message.max.bytes"
            let resource = generator.oneIn(2) ? "" : "1"
            return controller.alterConfigs(
                .init(resources: [.init(resourceType: 4, resourceName: resource, configs: [.init(name: key, value: "77")])])
            ).entries
        default:
            return generator.oneIn(2)
                ? controller.allocateProducerIDs().entries : controller.createCluster(using: &generator).entries
        }
    }

    private func anySetting(using generator: inout SeededGenerator) -> CreateTopicsRequest.CreatableTopicConfig {
        let settings = [
            ("retention.ms", "5"), ("retention.ms", "x"), ("cleanup.policy", "compact"), ("cleanup.policy", "delete"), ("flush.ms", "1"),
        ]
        let setting = settings.randomElement(using: &generator) ?? settings[0]
        return .init(name: setting.0, value: setting.1)
    }
}
