import OttlaProtocol
import OttlaVocabulary

/// A group whose assignment the coordinator computes (KIP-848).
///
/// A change of who is in it or of what there is to read bumps its epoch; the assignor computes a target for that epoch;
/// each member is then led towards its target on its own, with what its heartbeats say it still holds. What the log's
/// entries say is changed by `apply` alone (`+Entries`); deadlines are beside it.
struct ConsumerGroup: Sendable {
    let id: String

    // What the log has.
    var metadata: ConsumerGroupMetadataValue?
    var targetMetadata: ConsumerGroupTargetAssignmentMetadataValue?
    var members: [String: ConsumerMember] = [:]
    var regularExpressions: [String: ConsumerGroupRegularExpressionValue] = [:]
    /// Of Kafka 3.7 to 4.0; taken away with the next epoch.
    var partitionMetadata: ConsumerGroupPartitionMetadataValue?

    // What follows from it.
    var memberCount = 0
    var classicMemberCount = 0
    /// How many classic members support a protocol.
    var classicSupporters: [String: Int] = [:]
    /// Who holds a partition, also one it has yet to give back.
    var owners: [TopicIDPartition: String] = [:]
    var membersByInstance: [String: String] = [:]
    /// How many members name a topic, or an expression.
    var subscribersByTopic: [String: Int] = [:]
    var subscribersByExpression: [String: Int] = [:]

    // What need not survive.
    /// When the target was last computed, since the broker started.
    var targetComputed: Instant?
    /// For a target or expressions that were put off.
    var refresh = MovingDeadline()
    /// When expressions that are not resolved are looked at again.
    var expressionsDue: Instant?
    /// Expressions of the group, compiled when they were first needed.
    var patterns: [String: TopicPattern] = [:]
    /// Expressions whose topics in the log are those that match, in order.
    var resolved: Set<String> = []
    /// `topicsHash`, as long as nothing else is read; `nil` where it must be computed.
    var topicsSum: UInt64?

    init(id: String) { self.id = id }

    var epoch: Int32 { metadata?.epoch ?? 0 }
    var targetEpoch: Int32 { targetMetadata?.assignmentEpoch ?? 0 }
    /// No member has a higher one than the target's, unless the log lost something.
    var highestMemberEpoch: Int32 { members.values.reduce(0) { max($0, $1.epoch) } }
    var isEmpty: Bool { memberCount == 0 }

    /// The log has nothing of it.
    var isBare: Bool {
        metadata == nil && targetMetadata == nil && members.isEmpty && regularExpressions.isEmpty && partitionMetadata == nil
    }

    /// As Kafka names it.
    var stateName: String {
        if isEmpty { return "Empty" }
        if epoch > targetEpoch { return "Assigning" }
        return members.values.allSatisfy { !$0.isMember || $0.isReconciled(to: targetEpoch) } ? "Stable" : "Reconciling"
    }

    /// Ids of members, in order.
    var memberIDs: [String] { members.lazy.filter { $0.value.isMember }.map(\.key).sorted() }
}
