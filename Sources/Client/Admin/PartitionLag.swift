import OttlaProtocol
import OttlaVocabulary

/// How far behind a group is in one partition, as its leader knows.
public struct PartitionLag: Hashable, Sendable {
    /// The first offset there is.
    public var logStartOffset: Int64
    /// The end of the log for readers.
    public var logEndOffset: Int64
    /// Where reading goes on. `nil` if nothing is committed.
    public var nextOffset: Int64?
    /// How many records are still to be read. `nil` if nothing is committed. An upper bound if not exact.
    public var records: Int64?
    /// Whether `records` was counted: offsets are no measure where logs are compacted or transactions leave marks.
    public var isExact = true
    /// Records that wait for the end of open transactions.
    public var undecided: Int64 = 0
    /// Whether `undecided` was counted.
    public var isUndecidedExact = true
    /// The time of the next record to be read. `nil` if there is none, it has none, or nobody knows.
    public var nextTimestamp: Timestamp?
    /// Offsets that were deleted before they were read.
    public var lost: Int64 = 0
    /// The committed offset lies beyond the end.
    public var isBeyondEnd = false
    /// Counting ended early: asking again comes further.
    public var isCutShort = false
    /// A broker that cannot count only told the ends of its log.
    public var isEstimate = false

    /// Where nothing is committed, or the broker does not know lag: from the ends of the log.
    init(committed: Int64?, logStartOffset: Int64, logEndOffset: Int64) {
        self.logStartOffset = logStartOffset
        self.logEndOffset = logEndOffset
        guard let committed else { return }
        let next = max(committed, logStartOffset)
        nextOffset = next
        records = max(logEndOffset - next, 0)
        isExact = records == 0
        lost = max(logStartOffset - committed, 0)
        isBeyondEnd = committed > logEndOffset
        isEstimate = true
    }

    init(_ lag: ListOffsetsResponse.PartitionLag) {
        logStartOffset = lag.logStartOffset.value
        logEndOffset = lag.highWatermark.value
        nextOffset = lag.nextOffset.value
        records = lag.recordCount
        isExact = lag.isRecordCountExact
        undecided = lag.undecidedCount
        isUndecidedExact = lag.isUndecidedCountExact
        nextTimestamp = lag.nextTimestamp >= 0 ? Timestamp(millisecondsSince1970: lag.nextTimestamp) : nil
        lost = lag.lostCount
        isBeyondEnd = lag.isBeyondEnd
        isCutShort = lag.isCutShort
    }
}
