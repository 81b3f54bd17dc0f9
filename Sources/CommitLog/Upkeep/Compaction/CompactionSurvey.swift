import OttlaRecords
package import OttlaVocabulary

/// What a log holds, as compaction must know it to plan: taken under the log's lock in a moment, judged without it.
package struct CompactionSurvey: Sendable {
    /// A segment that takes no more appends.
    struct Piece: Sendable, Equatable {
        var baseOffset: Offset
        var endOffset: Offset
        var size: Int64
        /// The largest timestamp of its records and the first one, where the log has them at hand.
        var largest: Timestamp?
        var first: Timestamp?
    }

    /// Oldest first; the active segment is not among them.
    var pieces: [Piece]
    /// Moves when the log's end was cut: what was learned before may be wrong then.
    var generation: Int
    /// Below this everything is decided, on all replicas, and durable.
    var bound: Offset
    var logStartOffset: Offset
    /// How far compaction has come.
    var cleanedOffset: Offset
    var configuration: LogConfiguration
    let directory: String
    let fileSystem: any FileSystem
}

extension Log {
    /// What there is to compact. `nil` where the topic is not compacted, or there is nothing but the active segment.
    package var compactionSurvey: CompactionSurvey? {
        guard configuration.cleanupCompact, failure == nil, segments.count > 1 else { return nil }
        var pieces: [CompactionSurvey.Piece] = []
        pieces.reserveCapacity(segments.count)
        for index in 0..<segments.count - 1 {
            let segment = segments[index]
            pieces.append(
                CompactionSurvey.Piece(
                    baseOffset: segment.baseOffset, endOffset: segments[index + 1].baseOffset, size: segment.size,
                    largest: segment.largest.timestamp > .none ? segment.largest.timestamp : nil, first: segment.firstTimestamp))
        }
        return CompactionSurvey(
            pieces: pieces, generation: sync.generation,
            // What is only in the page cache may be gone after a crash. It must not have replaced what is durable, nor decided
            // what of it counts.
            bound: min(highWatermark, lastStableOffset, recoveryPoint, sync.firstUndurablyEnded ?? recoveryPoint),
            logStartOffset: logStartOffset, cleanedOffset: cleanedOffset,
            configuration: configuration, directory: directory, fileSystem: fileSystem)
    }

    /// Ends the active segment if its oldest record must be compacted by now (`max.compaction.lag.ms`): the active segment
    /// never is. True if it did.
    @discardableResult
    package func rollForCompaction(now: Timestamp) throws(LogError) -> Bool {
        guard configuration.cleanupCompact, configuration.maxCompactionLagMs < .max, failure == nil, active.size > 0,
            try age(at: .none, now: now) > configuration.maxCompactionLagMs
        else { return false }
        try roll()
        return true
    }

    /// Compaction has come as far as this. Its owner keeps it in the cleaner's checkpoint.
    package func compacted(upTo offset: Offset, generation: Int) {
        if generation == sync.generation { cleanedOffset = min(max(offset, logStartOffset), logEndOffset) }
    }
}
