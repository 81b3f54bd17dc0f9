import OttlaVocabulary

/// A segment takes the place of others. In memory that happened when this was made; their files follow one by one, each
/// under a lock held for a moment. Owned by the log.
///
/// On disk: the new files get the suffix `.swap`, the `.log` last, which is the moment that counts: a start from here on
/// finishes. Then the old files are renamed to `.deleted`, those of the first segment first, then the new ones get their
/// names. Readers that have regions of the old files go on until those are unlinked.
struct SegmentSwap {
    var replacement: Segment
    /// Still under their own names, the next to go last.
    var replaced: [Segment]
}

extension Log {
    /// The file of a sealed segment, for reading without the lock. `nil` if the log is not what the survey says any more.
    func source(_ piece: CompactionSurvey.Piece, generation: Int) throws(LogError) -> (any File)? {
        guard generation == sync.generation, let segment = sealed(piece) else { return nil }
        return try segment.file()
    }

    /// Whether these segments are still there as they were.
    func has(_ pieces: [CompactionSurvey.Piece], generation: Int) -> Bool {
        generation == sync.generation && failure == nil && pieces.allSatisfy { sealed($0) != nil }
    }

    private func sealed(_ piece: CompactionSurvey.Piece) -> Segment? {
        let index = segmentIndex(of: piece.baseOffset)
        let segment = segments[index]
        guard segment.baseOffset == piece.baseOffset, segment.size == piece.size, segment !== active else { return nil }
        return endOffset(ofSegment: index) == piece.endOffset ? segment : nil
    }

    /// Puts a finished segment in the place of those it was made of. False if they are not there as they were: then the
    /// new one is worth nothing.
    func beginSwap(_ replacement: Segment, for pieces: [CompactionSurvey.Piece], generation: Int) throws(LogError) -> Bool {
        guard swap == nil, has(pieces, generation: generation) else { return false }
        let first = segmentIndex(of: pieces[0].baseOffset)
        try replacement.move(toStage: SegmentFiles.swap)
        let places = first..<first + pieces.count
        swap = SegmentSwap(replacement: replacement, replaced: segments[places].reversed())
        segments.replaceSubrange(places, with: [replacement])
        hints.removeAll()
        return true
    }

    /// Renames the files of one more segment. False once there is nothing left to do.
    func advanceSwap(now: Timestamp) throws(LogError) -> Bool {
        guard let pending = swap else { return false }
        if now > lastUpkeep { lastUpkeep = now }
        if let segment = pending.replaced.last {
            try delete(segment, givingNamesAway: true)
            swap?.replaced.removeLast()
            // Where no segment begins any more, a snapshot shortens no recovery.
            if segment.baseOffset != pending.replacement.baseOffset, let place = snapshots.firstIndex(of: segment.baseOffset) {
                try removeSnapshot(segment.baseOffset)
                snapshots.remove(at: place)
            }
            return true
        }
        try pending.replacement.move(toStage: "")
        swap = nil
        return false
    }

    /// Before anything else is done to the segments.
    func completeSwap() throws(LogError) {
        while try advanceSwap(now: lastUpkeep) {}
    }

    // MARK: What compaction must know of producers and transactions

    /// The producers known now, with everything appended so far in the files.
    func producersForCompaction() throws(LogError) -> [Int64] {
        try flushTurn()
        return producers.identifiers
    }

    /// What must stay in the log so that a restart finds the state of a producer again.
    struct LastWrite: Sendable, Equatable {
        /// The last offset of its newest batch of records; `nil` if it has only written markers.
        var dataOffset: Offset?
        var epoch: Int16
    }

    func lastWrite(of producerID: Int64) -> LastWrite? {
        guard let state = producers[producerID] else { return nil }
        var newest: Offset?
        for index in 0..<Int(state.count) where state.batch(index).lastOffset < writtenOffset { newest = state.batch(index).lastOffset }
        return LastWrite(dataOffset: newest, epoch: state.epoch)
    }

    /// A segment's aborted transactions: at hand, or the path of the file that has them.
    enum AbortedSource: Sendable {
        case known([AbortedTransaction])
        case file(String)
    }

    var abortedSources: [AbortedSource] {
        segments.compactMap { segment in
            if !segment.isAbortedLoaded { return .file(segment.path(SegmentFiles.transactionIndex)) }
            return segment.aborted.isEmpty ? nil : .known(segment.aborted)
        }
    }
}
