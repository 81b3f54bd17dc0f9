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
            let isDone = expireOffsets(of: id, &rest, at: now, &effects)
            rest -= 1
            if isDone { unexpired.removeLast() }
        }
        if unexpired.isEmpty { unexpired = [] }
        let pause = unexpired.isEmpty ? settings.offsetsRetentionCheckIntervalMs : 1
        deadlines.add(.offsetExpiry, at: now.instant.advanced(milliseconds: pause))
    }

    /// False if there is more of the group than the slice has room for; the next goes on there.
    private mutating func expireOffsets(of id: String, _ rest: inout Int, at now: Moment, _ effects: inout Effects) -> Bool {
        let place = expiryPlace.take().flatMap { $0.group == id ? $0 : nil }
        guard let group = groups[id] else { return true }
        var expiry = OffsetExpiry(
            of: group, loadedAt: loadedAt, at: now.wallClock, retentionMs: settings.offsetsRetentionMs,
            limit: Self.sliceOfRound, reading: place.flatMap { $0.reading(of: group) })
        let start = place.map { group.offsets.place(of: $0.topic).index } ?? 0
        for topic in group.offsets.topics[start...] {
            if rest > 0 {
                rest -= topic.partitions.count
                expire(topic, of: id, &expiry, &effects)
                if expiry.limit > 0 { continue }
            }
            expiryPlace = OffsetExpiryPlace(in: group, topic: topic.name, reading: expiry.reading)
            return false
        }
        let isLeft = groups[id].map { !$0.offsets.isEmpty } ?? false
        if expiry.age != .none, !isLeft, !pendingOffsets.hasSome(ofGroup: id) { removeEmptyGroup(id, &effects) }
        return true
    }

    private mutating func expire(_ topic: CommittedOffsets.Topic, of id: String, _ expiry: inout OffsetExpiry, _ effects: inout Effects) {
        let known = catalog.topic(named: topic.name)
        // A catalog without any topic is one that does not know them yet: offsets are in one.
        let mayBeRead = known != nil || catalog.byName.isEmpty
        let isGone = isGone(topic)
        removeOffsets(of: id, topic, &effects) { [pendingOffsets] committed in
            let key = OffsetCommitKey(group: id, topic: topic.name, partition: committed.partition)
            guard pendingOffsets.isEmpty || !pendingOffsets.contains(key) else { return false }
            return expiry.takes(committed, of: topic.name, isGone: isGone || committed.isOfAnother(known), mayBeRead: mayBeRead)
        }
    }

    /// Takes away what the log has of a group besides offsets, if nobody is in it.
    mutating func removeEmptyGroup(_ id: String, _ effects: inout Effects) {
        guard groups[id]?.hasMembers == false else { return }
        if groups[id]?.classic != nil { removeClassicGroup(id, &effects) }
        if groups[id]?.consumer != nil { removeConsumerGroup(id, &effects) }
    }
}
