/// A group in a list.
public struct GroupListing: Hashable, Sendable {
    /// The group's name.
    public var id: String
    /// What its members speak, `consumer` for consumers; empty for a group that only keeps offsets.
    public var protocolType: String
    /// In Kafka's words: Empty, Stable, … `nil` where the broker is too old to say.
    public var state: String?
    /// In Kafka's words: `classic`, `consumer` (KIP-848), … `nil` where the broker is too old to say.
    public var type: String?
    /// The broker that looks after it.
    public var coordinator: Int32
}

/// The groups of a cluster, as far as its brokers told.
public struct GroupListings: Hashable, Sendable {
    /// In order of their names.
    public var groups: [GroupListing]
    /// Brokers that could not tell theirs, and why.
    public var failures: [Int32: ClientError]
}

/// A group with its members.
public struct GroupDescription: Hashable, Sendable {
    /// The group's name.
    public var id: String
    /// In Kafka's words: `classic` or `consumer` (KIP-848).
    public var type: String
    /// In Kafka's words: Empty, Stable, PreparingRebalance, CompletingRebalance, Assigning, Reconciling.
    public var state: String
    /// What its members speak: `consumer` for consumers.
    public var protocolType: String
    /// How partitions are divided: what the members agreed on, or the broker's assignor. Empty without members.
    public var assignor: String
    /// Raised with each change of members or subscriptions. `nil` for a classic group.
    public var epoch: Int32?
    /// The epoch its members are being brought to. `nil` for a classic group.
    public var assignmentEpoch: Int32?
    /// The broker that looks after it.
    public var coordinator: Int32
    /// Its members, as the broker lists them.
    public var members: [Member]

    /// A member and what it reads.
    public struct Member: Hashable, Sendable {
        /// Its id.
        public var id: String
        /// The `group.instance.id` of a static member (KIP-345).
        public var groupInstanceID: String?
        /// What it calls itself.
        public var clientID: String
        /// Where it connects from.
        public var host: String
        /// The epoch it has reached. `nil` in a classic group.
        public var epoch: Int32?
        /// What it reads now. Empty where the group is not one of consumers.
        public var assignment: [TopicPartition]
        /// What it is to read. The same as `assignment` in a classic group.
        public var targetAssignment: [TopicPartition]
    }
}
