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
}
