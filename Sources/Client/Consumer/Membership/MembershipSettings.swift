/// What a membership goes by: the group's part of a consumer's configuration, in the units of the protocol.
package struct MembershipSettings: Equatable, Sendable {
    package var groupID: String
    /// Names a static member (KIP-345), whose place outlives its process.
    package var groupInstanceID: String?
    package var groupProtocol = GroupProtocol.automatic
    /// Offered to a classic group, the most wanted first.
    package var assignors: [Assignor] = [.range, .cooperativeSticky]
    /// Whether `assignors` was the user's choice: then it means the classic protocol, where members assign.
    package var areAssignorsChosen = false
    /// Asked of a coordinator of the consumer protocol; `nil` leaves it to the group.
    package var serverAssignor: String?
    package var rackID: String?
    /// After so long without a word from us, a classic group goes on without us.
    package var sessionTimeoutMs: Int32 = 45_000
    /// How long all have to give partitions back.
    package var rebalanceTimeoutMs: Int32 = 300_000
    /// Between two heartbeats of the classic protocol. The consumer protocol's coordinator says it itself.
    package var heartbeatIntervalMs: Int64 = 3_000
    /// Leaves the group if the user does not ask for records for so long. `nil`: never, being alive is what counts.
    package var maxPollIntervalMs: Int64?
    package var requestTimeoutMs: Int64 = 30_000
    package var retryBackoffMs: Int64 = 100
    package var retryBackoffMaxMs: Int64 = 1_000

    package init(groupID: String) { self.groupID = groupID }

    /// Members give up partitions one by one only if every assignor they offer can tell who had what (KIP-429): the group may
    /// choose any of them.
    var isCooperative: Bool { !assignors.isEmpty && assignors.allSatisfy(\.isCooperative) }
}

/// By which protocol a consumer is a member of its group.
public enum GroupProtocol: Hashable, Sendable {
    /// The consumer protocol where the broker offers it and the group may go over to it, else the classic one. Who chooses
    /// assignors of their own gets the classic protocol, for there members assign.
    case automatic
    /// The protocol of before KIP-848: the group stops for a moment whenever somebody comes or goes, or, with the assignor
    /// `cooperativeSticky` alone, hands over only what moves.
    case classic
    /// KIP-848: the coordinator assigns, and members move one by one.
    case consumer
}
