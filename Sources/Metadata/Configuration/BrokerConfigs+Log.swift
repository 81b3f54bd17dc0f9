/// The broker's settings for its logs. Most are what a topic gets that does not set its own.
extension BrokerConfigs {
    private static let forever = Int64.max

    static let log: [ConfigDefinition] = [
        .int(
            "message.max.bytes", 1_048_588, .atLeast(0), .clusterWide,
            text: "Bytes of the largest record batch taken, where the topic does not say."
        ),
        .int("log.segment.bytes", 1_073_741_824, .atLeast(1_048_576), .clusterWide, text: "Bytes after which a log goes on in a new file."),
        .long(
            "log.roll.ms", nil, .atLeast(1), .clusterWide,
            text: "Milliseconds after which a log goes on in a new file; unset: log.roll.hours."
        )
        .or("log.roll.hours", times: 3_600_000),
        .int("log.roll.hours", 168, .atLeast(1), text: "Hours after which a log goes on in a new file."),
        .long(
            "log.roll.jitter.ms", nil, .atLeast(0), .clusterWide,
            text: "Milliseconds by which log.roll.ms is shortened at random; unset: log.roll.jitter.hours."
        )
        .or("log.roll.jitter.hours", times: 3_600_000),
        .int("log.roll.jitter.hours", 0, .atLeast(0), text: "Hours by which log.roll.hours is shortened at random."),
        .int("log.index.size.max.bytes", 10_485_760, .atLeast(4), .clusterWide, text: "Bytes an index of a segment may hold."),
        .int("log.index.interval.bytes", 4096, .atLeast(0), .clusterWide, text: "Bytes of records between two entries of an index."),
        .boolean("log.preallocate", false, .clusterWide, text: "Whether a new segment takes its whole size from the disk at once.")
            .without(meaning: "a segment grows as it is written"),
        .long(
            "log.flush.interval.messages", forever, .atLeast(1), .clusterWide,
            text: "Records after which a log is synced; 1 syncs before each answer."
        ),
        .long(
            "log.flush.interval.ms", nil, .atLeast(0), .clusterWide,
            text: "Milliseconds after which what was written is synced; unset: log.flush.scheduler.interval.ms."
        )
        .or("log.flush.scheduler.interval.ms"),
        .long("log.flush.scheduler.interval.ms", forever, text: "Milliseconds between looks for logs to sync."),
        .int(
            "log.flush.offset.checkpoint.interval.ms", 60_000, .atLeast(0), text: "Milliseconds between writes of the checkpoint files."
        ),
        .string(
            "log.message.timestamp.type", "CreateTime", .oneOf(["CreateTime", "LogAppendTime"]), .clusterWide,
            text: "Whether a record carries the time its producer gave it or the time the broker took it."),
        .long(
            "log.message.timestamp.after.max.ms", 3_600_000, .atLeast(0), .clusterWide,
            text: "Milliseconds a record's time may lie ahead of the broker's."
        ),
        .long(
            "log.message.timestamp.before.max.ms", forever, .atLeast(0), .clusterWide,
            text: "Milliseconds a record's time may lie behind the broker's."
        ),
        .string(
            "compression.type", "producer", .oneOf(["uncompressed", "zstd", "lz4", "snappy", "gzip", "producer"]), .clusterWide,
            text: "How batches are stored: as the producer compressed them, or with one codec, or uncompressed."),
        .int("compression.gzip.level", -1, .special(-1, orBetween: 1, 9), .clusterWide, text: "Level where batches are stored with gzip."),
        .int("compression.lz4.level", 9, .between(1, 17), .clusterWide, text: "Level where batches are stored with lz4."),
        .int("compression.zstd.level", 3, .between(-131_072, 22), .clusterWide, text: "Level where batches are stored with zstd."),
        .int("min.insync.replicas", 1, .atLeast(1), .clusterWide, text: "Replicas that must be in sync for a produce with acks=all."),
    ]

    static let cleaning: [ConfigDefinition] = [
        .list(
            "log.cleanup.policy", "delete", .listOf(["compact", "delete"]), .clusterWide,
            text: "What happens to old records: delete them by age and size, or compact."),
        .long(
            "log.retention.ms", nil, .atLeast(-1), .clusterWide,
            text: "Milliseconds to keep a record, -1 without limit; unset: log.retention.minutes."
        )
        .or("log.retention.minutes", times: 60_000).or("log.retention.hours", times: 3_600_000),
        .int("log.retention.minutes", nil, .atLeast(-1), text: "Minutes to keep a record, -1 without limit; unset: log.retention.hours.")
            .or("log.retention.hours", times: 60),
        .int("log.retention.hours", 168, .atLeast(-1), text: "Hours to keep a record, -1 without limit."),
        .long(
            "log.retention.bytes", -1, .anything, .clusterWide,
            text: "Bytes a partition may hold before its oldest segments go; -1 for no limit."
        ),
        .long("log.retention.check.interval.ms", 300_000, .atLeast(1), text: "Milliseconds between looks for records to delete."),
        .long(
            "log.segment.delete.delay.ms", 60_000, .atLeast(0), .clusterWide,
            text: "Milliseconds between taking a file out of a log and deleting it."
        ),
    ]
}
