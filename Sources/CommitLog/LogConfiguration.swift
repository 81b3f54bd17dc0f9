package import OttlaRecords
import OttlaVocabulary

/// What a topic's configuration says about its logs. Kafka's names, in the units of their suffixes; -1 where Kafka
/// has it for "no limit".
package struct LogConfiguration: Sendable, Equatable {
    package var segmentBytes = 1 << 30
    package var segmentMs: Int64 = 604_800_000
    /// Up to so much is taken off `segmentMs`, for each segment another part.
    package var segmentJitterMs: Int64 = 0
    package var indexIntervalBytes = 4096
    package var segmentIndexBytes = 10_485_760
    package var retentionMs: Int64 = 604_800_000
    package var retentionBytes: Int64 = -1
    package var flushMessages: Int64 = .max
    package var flushMs: Int64 = .max
    package var maxMessageBytes = 1_048_588
    package var fileDeleteDelayMs: Int64 = 60_000
    package var timestampType = TimestampType.createTime
    /// Whether `cleanup.policy` has `delete`: retention applies.
    package var cleanupDelete = true
    package var cleanupCompact = false
    /// Compaction keeps a record without value for so long after it first came by it.
    package var deleteRetentionMs: Int64 = 86_400_000
    /// Compaction leaves alone what is younger.
    package var minCompactionLagMs: Int64 = 0
    /// What is older must be compacted, so the active segment is ended by then.
    package var maxCompactionLagMs: Int64 = .max
    package var minCleanableDirtyRatio = 0.5
    package var producerIDExpirationMs: Int64 = 86_400_000

    package init() {}

    /// Until when compaction keeps what it first came by at a time. A retention without end never ends.
    func deleteHorizon(from now: Timestamp) -> Timestamp {
        let (sum, isTooLarge) = now.milliseconds.addingReportingOverflow(deleteRetentionMs)
        return Timestamp(milliseconds: isTooLarge ? .max : sum)
    }
}
