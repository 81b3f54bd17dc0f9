import OttlaGroups
import OttlaMetadata

/// The broker's settings in the words of the room that decides about groups.
extension GroupSettings {
    init(_ settings: BrokerSettings.Groups) {
        self.init()
        offsetMetadataMaxBytes = settings.offsetMetadataMaxBytes
        offsetsRetentionMs = settings.offsetsRetentionMs
        offsetsRetentionCheckIntervalMs = settings.offsetsRetentionCheckIntervalMs
        isConsumerProtocolEnabled = settings.isConsumerProtocolEnabled
        classic.minSessionTimeoutMs = settings.minSessionTimeoutMs
        classic.maxSessionTimeoutMs = settings.maxSessionTimeoutMs
        classic.initialRebalanceDelayMs = settings.initialRebalanceDelayMs
        classic.maxSize = settings.maxSize
        consumer.sessionTimeoutMs = settings.consumerSessionTimeoutMs
        consumer.heartbeatIntervalMs = settings.consumerHeartbeatIntervalMs
        consumer.maxSize = settings.consumerMaxSize
        consumer.assignors = settings.consumerAssignors
        guard let policy = MigrationPolicy(rawValue: settings.consumerMigrationPolicy) else {
            preconditionFailure("group.consumer.migration.policy was not checked when it was set")
        }
        consumer.migrationPolicy = policy
        consumer.regexRefreshIntervalMs = settings.consumerRegexRefreshIntervalMs
        consumer.assignmentIntervalMs = settings.consumerAssignmentIntervalMs
    }

    /// With what may change while the broker runs, as it is now.
    func updated(by image: MetadataImage, _ fixed: StaticConfiguration, brokerID: Int32) -> GroupSettings {
        let layers = image.layers(fixed, brokerID: brokerID)
        var settings = self
        settings.consumer.assignmentIntervalMs = ConsumerGroupTimes(layers, overrides: [:]).assignmentIntervalMs
        settings.consumer.ofGroups = [:]
        for (resource, values) in image.configs where resource.kind == .group {
            let times = ConsumerGroupTimes(layers, overrides: values)
            settings.consumer.ofGroups[resource.name] = Times(
                sessionTimeoutMs: times.sessionTimeoutMs, heartbeatIntervalMs: times.heartbeatIntervalMs,
                assignmentIntervalMs: times.assignmentIntervalMs)
        }
        return settings
    }
}
