import OttlaRecords
import OttlaVocabulary

/// One transaction that was aborted: whose, and where it began.
struct AbortedRange: Equatable, Sendable {
    var producerID: Int64
    var firstOffset: Offset
}

/// Leaves out control batches and the batches of aborted transactions, walking a partition in order.
struct AbortedTransactionFilter {
    /// Not begun yet; the next one last.
    private var upcoming: [AbortedRange]
    /// Producers in an aborted transaction at the present place.
    private var aborting: Set<Int64> = []

    init(_ aborted: [AbortedRange]) {
        upcoming = aborted.sorted { $0.firstOffset > $1.firstOffset }
    }

    /// Whether the records of this batch are for applications.
    mutating func lets(_ header: RecordBatchHeader, in bytes: RawSpan) -> Bool {
        while let next = upcoming.last, next.firstOffset <= header.lastOffset {
            aborting.insert(next.producerID)
            upcoming.removeLast()
        }
        if header.isControl {
            if isAbortMarker(bytes) { aborting.remove(header.producerID) }
            return false
        }
        return !(header.isTransactional && aborting.contains(header.producerID))
    }

    private func isAbortMarker(_ bytes: RawSpan) -> Bool {
        guard let record = try? RecordBatch(bytes).controlRecord(), case .abort = record else { return false }
        return true
    }
}
