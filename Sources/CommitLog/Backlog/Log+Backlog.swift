import OttlaRecords
package import OttlaVocabulary

/// What a walk over the backlog needs to know of the log, taken under its lock and walked without it.
package struct BacklogStretch: Sendable {
    package let logStartOffset: Offset
    package let lastStableOffset: Offset
    package let highWatermark: Offset
    package let logEndOffset: Offset
    /// Where the reader goes on: at the offset asked for, or at the log start if that is beyond it.
    package let position: Offset
    let pieces: [Piece]
    let aborted: AbortedRanges
    let fileSystem: any FileSystem

    /// A part of one segment's file.
    struct Piece: Sendable {
        var baseOffset: Offset
        var path: String
        /// `nil` if the segment has not opened it.
        var file: (any File)?
        /// Where a batch starts.
        var start: Int64
        var end: Int64
        /// No more batches will follow.
        var isSealed: Bool
        var counts: RecordCounts
    }
}

extension Log {
    /// What lies from an offset on. Short: at most the place of the offset is looked up in the files.
    package func backlog(from offset: Offset) throws(LogError) -> BacklogStretch {
        let position = max(offset, logStartOffset)
        let end = min(highWatermark, writtenOffset)
        var pieces: [BacklogStretch.Piece] = []
        var aborted: [AbortedTransaction] = []
        if position < end {
            pieces = try piecesOfBacklog(from: position, to: end)
            aborted = try abortedTransactions(from: position, to: end).filter { $0.lastOffset < end }
        }
        return BacklogStretch(
            logStartOffset: logStartOffset, lastStableOffset: min(lastStableOffset, end), highWatermark: end,
            logEndOffset: logEndOffset, position: position, pieces: pieces, aborted: AbortedRanges(aborted), fileSystem: fileSystem)
    }

    private func piecesOfBacklog(from position: Offset, to end: Offset) throws(LogError) -> [BacklogStretch.Piece] {
        let first = segmentIndex(of: position)
        var pieces: [BacklogStretch.Piece] = []
        for segment in segments[first...] where segment.baseOffset < end && segment.size > 0 {
            var start: Int64 = 0
            if segment === segments[first] {
                guard let batch = try segment.batch(containing: position, below: segment.size) else { continue }
                start = batch.position
            }
            pieces.append(
                BacklogStretch.Piece(
                    baseOffset: segment.baseOffset, path: segment.path(SegmentFiles.log), file: segment.fileIfOpen, start: start,
                    end: segment.size, isSealed: segment !== active, counts: segment.recordCounts))
        }
        return pieces
    }

    /// Whether all files of a stretch are still those of the log. If not, what was walked may have been cut off, deleted
    /// or rewritten meanwhile.
    package func stillHolds(_ stretch: BacklogStretch) -> Bool {
        stretch.pieces.allSatisfy { piece in
            let segment = segments[segmentIndex(of: piece.baseOffset)]
            return segment.baseOffset == piece.baseOffset && segment.recordCounts === piece.counts
        }
    }
}
