/// The broker's settings for consumer groups and their offsets.
extension BrokerConfigs {
    static let groups: [ConfigDefinition] = classicGroups + consumerGroups + offsets

    private static let classicGroups: [ConfigDefinition] = [
        .list(
            "group.coordinator.rebalance.protocols", "classic,consumer,streams", .listOf(["classic", "consumer", "streams"]),
            text: "The protocols of groups that are served: classic, consumer (KIP-848). Streams groups are not served yet."),
        .int("group.initial.rebalance.delay.ms", 3_000, .atLeast(0), text: "Milliseconds a new group waits for more members to join."),
        .int(
            "group.min.session.timeout.ms", 6_000, .atLeast(0), text: "The shortest session timeout a member may ask for, in milliseconds."),
        .int(
            "group.max.session.timeout.ms", 1_800_000, .atLeast(0),
            text: "The longest session timeout a member may ask for, in milliseconds."
        ),
        .int("group.max.size", .max, .atLeast(1), text: "Members a group may have."),
    ]

    private static let consumerGroups: [ConfigDefinition] = [
        .list(
            "group.consumer.assignors", "uniform,range", .distinctNotEmpty,
            text: "The assignors of the consumer protocol: uniform, range. The first is taken where no member asks for one."),
        .int(
            "group.consumer.session.timeout.ms", 45_000, .atLeast(1),
            text: "Milliseconds after which a silent member of the consumer protocol is taken for dead."
        ),
        .int(
            "group.consumer.min.session.timeout.ms", 45_000, .atLeast(1),
            text: "The least that consumer.session.timeout.ms of a group may be."),
        .int(
            "group.consumer.max.session.timeout.ms", 60_000, .atLeast(1),
            text: "The most that consumer.session.timeout.ms of a group may be."),
        .int(
            "group.consumer.heartbeat.interval.ms", 5_000, .atLeast(1),
            text: "Milliseconds between heartbeats, told to members of the consumer protocol."
        ),
        .int(
            "group.consumer.min.heartbeat.interval.ms", 5_000, .atLeast(1),
            text: "The least that consumer.heartbeat.interval.ms of a group may be."
        ),
        .int(
            "group.consumer.max.heartbeat.interval.ms", 15_000, .atLeast(1),
            text: "The most that consumer.heartbeat.interval.ms of a group may be."
        ),
        .int(
            "group.consumer.assignment.interval.ms", 1_000, .atLeast(0), .clusterWide,
            text: "The least milliseconds between two computations of a group's assignment."
        ),
        .int(
            "group.consumer.min.assignment.interval.ms", 0, .atLeast(0),
            text: "The least that consumer.assignment.interval.ms of a group may be."
        ),
        .int(
            "group.consumer.max.assignment.interval.ms", 15_000, .atLeast(0),
            text: "The most that consumer.assignment.interval.ms of a group may be."
        ),
        .int("group.consumer.max.size", .max, .atLeast(1), text: "Members a group of the consumer protocol may have."),
        .string(
            "group.consumer.migration.policy", "BIDIRECTIONAL", .oneOfIgnoringCase(["bidirectional", "upgrade", "downgrade", "disabled"]),
            text: "Which way a group may change its protocol while it has members."),
        .int(
            "group.consumer.regex.refresh.interval.ms", 600_000, .atLeast(10_000),
            text: "Milliseconds after which topics are matched anew with the members' regular expressions."
        ).hidden,
    ]

    private static let offsets: [ConfigDefinition] = [
        .int("offset.metadata.max.bytes", 4_096, .atLeast(0), text: "Bytes of text that may be kept with a committed offset."),
        .int(
            "offsets.commit.timeout.ms", 5_000, .atLeast(1),
            text: "Milliseconds a commit may wait to be synced, where __consumer_offsets is set to that."
        ),
        .int(
            "offsets.retention.minutes", 10_080, .atLeast(1),
            text: "Minutes to keep offsets of a group without members, or of topics no member subscribes to."
        ),
        .long("offsets.retention.check.interval.ms", 600_000, .atLeast(1), text: "Milliseconds between looks for offsets to forget."),
        .int("offsets.topic.num.partitions", 50, .atLeast(1), text: "Partitions of __consumer_offsets when it is created."),
        ConfigDefinition(
            name: "offsets.topic.replication.factor", type: .short, defaultValue: "3", check: .atLeast(1),
            text: "Replicas of __consumer_offsets when it is created; no more than there are brokers, which is 1."),
        .int("offsets.topic.segment.bytes", 104_857_600, .atLeast(1), text: "Bytes of a segment of __consumer_offsets when it is created."),
        .int(
            "offsets.topic.compression.codec", 0, .between(0, 4),
            text:
                "How __consumer_offsets is stored: 0 uncompressed, 1 gzip, 2 snappy, 3 lz4, 4 zstd. Its records are written uncompressed for now."
        ),
    ]
}
