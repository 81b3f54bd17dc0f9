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
                if suffix.hasSuffix(SegmentFiles.swap) { swaps.append((offset, name)) } else { leftovers.append(name) }
            }
        }
    }

    /// Removes what was on its way out (`.deleted`, `.cleaned`, `.tmp`) and completes the swap of a compacted segment:
    /// the segments it replaces go, then its files get their names.
    mutating func completeInterruptedWork() throws(LogError) {
        for name in leftovers { try fileSystem.remove("\(directory)/\(name)") }
        leftovers = []
        guard !swaps.isEmpty else { return }
        for (offset, name) in swaps where name.hasSuffix(SegmentFiles.log + SegmentFiles.swap) {
            let end = try endOffset(ofSwapped: name) ?? offset
            for covered in logs where covered >= offset && covered < end {
                for suffix in SegmentFiles.ofSegment { try fileSystem.remove("\(directory)/\(SegmentFiles.stem(covered))\(suffix)") }
            }
            logs.removeAll { $0 >= offset && $0 < end }
            logs.append(offset)
        }
        for (_, name) in swaps {
            try fileSystem.rename("\(directory)/\(name)", to: "\(directory)/\(name.dropLast(SegmentFiles.swap.utf8.count))")
        }
        try fileSystem.syncDirectory(directory)
        swaps = []
        logs = Array(Set(logs)).sorted()
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
