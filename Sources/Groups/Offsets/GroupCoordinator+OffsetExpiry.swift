import OttlaProtocol
import OttlaStateMachines
import OttlaVocabulary

/// Offsets that nobody came back for, and groups that nothing is left of (KIP-211).
///
/// A round goes through all groups, a slice of offsets at a time, so that requests come in between.
extension GroupCoordinator {
    /// How many offsets, or groups, are looked at before others have their turn: well under a millisecond.
    private static var sliceOfRound: Int { 1_024 }

    mutating func offsetExpiryDue(at now: Moment, _ effects: inout Effects) {
        // From the end, which is where an array gives up elements cheaply.
        if unexpired.isEmpty { unexpired = groups.keys.sorted(by: >) }
        var rest = Self.sliceOfRound
        while rest > 0, let id = unexpired.last {
            let entryCount = effects.entries.count
            let isDone = expireOffsets(of: id, atMost: Self.sliceOfRound, at: now, &effects)
            rest -= 1 + (groups[id]?.offsets.count ?? 0) + effects.entries.count - entryCount
            if isDone { unexpired.removeLast() }
        }
        if unexpired.isEmpty { unexpired = [] }
        let pause = unexpired.isEmpty ? settings.offsetsRetentionCheckIntervalMs : 1
        deadlines.add(.offsetExpiry, at: now.instant.advanced(milliseconds: pause))
    }

    /// False if there is more to be taken away than `limit`.
    private mutating func expireOffsets(of id: String, atMost limit: Int, at now: Moment, _ effects: inout Effects) -> Bool {
        guard let group = groups[id] else { return true }
        var expiry = OffsetExpiry(
            of: group, loadedAt: loadedAt, at: now.wallClock, retentionMs: settings.offsetsRetentionMs, limit: limit)
        for topic in group.offsets.topics {
            let known = catalog.topic(named: topic.name)
            let isGone = known == nil && !catalog.byName.isEmpty
            removeOffsets(of: id, topic, &effects) { [pendingOffsets] committed in
                let key = OffsetCommitKey(group: id, topic: topic.name, partition: committed.partition)
                guard pendingOffsets.isEmpty || !pendingOffsets.contains(key) else { return false }
                return expiry.takes(committed, of: topic.name, isGone: isGone || committed.isOfAnother(known))
            }
            if expiry.limit == 0 { return false }
        }
        let isLeft = groups[id].map { !$0.offsets.isEmpty } ?? false
        if expiry.age != .none, !isLeft, !pendingOffsets.hasSome(ofGroup: id) { removeEmptyGroup(id, &effects) }
        return true
    }

    /// Takes away what the log has of a group besides offsets, if nobody is in it.
    mutating func removeEmptyGroup(_ id: String, _ effects: inout Effects) {
        guard groups[id]?.hasMembers == false else { return }
        if groups[id]?.classic != nil { removeClassicGroup(id, &effects) }
        if groups[id]?.consumer != nil { removeConsumerGroup(id, &effects) }
    }

    // MARK: - Deleted topics

    /// Offsets of a topic that is gone, or is another one now, mean nothing: a topic of this name that comes later starts
    /// from 0.
    mutating func forgetOffsetsOfDeletedTopics(since old: TopicCatalog, _ effects: inout Effects) {
        let deleted = topicNames.all.filter { name in
            guard let before = old.topic(named: name) else { return false }
            return catalog.topic(named: name)?.id != before.id
        }
        forgetOffsets(ofTopics: deleted, &effects)
    }

    /// The log is replayed. It may end before the tombstones of a topic that went last.
    mutating func forgetOffsetsOfMissingTopics(_ effects: inout Effects) {
        // A catalog without any topic is one that does not know them yet: offsets are in one.
        guard !catalog.byName.isEmpty else { return }
        forgetOffsets(ofTopics: topicNames.all.filter { catalog.topic(named: $0) == nil }, &effects)
    }

    private mutating func forgetOffsets(ofTopics names: [String], _ effects: inout Effects) {
        guard !names.isEmpty else { return }
        for id in groups.keys.sorted() {
            for name in names.sorted() {
                guard let topic = groups[id]?.offsets.topic(named: name) else { continue }
                removeOffsets(of: id, topic, &effects) { _ in true }
            }
        }
    }
}
