#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif
package import OttlaVocabulary

/// What a log knows of its next sync.
struct SyncState {
    /// A `SyncWork` is out.
    var isRunning = false
    /// Truncations make what a running sync reports worthless.
    var generation = 0
    /// When the oldest append that is not durable came.
    var oldestUnsynced: Timestamp?
    /// How far the running sync goes.
    var through = Offset(0)
    /// Small files to be synced beside the segments.
    var paths: [String] = []
    var isDirectoryDirty = false
    /// The partition's directory itself is new.
    var isParentDirty = false
    var areEpochsDirty = false
    /// The first offset of the transactions whose end may not be durable: those that ended since the last sync began, and
    /// those before it that it makes durable. A crash may open them again.
    private var firstEnded: Offset?
    private var firstEndedBefore: Offset?

    /// Below this offset no end of a transaction can be lost; `nil` where that holds for all.
    var firstUndurablyEnded: Offset? {
        guard let firstEnded else { return firstEndedBefore }
        return min(firstEnded, firstEndedBefore ?? firstEnded)
    }

    mutating func ended(transactionFrom offset: Offset) { firstEnded = min(firstEnded ?? offset, offset) }

    /// A sync begins that covers all ends so far.
    mutating func coverEnds() {
        firstEndedBefore = firstUndurablyEnded
        firstEnded = nil
    }

    mutating func endsAreDurable() { firstEndedBefore = nil }
}

/// What must be made durable, to be run without the log's lock, on a thread that may block.
package struct SyncWork: Sendable {
    /// Everything below is durable once `run` has returned.
    package let through: Offset
    let generation: Int
    let files: [any File]
    let sizes: [(baseOffset: Offset, size: Int64)]
    let paths: [String]
    let directories: [String]
    let fileSystem: any FileSystem

    package func run() throws(LogError) {
        for file in files { try file.synchronize() }
        for path in paths {
            do throws(LogError) {
                let file = try fileSystem.open(path, creating: false)
                defer { file.close() }
                try file.synchronize()
            } catch {
                // Retention, a truncation or a compaction removed or renamed it meanwhile: nothing is left to make durable.
                guard error.errno == ENOENT else { throw error }
            }
        }
        for directory in directories { try fileSystem.syncDirectory(directory) }
    }
}

extension Log {
    /// Whether `flush.messages` or `flush.ms` ask for a sync now.
    package func needsSync(now: Timestamp) -> Bool {
        let unsynced = writtenOffset - max(recoveryPoint, sync.isRunning ? sync.through : recoveryPoint)
        guard unsynced > 0 else { return false }
        if unsynced >= configuration.flushMessages { return true }
        guard configuration.flushMs < .max, let oldest = sync.oldestUnsynced else { return false }
        return now - oldest >= configuration.flushMs
    }

    /// Whether a sealed segment waits to be synced, or much of the active one: what upkeep does in the background, so
    /// that recovery has little to check again.
    package var wantsBackgroundSync: Bool {
        if sync.isRunning || recoveryPoint == writtenOffset { return false }
        return active.size - active.syncedSize >= 256 << 20 || active.baseOffset > recoveryPoint
    }

    /// What must be synced for all that is written now. `nil` if all of it is durable, or a sync is running: its end
    /// must be reported with `syncCompleted` or `syncFailed` first.
    package func beginSync() throws(LogError) -> SyncWork? {
        let isDue = recoveryPoint < writtenOffset || sync.areEpochsDirty || sync.isDirectoryDirty || sync.isParentDirty
        guard isDue, !sync.isRunning else { return nil }
        try checkNotFailed()
        if sync.areEpochsDirty { try writeEpochs() }
        var files: [any File] = []
        var sizes: [(baseOffset: Offset, size: Int64)] = []
        for segment in segments.reversed() {
            if segment.syncedSize == segment.size, !segment.isNew, !segment.areIndexesDirty {
                if segment.baseOffset < recoveryPoint { break } else { continue }
            }
            if segment.size > 0 || segment.fileIfOpen != nil { files.append(try segment.file()) }
            try segment.persistAborted(below: writtenOffset)
            if segment.hasNewNames || segment.isNew && segment.fileIfOpen != nil { sync.isDirectoryDirty = true }
            segment.hasNewNames = false
            if segment.areIndexesDirty {
                sync.paths += [SegmentFiles.offsetIndex, SegmentFiles.timeIndex].map(segment.path)
            }
            if segment.isTransactionIndexDirty { sync.paths.append(segment.path(SegmentFiles.transactionIndex)) }
            segment.isTransactionIndexDirty = false
            segment.areIndexesDirty = false
            sizes.append((segment.baseOffset, segment.size))
        }
        var directories: [String] = []
        if sync.isDirectoryDirty { directories.append(directory) }
        if sync.isParentDirty { directories.append(PosixFileSystem.parent(of: directory)) }
        // What is not written yet is not synced either.
        if pending.count == 0 { sync.coverEnds() }
        defer {
            sync.isRunning = true
            sync.through = writtenOffset
            sync.paths = []
            sync.isDirectoryDirty = false
            sync.isParentDirty = false
            sync.oldestUnsynced = nil
        }
        return SyncWork(
            through: writtenOffset, generation: sync.generation, files: files, sizes: sizes, paths: sync.paths,
            directories: directories, fileSystem: fileSystem)
    }

    /// The work has run: what it covered is durable.
    package func syncCompleted(_ work: SyncWork) {
        guard work.generation == sync.generation else { return }
        sync.isRunning = false
        sync.endsAreDurable()
        for (baseOffset, size) in work.sizes {
            let segment = segments[segmentIndex(of: baseOffset)]
            guard segment.baseOffset == baseOffset else { continue }
            // Compaction may have put a smaller one in its place meanwhile.
            segment.syncedSize = min(max(segment.syncedSize, size), segment.size)
            if segment.fileIfOpen != nil || segment.size > 0 { segment.isNew = false }
        }
        recoveryPoint = max(recoveryPoint, work.through)
    }

    /// The work failed. The kernel may have dropped what it could not write, so nothing not durable yet can be relied
    /// on: the log takes no more appends.
    package func syncFailed(_ work: SyncWork, _ error: LogError) {
        sync.isRunning = false
        failure = "\(error)"
    }

    func writeEpochs() throws(LogError) {
        let path = path("leader-epoch-checkpoint")
        try fileSystem.replace(path, with: epochs.encoded, durably: false)
        sync.paths.append(path)
        sync.isDirectoryDirty = true
        sync.areEpochsDirty = false
    }

    /// Writes and syncs everything, with a snapshot of the producers' states, and closes the files. The log may not be
    /// used any more.
    package func close() throws(LogError) {
        try flushTurn()
        try checkNotFailed()
        try completeSwap()
        active.closeTimeIndex()
        try active.persistIndexes()
        if !producers.isEmpty || !snapshots.isEmpty { try writeSnapshot() }
        sync.isRunning = false
        if let work = try beginSync() {
            try work.run()
            syncCompleted(work)
        }
        closeFiles()
    }

    /// Closes the files as they are, for a log whose directory is about to be deleted.
    package func closeFiles() {
        for segment in segments { segment.close() }
    }
}
