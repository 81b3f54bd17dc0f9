import OttlaVocabulary

/// The side of a consumer that fetches, as its membership sees it. All of it is called on the lane, and must not call back
/// into the membership before it returns. What it is told to stop or to forget it may not have heard of yet: partitions may go
/// before it was learned where to begin with them.
protocol GroupAssignmentTarget: AnyObject {
    /// Partitions to read from now on, and where the group goes on with each: `nil` where it never committed, so that the
    /// policy for a reset decides.
    func assigned(_ partitions: [TopicPartition: CommittedOffset?])
    /// Records of these must not be handed out any more; their positions are still asked for.
    func stopped(_ partitions: [TopicPartition])
    /// These are not ours any more: forget them.
    func removed(_ partitions: [TopicPartition])
    /// Where the user is: after the records that were handed out and are done with. `nil` asks for all.
    func positions(for partitions: [TopicPartition]?) -> [TopicPartition: CommittedOffset]
    /// The membership has ended for good: whoever asks for records is told.
    func failed(_ error: ClientError)
}

/// What a consumer tells its membership besides the group's own settings.
struct GroupMemberConfiguration: Sendable {
    var membership: MembershipSettings
    /// Where the user is is committed so often; `nil` if only the user commits.
    var autoCommitIntervalMs: Int64? = 5_000
    /// Whether committed records only are read.
    var isStableRequired = false
    var listener = RebalanceListener()
}
