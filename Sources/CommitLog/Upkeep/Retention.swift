package import OttlaVocabulary

/// A segment that left the log, and why.
package struct RetiredSegment: Equatable, Sendable {
    package enum Reason: String, Sendable {
        case retentionTime = "older than retention.ms"
        case retentionSize = "log larger than retention.bytes"
        case belowLogStart = "below the log start offset"
    }

    package var baseOffset: Offset
    package var size: Int64
    package var reason: Reason
}

extension Log {
    /// Raises the start of the log; segments wholly below it leave it. `offset` may not be beyond the high watermark.
    @discardableResult
    package func deleteRecords(before offset: Offset, now: Timestamp = .none) throws(LogError) -> [RetiredSegment] {
        precondition(offset <= highWatermark, "records above the high watermark cannot be deleted")
        guard offset > logStartOffset else { return [] }
        moveStart(to: offset)
        return try retireBelowLogStart(now: now)
    }

    /// Applies retention.ms, retention.bytes and the log start offset. The oldest segments leave the log; if all are
    /// due, a new active one is begun. Their files are renamed: `takeDueDeletions` unlinks them later.
    @discardableResult
    package func applyRetention(now: Timestamp) throws(LogError) -> [RetiredSegment] {
        releaseIdleMemory()
        var retired = try retireBelowLogStart(now: now)
        guard configuration.cleanupDelete, failure == nil else { return retired }
        try flushTurn()
        if configuration.retentionMs >= 0 {
            while try isOldestExpired(now: now) { retired.append(try retireOldest(.retentionTime, now: now)) }
        }
        if configuration.retentionBytes >= 0 {
            while let oldest = retirable, size - oldest.size >= configuration.retentionBytes {
                retired.append(try retireOldest(.retentionSize, now: now))
            }
        }
        return retired
    }

    /// Deletions whose delay has passed, to be run without the lock.
    package func takeDueDeletions(now: Timestamp) -> [SegmentDeletion] {
        // Asked twice a second: what leaves the log next has its whole delay before it, also where a compaction took long.
        if now > lastUpkeep { lastUpkeep = now }
        if deletions.isEmpty { return [] }
        let due = deletions.filter { $0.due <= now }
        deletions.removeAll { $0.due <= now }
        return due
    }

    /// Deletions are due this long after upkeep last came by.
    var deletionDue: Timestamp { lastUpkeep + configuration.fileDeleteDelayMs }

    /// The oldest segment, if it may leave: it holds records, all below the high watermark.
    private var retirable: Segment? {
        let oldest = segments[0]
        return oldest.size > 0 && endOffset(ofSegment: 0) <= highWatermark ? oldest : nil
    }

    private func isOldestExpired(now: Timestamp) throws(LogError) -> Bool {
        guard let oldest = retirable else { return false }
        var newest = try oldest.largestTimestamp().timestamp
        if newest <= .none {
            newest = try fileSystem.status(of: oldest.path(SegmentFiles.log))?.modified ?? now
        }
        return now - newest > configuration.retentionMs
    }

    private func retireBelowLogStart(now: Timestamp) throws(LogError) -> [RetiredSegment] {
        if now > lastUpkeep { lastUpkeep = now }
        var retired: [RetiredSegment] = []
        while segments.count > 1, segments[1].baseOffset <= logStartOffset {
            retired.append(try retireOldest(.belowLogStart, now: now))
        }
        return retired
    }

    private func retireOldest(_ reason: RetiredSegment.Reason, now: Timestamp) throws(LogError) -> RetiredSegment {
        try completeSwap()
        if segments.count == 1 {
            try roll()
            // The offset must be found again even if nothing is appended before the next start.
            _ = try active.file()
        }
        let oldest = segments[0]
        // What only the deleted segment says of producers is from now on in the next one's snapshot alone.
        try makeSnapshotDurable(segments[1].baseOffset)
        let result = RetiredSegment(baseOffset: oldest.baseOffset, size: oldest.size, reason: reason)
        try delete(oldest)
        segments.removeFirst()
        if let snapshot = snapshots.first, snapshot <= oldest.baseOffset, snapshots.count > 1 {
            try removeSnapshot(snapshot)
            snapshots.removeFirst()
        }
        hints.removeAll()
        moveStart(to: segments[0].baseOffset)
        return result
    }

    private func moveStart(to offset: Offset) {
        guard offset > logStartOffset else { return }
        logStartOffset = offset
        producers.logStartAdvanced(to: offset)
        if epochs.truncate(toStart: offset) { sync.areEpochsDirty = true }
    }

    private func releaseIdleMemory() {
        if pending.count == 0 { pending.release() }
        for segment in segments { segment.dropIdleIndexes() }
    }
}
