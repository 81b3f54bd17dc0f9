import OttlaRecords
package import OttlaVocabulary

extension Log {
    /// Opens a partition's log, or creates it: then only its directory and `partition.metadata` are made.
    ///
    /// After a clean stop nothing is checked. Otherwise all from the recovery point on is: at the first batch that is
    /// not whole or not valid the log ends, and what comes later is removed.
    package static func open(
        directory: String, partition: TopicPartition, topicID: UUID, configuration: LogConfiguration, recoveryPoint: Offset,
        logStartOffset: Offset, cleanedOffset: Offset = 0, wasCleanShutdown: Bool, fileSystem: any FileSystem, now: Timestamp
    ) throws(LogError) -> Log {
        let log = Log(
            directory: directory, partition: partition, topicID: topicID, configuration: configuration,
            logStartOffset: max(logStartOffset, 0), fileSystem: fileSystem)
        guard try fileSystem.status(of: directory) != nil else {
            try log.createDirectory()
            return log
        }
        log.cleanedOffset = cleanedOffset
        try log.load(recoveryPoint: recoveryPoint, isClean: wasCleanShutdown, now: now)
        log.cleanedOffset = min(cleanedOffset, log.logEndOffset)
        return log
    }

    private func createDirectory() throws(LogError) {
        try fileSystem.createDirectory(directory)
        try writePartitionMetadata()
        sync.isParentDirty = true
        sync.isDirectoryDirty = true
    }

    private func writePartitionMetadata() throws(LogError) {
        if topicID == .zero { return }
        let path = path(PartitionMetadata.fileName)
        let file = try fileSystem.open(path, creating: true)
        defer { file.close() }
        try file.write(PartitionMetadata.encode(topicID), at: 0)
        sync.paths.append(path)
    }

    private func load(recoveryPoint: Offset, isClean: Bool, now: Timestamp) throws(LogError) {
        var names = try DirectoryContents(reading: directory, in: fileSystem)
        try names.completeInterruptedWork()
        if !names.hasPartitionMetadata { try writePartitionMetadata() }
        snapshots = names.snapshots
        try loadSegments(names)
        let isResumed = isClean ? try resumeCleanly() : false
        let trusted = isResumed ? logEndOffset : isClean ? min(recoveryPoint, active.baseOffset) : recoveryPoint
        if !isResumed { try recover(from: trusted) }
        self.recoveryPoint = min(trusted, logEndOffset)
        if names.hasEpochs, let bytes = try fileSystem.contents(of: path("leader-epoch-checkpoint")) {
            mergeEpochs(LeaderEpochs(decoding: bytes) ?? LeaderEpochs())
        }
        logStartOffset = max(logStartOffset, segments[0].baseOffset)
        if logStartOffset > logEndOffset { try truncateFully(startingAt: logStartOffset) }
        writtenOffset = logEndOffset
        highWatermark = logStartOffset
        try loadProducers(isClean: isClean && trusted == logEndOffset, rebuildingFrom: trusted, now: now)
    }

    private func loadSegments(_ names: DirectoryContents) throws(LogError) {
        guard !names.logs.isEmpty else { return }
        segments = []
        for base in names.logs {
            let size = try fileSystem.status(of: path(SegmentFiles.stem(base) + SegmentFiles.log))?.size ?? 0
            let segment = Segment(
                existing: base, in: directory, size: size, hasTransactionIndex: names.transactionIndexes.contains(base),
                fileSystem: fileSystem)
            segment.syncedSize = size
            segment.assumeSealed()
            segments.append(segment)
        }
        active = segments[segments.count - 1]
        active.unseal()
    }

    // MARK: After a clean stop

    /// Finds the end of the log from the active segment's last index entry on. False if its file does not end with a
    /// whole batch: then the stop was not so clean.
    private func resumeCleanly() throws(LogError) -> Bool {
        if active.size == 0 {
            active.resetIndexes()
            logEndOffset = active.baseOffset
            return true
        }
        try active.readIndexes()
        let start = Int64(active.offsetIndex.entries.last ?? 0) & 0xFFFF_FFFF
        if let last = active.timeIndex.last { active.largest = last }
        guard try scan(active, from: start, validatingFrom: nil) == nil else { return false }
        active.markIndexesLoaded()
        return true
    }

    // MARK: After any other

