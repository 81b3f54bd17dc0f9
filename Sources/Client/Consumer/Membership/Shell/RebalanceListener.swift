/// What a consumer's user wants to know of the partitions it is given and loses. Each is awaited: partitions do not go to
/// others before `revoked` has returned, and no record of new ones comes before `assigned` has.
///
/// They run beside your own reading of records, not between two of them: what they share with it must be safe for that. A
/// closure that takes longer than the group allows (`rebalanceTimeout`) is left to itself, since the group does not wait
/// longer either.
public struct RebalanceListener: Sendable {
    /// Partitions as a rebalance names them, in order.
    public typealias Handler = @Sendable @concurrent (_ partitions: [TopicPartition]) async -> Void

    /// These are ours now. Records of them come once this has returned.
    public var assigned: Handler?
    /// These go to others, and no record of them is handed out any more. Finish what you have of them: their offsets are
    /// committed after this has returned, if the consumer commits by itself.
    public var revoked: Handler?
    /// These are others' already, because the group took us for dead. Their offsets cannot be committed any more. Without
    /// this one `revoked` is called instead.
    public var lost: Handler?

    /// A listener of any of the three.
    public init(assigned: Handler? = nil, revoked: Handler? = nil, lost: Handler? = nil) {
        self.assigned = assigned
        self.revoked = revoked
        self.lost = lost
    }
}
