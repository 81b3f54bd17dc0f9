/// All settings of a topic, resolved and typed: what its logs and its handlers read. Made anew when a setting changes.
package struct TopicSettings: Equatable, Sendable {
    /// What happens to old records.
    package struct CleanupPolicy: OptionSet, Equatable, Sendable {
        package var rawValue: UInt8
        package init(rawValue: UInt8) { self.rawValue = rawValue }

        package static let delete = CleanupPolicy(rawValue: 1)
        package static let compact = CleanupPolicy(rawValue: 2)
    }

    /// How batches are stored.
    package enum Compression: String, Sendable {
        case producer, uncompressed, gzip, snappy, lz4, zstd
    }

    package var cleanupPolicy: CleanupPolicy
    package var retentionMs: Int64
    package var retentionBytes: Int64
    package var fileDeleteDelayMs: Int64
    package var deleteRetentionMs: Int64
    package var minCompactionLagMs: Int64
    package var maxCompactionLagMs: Int64
    package var minCleanableDirtyRatio: Double

    package var maxMessageBytes: Int
    package var compression: Compression
    package var gzipLevel: Int32
    package var lz4Level: Int32
    package var zstdLevel: Int32
    /// Records carry the time the broker took them, not the one their producer gave them.
    package var usesLogAppendTime: Bool
    package var timestampAfterMaxMs: Int64
    package var timestampBeforeMaxMs: Int64

    /// `internal.segment.bytes` where it is set, else `segment.bytes`.
    package var segmentBytes: Int
    package var segmentMs: Int64
    package var segmentJitterMs: Int64
    package var segmentIndexBytes: Int
    package var indexIntervalBytes: Int
    package var flushMessages: Int64
    package var flushMs: Int64
    package var minInSyncReplicas: Int32
    /// The broker's, the same for all topics; here because each log forgets its idle producers itself.
    package var producerIDExpirationMs: Int64

    /// Records without a key are refused: compaction would not know what they replace.
    package var needsKeys: Bool { cleanupPolicy.contains(.compact) }

    package init(_ layers: ConfigLayers, overrides: [String: String] = [:]) {
        func value(_ name: String) -> ConfigValue {
            guard let value = layers.value(name, overrides: overrides) else { preconditionFailure("\(name) has no default") }
            return value
        }
        cleanupPolicy = CleanupPolicy(value("cleanup.policy").list.map { $0 == "compact" ? .compact : .delete })
        retentionMs = value("retention.ms").integer
        retentionBytes = value("retention.bytes").integer
        fileDeleteDelayMs = value("file.delete.delay.ms").integer
        deleteRetentionMs = value("delete.retention.ms").integer
        minCompactionLagMs = value("min.compaction.lag.ms").integer
        maxCompactionLagMs = value("max.compaction.lag.ms").integer
        minCleanableDirtyRatio = value("min.cleanable.dirty.ratio").double
        maxMessageBytes = Int(value("max.message.bytes").integer)
        guard let compression = Compression(rawValue: value("compression.type").text) else {
            preconditionFailure("compression.type was not checked when it was set")
        }
        self.compression = compression
        gzipLevel = Int32(value("compression.gzip.level").integer)
        lz4Level = Int32(value("compression.lz4.level").integer)
        zstdLevel = Int32(value("compression.zstd.level").integer)
        usesLogAppendTime = value("message.timestamp.type").text == "LogAppendTime"
        timestampAfterMaxMs = value("message.timestamp.after.max.ms").integer
        timestampBeforeMaxMs = value("message.timestamp.before.max.ms").integer
        let tinySegment = layers.value("internal.segment.bytes", overrides: overrides)
        segmentBytes = Int((tinySegment ?? value("segment.bytes")).integer)
        segmentMs = value("segment.ms").integer
        segmentJitterMs = value("segment.jitter.ms").integer
        segmentIndexBytes = Int(value("segment.index.bytes").integer)
        indexIntervalBytes = Int(value("index.interval.bytes").integer)
        flushMessages = value("flush.messages").integer
        flushMs = value("flush.ms").integer
        minInSyncReplicas = Int32(value("min.insync.replicas").integer)
        guard let expiration = layers.value("producer.id.expiration.ms") else { preconditionFailure("it has a default") }
        producerIDExpirationMs = expiration.integer
    }
}

extension TopicConfigs {
    /// What is wrong with a topic's settings, in a sentence: a name, a value, or two that contradict each other.
    package static func problem(with overrides: [String: String], layers: ConfigLayers) -> String? {
        for (name, value) in overrides.sorted(by: { $0.key < $1.key }) {
            guard let definition = table[name] else { return unknownName(name) }
            if let problem = definition.problem(with: value) { return problem }
            if name == "remote.storage.enable", value.trimmed.lowercased() == "true" {
                return "remote.storage.enable cannot be true: tiered storage is not served."
            }
        }
        let settings = TopicSettings(layers, overrides: overrides)
        if settings.minCompactionLagMs > settings.maxCompactionLagMs {
            return "min.compaction.lag.ms (\(settings.minCompactionLagMs)) must not be more than max.compaction.lag.ms "
                + "(\(settings.maxCompactionLagMs))."
        }
        return nil
    }

    /// For a name that is no topic setting, with the one that was probably meant.
    package static func unknownName(_ name: String) -> String {
        let meant = table.definitions.first { $0.fallbacks.contains { $0.name == name } }?.name ?? table.nearestName(to: name)
        return "\(name) is not a setting of topics." + (meant.map { " Did you mean \($0)?" } ?? "")
    }
}
