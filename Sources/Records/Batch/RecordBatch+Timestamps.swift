package import OttlaVocabulary

/// A record found by its time.
package struct TimestampedOffset: Equatable, Sendable {
    package var offset: Offset
    package var timestamp: Timestamp

    package init(offset: Offset, timestamp: Timestamp) {
        self.offset = offset
        self.timestamp = timestamp
    }
}

/// What ListOffsets asks of the one batch that the indexes led to.
extension RecordBatch {
    /// The first record at or after `start` whose timestamp is `time` or later. `nil` if there is none.
    package func firstRecord(
        at time: Timestamp, from start: Offset = 0, decompressionLimit: Int
    ) throws(RecordError) -> TimestampedOffset? {
        guard header.maxTimestamp >= time else { return nil }
        var found: TimestampedOffset?
        try forEachRecord(decompressionLimit: decompressionLimit) { record throws(RecordError) in
            guard record.offset >= start, record.timestamp >= time else { return true }
            found = TimestampedOffset(offset: record.offset, timestamp: record.timestamp)
            return false
        }
        return found
    }

    /// The first of the records with the largest timestamp. `nil` only for a batch without records.
    package func recordWithMaxTimestamp(decompressionLimit: Int) throws(RecordError) -> TimestampedOffset? {
        var found: TimestampedOffset?
        try forEachRecord(decompressionLimit: decompressionLimit) { record throws(RecordError) in
            if let best = found, best.timestamp >= record.timestamp { return true }
            found = TimestampedOffset(offset: record.offset, timestamp: record.timestamp)
            return true
        }
        return found
    }
}
