import OttlaVocabulary

/// A segment's index files: written behind, read when a lookup needs them, built anew where they cannot be trusted.
extension Segment {
    var unpersistedEntries: Int { offsetIndex.count - offsetIndex.persistedCount }

    /// Appends to the index files what they lack.
    func persistIndexes() throws(LogError) {
        if offsetIndex.count > offsetIndex.persistedCount {
            let first = offsetIndex.persistedCount
            try write(offsetIndex.encoded(from: first), to: SegmentFiles.offsetIndex, at: first * OffsetIndex.entrySize)
            offsetIndex.persistedCount = offsetIndex.count
            areIndexesDirty = true
        }
        if timeIndex.count > timeIndex.persistedCount {
            let first = timeIndex.persistedCount
            try write(timeIndex.encoded(from: first), to: SegmentFiles.timeIndex, at: first * TimeIndex.entrySize)
            timeIndex.persistedCount = timeIndex.count
            areIndexesDirty = true
        }
        try persistAborted(below: baseOffset + Int64(UInt32.max))
    }

    /// Appends to the transaction index what it lacks of transactions whose marker is written.
    func persistAborted(below writtenOffset: Offset) throws(LogError) {
        var bytes: [UInt8] = []
        for transaction in aborted[persistedAborted...] where transaction.lastOffset < writtenOffset { bytes += transaction.encoded }
        guard !bytes.isEmpty else { return }
        try write(bytes, to: SegmentFiles.transactionIndex, at: persistedAborted * AbortedTransaction.entrySize)
        persistedAborted += bytes.count / AbortedTransaction.entrySize
        isTransactionIndexDirty = true
    }

    /// The time index's last entry, as on sealing, so that the next start need not look for the largest timestamp.
    func closeTimeIndex() { timeIndex.append(largest.timestamp, relativeOffset: largest.relativeOffset) }

    private func write(_ bytes: [UInt8], to suffix: String, at position: Int) throws(LogError) {
        let file = try fileSystem.open(path(suffix), creating: true)
        defer { file.close() }
        if position == 0 { hasNewNames = true }
        try file.write(bytes, at: Int64(position))
    }

    /// Reads the index files if they are not in memory. What is missing of them or not plausible is built anew.
    func loadIndexes() throws(LogError) {
        wereIndexesUsed = true
        if areIndexesLoaded { return }
        try readIndexes()
        if size > 0, offsetIndex.entries.isEmpty, try !isIndexEmptyRightly() { try rebuildIndexes() }
        if let last = timeIndex.last { largest = last }
        areIndexesLoaded = true
    }

    /// Takes the index files as they are. What they hold beyond their plausible part is cut off.
    func readIndexes() throws(LogError) {
        let offsets = try fileSystem.contents(of: path(SegmentFiles.offsetIndex)) ?? []
        let times = try fileSystem.contents(of: path(SegmentFiles.timeIndex)) ?? []
        offsetIndex = OffsetIndex(decoding: offsets, logSize: size)
        timeIndex = TimeIndex(decoding: times)
        if offsets.count > offsetIndex.count * OffsetIndex.entrySize { try cutIndexFiles() }
        if times.count > timeIndex.count * TimeIndex.entrySize { try cutIndexFiles() }
    }

    /// A sealed segment has an empty index only if a second entry was never due.
    private func isIndexEmptyRightly() throws(LogError) -> Bool {
        try fileSystem.status(of: path(SegmentFiles.offsetIndex)) != nil || size < 8192
    }

    /// Builds both indexes from the batch headers.
    func rebuildIndexes(interval: Int = 4096) throws(LogError) {
        resetIndexes()
        var scanner = BatchScanner(try file(), from: 0, to: size, window: 1 << 16)
        while let batch = try scanner.next() { note(batch.header, at: batch.position, indexInterval: interval) }
        timeIndex.append(largest.timestamp, relativeOffset: largest.relativeOffset)
        areIndexesLoaded = true
        try cutIndexFiles()
        try persistIndexes()
    }

    /// Starts the indexes over, as before the first batch.
    func resetIndexes() {
        offsetIndex = OffsetIndex()
        timeIndex = TimeIndex()
        bytesSinceIndexEntry = 0
        largest = TimeIndex.Entry(timestamp: .none, relativeOffset: 0)
        firstTimestamp = nil
        areIndexesLoaded = true
    }

    /// Cuts the index files to the entries that are valid, durably: an entry that came back after a crash would name a
    /// place where other batches lie by then.
    func cutIndexFiles() throws(LogError) {
        try cut(SegmentFiles.offsetIndex, to: offsetIndex.persistedCount * OffsetIndex.entrySize)
        try cut(SegmentFiles.timeIndex, to: timeIndex.persistedCount * TimeIndex.entrySize)
    }

    private func cut(_ suffix: String, to size: Int) throws(LogError) {
        guard let status = try fileSystem.status(of: path(suffix)), status.size > Int64(size) else { return }
        let file = try fileSystem.open(path(suffix), creating: false)
        defer { file.close() }
        try file.truncate(to: Int64(size))
        try file.synchronize()
    }

    /// Cuts the indexes to what lies below an offset, after the file was cut there: as they were when it ended there.
    func truncateIndexes(to offset: Offset, interval: Int) throws(LogError) {
        offsetIndex.truncate(toRelativeOffset: relative(offset))
        let last = offsetIndex.entries.last
        timeIndex.truncate(toRelativeOffset: last.map { UInt32($0 >> 32) + 1 } ?? 0)
        largest = timeIndex.last ?? TimeIndex.Entry(timestamp: .none, relativeOffset: 0)
        bytesSinceIndexEntry = 0
        firstTimestamp = nil
        var scanner = BatchScanner(try file(), from: Int64((last ?? 0) & 0xFFFF_FFFF), to: size)
        while let batch = try scanner.next() { note(batch.header, at: batch.position, indexInterval: interval) }
        if last != nil { firstTimestamp = nil }
        try cutIndexFiles()
        try truncateAborted(to: offset)
    }

    func loadAborted() throws(LogError) {
        if isAbortedLoaded { return }
        aborted = AbortedTransaction.decode(try fileSystem.contents(of: path(SegmentFiles.transactionIndex)) ?? [])
        persistedAborted = aborted.count
        isAbortedLoaded = true
    }

    /// Cuts the transaction index to transactions that ended before an offset.
    func truncateAborted(to offset: Offset) throws(LogError) {
        try loadAborted()
        forgetAborted(from: offset)
        try cut(SegmentFiles.transactionIndex, to: persistedAborted * AbortedTransaction.entrySize)
    }

    /// Gives back the memory of a sealed segment's indexes that no lookup has used since the last call.
    func dropIdleIndexes() {
        defer { wereIndexesUsed = false }
        guard isSealed, areIndexesLoaded, !wereIndexesUsed, unpersistedEntries == 0 else { return }
        guard timeIndex.count == timeIndex.persistedCount else { return }
        offsetIndex.unload()
        timeIndex.unload()
        areIndexesLoaded = false
    }
}
