/// Kafka's settings for what Ottla is built without. One line each, as in `notServedYet`.
extension BrokerConfigs {
    static let notNeeded: [ConfigDefinition] =
        zooKeeper
        + kraft
        + replication
        + threads
        + plugIns
        + versions
        + oneDirectory
        + tiers
        + checkpoints
        + atOnce
        + rates

    private static let zooKeeper = unused(
        because: "metadata is kept in the broker's own log, not in ZooKeeper",
        """
        password.encoder.cipher.algorithm string AES/CBC/PKCS5Padding - read-only
        password.encoder.iterations int 4096 1024.. read-only
        password.encoder.key.length int 128 8.. read-only
        password.encoder.keyfactory.algorithm string - - read-only
        password.encoder.old.secret password - - read-only
        password.encoder.secret password - - read-only
        zookeeper.clientCnxnSocket string - - read-only
        zookeeper.connect string - - read-only
        zookeeper.connection.timeout.ms int - - read-only
        zookeeper.max.in.flight.requests int 10 1.. read-only
        zookeeper.session.timeout.ms int 18000 - read-only
        zookeeper.set.acl boolean false - read-only
        zookeeper.ssl.cipher.suites list - - read-only
        zookeeper.ssl.client.enable boolean false - read-only
        zookeeper.ssl.crl.enable boolean false - read-only
        zookeeper.ssl.enabled.protocols list - - read-only
        zookeeper.ssl.endpoint.identification.algorithm string HTTPS - read-only
        zookeeper.ssl.keystore.location string - - read-only
        zookeeper.ssl.keystore.password password - - read-only
        zookeeper.ssl.keystore.type string - - read-only
        zookeeper.ssl.ocsp.enable boolean false - read-only
        zookeeper.ssl.protocol string TLSv1.2 - read-only
        zookeeper.ssl.truststore.location string - - read-only
        zookeeper.ssl.truststore.password password - - read-only
        zookeeper.ssl.truststore.type string - - read-only
        """)

    private static let kraft = unused(
        because: "metadata is kept in the broker's own log, there is no controller quorum",
        """
        broker.heartbeat.interval.ms int 2000 - read-only
        broker.session.timeout.ms int 9000 - read-only
        controller.performance.always.log.threshold.ms long 2000 - read-only internal
        controller.performance.sample.period.ms long 60000 - read-only internal
        controller.quorum.append.linger.ms int 25 0.. read-only
        controller.quorum.auto.join.enable boolean false - read-only
        controller.quorum.bootstrap.servers list "" set read-only
        controller.quorum.election.backoff.max.ms int 1000 0.. read-only
        controller.quorum.election.timeout.ms int 1000 0.. read-only
        controller.quorum.fetch.timeout.ms int 2000 0.. read-only
        controller.quorum.request.timeout.ms int 2000 0.. read-only
        controller.quorum.retry.backoff.ms int 20 0.. read-only
        controller.quorum.voters list "" set read-only
        initial.broker.registration.timeout.ms int 60000 - read-only
        metadata.log.dir string - - read-only
        metadata.log.max.record.bytes.between.snapshots long 20971520 1.. read-only
        metadata.log.max.snapshot.interval.ms long 3600000 0.. read-only
        metadata.log.segment.bytes int 1073741824 8388608.. read-only
        metadata.log.segment.min.bytes int 8388608 12.. read-only internal
        metadata.log.segment.ms long 604800000 - read-only
        metadata.max.idle.interval.ms int 500 0.. read-only
        metadata.max.retention.bytes long 104857600 - read-only
        metadata.max.retention.ms long 604800000 - read-only
        process.roles list "" set read-only
        sasl.mechanism.controller.protocol string GSSAPI - read-only
        server.max.startup.time.ms long 9223372036854775807 0.. read-only
        zookeeper.metadata.migration.enable boolean false - read-only
        zookeeper.metadata.migration.min.batch.size int 200 1.. read-only
        """)

