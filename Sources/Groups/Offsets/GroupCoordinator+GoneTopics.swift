import OttlaProtocol
import OttlaStateMachines
import OttlaVocabulary

/// Offsets of topics that are gone. A topic of the same name that comes later is another one, and is read from its start.
///
/// That a topic is gone is known where it was seen: it was there and is not, or there is one of its name that was not there
/// before. Offsets of a topic that is merely unknown, as after its metadata was lost, stay until their time is over.
///
/// They count no more at once, and are taken away a slice at a time: thousands of groups may have read a thousand partitions.
extension GroupCoordinator {
    /// How many tombstones are written, or topics looked at, before others have their turn.
    private static var sliceOfSweep: Int { 1_024 }

    func isGone(_ topic: CommittedOffsets.Topic) -> Bool { topicNames.isGone(topic.name, generation: topic.generation) }

    /// Topics came and went.
    mutating func forgetOffsetsOfGoneTopics(
        among changed: ChangedTopics, since old: TopicCatalog, at now: Moment, _ effects: inout Effects
    ) {
        // What there was before is not known from a catalog without any topic: offsets are in one.
        guard !old.byName.isEmpty else { return }
        let isOther = { [catalog] (name: String) in old.topic(named: name)?.id != catalog.topic(named: name)?.id }
        var gone = Set(changed.inOrder.filter { topicNames.contains($0) && isOther($0) })
        if !pendingOffsets.isEmpty { gone.formUnion(pendingOffsets.topics.filter { changed.contains($0) && isOther($0) }) }
        guard !gone.isEmpty else { return }
        for name in gone.sorted() {
            topicNames.forget(name)
            for key in pendingOffsets.keys(ofTopic: name) { record(.offset(key, nil), &effects) }
        }
        // Groups that were passed already may have the new ones too.
        isSweepBegun = false
        if !isSweepAwaited { sweep(at: now, &effects) }
    }

    mutating func goneTopicsDue(at now: Moment, _ effects: inout Effects) {
        isSweepAwaited = false
        sweep(at: now, &effects)
    }

    private mutating func sweep(at now: Moment, _ effects: inout Effects) {
        if !isSweepBegun { unswept = groups.keys.sorted(by: >) }
        isSweepBegun = true
        var rest = Self.sliceOfSweep
        while topicNames.hasGone, rest > 0, let id = unswept.last {
            rest -= 1
            if sweep(id, &rest, &effects) { unswept.removeLast() }
        }
        guard topicNames.hasGone, !unswept.isEmpty else {
            unswept = []
            return
        }
        isSweepAwaited = true
        deadlines.add(.goneTopics, at: now.instant.advanced(milliseconds: 1))
    }

    /// False if more is left of the group than there was room for.
    private mutating func sweep(_ id: String, _ rest: inout Int, _ effects: inout Effects) -> Bool {
        guard let offsets = groups[id]?.offsets else { return true }
        // However many topics it has, it comes further.
        var room = max(rest - offsets.topics.count, Self.sliceOfSweep / 8)
        rest -= offsets.topics.count
        for topic in offsets.topics where isGone(topic) {
            guard room > 0 else { return false }
            let going = topic.partitions.suffix(room)
            // From the end, so that none has to move up.
            for committed in going.reversed() {
                record(.offset(OffsetCommitKey(group: id, topic: topic.name, partition: committed.partition), nil), &effects)
            }
            room -= going.count
            rest -= going.count
            if going.count < topic.partitions.count { return false }
        }
        return true
    }

    /// Before a group commits anew under the name of a topic that is gone.
    mutating func removeGoneOffsets(of id: String, _ name: String, _ effects: inout Effects) {
        guard topicNames.hasGone, let topic = groups[id]?.offsets.topic(named: name), isGone(topic) else { return }
        removeOffsets(of: id, topic, &effects) { _ in true }
    }
}
