import OttlaVocabulary

/// The files of a partition's directory by kind, from one listing.
struct DirectoryContents {
    /// Base offsets of the segments, rising.
    private(set) var logs: [Offset] = []
    private(set) var snapshots: [Offset] = []
    private(set) var transactionIndexes: Set<Offset> = []
    private(set) var hasEpochs = false
    private(set) var hasPartitionMetadata = false
    private var leftovers: [String] = []
    private var swaps: [(offset: Offset, name: String)] = []
    private var firstCleaned: Offset?
    private let directory: String
    private let fileSystem: any FileSystem

    init(reading directory: String, in fileSystem: any FileSystem) throws(LogError) {
        self.directory = directory
        self.fileSystem = fileSystem
        for entry in try fileSystem.entries(in: directory) where !entry.isDirectory { take(entry.name) }
        logs.sort()
        snapshots.sort()
    }

    private mutating func take(_ name: String) {
        switch name {
        case "leader-epoch-checkpoint": hasEpochs = true
        case PartitionMetadata.fileName: hasPartitionMetadata = true
        default:
            guard let (offset, suffix) = SegmentFiles.parse(name) else {
                if name.hasSuffix(".tmp") { leftovers.append(name) }
                return
            }
            switch suffix {
            case SegmentFiles.log: logs.append(offset)
            case SegmentFiles.snapshot: snapshots.append(offset)
            case SegmentFiles.transactionIndex: transactionIndexes.insert(offset)
            case SegmentFiles.offsetIndex, SegmentFiles.timeIndex: break
            default:
                if suffix.hasSuffix(SegmentFiles.swap) {
                    swaps.append((offset, name))
                } else {
                    leftovers.append(name)
                    if suffix.hasSuffix(SegmentFiles.cleaned) { firstCleaned = min(firstCleaned ?? offset, offset) }
                }
            }
        }
    }

    /// Removes what was on its way out (`.deleted`, `.cleaned`, `.tmp`) and completes the swap of a compacted segment:
    /// the segments it replaces go, then its files get their names. A swap whose files were not all renamed is undone.
    mutating func completeInterruptedWork() throws(LogError) {
        if leftovers.isEmpty, swaps.isEmpty { return }
        for name in leftovers { try fileSystem.remove("\(directory)/\(name)") }
        guard !swaps.isEmpty else { return }
        let complete = Set(swaps.filter(isComplete).map(\.offset))
        for (offset, name) in swaps where !complete.contains(offset) { try fileSystem.remove("\(directory)/\(name)") }
        for offset in complete { try removeSegments(replacedBy: offset) }
        // The `.log` comes last: while it waits, so does the swap.
        for (offset, name) in swaps.sorted(by: { !Self.isLog($0.name) && Self.isLog($1.name) }) where complete.contains(offset) {
            try fileSystem.rename("\(directory)/\(name)", to: "\(directory)/\(name.dropLast(SegmentFiles.swap.utf8.count))")
        }
        try fileSystem.syncDirectory(directory)
        self = try DirectoryContents(reading: directory, in: fileSystem)
    }

    private static func isLog(_ name: String) -> Bool { name.hasSuffix(SegmentFiles.log + SegmentFiles.swap) }

    /// The `.log` is the last to become `.swap`; and where one segment is made into several, Kafka renames the last one
    /// first, so that one still `.cleaned` tells of those behind it that they are not to be.
    private func isComplete(_ swap: (offset: Offset, name: String)) -> Bool {
        Self.isLog(swap.name) && firstCleaned.map { swap.offset < $0 } ?? true
    }

    private func removeSegments(replacedBy offset: Offset) throws(LogError) {
        let end = try endOffset(ofSwapped: SegmentFiles.stem(offset) + SegmentFiles.log + SegmentFiles.swap) ?? offset
        // The `.log` goes last here, too: once it is gone, what has the other names of the first segment is new.
        for covered in logs where covered >= offset && covered < max(end, offset + 1) {
            for suffix in SegmentFiles.ofSegment.reversed() { try fileSystem.remove("\(directory)/\(SegmentFiles.stem(covered))\(suffix)") }
        }
    }

    private func endOffset(ofSwapped name: String) throws(LogError) -> Offset? {
        let file = try fileSystem.open("\(directory)/\(name)", creating: false)
        defer { file.close() }
        var scanner = BatchScanner(file, from: 0, to: try file.size(), window: 16 << 10)
        var end: Offset?
        while let batch = try scanner.next() { end = batch.nextOffset }
        return end
    }
}
