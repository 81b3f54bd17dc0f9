import OttlaRecords
import OttlaVocabulary

/// Writes the segment that takes the place of others: its batches through a block of memory, its indexes beside it.
/// Owned by a compaction; no lock is held, since nobody else knows these files yet.
final class SegmentRewriter {
    let segment: Segment
    private let file: any File
    private let indexInterval: Int
    private let buffer: UnsafeMutableRawBufferPointer
    private var count = 0
    private var isClosed = false
    /// Bytes of the batches so far.
    private(set) var size: Int64 = 0

    init(_ group: CompactionPlan.Group, of survey: CompactionSurvey, bufferSize: Int) throws(LogError) {
        segment = .cleaned(group.baseOffset, in: survey.directory, fileSystem: survey.fileSystem)
        indexInterval = survey.configuration.indexIntervalBytes
        file = try segment.file()
        try file.truncate(to: 0)
        buffer = .allocate(byteCount: bufferSize, alignment: 4096)
    }

    deinit { buffer.deallocate() }

    func append(_ batch: UnsafeRawBufferPointer, _ header: RecordBatchHeader) throws(LogError) {
        guard size + Int64(batch.count) <= Int64(Int32.max) else {
            throw .corrupt(path: file.path, reason: "what is kept of the segments no longer fits into one of 2 GiB")
        }
        segment.note(header, at: size, indexInterval: indexInterval)
        size += Int64(batch.count)
        if count + batch.count > buffer.count {
            try flush()
            if batch.count >= buffer.count {
                try file.write(batch, at: size - Int64(batch.count))
                return
            }
        }
        UnsafeMutableRawBufferPointer(rebasing: buffer[count...]).copyMemory(from: batch)
        count += batch.count
    }

    private func flush() throws(LogError) {
        guard count > 0 else { return }
        try file.write(UnsafeRawBufferPointer(rebasing: buffer[..<count]), at: segment.size)
        segment.size += Int64(count)
        count = 0
    }

    func append(_ transaction: AbortedTransaction) throws(LogError) { try segment.append(transaction) }

    /// Makes the files durable. Only their names are missing then.
    func finish() throws(LogError) {
        try flush()
        segment.size = size
        try segment.seal()
        try file.synchronize()
        for suffix in [SegmentFiles.offsetIndex, SegmentFiles.timeIndex, SegmentFiles.transactionIndex] {
            guard try segment.fileSystem.status(of: segment.path(suffix)) != nil else { continue }
            let index = try segment.fileSystem.open(segment.path(suffix), creating: false)
            defer { index.close() }
            try index.synchronize()
        }
        segment.markDurable()
    }

    /// Removes what was written, if it is not part of the log.
    func discard() throws(LogError) {
        segment.close()
        for suffix in SegmentFiles.ofSegment { try segment.fileSystem.remove(segment.path(suffix)) }
    }
}
