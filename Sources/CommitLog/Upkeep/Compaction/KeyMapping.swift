import OttlaRecords
import OttlaVocabulary

/// The first reading of a compaction: notes the last offset of each key in what was never compacted, as far as there is
/// room for keys. Then it reads on to the markers of the transactions it has noted keys of: nothing is rewritten before it is
/// certain that they were committed. Owned by its compaction.
final class KeyMapping {
    let pieces: [CompactionSurvey.Piece]
    private let firstDirty: Offset
    private let planEnd: Offset
    private let settings: CompactionSettings
    private var map: OffsetMap
    private var transactions: TransactionFilter
    private var scanner: BatchScanner?
    private var place = 0
    /// The keys of the batch at hand.
    private var hashes: [KeyHash] = []
    private var offsets: [Offset] = []
    /// What touching the map gave.
    private var touched: Int64 = 0
    /// No room for one more key.
    private(set) var isFull = false
    /// All keys below are noted.
    private(set) var end: Offset

    init(_ plan: CompactionPlan, map: consuming OffsetMap, aborted: [AbortedTransaction], settings: CompactionSettings) {
        pieces = plan.survey.pieces.filter { $0.endOffset > plan.firstDirty && $0.endOffset <= plan.end }
        precondition(!pieces.isEmpty, "a compaction with nothing to compact")
        firstDirty = plan.firstDirty
        planEnd = plan.end
        self.settings = settings
        self.map = map
        transactions = TransactionFilter(aborted)
        end = plan.firstDirty
    }

    var keyCount: Int { map.count }

    /// Nothing more is to be read, whatever follows.
    var isDone: Bool { isFull && !transactions.awaitsMarkers }

    func isAtEnd(of index: Int) -> Bool { place > index || isDone }

    /// What the map says of the offsets it was made of, as far as there is memory for it.
    var lastOffsets: LastOffsets {
        LastOffsets(of: map, from: firstDirty, to: min(end, firstDirty + settings.lastOffsetsLimit))
    }

    /// Hands the map on to whoever asks it.
    func takeMap() -> OffsetMap {
        let empty = OffsetMap(budget: 0, loadFactor: 1, keys: 1, hasher: KeyHasher(secret: (0, 0)))
        return exchange(&map, with: empty)
    }

    /// Reads a few buffers of a segment. Returns how many bytes.
    func read(_ piece: CompactionSurvey.Piece, in file: any File) throws(LogError) -> Int {
        var walk = scanner.take() ?? BatchScanner(file, from: 0, to: piece.size, window: settings.bufferBytes)
        let start = walk.position
        while walk.position - start < Int64(settings.bufferBytes) {
            guard let batch = try walk.next(isValidating: true) else {
                if let defect = walk.defect { throw .corrupt(path: file.path, reason: defect) }
                place += 1
                if !isFull { end = max(end, min(piece.endOffset, planEnd)) }
                return Int(walk.position - start)
            }
            if batch.header.lastOffset < firstDirty { continue }
            do throws(RecordError) {
                try note(batch.header, walk.bytes(of: batch))
            } catch {
                throw .corrupt(path: file.path, reason: "the batch at offset \(batch.header.baseOffset): \(error)")
            }
            if isDone { return Int(walk.position - start) }
        }
        let read = Int(walk.position - start)
        scanner = consume walk
        return read
    }

    private func note(_ header: RecordBatchHeader, _ bytes: UnsafeRawBufferPointer) throws(RecordError) {
        if header.isControl {
            if let marker = EndMarker(in: bytes) { _ = try transactions.takes(markerOf: header, isAbort: marker.isAbort) }
        } else if isFull {
            return
        } else if header.magic < 2 {
            let batch = try LegacyMessageSet.batch(ofStored: bytes.bytes, decompressionLimit: settings.decompressionLimit)
            try note(keysOf: RecordBatch(batch.span.bytes), upTo: header.lastOffset)
            return
        } else if !transactions.takes(dataOf: header), header.recordCount > 0 {
            try note(keysOf: RecordBatch(bytes.bytes), upTo: header.lastOffset)
            return
        }
        if !isFull { end = max(end, header.lastOffset + 1) }
    }

    private func note(keysOf batch: borrowing RecordBatch, upTo lastOffset: Offset) throws(RecordError) {
        hashes.removeAll(keepingCapacity: true)
        offsets.removeAll(keepingCapacity: true)
        let first = firstDirty.value
        try batch.forEachKey(decompressionLimit: settings.decompressionLimit) { offset, key in
            guard let key, offset.value >= first else { return }
            hashes.append(map.hash(key))
            offsets.append(offset)
        }
        touched ^= map.touch(hashes)
        var next = end
        for index in hashes.indices {
            guard map.note(hashes[index], at: offsets[index]) else {
                isFull = true
                break
            }
            next = offsets[index] + 1
        }
        // Whole batches, if one whole batch fits: then no batch has records on both sides of the end.
        if !isFull { end = max(end, lastOffset + 1) } else if end == firstDirty { end = next }
    }
}
