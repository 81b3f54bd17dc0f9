import OttlaMetadata
import Testing

@Suite struct ConfigLayersTests {
    private func layers(_ values: (String, String)...) throws -> ConfigLayers {
        ConfigLayers(fixed: try StaticConfiguration(commandLine: values.map { ($0.0, $0.1) }))
    }

    private func told(_ effective: EffectiveConfig) -> [String] {
        effective.synonyms.map { "\($0.name)=\($0.value ?? "null") \($0.source)" }
    }

    private func retention(_ layers: ConfigLayers, _ overrides: [String: String] = [:]) throws -> EffectiveConfig {
        layers.topic(try #require(TopicConfigs.table["retention.ms"]), overrides: overrides)
    }

    @Test func `hours, minutes and milliseconds give a topic's retention, the finest first`() throws {
        #expect(try retention(layers()).value == "604800000")
        #expect(try retention(layers(("log.retention.hours", "1"))).value == "3600000")
        #expect(try retention(layers(("log.retention.hours", "1"), ("log.retention.minutes", "1"))).value == "60000")
        #expect(try retention(layers(("log.retention.minutes", "1"), ("log.retention.ms", "7"))).value == "7")
        #expect(try retention(layers(("log.retention.hours", "-1"))).value == "-1")
        #expect(TopicSettings(try layers(("log.retention.hours", "2147483647"))).retentionMs == 7_730_941_129_200_000)
    }

    @Test func `a topic's own value is first, and every place is listed`() throws {
        var layers = try layers(("log.retention.ms", "4"))
        layers.dynamicDefault["log.retention.ms"] = "3"
        layers.dynamicBroker["log.retention.ms"] = "2"
        let effective = try retention(layers, ["retention.ms": "1"])
        #expect(effective.value == "1")
        #expect(effective.source == .topic)
        #expect(
            told(effective) == [
                "retention.ms=1 topic",
                "log.retention.ms=2 dynamicBroker",
                "log.retention.ms=3 dynamicDefaultBroker",
                "log.retention.ms=4 staticBroker",
                "log.retention.hours=168 defaultValue",
            ])
        layers.dynamicBroker = [:]
        #expect(try retention(layers).value == "3")
        #expect(try retention(layers).source == .dynamicDefaultBroker)
    }

    @Test func `a default is told as one`() throws {
        let effective = try retention(layers())
        #expect(effective.source == .defaultValue)
        #expect(told(effective) == ["log.retention.hours=168 defaultValue"])
    }

    @Test func `the short way to a value ends where the long one does`() throws {
        var layers = try layers(("log.retention.hours", "3"), ("log.roll.ms", "5"))
        layers.dynamicDefault["message.max.bytes"] = "9"
        let settings = TopicSettings(layers, overrides: ["flush.ms": "1"])
        for (name, value) in [
            ("retention.ms", settings.retentionMs), ("segment.ms", settings.segmentMs), ("flush.ms", settings.flushMs),
            ("max.message.bytes", Int64(settings.maxMessageBytes)), ("segment.jitter.ms", settings.segmentJitterMs),
        ] {
            let definition = try #require(TopicConfigs.table[name])
            #expect(layers.topic(definition, overrides: ["flush.ms": "1"]).value == String(value), "\(name)")
        }
    }

    @Test func `settings come out typed`() throws {
        let settings = TopicSettings(
            try layers(("log.cleanup.policy", "compact,delete"), ("log.message.timestamp.type", "LogAppendTime")),
            overrides: ["compression.type": "zstd", "internal.segment.bytes": "1000", "max.message.bytes": "77"])
        #expect(settings.cleanupPolicy == [.compact, .delete])
        #expect(settings.needsKeys)
        #expect(settings.usesLogAppendTime)
        #expect(settings.compression == .zstd)
        #expect(settings.segmentBytes == 1000)
        #expect(settings.maxMessageBytes == 77)
        #expect(settings.flushMs == .max)
    }

    @Test func `settings of a topic that contradict each other are refused`() throws {
        #expect(
            TopicConfigs.problem(with: ["min.compaction.lag.ms": "10", "max.compaction.lag.ms": "5"], layers: try layers())
                == "min.compaction.lag.ms (10) must not be more than max.compaction.lag.ms (5).")
        #expect(
            TopicConfigs.problem(with: ["log.retention.ms": "1"], layers: try layers())
                == "log.retention.ms is not a setting of topics. Did you mean retention.ms?")
    }
}
