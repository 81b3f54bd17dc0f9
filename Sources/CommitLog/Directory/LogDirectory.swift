package import OttlaVocabulary

/// The data directory as a whole: who may use it, whose it is, which partitions it holds, and the checkpoint files that
/// say how far each of them was safe. Owned by the broker; calls may come from any thread.
package final class LogDirectory: Sendable {
    package static let recoveryPointFile = "recovery-point-offset-checkpoint"
    package static let highWatermarkFile = "replication-offset-checkpoint"
    package static let logStartFile = "log-start-offset-checkpoint"
    package static let cleanerFile = "cleaner-offset-checkpoint"
    package static let cleanShutdownFile = ".kafka_cleanshutdown"

    package let path: String
    package let fileSystem: any FileSystem
    /// Whose directory it is; `nil` while it is new.
    package let identity: MetaProperties?
    /// The last broker here stopped cleanly.
    package let wasCleanShutdown: Bool
    /// As the checkpoint files said at the start.
    package let recoveryPoints: [TopicPartition: Offset]
    package let highWatermarks: [TopicPartition: Offset]
    package let logStartOffsets: [TopicPartition: Offset]
    /// How far compaction had come.
    package let cleanedOffsets: [TopicPartition: Offset]
    /// The partitions found, sorted.
    package let partitions: [TopicPartition]
    /// Directories that wait to be deleted.
    package let leftovers: [String]
    private let lock: any FileLock

    /// A partition's directory as it was found at the start.
    package func topicID(of partition: TopicPartition) throws(LogError) -> UUID? {
        let path = "\(directory(of: partition))/\(PartitionMetadata.fileName)"
        return try fileSystem.contents(of: path).flatMap(PartitionMetadata.decode)
    }

    /// Creates the directory if it is missing, locks it, and reads what the last broker left. The mark of a clean stop
    /// is taken away: from now on, only another clean stop counts.
    package static func open(_ path: String, fileSystem: any FileSystem) throws(LogError) -> LogDirectory {
        try createDirectories(path, fileSystem)
        let lock = try fileSystem.lock("\(path)/.lock")
        let entries = try fileSystem.entries(in: path)
        let names = Set(entries.map(\.name))
        var partitions: [TopicPartition] = []
        var leftovers: [String] = []
        for entry in entries where entry.isDirectory {
            switch PartitionDirectoryName(entry.name) {
            case .partition(let partition): partitions.append(partition)
            case .leftover: leftovers.append("\(path)/\(entry.name)")
            case .other: break
            }
        }
        let wasClean = names.contains(cleanShutdownFile)
        if wasClean {
            try fileSystem.remove("\(path)/\(cleanShutdownFile)")
            try fileSystem.syncDirectory(path)
        }
        func checkpoint(_ name: String) throws(LogError) -> [TopicPartition: Offset] {
            guard names.contains(name), let bytes = try fileSystem.contents(of: "\(path)/\(name)") else { return [:] }
            return OffsetCheckpoint.decode(bytes) ?? [:]
        }
        return LogDirectory(
            path: path, fileSystem: fileSystem, identity: try identity(in: path, names, fileSystem), wasCleanShutdown: wasClean,
            recoveryPoints: try checkpoint(recoveryPointFile), highWatermarks: try checkpoint(highWatermarkFile),
            logStartOffsets: try checkpoint(logStartFile), cleanedOffsets: try checkpoint(cleanerFile), partitions: partitions.sorted(),
            leftovers: leftovers, lock: lock)
    }

    private init(
        path: String, fileSystem: any FileSystem, identity: MetaProperties?, wasCleanShutdown: Bool,
        recoveryPoints: [TopicPartition: Offset], highWatermarks: [TopicPartition: Offset],
        logStartOffsets: [TopicPartition: Offset], cleanedOffsets: [TopicPartition: Offset], partitions: [TopicPartition],
        leftovers: [String], lock: any FileLock
    ) {
        self.path = path
        self.fileSystem = fileSystem
        self.identity = identity
        self.wasCleanShutdown = wasCleanShutdown
        self.recoveryPoints = recoveryPoints
        self.highWatermarks = highWatermarks
        self.logStartOffsets = logStartOffsets
        self.cleanedOffsets = cleanedOffsets
        self.partitions = partitions
        self.leftovers = leftovers
        self.lock = lock
    }

    private static func createDirectories(_ path: String, _ fileSystem: any FileSystem) throws(LogError) {
        if try fileSystem.status(of: path) != nil { return }
        let parent = PosixFileSystem.parent(of: path)
        if parent != path, parent != "." { try createDirectories(parent, fileSystem) }
        try fileSystem.createDirectory(path)
        // Or a crash takes the whole directory with it.
        try fileSystem.syncDirectory(parent)
    }

    private static func identity(
        in path: String, _ names: Set<String>, _ fileSystem: any FileSystem
    ) throws(LogError) -> MetaProperties? {
        let file = "\(path)/\(MetaProperties.fileName)"
        guard names.contains(MetaProperties.fileName), let bytes = try fileSystem.contents(of: file) else { return nil }
        guard let identity = MetaProperties(decoding: bytes) else {
            throw .corrupt(path: file, reason: "it lacks cluster.id or node.id")
        }
        return identity
    }

    /// Says whose directory it is, once, before anything else is written.
    package func write(identity: MetaProperties) throws(LogError) {
        try fileSystem.replace("\(path)/\(MetaProperties.fileName)", with: identity.encoded)
    }

    // MARK: Logs

    package func directory(of partition: TopicPartition) -> String { "\(path)/\(partition)" }

    /// Opens a partition's log from where the checkpoints say, or creates it. A directory of that name that belongs to
    /// an earlier topic is set aside as stray, for a person to look at.
    package func openLog(
        _ partition: TopicPartition, topicID: UUID, configuration: LogConfiguration, now: Timestamp
    ) throws(LogError) -> Log {
        let directory = directory(of: partition)
        var isKnown = try fileSystem.status(of: directory) != nil
        if isKnown, topicID != .zero, let found = try self.topicID(of: partition), found != topicID {
            try fileSystem.rename(directory, to: "\(path)/\(PartitionDirectoryName.stray(partition, uniqueID: found))")
            isKnown = false
        }
        // What the checkpoints say of a name without a directory is about a topic that was deleted.
        return try Log.open(
            directory: directory, partition: partition, topicID: topicID, configuration: configuration,
            recoveryPoint: isKnown ? recoveryPoints[partition] ?? 0 : 0, logStartOffset: isKnown ? logStartOffsets[partition] ?? 0 : 0,
            cleanedOffset: isKnown ? cleanedOffsets[partition] ?? 0 : 0, wasCleanShutdown: wasCleanShutdown, fileSystem: fileSystem,
            now: now)
    }

    /// Closes a partition's log and renames its directory, which is then deleted by `DirectoryDeletion.run` at leisure.
    package func delete(_ log: Log, uniqueID: UUID) throws(LogError) -> DirectoryDeletion {
        log.closeFiles()
        let renamed = "\(path)/\(PartitionDirectoryName.deleted(log.partition, uniqueID: uniqueID))"
        try fileSystem.rename(log.directory, to: renamed)
        return DirectoryDeletion(path: renamed, fileSystem: fileSystem)
    }

    /// Deletions of the directories that were on their way out when the last broker stopped.
    package var leftoverDeletions: [DirectoryDeletion] {
        leftovers.map { DirectoryDeletion(path: $0, fileSystem: fileSystem) }
    }

    // MARK: Checkpoints

    /// Each file replaces the last one of its name, durably. The log start checkpoint names only logs that start
    /// beyond 0, the cleaner's only those that were compacted.
    package func writeCheckpoints(
        recoveryPoints: [TopicPartition: Offset], highWatermarks: [TopicPartition: Offset],
        logStartOffsets: [TopicPartition: Offset], cleanedOffsets: [TopicPartition: Offset] = [:]
    ) throws(LogError) {
        try write(Self.recoveryPointFile, recoveryPoints)
        try write(Self.highWatermarkFile, highWatermarks)
        try write(Self.logStartFile, logStartOffsets.filter { $0.value > 0 })
        try write(Self.cleanerFile, cleanedOffsets.filter { $0.value > 0 })
    }

    private func write(_ name: String, _ offsets: [TopicPartition: Offset]) throws(LogError) {
        try fileSystem.replace("\(path)/\(name)", with: OffsetCheckpoint.encode(offsets))
    }

    /// All logs are closed and the checkpoints written: the next start need not check anything.
    package func markCleanShutdown(brokerEpoch: Int64 = -1) throws(LogError) {
        let text = "{\"version\":0,\"brokerEpoch\":\(brokerEpoch)}"
        try fileSystem.replace("\(path)/\(Self.cleanShutdownFile)", with: Array(text.utf8))
    }

    /// Lets other brokers in.
    package func unlock() { lock.release() }
}

/// A partition's directory that is no longer in use.
package struct DirectoryDeletion: Sendable {
    package let path: String
    let fileSystem: any FileSystem

    /// Slow for large logs, so it belongs on a file thread.
    package func run() throws(LogError) { try fileSystem.removeTree(path) }
}
