import OttlaRecords
import OttlaVocabulary

/// Follows the transactions of a log from batch to batch: whose records were aborted, and which markers nothing needs any
/// more. A value of one walk over the log, given batches in the order of their offsets.
struct TransactionFilter {
    private struct Aborted {
        var transaction: AbortedTransaction
        /// A batch of it is still in the log.
        var wasSeen = false
    }

    /// By first offset.
    private let aborted: [AbortedTransaction]
    private var next = 0
    private var current: [Int64: Aborted] = [:]
    /// Producers with a batch of a transaction that was not aborted and whose marker has not come yet, and whether any of
    /// its batches has records.
    private var committing: [Int64: Bool] = [:]

    init(_ aborted: [AbortedTransaction]) {
        self.aborted = aborted.sorted { $0.firstOffset < $1.firstOffset }
    }

    /// Whether batches were taken for committed whose marker has not come yet.
    var awaitsMarkers: Bool { !committing.isEmpty }

    /// Whether the records of a batch were aborted.
    mutating func takes(dataOf header: RecordBatchHeader) -> Bool {
        advance(to: header)
        guard header.isTransactional else { return false }
        if var found = current[header.producerID], header.baseOffset <= found.transaction.lastOffset {
            if !found.wasSeen {
                found.wasSeen = true
                current[header.producerID] = found
            }
            return true
        }
        committing[header.producerID] = header.recordCount > 0 || committing[header.producerID] == true
        return false
    }

    /// What a marker means.
    enum Marker: Equatable {
        /// Batches of the transaction are there yet. An aborted transaction stays in the index.
        case needed(AbortedTransaction?)
        /// Nothing of the transaction is left.
        case superfluous
    }

    /// The marker ends its producer's transaction.
    ///
    /// Throws where records were taken for committed and are not: only the index says beforehand what was aborted, and one
    /// that lacks an entry must not make these records replace others.
    mutating func takes(markerOf header: RecordBatchHeader, isAbort: Bool) throws(RecordError) -> Marker {
        advance(to: header)
        let records = committing.removeValue(forKey: header.producerID)
        guard isAbort else { return records == nil ? .superfluous : .needed(nil) }
        if records == true {
            throw .invalid("it aborts a transaction of producer \(header.producerID) that the transaction index does not have")
        }
        if let found = current.removeValue(forKey: header.producerID), found.wasSeen { return .needed(found.transaction) }
        // Empty batches harm nobody, but a restart takes their transaction for open unless it finds the marker.
        return records == nil ? .superfluous : .needed(nil)
    }

    private mutating func advance(to header: RecordBatchHeader) {
        while next < aborted.count, aborted[next].firstOffset <= header.lastOffset {
            let transaction = aborted[next]
            // Of those that ended before the walk began nothing will come.
            if transaction.lastOffset >= header.baseOffset { current[transaction.producerID] = Aborted(transaction: transaction) }
            next += 1
        }
    }
}
