import OttlaProtocol
import OttlaVocabulary

/// A log need not end with the last entry of a command: a broker that is killed may leave the first of them. Their order is
/// chosen so that what is there makes sense; here is made up for what is not. Nobody was told of any of it.
///
/// 1. A new epoch is first, so what it counts is never without it (`ConsumerWork.log`).
/// 2. What an expression matches is before the member that has it, and goes after it.
/// 3. Of a member that goes, what it holds goes first: it is free for others, and nobody holds what is no member.
/// 4. A target's epoch is after the targets of its members.
/// 5. In a change of protocol the classic group is the first to come and the last to go, and it counts.
extension ConsumerGroup {
    mutating func mend(_ work: inout ConsumerWork) {
        mendExpressions(&work)
        let isChanged = removeWhoIsNone(&work)
        let highest = max(targetEpoch, highestMemberEpoch)
        let isAhead = highest > epoch || highestMemberEpoch > targetEpoch
        // The target of this epoch does not have everybody, so it is not that of this epoch.
        let isShort = epoch == targetEpoch && members.values.contains { $0.target == nil }
        if isChanged || isAhead || isShort { bumpEpoch(above: highest, &work) }
    }

    private mutating func mendExpressions(_ work: inout ConsumerWork) {
        for expression in regularExpressions.keys.sorted() { forgetExpressionIfUnused(expression, &work) }
        for expression in subscribersByExpression.keys.sorted() where regularExpressions[expression] == nil {
            // One that is none matches nothing.
            guard let new = (try? resolveIfNew(expression, work)) ?? nil else { continue }
            record(expression, topics: new.topics, &work)
            patterns[expression] = new.pattern
            resolved.insert(expression)
        }
    }

    /// A member that nothing says of what it was told: it was never told anything, or was about to go. Or that something is
    /// held by nobody who is a member, or that another process has its place.
    private mutating func removeWhoIsNone(_ work: inout ConsumerWork) -> Bool {
        let none = members.lazy.filter { !$0.value.isMember || $0.value.current == nil }.map(\.key).sorted()
        for memberID in none { recordRemoval(of: memberID, &work) }
        var isChanged = !none.isEmpty
        for memberID in memberIDs {
            guard let metadata = members[memberID]?.metadata, let instanceID = metadata.instanceID else { continue }
            guard let holder = membersByInstance[instanceID] else {
                // Who was to take its place has just been removed, and the place is its own again.
                record(.member(.init(groupID: id, memberID: memberID), metadata), &work)
                continue
            }
            if holder != memberID {
                recordRemoval(of: memberID, &work)
                isChanged = true
            }
        }
        return isChanged
    }
}
