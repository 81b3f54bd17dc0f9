import OttlaProtocol
import OttlaVocabulary

extension ConsumerGroup {
    /// Leads a member a step on, and watches the time it has to give partitions back.
    mutating func reconcile(_ memberID: String, owned: PartitionSet?, isSubscriptionNew: Bool, _ work: inout ConsumerWork) {
        guard let member = members[memberID] else { return }
        if !isSubscriptionNew, member.isReconciled(to: targetEpoch) { return }
        let step = Reconciliation(
            current: member.current ?? CurrentAssignment(), target: target(of: member, work.catalog), targetEpoch: targetEpoch,
            owned: owned,
            isSubscriptionNew: isSubscriptionNew)
        let next = step.next { owners[$0].map { $0 != memberID } ?? false }
        guard next != member.current else { return }
        record(.currentAssignment(.init(groupID: id, memberID: memberID), next.value), &work)
        watchRevocation(of: memberID, &work)
    }

    /// As long as the target is of an older epoch, it may have topics that the member has left since.
    private func target(of member: ConsumerMember, _ catalog: TopicCatalog) -> PartitionSet {
        let target = member.target ?? PartitionSet()
        guard epoch > targetEpoch, !target.isEmpty, let metadata = member.metadata else { return target }
        let named = Set(metadata.subscribedTopicNames)
        let matched = metadata.subscribedTopicRegex.flatMap { expression in regularExpressions[expression].map { (expression, $0.topics) } }
        let topics = Set(
            target.topics.lazy.map(\.topicID).filter { topicID in
                guard let name = catalog.namesByID[topicID] else { return false }
                return named.contains(name) || matched.map { has($0.0, $0.1, name) } ?? false
            })
        return target.filter { topics.contains($0.topicID) }
    }

    /// From now, as something changed: the time starts anew with each step.
    mutating func watchRevocation(of memberID: String, _ work: inout ConsumerWork) {
        guard let member = members[memberID] else { return }
        guard member.current?.state == .unrevokedPartitions else {
            members[memberID]?.revocation.clear()
            return
        }
        let end = work.after(milliseconds: Int64(member.metadata?.rebalanceTimeoutMs ?? 0))
        work.wake(.consumerRevocation(group: id, member: memberID), at: members[memberID]?.revocation.set(end, at: work.now.instant))
    }
}
