package import OttlaRecords
package import OttlaVocabulary

/// What became of a batch.
package enum AppendOutcome: Equatable, Sendable {
    case appended(first: Offset, last: Offset)
    /// The producer sent it before: what it got then.
    case duplicate(first: Offset, last: Offset, timestamp: Timestamp)
    case refused(ErrorCode)
}

/// The state of a log before its pending appends.
struct Savepoint {
    var offsetEntries: Int
    var timeEntries: Int
    var bytesSinceIndexEntry: Int
    var largest: TimeIndex.Entry
    var firstTimestamp: Timestamp?
    var epochs: LeaderEpochs
}

extension Log {
    /// Gives a validated batch its offsets, patched in place with the leader epoch (neither is under the checksum), and
    /// takes its bytes into the turn's write. A large batch is written at once, after what is pending.
    ///
    /// If it throws, no append since the last flush was kept.
    /// - Parameter sizeLimit: the largest batch that is taken, where it is not the size of a segment. One that is larger has
    ///   a segment to itself.
    package func append(
        _ batch: UnsafeMutableRawBufferPointer, header: RecordBatchHeader, leaderEpoch: Int32, now: Timestamp, sizeLimit: Int? = nil
    ) throws(LogError) -> AppendOutcome {
        try checkNotFailed()
        precondition(batch.count == header.totalSize, "a batch of another size than its header says")
        if batch.count > sizeLimit ?? configuration.segmentBytes { return .refused(.recordListTooLarge) }
        var marker: EndMarker?
        if header.hasProducerID {
            if header.isControl { marker = EndMarker(in: UnsafeRawBufferPointer(batch)) }
            switch producers.check(header, marker: marker) {
            case .inOrder: break
            case .duplicate(let known):
                return .duplicate(first: known.firstOffset, last: known.lastOffset, timestamp: known.timestamp)
            case .refused(let code): return .refused(code)
            }
        }
        try rollIfDue(for: header, now: now)
        return try take(batch, header, marker, leaderEpoch: leaderEpoch, now: now)
    }

    private func take(
        _ batch: UnsafeMutableRawBufferPointer, _ original: RecordBatchHeader, _ marker: EndMarker?, leaderEpoch: Int32, now: Timestamp
    ) throws(LogError) -> AppendOutcome {
        if savepoint == nil { setSavepoint() }
        var header = original
        header.baseOffset = logEndOffset
        header.partitionLeaderEpoch = leaderEpoch
        RecordBatchHeader.setBaseOffset(header.baseOffset, leaderEpoch: leaderEpoch, in: batch)
        if leaderEpoch > epochs.latest ?? -1 { assign(leaderEpoch: leaderEpoch, startOffset: header.baseOffset) }
        active.note(header, at: active.size + Int64(pending.count), indexInterval: configuration.indexIntervalBytes)
        logEndOffset = header.lastOffset + 1
        if header.hasProducerID { active.hasProducers = nil }
        if header.hasProducerID, let ended = producers.append(header, marker: marker) {
            sync.ended(transactionFrom: ended.firstOffset)
            if ended.isAborted { try note(aborted: ended) }
        }
        if sync.oldestUnsynced == nil { sync.oldestUnsynced = now }
        let bytes = UnsafeRawBufferPointer(batch)
        if batch.count >= PendingWrites.straightFrom || pending.count + batch.count > PendingWrites.limit {
            try write(behindPending: bytes)
        } else {
            pending.append(bytes)
        }
        return .appended(first: header.baseOffset, last: header.lastOffset)
    }

    private func note(aborted ended: ProducerStates.EndedTransaction) throws(LogError) {
        try active.append(
            AbortedTransaction(
                producerID: ended.producerID, firstOffset: ended.firstOffset, lastOffset: ended.lastOffset,
                lastStableOffset: producers.lastStableOffset(after: ended)))
    }

    /// One write for all that was appended since the last call. If it fails, all of that is taken back, the file cut
    /// to what it was, and the error thrown.
    package func flushTurn() throws(LogError) {
        if pending.count > 0 { try write(behindPending: UnsafeRawBufferPointer(start: nil, count: 0)) }
    }

