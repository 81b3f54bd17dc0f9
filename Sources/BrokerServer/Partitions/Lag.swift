package import OttlaCommitLog
package import OttlaVocabulary

/// How far a group is behind in one partition: the one computation that commands, metrics and pages stand on.
///
/// Counted are records that a reader of committed data gets: neither control batches, nor records of aborted
/// transactions, nor offsets that compaction has emptied.
package struct Lag: Equatable, Sendable {
    /// What the group has committed: the offset it would read next.
    package let committed: Offset
    package let logStartOffset: Offset
    package let lastStableOffset: Offset
    /// The end of the log for its readers.
    package let highWatermark: Offset
    /// Where reading goes on: the committed offset, or the log start if that is beyond it.
    package let nextOffset: Offset
    package let records: RecordCount
    /// Records that are there, but wait for the end of open transactions.
    package let undecided: RecordCount
    /// The time of the next record to be read. None if there is none, or it has none.
    package let nextTimestamp: Timestamp
    /// Offsets from the committed one on that left the log before they were read.
    package let lostOffsets: Int64
    /// The log ends before the committed offset: it was cut, or its topic made anew.
    package let isBeyondEnd: Bool
    /// Counting took more work than was allowed: the next time it comes further.
    package let isCutShort: Bool

    package init(committed: Offset, in stretch: BacklogStretch, _ backlog: Backlog) {
        self.committed = committed
        logStartOffset = stretch.logStartOffset
        lastStableOffset = stretch.lastStableOffset
        highWatermark = stretch.highWatermark
        nextOffset = stretch.position
        records = backlog.readable
        undecided = backlog.undecided
        nextTimestamp = backlog.nextTimestamp
        lostOffsets = max(stretch.logStartOffset - committed, 0)
        isBeyondEnd = committed > stretch.logEndOffset
        isCutShort = backlog.isCutShort
    }

    /// Lag in time: for how many milliseconds the next record has waited. `nil` if nothing is left to read, or the
    /// record has no time.
    package func age(now: Timestamp) -> Int64? { nextTimestamp > .none ? max(now - nextTimestamp, 0) : nil }
}
