import OttlaRecords
import OttlaVocabulary

/// Which batches belong to aborted transactions, of those that lie ahead of a reader.
struct AbortedRanges {
    /// By producer, in order of their ends; transactions of one producer do not overlap.
    private var ranges: [Int64: [ClosedRange<Offset>]] = [:]

    init(_ transactions: [AbortedTransaction]) {
        for transaction in transactions {
            ranges[transaction.producerID, default: []].append(transaction.firstOffset...transaction.lastOffset)
        }
    }

    func contains(_ header: RecordBatchHeader) -> Bool {
        guard header.isTransactional, let ranges = ranges[header.producerID] else { return false }
        var low = 0
        var high = ranges.count
        while low < high {
            let middle = (low + high) / 2
            if ranges[middle].upperBound < header.baseOffset { low = middle + 1 } else { high = middle }
        }
        return low < ranges.count && ranges[low].contains(header.baseOffset)
    }
}
