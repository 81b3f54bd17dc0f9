/// The broker's settings for compaction. Where a topic has its own, these are the values for topics that do not set it.
extension BrokerConfigs {
    static let cleaner: [ConfigDefinition] = [
        .boolean("log.cleaner.enable", true, text: "Whether topics whose cleanup.policy has compact are compacted."),
        .int("log.cleaner.threads", 1, .atLeast(0), .clusterWide, text: "Logs that are compacted at a time; 0 for none."),
        .long(
            "log.cleaner.backoff.ms", 15_000, .atLeast(0), .clusterWide,
            text: "Milliseconds between looks for logs to compact, while there are none."
        ),
        .long(
            "log.cleaner.dedupe.buffer.size", 134_217_728, .anything, .clusterWide,
            text: "Bytes for the maps of keys of all compactions, at least 1 MiB for each thread. A map needs 24 bytes for each key."
        ),
        .number(
            "log.cleaner.io.buffer.load.factor", 0.9, .anything, .clusterWide,
            text: "Share of a map of keys that may be in use: higher takes more keys at a time and more time for each."
        ),
        .int(
            "log.cleaner.io.buffer.size", 524_288, .atLeast(0), .clusterWide,
            text: "Bytes for the reading and writing of all compactions."
        ),
        .number(
            "log.cleaner.io.max.bytes.per.second", .greatestFiniteMagnitude, .anything, .clusterWide,
            text: "Bytes that all compactions together read and write in a second."
        ),
        .long(
            "log.cleaner.delete.retention.ms", 86_400_000, .atLeast(0), .clusterWide,
            text: "Milliseconds a compacted topic keeps the marks of deleted keys, where the topic does not say."
        ),
        .number(
            "log.cleaner.min.cleanable.ratio", 0.5, .betweenNumbers(0, 1), .clusterWide,
            text: "Share of a log not yet compacted that starts compaction, where the topic does not say."
        ),
        .long(
            "log.cleaner.min.compaction.lag.ms", 0, .atLeast(0), .clusterWide,
            text: "Milliseconds a record stays out of compaction, where the topic does not say."
        ),
        .long(
            "log.cleaner.max.compaction.lag.ms", .max, .atLeast(1), .clusterWide,
            text: "Milliseconds after which a record must be compacted, where the topic does not say."
        ),
    ]
}

/// How compaction works, for all logs together.
package struct CleanerSettings: Equatable, Sendable {
    package var threads: Int
    package var backoffMs: Int64
    /// Of all threads.
    package var mapBytes: Int
    package var loadFactor: Double
    /// Of all threads, for reading and writing.
    package var bufferBytes: Int
    package var maxBytesPerSecond: Double

    /// What one thread's map must have at least.
    static let leastMapBytes: Int64 = 1 << 20

    init(_ layers: ConfigLayers) {
        threads = Int(layers.required("log.cleaner.threads").integer)
        backoffMs = layers.required("log.cleaner.backoff.ms").integer
        mapBytes = Int(layers.required("log.cleaner.dedupe.buffer.size").integer)
        loadFactor = layers.required("log.cleaner.io.buffer.load.factor").double
        bufferBytes = Int(layers.required("log.cleaner.io.buffer.size").integer)
        maxBytesPerSecond = layers.required("log.cleaner.io.max.bytes.per.second").double
    }

    /// What is wrong with them together.
    var problem: String? {
        guard threads > 0, Int64(mapBytes) / Int64(threads) < Self.leastMapBytes else { return nil }
        return
            "log.cleaner.dedupe.buffer.size (\(mapBytes)) must be at least \(Self.leastMapBytes) for each of the \(threads) log.cleaner.threads."
    }
}
