import OttlaRecords
package import OttlaVocabulary

/// What ListOffsets asks for.
package enum TimestampQuery: Equatable, Sendable {
    /// The end as its reader sees it: the limit given.
    case latest
    case earliest
    /// The earliest that is on this broker's disk, which all of the log is.
    case earliestLocal
    /// The record with the largest timestamp.
    case maxTimestamp
    /// The first record of that time or later.
    case timestamp(Timestamp)
}

/// An offset found by time.
package struct FoundOffset: Equatable, Sendable {
    package var offset: Offset
    /// -1 where the question was not about time.
    package var timestamp: Timestamp
    package var leaderEpoch: Int32
}

extension Log {
    /// The offset a query asks for, below `limit` (the reader's end: high watermark, last stable offset or log end).
    /// `nil` if no record answers it.
    package func offset(for query: TimestampQuery, limit: Offset? = nil) throws(LogError) -> FoundOffset? {
        let limit = min(limit ?? highWatermark, writtenOffset)
        switch query {
        case .latest: return FoundOffset(offset: limit, timestamp: .none, leaderEpoch: epochs.latest ?? -1)
        case .earliest, .earliestLocal:
            return FoundOffset(offset: logStartOffset, timestamp: .none, leaderEpoch: epochs.epoch(at: logStartOffset) ?? -1)
        case .maxTimestamp: return try newest(below: limit)
        case .timestamp(let time): return try first(notBefore: time, below: limit)
        }
    }

    private func newest(below limit: Offset) throws(LogError) -> FoundOffset? {
        var best: (segment: Segment, entry: TimeIndex.Entry)?
        for segment in segments where segment.size > 0 && segment.baseOffset < limit {
            let entry = try segment.largestTimestamp()
            if entry.timestamp > best?.entry.timestamp ?? .none { best = (segment, entry) }
        }
        guard let best else { return nil }
        // The entry names the batch that has it; which record it is, only the batch knows.
        let start = best.segment.baseOffset + Int64(best.entry.relativeOffset)
        return try first(notBefore: best.entry.timestamp, in: best.segment, from: start, limit)
    }

    private func first(notBefore time: Timestamp, below limit: Offset) throws(LogError) -> FoundOffset? {
        for segment in segments[segmentIndex(of: logStartOffset)...] where segment.size > 0 && segment.baseOffset < limit {
            guard try segment.largestTimestamp().timestamp >= time else { continue }
            try segment.loadIndexes()
            let start = segment.baseOffset + Int64(segment.timeIndex.relativeOffset(before: time))
            if let found = try first(notBefore: time, in: segment, from: max(start, logStartOffset), limit) { return found }
        }
        return nil
    }

    /// Walks the batches from one offset on to the first record of that time or later.
    private func first(
        notBefore time: Timestamp, in segment: Segment, from start: Offset, _ limit: Offset
    ) throws(LogError) -> FoundOffset? {
        guard let first = try segment.batch(containing: start, below: segment.size) else { return nil }
        var scanner = BatchScanner(try segment.file(), from: first.position, to: segment.size, window: 16 << 10)
        while let batch = try scanner.next() {
            guard batch.header.baseOffset < limit else { return nil }
            guard batch.header.maxTimestamp >= time, batch.header.lastOffset >= logStartOffset else { continue }
            let contents = try scanner.contents(of: batch)
            guard let (offset, timestamp) = try firstRecord(notBefore: time, in: contents, batch.header, segment) else { continue }
            guard offset < limit else { return nil }
            return FoundOffset(offset: offset, timestamp: timestamp, leaderEpoch: batch.header.partitionLeaderEpoch)
        }
        return nil
    }

    private func firstRecord(
        notBefore time: Timestamp, in batch: UnsafeRawBufferPointer, _ header: RecordBatchHeader, _ segment: Segment
    ) throws(LogError) -> (Offset, Timestamp)? {
        let start = logStartOffset
        if header.magic < 2 { return (max(header.baseOffset, start), header.maxTimestamp) }
        if header.timestampType == .logAppendTime { return (max(header.baseOffset, start), header.maxTimestamp) }
        var found: (Offset, Timestamp)?
        do throws(RecordError) {
            // No further than a producer's batch may unfold: the partition is locked meanwhile.
            let limit = RecordBatchRules().decompressionLimit
            try RecordBatch(batch.bytes).forEachRecord(decompressionLimit: limit) { record throws(RecordError) in
                guard record.timestamp >= time, record.offset >= start else { return true }
                found = (record.offset, record.timestamp)
                return false
            }
        } catch {
            throw .corrupt(path: segment.path(SegmentFiles.log), reason: "the batch at offset \(header.baseOffset): \(error)")
        }
        return found
    }
}
