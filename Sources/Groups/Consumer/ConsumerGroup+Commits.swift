import OttlaProtocol
import OttlaVocabulary

/// Who may commit and read offsets.
extension ConsumerGroup {
    /// Why a member, or who says it is one, may not commit an offset of a partition; `nil` if it may.
    ///
    /// An older epoch than the member's will do if the partition has been the member's since (KIP-1251).
    func commitRefusal(
        memberID: String, memberEpoch: Int32, version: Int16, isTransactional: Bool = false, topicID: UUID?, partition: Int32
    ) -> ErrorCode? {
        // Administration commits for a group that nobody is in.
        if memberEpoch < 0, isEmpty { return nil }
        if isTransactional, memberEpoch < 0, memberID.isEmpty { return nil }
        guard let member = members[memberID], member.isMember else { return .unknownMemberID }
        if !isTransactional, !member.isClassic, version < 9 { return .unsupportedVersion }
        if memberEpoch == member.epoch { return nil }
        let stale: ErrorCode = member.isClassic ? .illegalGeneration : .staleMemberEpoch
        guard let topicID, let current = member.current else { return stale }
        return current.mayCommit(TopicIDPartition(topicID: topicID, partition: partition), at: memberEpoch) ? nil : stale
    }

    /// Why offsets may not be read; who names no member may always.
    func fetchRefusal(memberID: String?, memberEpoch: Int32) -> ErrorCode? {
        if memberID?.isEmpty ?? true, memberEpoch < 0 { return nil }
        guard let memberID, let member = members[memberID], member.isMember else { return .unknownMemberID }
        if memberEpoch == member.epoch { return nil }
        return member.isClassic ? .illegalGeneration : .staleMemberEpoch
    }
}