    private static let replication = unused(
        because: "this broker stands alone, nothing is replicated",
        """
        auto.leader.rebalance.enable boolean true - read-only
        broker.id.generation.enable boolean true - read-only
        control.plane.listener.name string - - read-only
        controlled.shutdown.enable boolean true - read-only
        controlled.shutdown.max.retries int 3 - read-only
        controlled.shutdown.retry.backoff.ms long 5000 - read-only
        controller.socket.timeout.ms int 30000 - read-only
        early.start.listeners list - set read-only
        follower.fetch.last.tiered.offset.enable boolean false - cluster-wide
        inter.broker.listener.name string - - read-only
        leader.imbalance.check.interval.seconds long 300 1.. read-only
        leader.imbalance.per.broker.percentage int 10 - read-only
        num.replica.fetchers int 1 1.. cluster-wide
        replica.fetch.backoff.ms int 1000 0.. read-only
        replica.fetch.max.bytes int 1048576 0.. read-only
        replica.fetch.min.bytes int 1 - read-only
        replica.fetch.response.max.bytes int 10485760 0.. read-only
        replica.fetch.wait.max.ms int 500 - read-only
        replica.lag.time.max.ms long 30000 - read-only
        replica.socket.receive.buffer.bytes int 65536 - read-only
        replica.socket.timeout.ms int 30000 - read-only
        request.timeout.ms int 30000 - read-only
        reserved.broker.max.id int 1000 0.. read-only
        security.inter.broker.protocol string PLAINTEXT PLAINTEXT|SSL|SASL_PLAINTEXT|SASL_SSL read-only
        socket.connection.setup.timeout.max.ms long 30000 - read-only
        socket.connection.setup.timeout.ms long 10000 - read-only
        unclean.leader.election.enable boolean false - cluster-wide
        unclean.leader.election.interval.ms long 300000 1.. read-only internal
        """)

    private static let threads = unused(
        because: "work runs to completion on the lanes, see num.network.threads and queued.max.request.bytes",
        """
        background.threads int 10 1.. cluster-wide
        delete.records.purgatory.purge.interval.requests int 1 - read-only
        fetch.purgatory.purge.interval.requests int 1000 - read-only
        num.io.threads int 8 1.. cluster-wide
        num.replica.alter.log.dirs.threads int - - read-only
        producer.purgatory.purge.interval.requests int 1000 - read-only
        queued.max.requests int 500 1.. read-only
        """)

    private static let plugIns = unused(
        because: "classes of Java cannot be loaded",
        """
        alter.config.policy.class.name class - - read-only
        authorizer.class.name string "" - read-only
        client.quota.callback.class class - - read-only
        config.providers list "" set cluster-wide
        create.topic.policy.class.name class - - read-only
        kafka.metrics.reporters list "" set read-only
        metric.reporters list JmxReporter set cluster-wide
        principal.builder.class class DefaultKafkaPrincipalBuilder - per-broker
        replica.selector.class string - - read-only
        """)

    private static let versions = unused(
        because: "versions follow from the program, and batches are kept in the current format",
        """
        inter.broker.protocol.version string - - read-only
        log.message.downconversion.enable boolean true - cluster-wide
        log.message.format.version string 3.0-IV1 - read-only
        log.message.timestamp.difference.max.ms long 9223372036854775807 - read-only
        unstable.api.versions.enable boolean false - read-only internal
        unstable.feature.versions.enable boolean false - read-only internal
        """)

    private static let oneDirectory = unused(
        because: "there is one data directory",
        """
        cordoned.log.dirs list "" set per-broker
        log.dir.failure.timeout.ms long 30000 1.. read-only
        """)

    private static let tiers = unused(
        because: "tiered storage is not served",
        """
        log.local.retention.bytes long -2 -2.. cluster-wide
        log.local.retention.ms long -2 -2.. cluster-wide
        remote.log.metadata.manager.class.name string - - read-only
        remote.log.metadata.manager.class.path string - - read-only
        remote.log.storage.manager.class.name string - - read-only
        remote.log.storage.manager.class.path string - - read-only
        remote.log.storage.system.enable boolean false - read-only
        """)

    private static let checkpoints = unused(
        because: "all checkpoint files are written together, see log.flush.offset.checkpoint.interval.ms",
        """
        log.flush.start.offset.checkpoint.interval.ms int 60000 0.. read-only
        replica.high.watermark.checkpoint.interval.ms long 5000 - read-only
        """)

    private static let atOnce = unused(
        because: "only what follows the recovery point is read at start, which is soon done",
        """
        log.initial.task.delay.ms long 30000 0.. read-only internal
        num.recovery.threads.per.data.dir int 2 1.. cluster-wide
        """)

    private static let rates = unused(
        because: "connections are taken at any rate, see max.connections for their number",
        """
        max.connection.creation.rate int 2147483647 0.. cluster-wide
        """)
}
