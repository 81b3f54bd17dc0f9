import OttlaProtocol
import OttlaVocabulary

/// Entries, deadlines and topics, handed on to the consumer groups they are about.
extension GroupCoordinator {
    mutating func applyConsumer(_ id: String, _ entry: GroupEntry) {
        if groups[id]?.consumer == nil {
            if entry.isTombstone { return }
            groups[id, default: Group(id: id)].consumer = ConsumerGroup(id: id)
        }
        groups[id]?.consumer?.apply(entry)
        if groups[id]?.consumer?.isBare == true { groups[id]?.consumer = nil }
    }

    /// The log may end in the middle of a command.
    mutating func mendConsumerGroups(at now: Moment, _ effects: inout Effects) {
        for id in consumerGroupIDs {
            if groups[id]?.classic != nil {
                // A change of protocol, the classic group of which is whole.
                removeConsumerGroup(id, &effects)
            } else {
                onConsumerGroupInPlace(id, at: now, &effects) { $0.mend(&$1) }
            }
        }
    }

    /// The topics may be others than they were when the log was written.
    mutating func resolveExpressions(at now: Moment, _ effects: inout Effects) {
        for id in consumerGroupIDs where groups[id]?.consumer?.isEmpty == false {
            onConsumerGroup(id, at: now, &effects) { $0.resolveExpressions(&$1) }
        }
    }

    mutating func startConsumerSessions(at now: Moment, _ effects: inout Effects) {
        for id in consumerGroupIDs { onConsumerGroup(id, at: now, &effects) { $0.start(&$1) } }
    }

    /// Whether a member's session, or its time to give back, is really over.
    mutating func isOver(_ due: GroupDeadline, _ id: String, _ memberID: String, at now: Moment, _ effects: inout Effects) -> Bool {
        guard groups[id]?.consumer != nil else { return false }
        return onConsumerGroupInPlace(id, at: now, &effects) { $0.isOver(due, memberID, &$1) }
    }

    /// Takes members out of their groups, and leaves none in `members`.
    mutating func removeConsumerMembers(_ members: inout [String: [String]], at now: Moment, _ effects: inout Effects) {
        if members.isEmpty { return }
        for (id, memberIDs) in members.sorted(by: { $0.key < $1.key }) where groups[id]?.consumer != nil {
            onConsumerGroup(id, at: now, &effects) { $0.remove(memberIDs, &$1) }
        }
        members = [:]
    }

    mutating func consumerRefreshDue(_ id: String, at now: Moment, _ effects: inout Effects) {
        guard groups[id]?.consumer != nil else { return }
        onConsumerGroup(id, at: now, &effects) { $0.refreshDue(&$1) }
    }

    /// Groups that neither name one of the topics nor have an expression are left alone.
    mutating func consumerTopicsChanged(
        _ changed: ChangedTopics, since old: TopicCatalog, at now: Moment, _ effects: inout Effects
    ) {
        let concerned = groups.lazy.filter { $0.value.consumer?.isConcerned(by: changed) == true }.map(\.key).sorted()
        var allowance = PatternAllowance()
        for id in concerned { onConsumerGroup(id, at: now, &effects) { $0.topicsChanged(changed, since: old, &allowance, &$1) } }
    }

    /// In order, so that every run leaves the same entries.
    private var consumerGroupIDs: [String] { groups.lazy.filter { $0.value.consumer != nil }.map(\.key).sorted() }
}

extension GroupEntry {
    /// It takes its key out of the log.
    var isTombstone: Bool {
        switch self {
        case .offset(_, let value): value == nil
        case .classicGroup(_, let value): value == nil
        case .consumerGroup(_, let value): value == nil
        case .partitionMetadata(_, let value): value == nil
        case .member(_, let value): value == nil
        case .targetAssignment(_, let value): value == nil
        case .targetMember(_, let value): value == nil
        case .currentAssignment(_, let value): value == nil
        case .regularExpression(_, let value): value == nil
        }
    }
}
