/// What of the broker's configuration the group coordinator goes by. The doc of each names Kafka's key.
package struct GroupSettings: Equatable, Sendable {
    /// `offset.metadata.max.bytes`
    package var offsetMetadataMaxBytes = 4096
    /// `offsets.retention.minutes`, in milliseconds
    package var offsetsRetentionMs: Int64 = 10_080 * 60_000
    /// `offsets.retention.check.interval.ms`
    package var offsetsRetentionCheckIntervalMs: Int64 = 600_000
    package var classic = Classic()
    package var consumer = Consumer()
    /// `group.coordinator.rebalance.protocols` has `consumer`
    package var isConsumerProtocolEnabled = true

    package struct Classic: Equatable, Sendable {
        /// `group.min.session.timeout.ms`
        package var minSessionTimeoutMs: Int32 = 6_000
        /// `group.max.session.timeout.ms`
        package var maxSessionTimeoutMs: Int32 = 1_800_000
        /// `group.initial.rebalance.delay.ms`
        package var initialRebalanceDelayMs: Int32 = 3_000
        /// `group.max.size`
        package var maxSize = Int(Int32.max)
        /// What the entry of a group may take, which has what all its members say of themselves and are assigned. Kafka's bound
        /// is `max.message.bytes`, 1 MiB: too little for 1,000 members of some dozens of topics. Here each of them has 16 KiB.
        package var entryMaxBytes = 16 << 20

        /// What members may say of themselves, all together; as much is for what they are assigned. The rest is for what the
        /// group says of itself: four names of at most 32 KiB.
        var membersMaxBytes: Int { (entryMaxBytes - 4 << 15) / 2 }
    }

    package struct Consumer: Equatable, Sendable {
        /// `group.consumer.session.timeout.ms`
        package var sessionTimeoutMs: Int32 = 45_000
        /// `group.consumer.heartbeat.interval.ms`
        package var heartbeatIntervalMs: Int32 = 5_000
        /// `group.consumer.max.size`
        package var maxSize = Int(Int32.max)
        /// What a member may say of itself, which is an entry of its own: twenty thousand topics with long names.
        package var memberMaxBytes = 4 << 20
        /// `group.consumer.assignors`: the first is taken where no member names one
        package var assignors = ["uniform", "range"]
        /// `group.consumer.migration.policy`
        package var migrationPolicy = MigrationPolicy.bidirectional
        /// `group.consumer.regex.refresh.interval.ms`
        package var regexRefreshIntervalMs: Int64 = 600_000
        /// `group.consumer.assignment.interval.ms`: the least time between two computations of a group's target
        package var assignmentIntervalMs: Int64 = 1_000
        /// Of groups that have settings of their own (`consumer.session.timeout.ms` of a group, and so on).
        package var ofGroups: [String: Times] = [:]

        /// What one group goes by.
        func of(_ groupID: String) -> Consumer {
            guard let own = ofGroups[groupID] else { return self }
            var settings = self
            settings.sessionTimeoutMs = own.sessionTimeoutMs
            settings.heartbeatIntervalMs = own.heartbeatIntervalMs
            settings.assignmentIntervalMs = own.assignmentIntervalMs
            return settings
        }
    }

    /// The times that a group of the consumer protocol may have of its own.
    package struct Times: Equatable, Sendable {
        package var sessionTimeoutMs: Int32
        package var heartbeatIntervalMs: Int32
        package var assignmentIntervalMs: Int64

        package init(sessionTimeoutMs: Int32, heartbeatIntervalMs: Int32, assignmentIntervalMs: Int64) {
            self.sessionTimeoutMs = sessionTimeoutMs
            self.heartbeatIntervalMs = heartbeatIntervalMs
            self.assignmentIntervalMs = assignmentIntervalMs
        }
    }

    /// Which way a group may change its protocol while it has members.
    package enum MigrationPolicy: String, Equatable, Sendable {
        case bidirectional, upgrade, downgrade, disabled
        package var allowsUpgrade: Bool { self == .bidirectional || self == .upgrade }
        package var allowsDowngrade: Bool { self == .bidirectional || self == .downgrade }
    }

    package init() {}
}
