import OttlaRecords
package import OttlaVocabulary

extension Log {
    /// Cuts the log so that it ends at an offset; a batch that reaches beyond it goes whole. The cut is durable when
    /// this returns, so that nothing cut off can come back between records written later. The recovery point falls
    /// with the end: the owner writes its checkpoint before it appends again.
    package func truncate(to offset: Offset) throws(LogError) {
        try flushTurn()
        if offset >= logEndOffset { return }
        try completeSwap()
        if offset < segments[0].baseOffset { return try truncateFully(startingAt: offset) }
        let index = segmentIndex(of: offset)
        let cut = try segments[index].batch(containing: offset, below: segments[index].size)
        try dropSegments(after: index)
        if let cut {
            try active.truncate(to: cut.position)
            try active.file().synchronize()
            // After compaction the batch may lie behind the offset.
            logEndOffset = min(cut.header.baseOffset, offset)
        } else {
            try active.loadIndexes()
            logEndOffset = offset
        }
        active.unseal()
        try active.truncateIndexes(to: logEndOffset, interval: configuration.indexIntervalBytes)
        try endMoved()
    }

    /// Drops everything; the next record gets `offset`. Durable when this returns.
    package func truncateFully(startingAt offset: Offset) throws(LogError) {
        try completeSwap()
        pending.removeAll()
        savepoint = nil
        producers.removeAll()
        for segment in segments.reversed() { try delete(segment) }
        try startOver(at: offset)
        for snapshot in snapshots { try removeSnapshot(snapshot) }
        snapshots = []
        try fileSystem.syncDirectory(directory)
        logStartOffset = offset
        highWatermark = offset
        epochs = LeaderEpochs()
        sync.areEpochsDirty = true
        try endMoved()
    }

    /// A new first segment. Its file is created, so that the offset is found again.
    func startOver(at offset: Offset) throws(LogError) {
        active = Segment(new: offset, in: directory, fileSystem: fileSystem)
        segments = [active]
        logEndOffset = offset
        _ = try active.file()
        sync.isDirectoryDirty = true
    }

    private func dropSegments(after index: Int) throws(LogError) {
        active = segments[index]
        guard index + 1 < segments.count else { return }
        // Newest first: whatever a crash leaves of them still follows on.
        for segment in segments[(index + 1)...].reversed() { try delete(segment) }
        segments.removeLast(segments.count - index - 1)
        try fileSystem.syncDirectory(directory)
    }

    /// Takes a segment's files out of the log; the caller takes it off the list.
    func delete(_ segment: Segment, givingNamesAway: Bool = false) throws(LogError) {
        deletionCount += 1
        var deletion = try segment.markDeleted(as: deletionCount, givingNamesAway: givingNamesAway)
        deletion.due = deletionDue
        deletions.append(deletion)
        sync.isDirectoryDirty = true
    }

    /// The log ends elsewhere: everything that knew its end is brought in line.
    private func endMoved() throws(LogError) {
        hints.removeAll()
        sync.generation += 1
        sync.isRunning = false
        writtenOffset = logEndOffset
        recoveryPoint = min(recoveryPoint, logEndOffset)
        highWatermark = min(highWatermark, logEndOffset)
        logStartOffset = min(logStartOffset, logEndOffset)
        cleanedOffset = min(cleanedOffset, logEndOffset)
        if epochs.truncate(toEnd: logEndOffset) { sync.areEpochsDirty = true }
        while let snapshot = snapshots.last, snapshot > logEndOffset {
            try removeSnapshot(snapshot)
            snapshots.removeLast()
        }
        try loadProducers(isClean: false, rebuildingFrom: logEndOffset, now: .none)
        producers.highWatermarkAdvanced(to: highWatermark)
    }
}
