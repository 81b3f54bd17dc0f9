import OttlaRecords
import OttlaVocabulary

/// One segment of a log: its `.log` file and the indexes beside it. Owned by its `Log`, under the same lock.
///
/// Files are opened when first needed. The active segment's indexes are in memory and written behind; a sealed
/// segment's are read when a lookup needs them and may be dropped again.
final class Segment {
    let baseOffset: Offset
    /// The path of its files without their suffix.
    let path: String
    private let fileSystem: any FileSystem
    /// Bytes of whole batches in the file.
    var size: Int64
    /// Bytes known to be durable; less than `size` while a sync is due.
    var syncedSize: Int64 = 0
    /// Its names are not durable yet: the directory must be synced with it.
    var isNew: Bool
    /// No more appends: all of the indexes is written.
    private(set) var isSealed = false
    /// The index files hold more than was synced.
    var areIndexesDirty = false
    /// Index files of it were created: the directory must be synced for them.
    var hasNewNames = false
    /// The transaction index holds more than was synced.
    var isTransactionIndexDirty = false

    var offsetIndex = OffsetIndex()
    var timeIndex = TimeIndex()
    private(set) var areIndexesLoaded: Bool
    /// A lookup has used the indexes since they were last dropped.
    private var wereIndexesUsed = false
    var bytesSinceIndexEntry = 0
    /// The largest timestamp and the last offset of the batch that has it.
    var largest = TimeIndex.Entry(timestamp: .none, relativeOffset: 0)
    /// The largest timestamp of the first batch: age is counted from it.
    var firstTimestamp: Timestamp?

    private(set) var aborted: [AbortedTransaction] = []
    private var persistedAborted = 0
    private var isAbortedLoaded: Bool
    private var openFile: (any File)?

    /// A segment found in the directory.
    init(existing baseOffset: Offset, in directory: String, size: Int64, hasTransactionIndex: Bool, fileSystem: any FileSystem) {
        self.baseOffset = baseOffset
        self.size = size
        self.fileSystem = fileSystem
        path = "\(directory)/\(SegmentFiles.stem(baseOffset))"
        isNew = false
        areIndexesLoaded = false
        isAbortedLoaded = !hasTransactionIndex
    }

    /// A new segment, whose file is created by the first write.
    init(new baseOffset: Offset, in directory: String, fileSystem: any FileSystem) {
        self.baseOffset = baseOffset
        self.fileSystem = fileSystem
        size = 0
        path = "\(directory)/\(SegmentFiles.stem(baseOffset))"
        isNew = true
        areIndexesLoaded = true
        isAbortedLoaded = true
    }

    func path(_ suffix: String) -> String { path + suffix }

    /// The file, if it is open.
    var fileIfOpen: (any File)? { openFile }

    func file() throws(LogError) -> any File {
        if let openFile { return openFile }
        let file = try fileSystem.open(path(SegmentFiles.log), creating: isNew)
        openFile = file
        return file
    }

    func relative(_ offset: Offset) -> UInt32 { UInt32(truncatingIfNeeded: offset - baseOffset) }

    // MARK: Growing

    /// Counts a batch that will lie at `position`, and gives it an index entry if one is due.
    func note(_ header: RecordBatchHeader, at position: Int64, indexInterval: Int) {
        let lastOffset = relative(header.lastOffset)
        if firstTimestamp == nil { firstTimestamp = header.maxTimestamp }
        if header.maxTimestamp > largest.timestamp {
            largest = TimeIndex.Entry(timestamp: header.maxTimestamp, relativeOffset: lastOffset)
        }
        if bytesSinceIndexEntry > indexInterval {
            offsetIndex.append(relativeOffset: lastOffset, position: UInt32(position))
            timeIndex.append(largest.timestamp, relativeOffset: largest.relativeOffset)
            bytesSinceIndexEntry = 0
        }
        bytesSinceIndexEntry += header.totalSize
    }

    /// A walk over the segment has brought the indexes up to date.
    func markIndexesLoaded() { areIndexesLoaded = true }

    /// Whether the indexes have no room for one more entry.
    func areIndexesFull(limit bytes: Int) -> Bool {
        offsetIndex.count >= bytes / OffsetIndex.entrySize || timeIndex.count >= bytes / TimeIndex.entrySize - 1
    }

    func append(_ transaction: AbortedTransaction) throws(LogError) {
        try loadAborted()
        aborted.append(transaction)
    }

    /// Forgets aborted transactions whose marker was not written after all.
    func forgetAborted(from offset: Offset) {
        aborted.removeAll { $0.lastOffset >= offset }
        persistedAborted = min(persistedAborted, aborted.count)
    }

    /// Ends the segment: the time index gets its last entry and both index files all they lack.
    func seal() throws(LogError) {
        try loadIndexes()
        timeIndex.append(largest.timestamp, relativeOffset: largest.relativeOffset)
        try persistIndexes()
        isSealed = true
    }

    /// A segment becomes the active one again after those behind it were cut off.
    func unseal() { isSealed = false }

    /// Found complete on opening: no write is due.
    func assumeSealed() { isSealed = true }

    // MARK: Index files

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

    // MARK: Lookup

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

    // MARK: Ending

    /// Cuts the file at a batch's start.
    func truncate(to position: Int64) throws(LogError) {
        try loadIndexes()
        try file().truncate(to: position)
        size = position
        syncedSize = min(syncedSize, position)
        offsetIndex.truncate(toPosition: position)
    }

    /// Renames the files so that they are no longer part of the log.
    func markDeleted() throws(LogError) -> SegmentDeletion {
        var paths: [String] = []
        for suffix in SegmentFiles.ofSegment {
            let path = path(suffix)
            guard try fileSystem.status(of: path) != nil else { continue }
            try fileSystem.rename(path, to: path + SegmentFiles.deleted)
            paths.append(path + SegmentFiles.deleted)
        }
        openFile?.moved(to: path(SegmentFiles.log) + SegmentFiles.deleted)
        return SegmentDeletion(paths: paths, file: openFile, fileSystem: fileSystem)
    }

    func close() {
        openFile?.close()
        openFile = nil
    }
}
