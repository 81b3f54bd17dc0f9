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

    mutating func startConsumerSessions(at now: Moment, _ effects: inout Effects) {
        for id in consumerGroupIDs { onConsumerGroup(id, at: now, &effects) { $0.start(&$1) } }
    }

    mutating func consumerSessionDue(_ id: String, _ memberID: String, at now: Moment, _ effects: inout Effects) {
        guard groups[id]?.consumer != nil else { return }
        onConsumerGroup(id, at: now, &effects) { $0.sessionDue(memberID, &$1) }
    }

    mutating func consumerRevocationDue(_ id: String, _ memberID: String, at now: Moment, _ effects: inout Effects) {
        guard groups[id]?.consumer != nil else { return }
        onConsumerGroup(id, at: now, &effects) { $0.revocationDue(memberID, &$1) }
    }

    mutating func consumerRefreshDue(_ id: String, at now: Moment, _ effects: inout Effects) {
        guard groups[id]?.consumer != nil else { return }
        onConsumerGroup(id, at: now, &effects) { $0.refreshDue(&$1) }
    }

    mutating func consumerTopicsChanged(since old: TopicCatalog, at now: Moment, _ effects: inout Effects) {
        let ids = consumerGroupIDs
        if ids.isEmpty { return }
        let changed = catalog.names(differentFrom: old)
        if changed.isEmpty { return }
        for id in ids { onConsumerGroup(id, at: now, &effects) { $0.topicsChanged(changed, &$1) } }
    }

    /// In order, so that every run leaves the same entries.
    private var consumerGroupIDs: [String] { groups.lazy.filter { $0.value.consumer != nil }.map(\.key).sorted() }
}

extension TopicCatalog {
    /// Topics that are new, gone, or not what they were.
    func names(differentFrom old: TopicCatalog) -> [String] {
        let changed = byName.lazy.filter { old.byName[$0.key] != $0.value }.map(\.key)
        let gone = old.byName.keys.lazy.filter { byName[$0] == nil }
        return (Array(changed) + Array(gone)).sorted()
    }
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
