import OttlaRecords
package import OttlaVocabulary

/// What a read gives: where the bytes lie, never the bytes.
package enum LogRead: Sendable {
    /// The offset is below the start or beyond the end of the log.
    case outOfRange
    case slice(LogSlice)
}

/// Whole batches in one or more segment files, in order. Empty where the reader has reached its limit.
package struct LogSlice: Sendable {
    package var regions: [PayloadRegion] = []
    package var byteCount = 0
    /// The first offset of the first batch, which may lie before the offset asked for.
    package var firstOffset: Offset
    /// Whether batches below the limit are left for want of room.
    package var isCutShort = false
}

extension Log {
    /// The batches from the one that holds `offset` on, below `limit` (exclusive: high watermark, last stable offset
    /// or end) and within `maxBytes`, ending at a batch's end. With `atLeastOneBatch` the first comes however large.
    package func read(
        from offset: Offset, limit: Offset, maxBytes: Int, atLeastOneBatch: Bool
    ) throws(LogError) -> LogRead {
        guard offset >= logStartOffset, offset <= logEndOffset else { return .outOfRange }
        var slice = LogSlice(firstOffset: offset)
        let limit = min(limit, writtenOffset)
        guard offset < limit, var place = try place(of: offset) else { return .slice(slice) }
        slice.firstOffset = place.offset
        while place.segment < segments.count {
            let segment = segments[place.segment]
            let end = try endPosition(ofSegment: place.segment, limit: limit)
            if end > place.position {
                let length = try fitting(in: segment, from: place.position, to: end, slice, maxBytes, atLeastOneBatch)
                if length > 0 {
                    slice.regions.append(PayloadRegion(source: try segment.file(), position: place.position, length: length))
                    slice.byteCount += length
                }
                slice.isCutShort = place.position + Int64(length) < end
            }
            if slice.isCutShort || endOffset(ofSegment: place.segment) >= limit { break }
            place = Place(segment: place.segment + 1, position: 0, offset: endOffset(ofSegment: place.segment))
        }
        if !slice.isCutShort, limit == writtenOffset {
            hints.add(offset: limit, segmentBase: active.baseOffset, position: active.size)
        }
        return .slice(slice)
    }

    private struct Place {
        var segment: Int
        var position: Int64
        var offset: Offset
    }

    /// Where the batch that holds an offset starts, or the next batch if none holds it.
    private func place(of offset: Offset) throws(LogError) -> Place? {
        var index = segmentIndex(of: offset)
        if let hint = hints.find(offset) {
            if segments[index].baseOffset.value == hint.segmentBase, hint.position < segments[index].size {
                return Place(segment: index, position: hint.position, offset: offset)
            }
        }
        while index < segments.count {
            let segment = segments[index]
            if let batch = try segment.batch(containing: offset, below: segment.size) {
                return Place(segment: index, position: batch.position, offset: batch.header.baseOffset)
            }
            index += 1
        }
        return nil
    }

    /// Where batches at or beyond the limit start in a segment.
    private func endPosition(ofSegment index: Int, limit: Offset) throws(LogError) -> Int64 {
        let segment = segments[index]
        if limit >= writtenOffset || endOffset(ofSegment: index) <= limit { return segment.size }
        if let hint = hints.find(limit), hint.segmentBase == segment.baseOffset.value { return hint.position }
        let batch = try segment.batch(containing: limit, below: segment.size)
        guard let batch else { return segment.size }
        if batch.header.baseOffset == limit {
            hints.add(offset: limit, segmentBase: segment.baseOffset, position: batch.position)
        }
        return batch.position
    }

    /// How many bytes of whole batches from a batch's start fit.
    private func fitting(
        in segment: Segment, from start: Int64, to end: Int64, _ slice: LogSlice, _ maxBytes: Int, _ atLeastOneBatch: Bool
    ) throws(LogError) -> Int {
        let room = Int64(max(maxBytes - slice.byteCount, 0))
        if end - start <= room { return Int(end - start) }
        guard let batch = try segment.batch(startingNotBeyond: start + room, from: start) else { return 0 }
        if batch.position > start {
            hints.add(offset: batch.header.baseOffset, segmentBase: segment.baseOffset, position: batch.position)
            return Int(batch.position - start)
        }
        guard atLeastOneBatch, slice.byteCount == 0 else { return 0 }
        hints.add(offset: batch.nextOffset, segmentBase: segment.baseOffset, position: batch.endPosition)
        return Int(batch.endPosition - start)
    }
}
