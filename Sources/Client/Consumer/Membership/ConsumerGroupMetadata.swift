/// Who a consumer is in its group, as a transactional producer has to say when it commits the consumer's offsets (KIP-447).
public struct ConsumerGroupMetadata: Hashable, Sendable {
    /// The group's name.
    public var groupID: String
    /// The generation of a classic group, or the member's epoch in a consumer group. -1 outside of a group.
    public var generationID: Int32
    /// Empty outside of a group.
    public var memberID: String
    /// The name of a static member.
    public var groupInstanceID: String?

    /// Names a member of a group.
    public init(groupID: String, generationID: Int32 = -1, memberID: String = "", groupInstanceID: String? = nil) {
        self.groupID = groupID
        self.generationID = generationID
        self.memberID = memberID
        self.groupInstanceID = groupInstanceID
    }
}

/// Where a group goes on with a partition.
public struct CommittedOffset: Hashable, Sendable {
    /// The offset of the next record to read.
    public var offset: Int64
    /// The leader epoch of the last record before it, by which a log that was cut is noticed (KIP-320).
    public var leaderEpoch: Int32?
    /// Any text of the committer's.
    public var metadata: String

    /// An offset to commit.
    public init(offset: Int64, leaderEpoch: Int32? = nil, metadata: String = "") {
        self.offset = offset
        self.leaderEpoch = leaderEpoch
        self.metadata = metadata
    }
}
