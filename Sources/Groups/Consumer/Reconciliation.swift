import OttlaVocabulary

/// One step of a member towards its target (KIP-848). First it gives back what it shall not keep, then it moves to the
/// target's epoch, then it gets what is free: so a partition is never with two members.
struct Reconciliation {
    let current: CurrentAssignment
    let target: PartitionSet
    let targetEpoch: Int32
    /// What the member says it holds; `nil` if it does not say.
    let owned: PartitionSet?
    /// It reads other topics than before, and the target may not know it yet.
    let isSubscriptionNew: Bool

    func next(isHeldByOther: (TopicIDPartition) -> Bool) -> CurrentAssignment {
        switch current.state {
        case .stable where current.epoch == targetEpoch && !isSubscriptionNew: return current
        case .unrevokedPartitions:
            // Saying nothing is not giving back.
            guard let owned, owned.isDisjoint(with: current.revoking.partitions) else { return current }
            return advanced(from: current.epoch < targetEpoch ? current.epoch + 1 : current.epoch, isHeldByOther)
        case .unknown: return advanced(from: targetEpoch, isHeldByOther)
        case .stable, .unreleasedPartitions: return advanced(from: current.epoch, isHeldByOther)
        }
    }

    private func advanced(from epoch: Int32, _ isHeldByOther: (TopicIDPartition) -> Bool) -> CurrentAssignment {
        var next = current
        next.assigned = current.assigned.restricted(to: target)
        let revoked = current.assigned.removing(target)
        if !revoked.isEmpty, owned?.isDisjoint(with: revoked.partitions) != true {
            next.state = .unrevokedPartitions
            next.revoking = revoked
            next.move(to: epoch)
            return next
        }
        let missing = target.subtracting(current.assigned.partitions)
        let free = missing.filter { !isHeldByOther($0) }
        next.state = free.count == missing.count ? .stable : .unreleasedPartitions
        next.revoking = HeldPartitions()
        next.assigned = next.assigned.adding(free, at: targetEpoch)
        next.move(to: targetEpoch)
        return next
    }
}
