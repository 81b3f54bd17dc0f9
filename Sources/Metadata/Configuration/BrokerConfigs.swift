/// What can be set for a broker. Names, types and limits are Kafka's; where a default differs, the text says so.
package enum BrokerConfigs {
    /// Every setting, the used ones first.
    package static let table = ConfigTable(used + notServedYet + securityNotServedYet + notNeeded)

    /// The settings something here reads.
    static let used: [ConfigDefinition] = general + network + limits + log + cleaning + cleaner + groups

    /// Beginnings of names that carry a name of the user's inside, with the reason why they do nothing here.
    static let prefixesWithoutMeaning: [(prefix: String, reason: String)] = [
        ("listener.name.", "settings of a single listener are not served yet"),
        ("config.providers.", "classes of Java cannot be loaded"),
        ("client.quota.callback.", "classes of Java cannot be loaded"),
        ("remote.log.", "tiered storage is not served"),
        ("rsm.", "tiered storage is not served"),
        ("rlmm.", "tiered storage is not served"),
        ("confluent.", "it belongs to another product"),
    ]

    private static let general: [ConfigDefinition] = [
        .int("node.id", nil, .atLeast(0), text: "Number of this broker. Unset: the data directory's, else 1."),
        .int("broker.id", -1, .atLeast(-1), text: "Older name of node.id; -1 for unset."),
        .string("broker.rack", nil, text: "Where this broker stands, told to clients."),
        .list("log.dirs", nil, .distinctNotEmpty, text: "The data directory. One: several are not served yet."),
        .list("log.dir", nil, .distinctNotEmpty, text: "The data directory, where log.dirs is not set."),
        .int("num.partitions", 1, .atLeast(1), text: "Partitions of a topic whose creator names no number."),
        .int("default.replication.factor", 1, .atLeast(1), text: "Replicas of a topic whose creator names no number."),
        .boolean("auto.create.topics.enable", true, text: "Whether a topic is created when a client first asks for it."),
        .boolean("delete.topic.enable", true, text: "Whether topics can be deleted."),
        .int(
            "producer.id.expiration.ms", 86_400_000, .atLeast(1), .clusterWide,
            text: "Milliseconds after which an idle producer's sequence is forgotten."
        ),
        .int(
            "producer.id.expiration.check.interval.ms", 600_000, .atLeast(1), text: "Milliseconds between looks for idle producers."
        ).hidden,
    ]

    private static let network: [ConfigDefinition] = [
        .list(
            "listeners", "PLAINTEXT://localhost:9092", .distinctNotEmpty,
            text: "Where the broker listens: NAME://HOST:PORT. Kafka's default is all addresses, Ottla's is this machine only."),
        .list(
            "advertised.listeners", nil, .distinctNotEmpty,
            text: "What clients are told to connect to. Unset: the address by which each client came."),
        .string(
            "listener.security.protocol.map", "PLAINTEXT:PLAINTEXT,SSL:SSL,SASL_PLAINTEXT:SASL_PLAINTEXT,SASL_SSL:SASL_SSL",
            text: "The protocol of each listener name: NAME:PROTOCOL. Only PLAINTEXT is served yet."),
        .list("controller.listener.names", nil, .distinct, text: "Listeners of a KRaft controller; Ottla leaves them out."),
        .int(
            "num.network.threads", nil, .atLeast(1), text: "Lanes, the threads that do the work. Unset: one for each processor (Kafka: 3)."
        ),
        .int(
            "socket.send.buffer.bytes", -1, .atLeast(-1), text: "Send buffer of a connection; -1 leaves it to the system (Kafka: 102400)."
        ),
        .int(
            "socket.receive.buffer.bytes", -1, .atLeast(-1),
            text: "Receive buffer of a connection; -1 leaves it to the system (Kafka: 102400)."
        ),
        .int("socket.listen.backlog.size", 50, .atLeast(1), text: "Connections that may wait to be accepted."),
    ]

    private static let limits: [ConfigDefinition] = [
        .int("socket.request.max.bytes", 104_857_600, .atLeast(1), text: "Bytes of the largest request taken."),
        .long(
            "queued.max.request.bytes", 268_435_456, .atLeast(-1),
            text: "Bytes of all requests held at a time; reading pauses beyond. -1 for no limit (Kafka's default)."),
        .long("connections.max.idle.ms", 600_000, text: "Milliseconds after which an idle connection is closed; below 0 for never."),
        .int("max.connections", .max, .atLeast(0), .clusterWide, text: "Connections open at a time."),
        .int("max.connections.per.ip", .max, .atLeast(0), .clusterWide, text: "Connections open at a time from one address."),
        .string(
            "max.connections.per.ip.overrides", "", .anything, .clusterWide,
            text: "Addresses with a limit of their own: ADDRESS:COUNT, separated by commas."
        ),
        .int("fetch.max.bytes", 57_671_680, .atLeast(1024), text: "Bytes of the largest answer to a fetch."),
        .int("max.incremental.fetch.session.cache.slots", 1000, .atLeast(0), text: "Fetch sessions kept."),
        .int("max.request.partition.size.limit", 2000, .atLeast(1), text: "Partitions in one answer to DescribeTopicPartitions."),
    ]
}
