import OttlaProtocol
package import OttlaVocabulary

/// How far behind a group is in one partition, as its leader computed it.
package struct PartitionLag: Equatable, Sendable {
    package var logStartOffset: Offset
    /// The end of the log for readers.
    package var logEndOffset: Offset
    /// Where reading goes on. `nil` if nothing is committed.
    package var nextOffset: Offset?
    /// `nil` if nothing is committed. An upper bound if not exact.
    package var records: Int64?
    package var isExact = true
    /// Records that wait for the end of open transactions.
    package var undecided: Int64 = 0
    package var isUndecidedExact = true
    /// The time of the next record to be read; `nil` if there is none, it has none, or nobody knows.
    package var nextTimestamp: Timestamp?
    /// Offsets that were deleted before they were read.
    package var lost: Int64 = 0
    /// The committed offset lies beyond the end.
    package var isBeyondEnd = false
    /// Counting ended early: asking again comes further.
    package var isCutShort = false
    /// A broker that cannot compute lag only told the ends of its log.
    package var isEstimate = false

    /// Where nothing is committed, or the broker does not know lag: from the ends of the log.
    package init(committed: Offset?, logStartOffset: Offset, logEndOffset: Offset) {
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
        logStartOffset = lag.logStartOffset
        logEndOffset = lag.highWatermark
        nextOffset = lag.nextOffset
        records = lag.recordCount
        isExact = lag.isRecordCountExact
        undecided = lag.undecidedCount
        isUndecidedExact = lag.isUndecidedCountExact
        nextTimestamp = lag.nextTimestamp >= 0 ? Timestamp(milliseconds: lag.nextTimestamp) : nil
        lost = lag.lostCount
        isBeyondEnd = lag.isBeyondEnd
        isCutShort = lag.isCutShort
    }
}
