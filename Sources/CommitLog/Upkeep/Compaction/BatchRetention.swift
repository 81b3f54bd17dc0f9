import OttlaRecords
import OttlaVocabulary

/// What compaction keeps of a batch, by Kafka's rules. Asked for the batches of a log in their order; owned by its compaction.
///
/// A record stays if it is the last of its key, a record without value until its delete horizon (KIP-534). Batches keep their
/// offsets, whatever goes. A batch whose records are all gone stays, empty, if it is the last of a producer the log
/// remembers, so that a restart finds the producer's sequence; and if it is the last of its segment, so that the log has no
/// gap where one segment ends: a gap there tells recovery that something was lost.
final class BatchRetention {
    enum Verdict {
        /// As it is. With a marker that ended an aborted transaction, the transaction, for the index.
        case kept(AbortedTransaction?)
        /// By a batch in memory that is valid until the next is judged.
        case replaced(UnsafeRawBufferPointer)
        case dropped
    }

    private var transactions: TransactionFilter
    private let lastWrites: [Int64: Log.LastWrite]
    private let now: Timestamp
    /// What a record without value, and a marker of which nothing is left, get when compaction first comes by them.
    private let deleteHorizon: Timestamp
    private let decompressionLimit: Int
    private let filter = RecordBatchFilter()
    private var map = OffsetMap(budget: 0, loadFactor: 1, keys: 1, hasher: KeyHasher(secret: (0, 0)))
    /// For what the map was made of, it says the same without a look at a key.
    private var lastOffsets = LastOffsets()
    /// Records from here on are not in the map and stay.
    private var mapEnd: Offset = 0
    private(set) var recordsWithoutKey = 0
    /// The keys of the batch at hand.
    private var hashes: [KeyHash] = []
    /// Their last offsets.
    private var latest: [Int64] = []
    /// What touching the map gave.
    private var touched: Int64 = 0

    init(
        transactions: TransactionFilter, lastWrites: [Int64: Log.LastWrite], now: Timestamp, deleteHorizon: Timestamp,
        decompressionLimit: Int
    ) {
        self.transactions = transactions
        self.lastWrites = lastWrites
        self.now = now
        self.deleteHorizon = deleteHorizon
        self.decompressionLimit = decompressionLimit
    }

    /// The map is full; from now on it is asked.
    func take(_ mapping: KeyMapping) {
        lastOffsets = mapping.lastOffsets
        map = mapping.takeMap()
        mapEnd = mapping.end
    }

    /// - Parameter isLast: no batch of the segment comes after it.
    func judge(_ header: RecordBatchHeader, _ bytes: UnsafeRawBufferPointer, isLast: Bool) throws(RecordError) -> Verdict {
        if header.isControl { return try judge(control: header, bytes, isLast: isLast) }
        let isAborted = transactions.takes(dataOf: header)
        if header.baseOffset >= mapEnd { return .kept(nil) }
        let mustStay = isLast || isLastData(header)
        if header.recordCount == 0 { return mustStay ? .kept(nil) : .dropped }
        if isAborted { return mustStay ? emptied(header) : .dropped }
        switch try filterRecords(header, bytes) {
        case .unchanged: return .kept(nil)
        case .rewritten: return .replaced(filter.output)
        case .emptied: return mustStay ? emptied(header) : .dropped
        }
    }

    private func emptied(_ header: RecordBatchHeader) -> Verdict {
        filter.empty(header)
        return .replaced(filter.output)
    }

    /// Whether a restart would find the producer's newest sequence in this batch.
    private func isLastData(_ header: RecordBatchHeader) -> Bool {
        header.hasProducerID && lastWrites[header.producerID]?.dataOffset == header.lastOffset
    }

    private func filterRecords(_ header: RecordBatchHeader, _ bytes: UnsafeRawBufferPointer) throws(RecordError) -> FilteredBatch {
        let isPastHorizon = header.hasDeleteHorizon && now >= header.baseTimestamp
        if lastOffsets.covers(header) { return try filterByOffsets(header, bytes, isPastHorizon: isPastHorizon) }
        let end = mapEnd.value
        hashes.removeAll(keepingCapacity: true)
        return try filter.filter(
            bytes, header, decompressionLimit: decompressionLimit,
            // Records beyond the map were not compacted: their time has not begun.
            deleteHorizon: header.lastOffset.value < end ? deleteHorizon : nil,
            learns: { key in hashes.append(key.map { map.hash($0) } ?? KeyHash(high: 0, low: 0)) },
            keeps: { index, offset, hasKey, hasValue in
                if index == 0 { lookUp() }
                if offset.value >= end { return true }
                guard hasKey else {
                    recordsWithoutKey += 1
                    return false
                }
                if latest[index] > offset.value { return false }
                return hasValue || !isPastHorizon
            })
    }

    private func filterByOffsets(
        _ header: RecordBatchHeader, _ bytes: UnsafeRawBufferPointer, isPastHorizon: Bool
    ) throws(RecordError) -> FilteredBatch {
        let lastOffsets = lastOffsets
        return try filter.filter(
            bytes, header, decompressionLimit: decompressionLimit, deleteHorizon: deleteHorizon,
            keeps: { _, offset, hasKey, hasValue in
                guard hasKey else {
                    recordsWithoutKey += 1
                    return false
                }
                return lastOffsets.contains(offset) && (hasValue || !isPastHorizon)
            })
    }

    private func lookUp() {
        touched ^= map.touch(hashes)
        map.offsets(of: hashes, into: &latest)
    }

    // MARK: Markers

    /// A marker stays while batches of its transaction are in the log; then until its horizon, so that whoever reads from
    /// the start meanwhile sees the end of what he has begun to read.
    private func judge(
        control header: RecordBatchHeader, _ bytes: UnsafeRawBufferPointer, isLast: Bool
    ) throws(RecordError) -> Verdict {
        if header.recordCount == 0 { return isLast ? .kept(nil) : .dropped }
        // What is no marker of a transaction is for others to judge.
        guard let marker = EndMarker(in: bytes) else { return .kept(nil) }
        switch try transactions.takes(markerOf: header, isAbort: marker.isAbort) {
        case .needed(let aborted): return .kept(aborted)
        case .superfluous: break
        }
        if header.baseOffset >= mapEnd || isLastWrite(header) { return .kept(nil) }
        guard header.hasDeleteHorizon else {
            try filter.mark(bytes, header, deleteHorizon: deleteHorizon)
            return .replaced(filter.output)
        }
        if now < header.baseTimestamp { return .kept(nil) }
        return isLast ? emptied(header) : .dropped
    }

    /// A producer of whom the log knows nothing but markers keeps the newest: it has the epoch that fences his old self.
    private func isLastWrite(_ header: RecordBatchHeader) -> Bool {
        guard let write = lastWrites[header.producerID] else { return false }
        return write.dataOffset == nil && write.epoch == header.producerEpoch
    }
}
