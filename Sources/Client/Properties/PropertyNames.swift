/// The names that are known: those that mean something here, and those of other clients that may stand beside them in one list.
enum PropertyNames {
    static func isKnown(_ name: String) -> Bool {
        client.contains(name) || producer.contains(name) || consumer.contains(name) || withoutMeaning.contains(name)
            || prefixesWithoutMeaning.contains { name.hasPrefix($0) }
    }

    /// The known name that differs in one or two letters.
    static func nearest(to name: String) -> String? {
        let known = client.union(producer).union(consumer).sorted()
        let folded = name.lowercased().map { $0 == "_" || $0 == "-" ? "." : $0 }
        let best = known.map { (name: $0, distance: distance(folded, Array($0))) }.min { $0.distance < $1.distance }
        guard let best, best.distance <= 2 else { return nil }
        return best.name
    }

    /// How many letters must be put in, taken out or changed. Names are short, and this runs once before an error.
    private static func distance(_ left: [Character], _ right: [Character]) -> Int {
        var row = Array(0...right.count)
        for (line, character) in left.prefix(100).enumerated() {
            var diagonal = row[0]
            row[0] = line + 1
            for (column, other) in right.enumerated() {
                let above = row[column + 1]
                row[column + 1] = min(above + 1, row[column] + 1, diagonal + (character == other ? 0 : 1))
                diagonal = above
            }
        }
        return row[right.count] + max(left.count - 100, 0)
    }

    static let client: Set<String> = [
        "bootstrap.servers", "metadata.broker.list", "client.id", "request.timeout.ms", "socket.timeout.ms", "default.api.timeout.ms",
        "socket.connection.setup.timeout.ms", "reconnect.backoff.ms", "reconnect.backoff.max.ms", "retry.backoff.ms",
        "retry.backoff.max.ms", "connections.max.idle.ms", "metadata.max.age.ms", "topic.metadata.refresh.interval.ms",
        "metadata.recovery.strategy", "metadata.recovery.rebootstrap.trigger.ms", "receive.message.max.bytes", "security.protocol",
        "sasl.mechanism", "sasl.mechanisms", "sasl.jaas.config", "sasl.username", "sasl.password", "ssl.truststore.type",
        "ssl.truststore.location", "ssl.truststore.password", "ssl.truststore.certificates", "ssl.keystore.type", "ssl.keystore.location",
        "ssl.keystore.password", "ssl.keystore.certificate.chain", "ssl.keystore.key", "ssl.key.password", "ssl.ca.location", "ssl.ca.pem",
        "ssl.certificate.location", "ssl.certificate.pem", "ssl.key.location", "ssl.key.pem", "ssl.endpoint.identification.algorithm",
        "enable.ssl.certificate.verification", "ssl.enabled.protocols", "ssl.protocol",
    ]

    static let producer: Set<String> = [
        "acks", "request.required.acks", "enable.idempotence", "linger.ms", "queue.buffering.max.ms", "batch.size", "buffer.memory",
        "queue.buffering.max.kbytes", "max.block.ms", "delivery.timeout.ms", "message.timeout.ms", "max.request.size", "message.max.bytes",
        "max.in.flight.requests.per.connection", "max.in.flight", "retries", "message.send.max.retries", "compression.type",
        "compression.codec", "compression.level", "compression.gzip.level", "compression.lz4.level", "compression.zstd.level",
        "partitioner", "partitioner.class", "partitioner.ignore.keys", "partitioner.adaptive.partitioning.enable", "transactional.id",
        "transaction.timeout.ms", "allow.auto.create.topics",
    ]

    static let consumer: Set<String> = [
        "group.id", "group.instance.id", "group.protocol", "group.remote.assignor", "partition.assignment.strategy", "session.timeout.ms",
        "heartbeat.interval.ms", "max.poll.interval.ms", "enable.auto.commit", "auto.commit.interval.ms", "fetch.min.bytes",
        "fetch.max.wait.ms", "fetch.wait.max.ms", "max.partition.fetch.bytes", "fetch.message.max.bytes", "fetch.max.bytes",
        "isolation.level", "check.crcs", "client.rack", "auto.offset.reset",
    ]

    /// Of other clients, about things this one has no need to be told: passed over.
    private static let withoutMeaning: Set<String> = [
        "key.serializer", "value.serializer", "key.deserializer", "value.deserializer", "interceptor.classes", "metric.reporters",
        "metrics.num.samples", "metrics.recording.level", "metrics.sample.window.ms", "enable.metrics.push", "client.dns.lookup",
        "send.buffer.bytes", "receive.buffer.bytes", "socket.send.buffer.bytes", "socket.receive.buffer.bytes", "socket.keepalive.enable",
        "socket.nagle.disable", "socket.max.fails", "socket.connection.setup.timeout.max.ms", "security.providers", "config.providers",
        "auto.include.jmx.reporter", "max.poll.records", "exclude.internal.topics", "allow.auto.create.topics", "metadata.max.idle.ms",
        "partitioner.availability.timeout.ms", "enable.auto.offset.store", "enable.partition.eof", "queued.min.messages",
        "queued.max.messages.kbytes", "queue.buffering.max.messages", "batch.num.messages", "api.version.request",
        "api.version.request.timeout.ms", "api.version.fallback.ms", "broker.version.fallback", "broker.address.family",
        "broker.address.ttl", "debug", "log_level", "log.queue", "log.thread.name", "log.connection.close", "statistics.interval.ms",
        "sticky.partitioning.linger.ms", "go.delivery.reports", "builtin.features", "topic.metadata.refresh.fast.interval.ms",
        "topic.metadata.refresh.sparse", "topic.metadata.propagation.max.ms", "coordinator.query.interval.ms", "fetch.error.backoff.ms",
        "fetch.queue.backoff.ms", "max.in.flight.per.broker", "internal.termination.signal", "ssl.provider", "ssl.cipher.suites",
        "ssl.keymanager.algorithm", "ssl.trustmanager.algorithm", "ssl.secure.random.implementation", "ssl.engine.factory.class",
        "share.acknowledgement.mode", "delivery.report.only.error", "message.copy.max.bytes", "queuing.strategy",
    ]

    private static let prefixesWithoutMeaning = ["sasl.login.", "sasl.kerberos.", "sasl.client.callback.", "sasl.oauthbearer."]
}
