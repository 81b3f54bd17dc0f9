package import OttlaVocabulary

/// What a batch must obey to be appended: the topic's configuration and the request's version, in the validator's terms.
package struct RecordBatchRules: Equatable, Sendable {
    /// Bytes of the whole batch (`max.message.bytes`).
    package var maxSize = Int.max
    /// A compacted topic keeps records by key, so each must have one.
    package var requiresKeys = false
    /// Only brokers write control batches.
    package var allowsControl = false
    /// Produce carries zstd from version 7 on.
    package var allowsZstd = true
    /// Who sets the time of records (`message.timestamp.type`).
    package var timestampType = TimestampType.createTime
    /// The broker's time: that of each record where the broker sets it.
    package var now = Timestamp.none
    /// Bounds for times set by producers (`message.timestamp.before.max.ms` and `.after.max.ms`, from `now`).
    package var earliestTimestamp = Timestamp(milliseconds: .min)
    package var latestTimestamp = Timestamp(milliseconds: .max)
    /// How far compressed records may unfold where they must be looked at.
    package var decompressionLimit = 128 << 20

    package init() {}

    /// Sets the bounds from the topic's two distances, which may be as large as an Int64 goes.
    package mutating func setTimestampBounds(now: Timestamp, beforeMax: Int64, afterMax: Int64) {
        self.now = now
        let (earliest, tooEarly) = now.milliseconds.subtractingReportingOverflow(beforeMax)
        let (latest, tooLate) = now.milliseconds.addingReportingOverflow(afterMax)
        earliestTimestamp = Timestamp(milliseconds: tooEarly || beforeMax == .max ? .min : earliest)
        latestTimestamp = Timestamp(milliseconds: tooLate ? .max : latest)
    }
}
