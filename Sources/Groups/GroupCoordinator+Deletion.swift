import OttlaProtocol
import OttlaStateMachines
import OttlaVocabulary

/// Deleting groups, of which one may have a million offsets.
///
/// To whoever asks, the group is gone at once. Its offsets go a slice at a time, so that others have their turn in between, and
/// who had it deleted hears of it when the last is gone. Until then its id takes nothing new: who joins or commits is told to come
/// again, as while a coordinator is loading. If the broker dies meanwhile, what is left of the offsets is there again, and
/// nobody was told otherwise.
extension GroupCoordinator {
    /// How many tombstones are written at a time: well under a millisecond.
    private static var sliceOfDeletion: Int { 1_024 }

    /// Deletes a group that nobody is in, with its offsets.
    package mutating func deleteGroup(_ id: String, ticket: Ticket, at now: Moment, _ effects: inout Effects) {
        if isBeingDeleted(id) {
            deletions[id]?.tickets.append(ticket)
            return
        }
        guard let group = groups[id] else { return effects.answer(ticket, .deleted(.init(groupID: id, errorCode: .groupIDNotFound))) }
        guard !group.hasMembers else { return effects.answer(ticket, .deleted(.init(groupID: id, errorCode: .nonEmptyGroup))) }
        removeEmptyGroup(id, &effects)
        deletions[id] = GroupDeletion(undecided: pendingOffsets.keys(ofGroup: id), tickets: [ticket])
        var rest = Self.sliceOfDeletion
        goOnDeleting(id, &rest, &effects)
        awaitDeletions(at: now)
    }

    func isBeingDeleted(_ id: String) -> Bool { !deletions.isEmpty && deletions[id] != nil }

    /// The group as others see it.
    func group(_ id: String) -> Group? { isBeingDeleted(id) ? nil : groups[id] }

    mutating func deletionsDue(at now: Moment, _ effects: inout Effects) {
        isDeletionAwaited = false
        var rest = Self.sliceOfDeletion
        while rest > 0, let id = deletions.keys.min() { goOnDeleting(id, &rest, &effects) }
        awaitDeletions(at: now)
    }

    private mutating func awaitDeletions(at now: Moment) {
        guard !deletions.isEmpty, !isDeletionAwaited else { return }
        isDeletionAwaited = true
        deadlines.add(.groupDeletions, at: now.instant.advanced(milliseconds: 1))
    }

    private mutating func goOnDeleting(_ id: String, _ rest: inout Int, _ effects: inout Effects) {
        while rest > 0, let key = deletions[id]?.undecided.popLast() {
            record(.offset(key, nil), &effects)
            rest -= 1
        }
        while rest > 0, let (topic, partitions) = groups[id]?.offsets.last(rest) {
            for partition in partitions { record(.offset(OffsetCommitKey(group: id, topic: topic, partition: partition), nil), &effects) }
            rest -= partitions.count
        }
        guard groups[id]?.offsets.isEmpty != false, let deletion = deletions[id], deletion.undecided.isEmpty else { return }
        deletions[id] = nil
        rest -= 1
        for ticket in deletion.tickets { effects.answer(ticket, .deleted(.init(groupID: id))) }
    }
}

/// A group on its way out.
struct GroupDeletion: Sendable {
    /// Its offsets in transactions that are not decided, as far as they are not taken away yet.
    var undecided: [OffsetCommitKey]
    /// Who waits for the end of it.
    var tickets: [Ticket]
}