    private func write(behindPending batch: UnsafeRawBufferPointer) throws(LogError) {
        do throws(LogError) {
            let file = try active.file()
            if pending.count == 0 {
                try file.write(batch, at: active.size)
            } else if batch.isEmpty {
                try file.write(pending.bytes, at: active.size)
            } else {
                try file.write(pending.bytes, batch, at: active.size)
            }
        } catch {
            takeBackPending(because: error)
            throw error
        }
        active.size += Int64(pending.count + batch.count)
        pending.removeAll()
        writtenOffset = logEndOffset
        savepoint = nil
        producers.commit()
        // An index file that cannot be written now is written at the next occasion; until then the memory has it.
        if active.unpersistedEntries >= Self.indexEntriesPerWrite { try? active.persistIndexes() }
    }

    /// How many index entries are collected for one write: 4 KiB of them.
    private static var indexEntriesPerWrite: Int { 512 }

    // MARK: Taking back

    private func setSavepoint() {
        savepoint = Savepoint(
            offsetEntries: active.offsetIndex.count, timeEntries: active.timeIndex.count,
            bytesSinceIndexEntry: active.bytesSinceIndexEntry, largest: active.largest, firstTimestamp: active.firstTimestamp,
            epochs: epochs)
    }

    private func takeBackPending(because error: LogError) {
        pending.removeAll()
        undoneAppends += 1
        logEndOffset = writtenOffset
        producers.undo(to: writtenOffset)
        active.forgetAborted(from: writtenOffset)
        if let savepoint {
            active.offsetIndex.truncate(toCount: savepoint.offsetEntries)
            active.timeIndex.truncate(toCount: savepoint.timeEntries)
            active.bytesSinceIndexEntry = savepoint.bytesSinceIndexEntry
            active.largest = savepoint.largest
            active.firstTimestamp = savepoint.firstTimestamp
            epochs = savepoint.epochs
        }
        savepoint = nil
        guard let file = active.fileIfOpen else { return }
        do throws(LogError) {
            try file.truncate(to: active.size)
        } catch let second {
            failure = "\(error); and then \(second)"
        }
    }

    // MARK: Rolling

    private func rollIfDue(for header: RecordBatchHeader, now: Timestamp) throws(LogError) {
        let size = active.size + Int64(pending.count)
        guard size > 0 else {
            if header.lastOffsetDelta < 0 || logEndOffset + Int64(header.lastOffsetDelta) - active.baseOffset <= Int64(Int32.max) { return }
            return try roll()
        }
        if size > Int64(configuration.segmentBytes - header.totalSize)
            || logEndOffset + Int64(header.lastOffsetDelta) - active.baseOffset > Int64(Int32.max)
            || active.areIndexesFull(limit: configuration.segmentIndexBytes)
        {
            return try roll()
        }
        if try age(at: header.maxTimestamp, now: now) > longestFilling - rollJitter { try roll() }
    }

    /// KIP-354: what must be compacted by a time must have left the active segment by then.
    private var longestFilling: Int64 {
        configuration.cleanupCompact ? min(configuration.segmentMs, configuration.maxCompactionLagMs) : configuration.segmentMs
    }

    /// The part of `segmentJitterMs` that is taken off for the active segment. It follows from partition and segment, so
    /// that logs begun together do not all roll together, and the same log always does the same.
    var rollJitter: Int64 {
        guard configuration.segmentJitterMs > 0 else { return 0 }
        var mixed = topicID.low ^ UInt64(UInt32(bitPattern: partition.partition)) << 32 ^ UInt64(bitPattern: active.baseOffset.value)
        mixed = (mixed ^ mixed >> 30) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ mixed >> 27) &* 0x94D0_49BB_1331_11EB
        return Int64((mixed ^ mixed >> 31) % (UInt64(configuration.segmentJitterMs) + 1))
    }

    /// How long the active segment has been filling, measured by batch timestamps where there are any.
    func age(at timestamp: Timestamp, now: Timestamp) throws(LogError) -> Int64 {
        if active.firstTimestamp == nil, active.size > 0 {
            var scanner = BatchScanner(try active.file(), from: 0, to: active.size, window: 256)
            active.firstTimestamp = try scanner.next()?.header.maxTimestamp ?? now
        }
        guard let first = active.firstTimestamp, first > .none else { return 0 }
        return (timestamp > .none ? timestamp : now) - first
    }

    /// Ends the active segment and starts the next at the end of the log.
    package func roll() throws(LogError) {
        try flushTurn()
        guard active.baseOffset < logEndOffset else { return }
        try active.seal()
        try writeSnapshot()
        active = Segment(new: logEndOffset, in: directory, fileSystem: fileSystem)
        segments.append(active)
    }
}
