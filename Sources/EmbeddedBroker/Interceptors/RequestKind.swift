import OttlaProtocol

/// The API of a request, by its key in Kafka's protocol. Those with a name here are the ones the broker serves.
public struct RequestKind: Hashable, Sendable, CustomStringConvertible {
    /// The API key on the wire.
    public var apiKey: Int16

    /// By its key.
    public init(apiKey: Int16) { self.apiKey = apiKey }

    /// The API's name in Kafka's protocol.
    public var description: String { APIKey(rawValue: apiKey).name }
}

extension RequestKind {
    /// Produce.
    public static let produce = RequestKind(apiKey: 0)
    /// Fetch.
    public static let fetch = RequestKind(apiKey: 1)
    /// ListOffsets.
    public static let listOffsets = RequestKind(apiKey: 2)
    /// OffsetForLeaderEpoch.
    public static let offsetForLeaderEpoch = RequestKind(apiKey: 23)
    /// InitProducerId.
    public static let initProducerID = RequestKind(apiKey: 22)
    /// DeleteRecords.
    public static let deleteRecords = RequestKind(apiKey: 21)
    /// DescribeProducers.
    public static let describeProducers = RequestKind(apiKey: 61)
    /// DescribeLogDirs.
    public static let describeLogDirs = RequestKind(apiKey: 35)
    /// ApiVersions.
    public static let apiVersions = RequestKind(apiKey: 18)
    /// Metadata.
    public static let metadata = RequestKind(apiKey: 3)
    /// DescribeCluster.
    public static let describeCluster = RequestKind(apiKey: 60)
    /// FindCoordinator.
    public static let findCoordinator = RequestKind(apiKey: 10)
    /// JoinGroup.
    public static let joinGroup = RequestKind(apiKey: 11)
    /// SyncGroup.
    public static let syncGroup = RequestKind(apiKey: 14)
    /// Heartbeat.
    public static let heartbeat = RequestKind(apiKey: 12)
    /// LeaveGroup.
    public static let leaveGroup = RequestKind(apiKey: 13)
    /// ConsumerGroupHeartbeat.
    public static let consumerGroupHeartbeat = RequestKind(apiKey: 68)
    /// ConsumerGroupDescribe.
    public static let consumerGroupDescribe = RequestKind(apiKey: 69)
    /// OffsetCommit.
    public static let offsetCommit = RequestKind(apiKey: 8)
    /// OffsetFetch.
    public static let offsetFetch = RequestKind(apiKey: 9)
    /// OffsetDelete.
    public static let offsetDelete = RequestKind(apiKey: 47)
    /// DescribeGroups.
    public static let describeGroups = RequestKind(apiKey: 15)
    /// ListGroups.
    public static let listGroups = RequestKind(apiKey: 16)
    /// DeleteGroups.
    public static let deleteGroups = RequestKind(apiKey: 42)
    /// CreateTopics.
    public static let createTopics = RequestKind(apiKey: 19)
    /// DeleteTopics.
    public static let deleteTopics = RequestKind(apiKey: 20)
    /// CreatePartitions.
    public static let createPartitions = RequestKind(apiKey: 37)
    /// DescribeTopicPartitions.
    public static let describeTopicPartitions = RequestKind(apiKey: 75)
    /// DescribeConfigs.
    public static let describeConfigs = RequestKind(apiKey: 32)
    /// IncrementalAlterConfigs.
    public static let incrementalAlterConfigs = RequestKind(apiKey: 44)
    /// AlterConfigs.
    public static let alterConfigs = RequestKind(apiKey: 33)
    /// ListConfigResources.
    public static let listConfigResources = RequestKind(apiKey: 74)
}
