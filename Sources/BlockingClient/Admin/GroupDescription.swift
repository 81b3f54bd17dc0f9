package import OttlaVocabulary

/// Which protocol a group's members speak.
package enum GroupType: String, Equatable, Sendable {
    case classic
    /// KIP-848.
    case consumer
}

/// A group in a list.
package struct GroupListing: Equatable, Sendable {
    package var id: String
    /// Empty for a group that only keeps offsets.
    package var protocolType: String
    /// `nil` where the broker is too old to say.
    package var state: String?
    package var type: String?
    package var coordinator: Int32
}

/// A group with its members.
package struct GroupDescription: Equatable, Sendable {
    package var id: String
    package var type: GroupType
    /// In Kafka's words: Empty, Stable, PreparingRebalance, CompletingRebalance, Assigning, Reconciling.
    package var state: String
    package var protocolType: String
    /// How partitions are divided: what the members agreed on, or the broker's assignor. Empty without members.
    package var assignor: String
    /// Of a consumer group.
    package var epoch: Int32?
    package var coordinator: Int32
    package var members: [GroupMember]
}

/// A member and what it reads.
package struct GroupMember: Equatable, Sendable {
    package var id: String
    /// Given to static members, KIP-345.
    package var instanceID: String?
    package var clientID: String
    package var host: String
    package var epoch: Int32?
    /// Empty where the group is not one of consumers.
    package var assignment: [TopicPartition]
}

/// What a group has committed for a partition.
package struct CommittedOffset: Equatable, Sendable {
    package var offset: Offset
    package var metadata: String

    package init(_ offset: Offset, metadata: String = "") {
        self.offset = offset
        self.metadata = metadata
    }
}
