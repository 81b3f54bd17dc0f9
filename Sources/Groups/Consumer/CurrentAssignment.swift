import OttlaProtocol

/// What a member has been told to hold, and how far it has come: one entry of the log (KIP-848).
struct CurrentAssignment: Equatable, Sendable {
    /// How a member stands to its target.
    enum State: Int8, Sendable {
        /// It has what its target of this epoch gives it.
        case stable = 0
        /// It has to give partitions back before it can go on.
        case unrevokedPartitions = 1
        /// Part of its target is still in others' hands.
        case unreleasedPartitions = 2
        /// Written by a later version of the broker.
        case unknown = 127
    }

    /// The epoch of a static member that has left for a while.
    static let awayEpoch: Int32 = -2

    var epoch: Int32 = 0
    /// The one before: accepted once more, because the answer with the new one may have been lost.
    var previousEpoch: Int32 = 0
    var state = State.stable
    var assigned = HeldPartitions()
    /// Taken from it, not yet given back by it.
    var revoking = HeldPartitions()

    init() {}

    init(_ value: ConsumerGroupCurrentMemberAssignmentValue) {
        epoch = value.memberEpoch
        previousEpoch = value.previousMemberEpoch
        state = State(rawValue: value.state) ?? .unknown
        assigned = HeldPartitions(value.assignedPartitions, memberEpoch: value.memberEpoch)
        revoking = HeldPartitions(value.partitionsPendingRevocation, memberEpoch: value.memberEpoch)
    }

    var value: ConsumerGroupCurrentMemberAssignmentValue {
        .init(
            memberEpoch: epoch, previousMemberEpoch: previousEpoch, state: state.rawValue, assignedPartitions: assigned.value,
            partitionsPendingRevocation: revoking.value)
    }

    /// Who had a partition in an older epoch already, and has it since, may commit in it (KIP-1251).
    func mayCommit(_ place: TopicIDPartition, at epoch: Int32) -> Bool {
        if epoch == self.epoch { return true }
        guard epoch >= 0, epoch < self.epoch, let since = assigned.epoch(of: place) ?? revoking.epoch(of: place) else { return false }
        return epoch >= since
    }

    mutating func move(to epoch: Int32) {
        if epoch == self.epoch { return }
        previousEpoch = self.epoch
        self.epoch = epoch
    }
}
