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
    /// What its files' names end in while compaction makes it: `.cleaned`, then `.swap`. Empty for a segment in its place.
    private(set) var stage = ""
    let fileSystem: any FileSystem
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
    var areIndexesLoaded: Bool
    /// A lookup has used the indexes since they were last dropped.
    var wereIndexesUsed = false
    var bytesSinceIndexEntry = 0
    /// The largest timestamp and the last offset of the batch that has it.
    var largest = TimeIndex.Entry(timestamp: .none, relativeOffset: 0)
    /// The largest timestamp of the first batch: age is counted from it.
    var firstTimestamp: Timestamp?

    /// What a walk over all of it found: whether any batch has a producer id.
    var hasProducers: Bool?

    /// What walks have counted of its records; a new one whenever bytes of it change.
    private(set) var recordCounts = RecordCounts()

    var aborted: [AbortedTransaction] = []
    var persistedAborted = 0
    var isAbortedLoaded: Bool
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

    func path(_ suffix: String) -> String { path + suffix + stage }

    /// A segment that compaction writes beside those it is to replace.
    static func cleaned(_ baseOffset: Offset, in directory: String, fileSystem: any FileSystem) -> Segment {
        let segment = Segment(new: baseOffset, in: directory, fileSystem: fileSystem)
        segment.stage = SegmentFiles.cleaned
        return segment
    }

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
        // An empty batch keeps the time of records that compaction took.
        if header.maxTimestamp > largest.timestamp, header.recordCount > 0 {
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
    func unseal() {
        isSealed = false
        recordCounts = RecordCounts()
    }

    /// Found complete on opening: no write is due.
    func assumeSealed() { isSealed = true }

    // MARK: Stages

    /// All that it holds was synced.
    func markDurable() {
        syncedSize = size
        isNew = false
        areIndexesDirty = false
        hasNewNames = false
        isTransactionIndexDirty = false
    }

    /// Renames the files to the names of another stage. The `.log` comes last: a start finds either all of them renamed, or
    /// the `.log` where it was.
    func move(toStage new: String) throws(LogError) {
        for suffix in SegmentFiles.ofSegment.reversed() {
            // Without its `.log` there is no segment to put in the place of others: that is an error, where an index is none.
            if suffix != SegmentFiles.log, try fileSystem.status(of: path(suffix)) == nil { continue }
            try fileSystem.rename(path(suffix), to: path + suffix + new)
        }
        stage = new
        openFile?.moved(to: path(SegmentFiles.log))
    }

    // MARK: Ending

    /// Cuts the file at a batch's start.
    func truncate(to position: Int64) throws(LogError) {
        try loadIndexes()
        try file().truncate(to: position)
        size = position
        recordCounts = RecordCounts()
        syncedSize = min(syncedSize, position)
        offsetIndex.truncate(toPosition: position)
    }

    /// Renames the files so that they are no longer part of the log. Without its `.log` what is left of a segment means
    /// nothing, so that goes first; unless another waits for the names, which must find none of them taken: then it goes last.
    ///
    /// `number` tells the names apart from those of an earlier segment at the same offset that is not unlinked yet.
    func markDeleted(as number: Int = 0, givingNamesAway: Bool = false) throws(LogError) -> SegmentDeletion {
        let deleted = ".\(number)" + SegmentFiles.deleted
        var paths: [String] = []
        for suffix in givingNamesAway ? SegmentFiles.ofSegment.reversed() : SegmentFiles.ofSegment {
            let path = path(suffix)
            guard try fileSystem.status(of: path) != nil else { continue }
            try fileSystem.rename(path, to: path + deleted)
            paths.append(path + deleted)
        }
        openFile?.moved(to: path(SegmentFiles.log) + deleted)
        return SegmentDeletion(paths: paths, file: openFile, fileSystem: fileSystem)
    }

    func close() {
        openFile?.close()
        openFile = nil
    }
}
