extension BrokerSettings {
    /// The settings for consumer groups, as they are for the life of the process.
    package struct Groups: Equatable, Sendable {
        package var isConsumerProtocolEnabled: Bool
        package var initialRebalanceDelayMs: Int32
        package var minSessionTimeoutMs: Int32
        package var maxSessionTimeoutMs: Int32
        package var maxSize: Int

        package var consumerAssignors: [String]
        package var consumerSessionTimeoutMs: Int32
        package var consumerMinSessionTimeoutMs: Int32
        package var consumerMaxSessionTimeoutMs: Int32
        package var consumerHeartbeatIntervalMs: Int32
        package var consumerMinHeartbeatIntervalMs: Int32
        package var consumerMaxHeartbeatIntervalMs: Int32
        package var consumerAssignmentIntervalMs: Int64
        package var consumerMaxSize: Int
        /// In lower case.
        package var consumerMigrationPolicy: String
        package var consumerRegexRefreshIntervalMs: Int64

        package var offsetMetadataMaxBytes: Int
        package var offsetsCommitTimeoutMs: Int64
        package var offsetsRetentionMs: Int64
        package var offsetsRetentionCheckIntervalMs: Int64
        package var topic: Topic

        /// How `__consumer_offsets` is created.
        package struct Topic: Equatable, Sendable {
            package var partitionCount: Int32
            package var segmentBytes: Int
            /// A value of `compression.type`.
            package var compressionType: String
        }

        /// Reads them, and adds what contradicts itself to `problems`.
        init(_ layers: ConfigLayers, _ problems: inout [String]) {
            func number(_ name: String) -> Int64 { layers.required(name).integer }
            func int(_ name: String) -> Int32 { Int32(clamping: number(name)) }
            let protocols = layers.required("group.coordinator.rebalance.protocols").list
            isConsumerProtocolEnabled = protocols.contains("consumer")
            initialRebalanceDelayMs = int("group.initial.rebalance.delay.ms")
            minSessionTimeoutMs = int("group.min.session.timeout.ms")
            maxSessionTimeoutMs = int("group.max.session.timeout.ms")
            maxSize = Int(number("group.max.size"))
            consumerAssignors = layers.required("group.consumer.assignors").list.map(Self.assignorName)
            consumerSessionTimeoutMs = int("group.consumer.session.timeout.ms")
            consumerMinSessionTimeoutMs = int("group.consumer.min.session.timeout.ms")
            consumerMaxSessionTimeoutMs = int("group.consumer.max.session.timeout.ms")
            consumerHeartbeatIntervalMs = int("group.consumer.heartbeat.interval.ms")
            consumerMinHeartbeatIntervalMs = int("group.consumer.min.heartbeat.interval.ms")
            consumerMaxHeartbeatIntervalMs = int("group.consumer.max.heartbeat.interval.ms")
            consumerAssignmentIntervalMs = number("group.consumer.assignment.interval.ms")
            consumerMaxSize = Int(number("group.consumer.max.size"))
            consumerMigrationPolicy = layers.required("group.consumer.migration.policy").text.lowercased()
            consumerRegexRefreshIntervalMs = number("group.consumer.regex.refresh.interval.ms")
            offsetMetadataMaxBytes = Int(number("offset.metadata.max.bytes"))
            offsetsCommitTimeoutMs = number("offsets.commit.timeout.ms")
            offsetsRetentionMs = number("offsets.retention.minutes") * 60_000
            offsetsRetentionCheckIntervalMs = number("offsets.retention.check.interval.ms")
            topic = Topic(
                partitionCount: int("offsets.topic.num.partitions"),
                // A topic's segment.bytes has a least value of its own.
                segmentBytes: max(Int(number("offsets.topic.segment.bytes")), 1 << 20),
                compressionType: Self.compressionTypes[Int(number("offsets.topic.compression.codec"))])
            check(protocols, &problems)
            let bounds = ["min", "max"].map { "group.consumer.\($0).assignment.interval.ms" }
            let interval = number("group.consumer.assignment.interval.ms")
            if number(bounds[0]) > interval || interval > number(bounds[1]) {
                problems.append(
                    "group.consumer.assignment.interval.ms (\(interval)) must be from \(number(bounds[0])) to \(number(bounds[1])),"
                        + " which are \(bounds[0]) and \(bounds[1]).")
            }
        }

        /// By the number that `offsets.topic.compression.codec` has. What says "uncompressed" there means as written.
        private static let compressionTypes = ["producer", "gzip", "snappy", "lz4", "zstd"]

        /// Kafka's own assignors may be named by their class, too.
        private static func assignorName(_ name: String) -> String {
            switch name {
            case "org.apache.kafka.coordinator.group.assignor.UniformAssignor": "uniform"
            case "org.apache.kafka.coordinator.group.assignor.RangeAssignor": "range"
            default: name
            }
        }

        private func check(_ protocols: [String], _ problems: inout [String]) {
            if !protocols.contains("classic") {
                problems.append("group.coordinator.rebalance.protocols must name classic: most clients speak nothing else.")
            }
            if let unknown = consumerAssignors.first(where: { !["uniform", "range"].contains($0) }) {
                problems.append("group.consumer.assignors names \(unknown), but there are uniform and range only.")
            }
            func order(_ least: (String, Int32), _ most: (String, Int32)) {
                guard least.1 > most.1 else { return }
                problems.append("\(least.0) (\(least.1)) must not be more than \(most.0) (\(most.1)).")
            }
            order(("group.min.session.timeout.ms", minSessionTimeoutMs), ("group.max.session.timeout.ms", maxSessionTimeoutMs))
            let session = ("group.consumer.session.timeout.ms", consumerSessionTimeoutMs)
            order(("group.consumer.min.session.timeout.ms", consumerMinSessionTimeoutMs), session)
            order(session, ("group.consumer.max.session.timeout.ms", consumerMaxSessionTimeoutMs))
            let heartbeat = ("group.consumer.heartbeat.interval.ms", consumerHeartbeatIntervalMs)
            order(("group.consumer.min.heartbeat.interval.ms", consumerMinHeartbeatIntervalMs), heartbeat)
            order(heartbeat, ("group.consumer.max.heartbeat.interval.ms", consumerMaxHeartbeatIntervalMs))
            if heartbeat.1 >= session.1 {
                problems.append(
                    "\(heartbeat.0) (\(heartbeat.1)) must be less than \(session.0) (\(session.1)), or every member would be dropped.")
            }
        }
    }
}