    /// Checks all segments that reach beyond the recovery point.
    private func recover(from recoveryPoint: Offset) throws(LogError) {
        // Names in the directory may be as little durable as what the files hold.
        sync.isDirectoryDirty = true
        sync.isParentDirty = true
        // A segment that ends right at the recovery point may have been sealed after that: its indexes may lack their end.
        var index = segmentIndex(of: max(recoveryPoint - 1, 0))
        while true {
            let defect = try recover(segments[index], from: recoveryPoint)
            guard index + 1 < segments.count else { break }
            if defect != nil || !follows(segments[index + 1], trusting: max(recoveryPoint, cleanedOffset)) {
                try removeSegments(after: index)
                break
            }
            index += 1
        }
        active = segments[segments.count - 1]
        active.unseal()
    }

    /// Whether a segment goes on where the one before it ended. What Kafka compacted has gaps; elsewhere a gap is a loss.
    private func follows(_ next: Segment, trusting trusted: Offset) -> Bool {
        next.baseOffset == logEndOffset || next.baseOffset > logEndOffset && next.baseOffset <= trusted
    }

    /// Checks one segment, cuts it at the first bad batch and builds its indexes anew. What lies below the recovery
    /// point is walked from header to header for that: index files are written behind and may lack anything.
    private func recover(_ segment: Segment, from recoveryPoint: Offset) throws(LogError) -> String? {
        segment.resetIndexes()
        segment.syncedSize = 0
        segment.areIndexesDirty = true
        let defect = try scan(segment, from: 0, validatingFrom: recoveryPoint)
        let end = scanEnd
        segment.markIndexesLoaded()
        if end < segment.size {
            try segment.file().truncate(to: end)
            segment.size = end
        }
        try segment.cutIndexFiles()
        try segment.truncateAborted(to: max(recoveryPoint, segment.baseOffset))
        if segment !== active { try segment.seal() }
        return defect
    }

    /// Walks a segment's batches from a batch's start on, checks those from an offset on (all structure is checked in
    /// any case), extends the indexes, and leaves the end of the log behind the last good one. Says what ended it.
    private func scan(_ segment: Segment, from start: Int64, validatingFrom offset: Offset?) throws(LogError) -> String? {
        logEndOffset = segment.baseOffset
        scanEnd = start
        var expected = segment.baseOffset
        var hasProducers = false
        var scanner = BatchScanner(try segment.file(), from: start, to: segment.size, window: offset == nil ? 4096 : 1 << 20)
        var isChecking = false
        while let batch = try scanner.next(isValidating: isChecking) {
            if !isChecking, let offset, batch.header.baseOffset >= offset {
                // The batch is within the window or near it: check this one too.
                isChecking = true
                scanner.goBack(to: batch)
                continue
            }
            if batch.header.baseOffset < expected { return "a batch of offset \(batch.header.baseOffset) after \(expected)" }
            // Offsets in a segment are at most 31 bits from its base: its indexes could not name this one.
            if batch.header.lastOffset - segment.baseOffset > Int64(Int32.max) { return "a batch of offset \(batch.header.baseOffset)" }
            let epoch = batch.header.partitionLeaderEpoch
            if epoch > epochs.latest ?? -1 { assign(leaderEpoch: epoch, startOffset: batch.header.baseOffset) }
            segment.note(batch.header, at: batch.position, indexInterval: configuration.indexIntervalBytes)
            if batch.header.hasProducerID { hasProducers = true }
            expected = batch.nextOffset
            logEndOffset = expected
            scanEnd = batch.endPosition
        }
        if start > 0 { segment.firstTimestamp = nil }
        segment.hasProducers = start == 0 ? hasProducers : nil
        return scanner.defect
    }

    /// The epochs a file says, and those of the batches that were walked.
    private func mergeEpochs(_ saved: LeaderEpochs) {
        let found = epochs
        epochs = saved
        sync.areEpochsDirty = epochs.truncate(toEnd: logEndOffset)
        for entry in found.entries where entry.epoch > epochs.latest ?? -1 {
            assign(leaderEpoch: entry.epoch, startOffset: entry.startOffset)
        }
    }

    /// Removes the segments behind one, at once: no reader has them.
    private func removeSegments(after index: Int) throws(LogError) {
        for segment in segments[(index + 1)...] { try segment.markDeleted().run() }
        segments.removeLast(segments.count - index - 1)
        sync.isDirectoryDirty = true
    }
}
