import OttlaProtocol
import OttlaVocabulary

/// What a group last committed for one partition, in 32 bytes: a broker holds millions of these.
struct CommittedOffset: Sendable {
    let partition: Int32
    let leaderEpoch: Int32
    let offset: Offset
    let commitTimestamp: Timestamp
    /// `nil` for most commits, which have nothing of the kind.
    let details: CommitDetails?

    var metadata: String { details?.metadata ?? "" }
    var topicID: UUID { details?.topicID ?? .zero }

    init(partition: Int32, _ value: OffsetCommitValue, details: CommitDetails?) {
        self.partition = partition
        leaderEpoch = value.leaderEpoch
        offset = value.offset
        commitTimestamp = Timestamp(milliseconds: value.commitTimestamp)
        self.details = details
    }

    /// As the log has it.
    var value: OffsetCommitValue {
        OffsetCommitValue(
            offset: offset, leaderEpoch: leaderEpoch, metadata: metadata, commitTimestamp: commitTimestamp.milliseconds,
            expireTimestamp: details?.expireTimestamp ?? -1, topicID: topicID)
    }

    /// Whether its time is over at `now`. A commit that says itself how long it is kept is kept so long (OffsetCommit 2 to 4);
    /// others for the retention, from the commit on, or from `start` where that is later (KIP-211).
    func isExpired(at now: Timestamp, from start: Timestamp?, retentionMs: Int64) -> Bool {
        if let end = details?.expireTimestamp, end >= 0 { return now.milliseconds >= end }
        return now - max(commitTimestamp, start ?? commitTimestamp) >= retentionMs
    }

    /// It was committed for a topic of this name that is gone; the one there is now has another id.
    func isOfAnother(_ topic: TopicCatalog.Topic?) -> Bool {
        guard let topic, topicID != .zero else { return false }
        return topic.id != topicID
    }
}

/// What few commits have. Equal ones of neighbouring partitions are one object.
final class CommitDetails: Sendable {
    let metadata: String
    let expireTimestamp: Int64
    let topicID: UUID

    private init(_ value: OffsetCommitValue) {
        metadata = value.metadata
        expireTimestamp = value.expireTimestamp
        topicID = value.topicID
    }

    private func agrees(with value: OffsetCommitValue) -> Bool {
        expireTimestamp == value.expireTimestamp && topicID == value.topicID && metadata == value.metadata
    }

    /// One of `known`, if it says the same.
    static func of(_ value: OffsetCommitValue, known first: CommitDetails?, _ second: CommitDetails?) -> CommitDetails? {
        if value.metadata.isEmpty, value.expireTimestamp < 0, value.topicID == .zero { return nil }
        if let first, first.agrees(with: value) { return first }
        if let second, second.agrees(with: value) { return second }
        return CommitDetails(value)
    }
}
