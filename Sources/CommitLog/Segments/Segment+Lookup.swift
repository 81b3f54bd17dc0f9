import OttlaRecords
import OttlaVocabulary

/// Where a segment's batches lie.
extension Segment {
    /// The first batch whose last offset is at or beyond `offset`, below `end`; `nil` if there is none.
    func batch(containing offset: Offset, below end: Int64) throws(LogError) -> ScannedBatch? {
        try loadIndexes()
        let start = offset <= baseOffset ? 0 : offsetIndex.position(notBeyond: relative(offset))
        guard start < end else { return nil }
        var scanner = BatchScanner(try file(), from: start, to: end)
        while let batch = try scanner.next() {
            if batch.header.lastOffset >= offset { return batch }
        }
        return nil
    }

    /// The last batch that starts at or before `position`, walking from the batch that starts at `start`.
    func batch(startingNotBeyond position: Int64, from start: Int64) throws(LogError) -> ScannedBatch? {
        try loadIndexes()
        var scanner = BatchScanner(try file(), from: max(start, offsetIndex.batchStart(notBeyond: position)), to: size)
        while let batch = try scanner.next() {
            if batch.endPosition > position { return batch }
        }
        return nil
    }

    /// The largest timestamp of any record, with the offset the time index gives for it.
    func largestTimestamp() throws(LogError) -> TimeIndex.Entry {
        if areIndexesLoaded || largest.timestamp > .none { return largest }
        let path = path(SegmentFiles.timeIndex)
        if let status = try fileSystem.status(of: path), status.size >= Int64(TimeIndex.entrySize), isSealed {
            let file = try fileSystem.open(path, creating: false)
            defer { file.close() }
            let last = status.size / Int64(TimeIndex.entrySize) - 1
            let bytes = try file.readBytes(count: TimeIndex.entrySize, at: last * Int64(TimeIndex.entrySize))
            if let entry = TimeIndex(decoding: bytes).last, entry.timestamp.milliseconds > 0 {
                largest = entry
                return entry
            }
        }
        try loadIndexes()
        return largest
    }
}
