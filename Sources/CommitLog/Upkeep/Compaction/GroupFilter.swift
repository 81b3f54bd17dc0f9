import OttlaRecords
import OttlaVocabulary

/// The second reading of a compaction: what is still wanted of a group of segments goes into one. Owned by its compaction.
final class GroupFilter {
    let group: CompactionPlan.Group
    let rewriter: SegmentRewriter
    private let settings: CompactionSettings
    private var scanner: BatchScanner?
    private var place = 0
    private var isChanged: Bool
    private var isReleased = false
    private var nextOffset: Offset
    /// Messages of an old format that lie one behind the other and become one batch.
    private var legacy: [UInt8] = []

    /// Old messages are gathered up to so many bytes.
    private static let legacyBytes = 64 << 10

    init(_ group: CompactionPlan.Group, of survey: CompactionSurvey, settings: CompactionSettings) throws(LogError) {
        self.group = group
        self.settings = settings
        rewriter = try SegmentRewriter(group, of: survey, bufferSize: settings.bufferBytes)
        isChanged = group.pieces.count > 1
        nextOffset = group.baseOffset
    }

    var isAtEnd: Bool { place == group.pieces.count }
    /// The segment being read.
    var piece: CompactionSurvey.Piece { group.pieces[min(place, group.pieces.count - 1)] }
    /// Whether the new segment differs from the old.
    var isWorthwhile: Bool { isChanged && rewriter.size > 0 }

    /// The files are the log's now.
    func release() { isReleased = true }

    func discard() throws(LogError) {
        if !isReleased { try rewriter.discard() }
    }

    /// Reads a few buffers, and writes what is kept of them.
    func read(from file: any File, _ retention: BatchRetention) throws(LogError) -> (read: Int, written: Int) {
        var walk = scanner.take() ?? BatchScanner(file, from: 0, to: piece.size, window: settings.bufferBytes)
        let start = walk.position
        let sizeBefore = rewriter.size
        while walk.position - start < Int64(settings.bufferBytes) {
            guard let batch = try walk.next(isValidating: true) else {
                if let defect = walk.defect { throw .corrupt(path: file.path, reason: defect) }
                place += 1
                return (Int(walk.position - start), Int(rewriter.size - sizeBefore))
            }
            guard batch.header.lastOffset < piece.endOffset, batch.header.baseOffset >= nextOffset else {
                throw .corrupt(path: file.path, reason: "a batch at offset \(batch.header.baseOffset) after \(nextOffset)")
            }
            nextOffset = batch.nextOffset
            let isEndOfFile = batch.endPosition == piece.size
            let isLast = isEndOfFile && place == group.pieces.count - 1
            if batch.header.magic < 2 {
                legacy += walk.bytes(of: batch)
                if isEndOfFile || legacy.count >= Self.legacyBytes { try settleLegacy(isLast: isLast, file.path, retention) }
            } else {
                if !legacy.isEmpty { try settleLegacy(isLast: false, file.path, retention) }
                try settle(batch.header, walk.bytes(of: batch), isLast: isLast, file.path, retention)
            }
        }
        let read = Int(walk.position - start)
        scanner = consume walk
        return (read, Int(rewriter.size - sizeBefore))
    }

    private func settle(
        _ header: RecordBatchHeader, _ bytes: UnsafeRawBufferPointer, isLast: Bool, _ path: String, _ retention: BatchRetention
    ) throws(LogError) {
        let verdict: BatchRetention.Verdict
        do throws(RecordError) {
            verdict = try retention.judge(header, bytes, isLast: isLast)
        } catch {
            throw .corrupt(path: path, reason: "the batch at offset \(header.baseOffset): \(error)")
        }
        switch verdict {
        case .kept(let aborted):
            try rewriter.append(bytes, header)
            if let aborted { try rewriter.append(aborted) }
        case .replaced(let batch):
            isChanged = true
            guard let header = RecordBatchHeader(reading: batch.bytes) else { preconditionFailure("a batch has a header") }
            try rewriter.append(batch, header)
        case .dropped: isChanged = true
        }
    }

    /// What was gathered of old messages becomes a batch like others.
    private func settleLegacy(isLast: Bool, _ path: String, _ retention: BatchRetention) throws(LogError) {
        let batch: [UInt8]
        let messages = legacy
        do throws(RecordError) {
            batch = try LegacyMessageSet.batch(ofStored: messages.span.bytes, decompressionLimit: settings.decompressionLimit)
        } catch {
            throw .corrupt(path: path, reason: "old messages before offset \(nextOffset): \(error)")
        }
        legacy.removeAll(keepingCapacity: true)
        isChanged = true
        guard let header = RecordBatchHeader(reading: batch.span.bytes) else { preconditionFailure("a batch has a header") }
        let result = batch.withUnsafeBytes { bytes in
            Result { () throws(LogError) in try settle(header, bytes, isLast: isLast, path, retention) }
        }
        try result.get()
    }
}
