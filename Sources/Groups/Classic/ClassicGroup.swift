import OttlaProtocol
import OttlaVocabulary

/// A group whose members choose a protocol and a leader, and let the leader assign.
///
/// The group goes round: all join, the leader hands in an assignment, all work, until somebody comes or goes. This is the
/// whole table; whatever it does not name is refused and changes nothing.
///
/// | State | Event | Then |
/// |---|---|---|
/// | Empty | a member joins | PreparingRebalance, for the initial delay; longer while others come, at most the rebalance timeout |
/// | PreparingRebalance | all have joined and no id handed out is open (not during the initial delay) | next generation |
/// | | the time is up | next generation, without dynamic members that did not join |
/// | | the time is up, and only static members are left, none of which joined | PreparingRebalance once more |
/// | | next generation, somebody is there | CompletingRebalance, joins are answered |
/// | | next generation, nobody is there | Empty, written |
/// | CompletingRebalance | the leader syncs | Stable, written, syncs are answered |
/// | | somebody joins anew or with other protocols, a static member is replaced, a member goes | PreparingRebalance |
/// | | a member joins again with the same protocols | the same answer again |
/// | | the time is up | members that did not sync go, PreparingRebalance |
/// | Stable | somebody joins anew or with other protocols, the leader joins again, a member goes | PreparingRebalance |
/// | | another member joins again with the same protocols | the same answer again |
/// | | a static member is replaced, and the choice of protocol stands | Stable, written |
/// | | a static member is replaced, and the choice changes | PreparingRebalance |
/// | | the time is up that members have to sync | members that did not go, PreparingRebalance |
/// | any | a heartbeat | the member's session begins anew; in PreparingRebalance it is told to join |
/// | any | a session ends | the member goes. Not while it waits for an answer, except for new members that wait for five minutes |
/// | any | a connection is lost | its member waits no longer: its session begins |
///
/// Kafka's fifth state, Dead, is a group that is not there any more.
///
/// What survives is the value last `written`: a restart finds the group Empty or Stable as it then was, and sessions begin
/// anew. All else is beside the log. Subjects: `+Join`, `+StaticMembers`, `+Rebalance`, `+Sync`, `+Sessions`, `+Leave`,
/// `+Protocols`, `+Log`, `+Inspection`.
struct ClassicGroup: Sendable {
    enum State: Equatable, Sendable {
        /// The log is being read; `written` is all there is.
        case loading
        case empty
        case preparingRebalance(Preparation)
        case completingRebalance
        case stable
    }

    /// The wait for joins.
    struct Preparation: Equatable, Sendable {
        /// The group was empty: it waits out its delay, though all that are known may have joined.
        var isInitial: Bool
        /// During this delay; so there is another one.
        var newMemberCame = false
        /// The initial delay ends here whoever comes.
        var limit: Instant
    }

    var state = State.empty
    /// When it came into this state (`currentStateTimestamp`).
    var stateSince = Timestamp.none
    var generation: Int32 = 0
    var protocolType: String?
    var protocolName: String?
    var leader: String?
    var members = ClassicMembers()
    /// Ids that were handed out and have not joined yet (KIP-394), each with its end.
    var pending: [String: MovingDeadline] = [:]
    /// The end of the initial delay, of the wait for joins, or of the time to sync.
    var phase = MovingDeadline()
    /// What members had that came over from the consumer protocol, until their first generation here (`+HandedOver`). Empty
    /// after a restart, which leaves known only that they did.
    var handedOver: [String: CurrentAssignment]?
    /// What the log has.
    var written: GroupMetadataValue?

    var isEmpty: Bool { members.isEmpty }

    /// Nothing of it is in the log, and nobody is there or about to come.
    var isBlank: Bool { written == nil && members.isEmpty && pending.isEmpty && state == .empty }

    /// The longest time any member wants for its clean-up, which all are given.
    var rebalanceTimeoutMs: Int64 { members.list.reduce(0) { max($0, Int64($1.rebalanceTimeoutMs)) } }

    /// Why a request that names this member is refused.
    func refusal(memberID: String, instanceID: String?) -> ErrorCode? {
        if let instanceID {
            // KIP-345: one process for each instance; who is not the last to have joined as this instance has to stop.
            guard let current = members.staticMember(instanceID) else { return .unknownMemberID }
            guard current == memberID else { return .fencedInstanceID }
        }
        return members.position(of: memberID) == nil ? .unknownMemberID : nil
    }
}
