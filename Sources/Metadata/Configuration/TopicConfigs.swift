/// What can be set for a topic. Where a topic does not set it, the broker setting named in `or` gives the value.
package enum TopicConfigs {
    package static let table = ConfigTable(cleaning + records + segments + replication + tieredStorage)

    private static let forever = Int64.max
    private static let oneReplica = "each partition has one replica"

    private static let cleaning: [ConfigDefinition] = [
        .list(
            "cleanup.policy", "delete", .listOf(["compact", "delete"]), .clusterWide,
            text: "What happens to old records: delete them by age and size, or compact (keep the last of each key; records need keys)."
        ).or("log.cleanup.policy"),
        .long(
            "retention.ms", 604_800_000, .atLeast(-1), .clusterWide,
            text: "Milliseconds to keep a record; -1 keeps it without limit of time."
        )
        .or("log.retention.ms").or("log.retention.minutes", times: 60_000).or("log.retention.hours", times: 3_600_000),
        .long(
            "retention.bytes", -1, .anything, .clusterWide,
            text: "Bytes a partition may hold before its oldest segments go; -1 for no limit."
        )
        .or("log.retention.bytes"),
        .long(
            "file.delete.delay.ms", 60_000, .atLeast(0), .clusterWide,
            text: "Milliseconds between taking a file out of the log and deleting it."
        )
        .or("log.segment.delete.delay.ms"),
        .long(
            "delete.retention.ms", 86_400_000, .atLeast(0), .clusterWide,
            text: "Milliseconds a compacted topic keeps the marks of deleted keys."
        )
        .or("log.cleaner.delete.retention.ms"),
        .long("min.compaction.lag.ms", 0, .atLeast(0), .clusterWide, text: "Milliseconds a record stays out of compaction.")
            .or("log.cleaner.min.compaction.lag.ms"),
        .long("max.compaction.lag.ms", forever, .atLeast(1), .clusterWide, text: "Milliseconds after which a record must be compacted.")
            .or("log.cleaner.max.compaction.lag.ms"),
        .number(
            "min.cleanable.dirty.ratio", 0.5, .betweenNumbers(0, 1), .clusterWide,
            text: "Share of a log not yet compacted that starts compaction."
        )
        .or("log.cleaner.min.cleanable.ratio"),
    ]

    private static let records: [ConfigDefinition] = [
        .int("max.message.bytes", 1_048_588, .atLeast(0), .clusterWide, text: "Bytes of the largest record batch taken.")
            .or("message.max.bytes"),
        .string(
            "compression.type", "producer", .oneOf(["uncompressed", "zstd", "lz4", "snappy", "gzip", "producer"]), .clusterWide,
            text: "How batches are stored: as the producer compressed them, or with one codec, or uncompressed."
        ).or("compression.type"),
        .int("compression.gzip.level", -1, .special(-1, orBetween: 1, 9), .clusterWide, text: "Level where batches are stored with gzip.")
            .or("compression.gzip.level"),
        .int("compression.lz4.level", 9, .between(1, 17), .clusterWide, text: "Level where batches are stored with lz4.")
            .or("compression.lz4.level"),
        .int("compression.zstd.level", 3, .between(-131_072, 22), .clusterWide, text: "Level where batches are stored with zstd.")
            .or("compression.zstd.level"),
        .string(
            "message.timestamp.type", "CreateTime", .oneOf(["CreateTime", "LogAppendTime"]), .clusterWide,
            text: "Whether a record carries the time its producer gave it or the time the broker took it."
        ).or("log.message.timestamp.type"),
        .long(
            "message.timestamp.after.max.ms", 3_600_000, .atLeast(0), .clusterWide,
            text: "Milliseconds a record's time may lie ahead of the broker's."
        )
        .or("log.message.timestamp.after.max.ms"),
        .long(
            "message.timestamp.before.max.ms", forever, .atLeast(0), .clusterWide,
            text: "Milliseconds a record's time may lie behind the broker's."
        )
        .or("log.message.timestamp.before.max.ms"),
    ]

    private static let segments: [ConfigDefinition] = [
        .int("segment.bytes", 1_073_741_824, .atLeast(1_048_576), .clusterWide, text: "Bytes after which a log goes on in a new file.")
            .or("log.segment.bytes"),
        .long(
            "segment.ms", 604_800_000, .atLeast(1), .clusterWide, text: "Milliseconds after which a log goes on in a new file, full or not."
        )
        .or("log.roll.ms").or("log.roll.hours", times: 3_600_000),
        .long("segment.jitter.ms", 0, .atLeast(0), .clusterWide, text: "Milliseconds by which segment.ms is shortened at random.")
            .or("log.roll.jitter.ms").or("log.roll.jitter.hours", times: 3_600_000),
        .int("segment.index.bytes", 10_485_760, .atLeast(4), .clusterWide, text: "Bytes an index of a segment may hold.")
            .or("log.index.size.max.bytes"),
        .int("index.interval.bytes", 4096, .atLeast(0), .clusterWide, text: "Bytes of records between two entries of an index.")
            .or("log.index.interval.bytes"),
        .long(
            "flush.messages", forever, .atLeast(1), .clusterWide,
            text: "Records after which a log is synced to the disk; 1 syncs before each answer."
        )
        .or("log.flush.interval.messages"),
        .long("flush.ms", forever, .atLeast(0), .clusterWide, text: "Milliseconds after which what was written is synced to the disk.")
            .or("log.flush.interval.ms").or("log.flush.scheduler.interval.ms"),
        .boolean("preallocate", false, .clusterWide, text: "Whether a new segment takes its whole size from the disk at once.")
            .or("log.preallocate").without(meaning: "a segment grows as it is written"),
        .int("internal.segment.bytes", nil, .anything, .clusterWide, text: "Bytes of a segment without the lower bound, for tests.").hidden,
    ]

    private static let replication: [ConfigDefinition] = [
        .int(
            "min.insync.replicas", 1, .atLeast(1), .clusterWide,
            text: "Replicas that must be in sync for a produce with acks=all to be taken."
        )
        .or("min.insync.replicas"),
        .boolean("unclean.leader.election.enable", false, .clusterWide, text: "Whether a replica that lags may lead when no other is left.")
            .or("unclean.leader.election.enable").without(meaning: oneReplica),
        .list("leader.replication.throttled.replicas", "", .replicas, .clusterWide, text: "Replicas whose leaders send slowly.")
            .without(meaning: oneReplica),
        .list("follower.replication.throttled.replicas", "", .replicas, .clusterWide, text: "Replicas whose followers fetch slowly.")
            .without(meaning: oneReplica),
    ]

    private static let noTiers = "tiered storage is not served"

    private static let tieredStorage: [ConfigDefinition] = [
        .boolean(
            "remote.storage.enable", false, .clusterWide, text: "Whether old segments move to a remote store."
        ).without(meaning: noTiers),
        .boolean("remote.log.copy.disable", false, .clusterWide, text: "Whether no more segments are copied to the remote store.")
            .without(meaning: noTiers),
        .boolean(
            "remote.log.delete.on.disable", false, .clusterWide, text: "Whether the remote copies go when remote storage is switched off."
        )
        .without(meaning: noTiers),
        .long("local.retention.ms", -2, .atLeast(-2), .clusterWide, text: "Milliseconds to keep a record locally.")
            .or("log.local.retention.ms").without(meaning: noTiers),
        .long("local.retention.bytes", -2, .atLeast(-2), .clusterWide, text: "Bytes to keep locally.")
            .or("log.local.retention.bytes").without(meaning: noTiers),
    ]
}
