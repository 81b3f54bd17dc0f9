/// A topic to be created. What is not given is the broker's default.
public struct NewTopic: Hashable, Sendable {
    /// Up to 249 letters, digits, dots, dashes and underscores.
    public var name: String
    /// How many partitions. `nil`: the broker's `num.partitions`.
    public var partitionCount: Int32?
    /// How many brokers hold each partition. `nil`: the broker's `default.replication.factor`.
    public var replicationFactor: Int16?
    /// Which brokers hold which partition, the preferred leader first; then the two counts are not given.
    public var replicaAssignments: [Int32: [Int32]]
    /// Settings that differ from the broker's, by Kafka's names such as `retention.ms`.
    public var configs: [String: String]

    /// Describes a topic to be created.
    public init(
        _ name: String, partitionCount: Int32? = nil, replicationFactor: Int16? = nil,
        replicaAssignments: [Int32: [Int32]] = [:], configs: [String: String] = [:]
    ) {
        self.name = name
        self.partitionCount = partitionCount
        self.replicationFactor = replicationFactor
        self.replicaAssignments = replicaAssignments
        self.configs = configs
    }
}

/// A topic that was created, or would be. What an older broker does not tell is `nil`.
public struct CreatedTopic: Hashable, Sendable {
    /// The topic's id in Kafka's notation: 22 characters of base64. `nil` also where it was only validated.
    public var id: String?
    /// How many partitions it has.
    public var partitionCount: Int32?
    /// How many brokers hold each of them.
    public var replicationFactor: Int16?
    /// All settings in force for it, by name; secret ones have no value.
    public var configs: [String: String]
}

/// A topic in a list.
public struct TopicListing: Hashable, Sendable {
    /// The topic's name.
    public var name: String
    /// The topic's id in Kafka's notation. `nil` where the broker knows none.
    public var id: String?
    /// Whether the cluster keeps its own state in it.
    public var isInternal: Bool
    /// How many partitions it has.
    public var partitionCount: Int
}

/// A topic with its partitions.
public struct TopicDescription: Hashable, Sendable {
    /// The topic's name.
    public var name: String
    /// The topic's id in Kafka's notation. `nil` where the broker knows none.
    public var id: String?
    /// Whether the cluster keeps its own state in it.
    public var isInternal: Bool
    /// In order of their numbers.
    public var partitions: [Partition]

    /// A partition and who holds it.
    public struct Partition: Hashable, Sendable {
        /// From 0.
        public var number: Int32
        /// The broker that leads it. `nil`: none at the moment.
        public var leader: Int32?
        /// Raised with each new leader. `nil` where the broker does not tell.
        public var leaderEpoch: Int32?
        /// The brokers that hold it, the preferred leader first.
        public var replicas: [Int32]
        /// Those that have all of it.
        public var inSyncReplicas: [Int32]
        /// Those that are not there.
        public var offlineReplicas: [Int32]
    }
}

/// How many partitions a topic is to have.
public struct NewPartitions: Hashable, Sendable {
    /// The number after the change: more than now.
    public var totalCount: Int32
    /// For each new partition the brokers that hold it, the preferred leader first. `nil`: the controller decides.
    public var assignments: [[Int32]]?

    /// Raises the number to `totalCount`.
    public init(totalCount: Int32, assignments: [[Int32]]? = nil) {
        self.totalCount = totalCount
        self.assignments = assignments
    }
}
