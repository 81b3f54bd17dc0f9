import OttlaRecords
import OttlaVocabulary

/// The record of a control batch that ends a transaction.
struct EndMarker: Equatable {
    var isAbort: Bool
    var coordinatorEpoch: Int32

    init(isAbort: Bool, coordinatorEpoch: Int32) {
        self.isAbort = isAbort
        self.coordinatorEpoch = coordinatorEpoch
    }

    /// `nil` if the control batch holds something else (KRaft's own records).
    init?(in batch: UnsafeRawBufferPointer) {
        guard let record = try? RecordBatch(batch.bytes).controlRecord() else { return nil }
        switch record {
        case .abort(let epoch): self.init(isAbort: true, coordinatorEpoch: epoch)
        case .commit(let epoch): self.init(isAbort: false, coordinatorEpoch: epoch)
        case .other: return nil
        }
    }
}
