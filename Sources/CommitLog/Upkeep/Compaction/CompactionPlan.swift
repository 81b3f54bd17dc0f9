import OttlaRecords
package import OttlaVocabulary

/// Which part of a log is to be compacted and why. Made of a survey, without the log.
package struct CompactionPlan: Sendable {
    /// Segments that become one.
    struct Group: Sendable, Equatable {
        var pieces: [CompactionSurvey.Piece]

        var baseOffset: Offset { pieces[0].baseOffset }
        var endOffset: Offset { pieces[pieces.count - 1].endOffset }
    }

    let survey: CompactionSurvey
    /// From here on nothing was compacted yet.
    package let firstDirty: Offset
    /// Up to here it may be.
    package let end: Offset
    package let cleanBytes: Int64
    package let dirtyBytes: Int64
    /// A record has waited longer than `max.compaction.lag.ms`.
    package let mustRun: Bool

    /// How much of what could be compacted never was, from 0 to 1.
    package var dirtyRatio: Double {
        cleanBytes + dirtyBytes == 0 ? 0 : Double(dirtyBytes) / Double(cleanBytes + dirtyBytes)
    }

    package var isDue: Bool { dirtyBytes > 0 && (mustRun || dirtyRatio > survey.configuration.minCleanableDirtyRatio) }

    /// - Parameter survey: what the log holds.
    package init(_ survey: CompactionSurvey, now: Timestamp) throws(LogError) {
        self.survey = survey
        let pieces = survey.pieces
        let firstDirty = max(
            survey.cleanedOffset > pieces[pieces.count - 1].endOffset ? survey.logStartOffset : survey.cleanedOffset, survey.logStartOffset)
        var end = pieces[0].baseOffset
        var clean: Int64 = 0
        var dirty: Int64 = 0
        var oldest: Timestamp?
        for piece in pieces {
            guard piece.endOffset <= survey.bound else { break }
            let isDirty = piece.endOffset > firstDirty
            if isDirty, try survey.isTooYoung(piece, now: now) { break }
            end = piece.endOffset
            if isDirty {
                dirty += piece.size
                if oldest == nil, survey.configuration.maxCompactionLagMs < .max { oldest = try survey.firstTimestamp(of: piece) }
            } else {
                clean += piece.size
            }
        }
        self.firstDirty = firstDirty
        self.end = end
        cleanBytes = clean
        dirtyBytes = dirty
        mustRun = oldest.map { $0 > .none && now - $0 > survey.configuration.maxCompactionLagMs } ?? false
    }

    /// The segments up to an offset, neighbours together as long as they fit into one segment with its indexes.
    func groups(below end: Offset) -> [Group] {
        let configuration = survey.configuration
        var groups: [Group] = []
        var size: Int64 = 0
        var entries: Int64 = 0
        for piece in survey.pieces where piece.baseOffset < end && piece.endOffset <= self.end {
            let more = piece.size / Int64(max(configuration.indexIntervalBytes, 61)) + 1
            // A time index entry is the larger of the two kinds.
            if var group = groups.last, size + piece.size <= Int64(configuration.segmentBytes),
                (entries + more) * Int64(TimeIndex.entrySize) <= Int64(configuration.segmentIndexBytes),
                piece.endOffset - 1 - group.baseOffset <= Int64(Int32.max)
            {
                group.pieces.append(piece)
                groups[groups.count - 1] = group
                size += piece.size
                entries += more
            } else {
                groups.append(Group(pieces: [piece]))
                size = piece.size
                entries = more
            }
        }
        return groups
    }
}

extension CompactionSurvey {
    /// Whether a record of the segment is younger than `min.compaction.lag.ms`.
    fileprivate func isTooYoung(_ piece: Piece, now: Timestamp) throws(LogError) -> Bool {
        guard configuration.minCompactionLagMs > 0 else { return false }
        return try now - largestTimestamp(of: piece) < configuration.minCompactionLagMs
    }

    private func path(_ piece: Piece, _ suffix: String) -> String { "\(directory)/\(SegmentFiles.stem(piece.baseOffset))\(suffix)" }

    /// The last entry of the time index, without taking anything from the log: its lock is not held.
    private func largestTimestamp(of piece: Piece) throws(LogError) -> Timestamp {
        if let known = piece.largest { return known }
        if let bytes = try fileSystem.contents(of: path(piece, SegmentFiles.timeIndex)), let last = TimeIndex(decoding: bytes).last {
            return last.timestamp
        }
        return try fileSystem.status(of: path(piece, SegmentFiles.log))?.modified ?? .none
    }

    fileprivate func firstTimestamp(of piece: Piece) throws(LogError) -> Timestamp {
        if let known = piece.first { return known }
        let file = try fileSystem.open(path(piece, SegmentFiles.log), creating: false)
        defer { file.close() }
        var scanner = BatchScanner(file, from: 0, to: piece.size, window: 256)
        return try scanner.next()?.header.maxTimestamp ?? .none
    }
}
