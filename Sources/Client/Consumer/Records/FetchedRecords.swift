import OttlaProtocol
import OttlaRecords
import OttlaVocabulary

/// What an answer to a fetch brought of one partition: the batches that hold records for us, by their headers alone.
///
/// Left out are the marks that end transactions, and for those who read committed records only, what an aborted
/// transaction wrote: the broker names the transactions (KIP-98), their marks end them.
struct FetchedRecords: Sendable {
    private(set) var batches: [FetchedBatch] = []
    /// Where to go on, whatever came of it.
    private(set) var nextOffset: Int64
    /// The leader epoch of the last batch that was whole; -1 if there was none.
    private(set) var lastEpoch: Int32 = -1
    /// What is wrong after the batches before it.
    private(set) var fault: RecordError?
    private(set) var byteCount = 0
    /// A batch was cut off before it was whole, and there was no whole one.
    private(set) var isTooLarge = false

    private var aborted: [FetchResponse.AbortedTransaction]
    private var producersAborted: Set<Int64> = []
    private let readsCommitted: Bool

    /// `from` is the first offset that is wanted.
    init(
        _ frame: ReceivedFrame, _ range: Range<Int>, from: Int64, readsCommitted: Bool = false,
        aborted: [FetchResponse.AbortedTransaction] = []
    ) {
        nextOffset = from
        self.readsCommitted = readsCommitted
        self.aborted = readsCommitted ? aborted.sorted { $0.firstOffset > $1.firstOffset } : []
        defer { withExtendedLifetime(frame) {} }
        let bytes = UnsafeRawBufferPointer(rebasing: frame.bytes[range])
        var sequence = unsafe RecordBatchSequence(bytes.bytes)
        do throws(RecordError) {
            while let (place, header) = try sequence.next() {
                try take(header, frame, range.lowerBound + place.lowerBound..<range.lowerBound + place.upperBound)
            }
        } catch .truncated {
            isTooLarge = sequence.position == 0
        } catch {
            fault = error
        }
    }

    private mutating func take(_ header: RecordBatchHeader, _ frame: ReceivedFrame, _ place: Range<Int>) throws(RecordError) {
        let last = header.lastOffset.value
        guard header.lastOffsetDelta >= 0, last >= header.baseOffset.value else { throw .corrupt("offsets go backwards") }
        let isWanted = try decide(header, UnsafeRawBufferPointer(rebasing: frame.bytes[place]))
        // A batch that only holds what comes before the position is there because answers begin with whole batches.
        guard last >= nextOffset else { return }
        lastEpoch = max(lastEpoch, header.partitionLeaderEpoch)
        let from = nextOffset
        nextOffset = last + 1
        if isWanted {
            batches.append(FetchedBatch(frame: frame, range: place, header: header, from: from, nextOffset: nextOffset))
            byteCount += place.count
        } else if !batches.isEmpty {
            batches[batches.count - 1].nextOffset = nextOffset
        }
    }

    /// Whether the batch's records are for the user.
    private mutating func decide(_ header: RecordBatchHeader, _ bytes: UnsafeRawBufferPointer) throws(RecordError) -> Bool {
        while let next = aborted.last, next.firstOffset <= header.lastOffset {
            producersAborted.insert(next.producerID)
            aborted.removeLast()
        }
        if header.isControl {
            if readsCommitted, producersAborted.contains(header.producerID) {
                let batch = try unsafe RecordBatch(bytes.bytes)
                if case .abort = try batch.controlRecord() { producersAborted.remove(header.producerID) }
            }
            return false
        }
        if header.isTransactional, producersAborted.contains(header.producerID) { return false }
        return header.recordCount > 0
    }
}
