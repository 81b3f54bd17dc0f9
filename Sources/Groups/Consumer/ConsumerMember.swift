import OttlaProtocol
import OttlaVocabulary

/// A member of a consumer group: its three entries of the log, and the deadlines that are not in it.
///
/// In a log that was compacted any of the three may come first, so each may be missing while it is read.
struct ConsumerMember: Sendable {
    /// What it subscribes to and how. Only who has this is a member.
    var metadata: ConsumerGroupMemberMetadataValue?
    /// What the assignor gave it.
    var target: PartitionSet?
    /// What it has been told.
    var current: CurrentAssignment?

    /// Its session, moved on by each heartbeat.
    var session = MovingDeadline()
    /// The time it has to give partitions back.
    var revocation = MovingDeadline()

    var isBare: Bool { metadata == nil && target == nil && current == nil }
    var isMember: Bool { metadata != nil }
    var epoch: Int32 { current?.epoch ?? 0 }
    /// It speaks the classic protocol, in a group that was changed over (KIP-848, live change).
    var isClassic: Bool { metadata?.classicMemberMetadata != nil }

    func isReconciled(to epoch: Int32) -> Bool { current?.state == .stable && current?.epoch == epoch }
}
