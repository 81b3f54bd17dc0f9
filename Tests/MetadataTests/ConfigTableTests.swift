import OttlaMetadata
import Testing

@Suite struct ConfigTableTests {
    private let all = TopicConfigs.table.definitions + BrokerConfigs.table.definitions

    @Test func `every default is allowed by its own check`() {
        for definition in all {
            guard let value = definition.defaultValue else { continue }
            #expect(definition.problem(with: value) == nil)
        }
    }

    @Test func `every setting is explained in one sentence`() {
        for definition in all {
            #expect(definition.documentation.hasSuffix("."), "\(definition.name)")
            if definition.isUsed { #expect(definition.text.count > 10, "\(definition.name)") }
        }
    }

    @Test func `every fallback is a broker setting with an end`() {
        for definition in all {
            for fallback in definition.fallbacks { #expect(BrokerConfigs.table[fallback.name] != nil, "\(fallback.name)") }
            if let last = definition.fallbacks.last { #expect(BrokerConfigs.table[last.name]?.defaultValue != nil, "\(last.name)") }
        }
    }

    @Test func `a topic's default is what the broker's settings give`() {
        let layers = ConfigLayers()
        for definition in TopicConfigs.table.definitions {
            #expect(layers.topic(definition, overrides: [:]).value == definition.defaultValue, "\(definition.name)")
        }
    }

    @Test func `all of Kafka's broker settings are known`() {
        #expect(BrokerConfigs.table.definitions.count >= 375)
        for name in ["zookeeper.connect", "process.roles", "num.io.threads", "ssl.keystore.location", "quota.window.num"] {
            guard case .withoutMeaning = BrokerConfigs.table[name]?.standing else {
                Issue.record("\(name) should be known and without meaning")
                continue
            }
        }
    }

    @Test(arguments: [
        (
            "retention.ms", "-2",
            "retention.ms must be -1 or more, not \"-2\". Milliseconds to keep a record; -1 keeps it without limit of time."
        ),
        (
            "retention.ms", "7 days",
            "retention.ms must be -1 or more, not \"7 days\". Milliseconds to keep a record; -1 keeps it without limit of time."
        ),
        (
            "compression.gzip.level", "0",
            "compression.gzip.level must be -1, or from 1 to 9, not \"0\". Level where batches are stored with gzip."
        ),
        (
            "preallocate", "yes",
            "preallocate must be true or false, not \"yes\". Whether a new segment takes its whole size from the disk at once."
        ),
        (
            "segment.bytes", "3000000000",
            "segment.bytes must be 1048576 or more and at most 2147483647, not \"3000000000\". Bytes after which a log goes on in a new file."
        ),
        (
            "cleanup.policy", "compact,purge",
            "cleanup.policy must be a list of compact, delete, not \"compact,purge\". What happens to old records: delete them by age and size, or compact (keep the last of each key; records need keys)."
        ),
        (
            "min.cleanable.dirty.ratio", "1.5",
            "min.cleanable.dirty.ratio must be from 0.0 to 1.0, not \"1.5\". Share of a log not yet compacted that starts compaction."
        ),
        (
            "leader.replication.throttled.replicas", "0:1,2",
            "leader.replication.throttled.replicas must be \"*\", or a list of partition:broker, not \"0:1,2\". Replicas whose leaders send slowly."
        ),
    ])
    func `a wrong value is answered with what is allowed`(name: String, value: String, sentence: String) throws {
        let definition = try #require(TopicConfigs.table[name])
        #expect(definition.problem(with: value) == sentence)
    }

    @Test func `a password is never repeated`() throws {
        let definition = try #require(BrokerConfigs.table["ssl.key.password"])
        #expect(definition.isSensitive)
        #expect(definition.documentation.contains("not served yet"))
    }

    @Test(arguments: [
        ("log.retention.mss", "log.retention.ms"), ("num.partition", "num.partitions"), ("listners", "listeners"),
        ("log.segement.bytes", "log.segment.bytes"), ("auto.create.topic.enable", "auto.create.topics.enable"),
    ])
    func `a slip of the hand finds the name that was meant`(typed: String, meant: String) {
        #expect(BrokerConfigs.table.nearestName(to: typed) == meant)
    }

    @Test func `nothing is suggested for a name like no other`() {
        #expect(BrokerConfigs.table.nearestName(to: "favourite.colour") == nil)
    }
}
