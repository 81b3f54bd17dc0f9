package import OttlaVocabulary

/// What the log remembers of one producer: its epoch and its newest batches, by which a repeated batch is known and a
/// missing one noticed. A value in `ProducerStates`.
package struct ProducerState: Equatable, Sendable {
    /// A batch that was appended.
    package struct Batch: Equatable, Sendable {
        package var lastSequence: Int32
        /// Last minus first offset, which is last minus first sequence.
        package var offsetDelta: Int32
        package var lastOffset: Offset
        package var timestamp: Timestamp

        package var firstOffset: Offset { lastOffset - Int64(offsetDelta) }
        /// Sequences wrap from 2^31-1 to 0.
        package var firstSequence: Int32 {
            Int32((Int64(lastSequence) - Int64(offsetDelta)) & 0x7FFF_FFFF)
        }
    }

    /// How many batches a producer may have in flight, hence how many are remembered.
    package static let remembered = 5

    package var producerID: Int64
    package var epoch: Int16
    /// The epoch of the coordinator that wrote the last marker; -1 if none did.
    package var coordinatorEpoch: Int32 = -1
    package var lastTimestamp: Timestamp = .none
    /// Where the transaction that is open began.
    package var transactionStart: Offset?

    /// The newest batches, oldest first, from `start` on around the ring.
    private var ring = InlineRing()
    private var start: UInt8 = 0
    private(set) var count: UInt8 = 0

    package init(producerID: Int64, epoch: Int16) {
        self.producerID = producerID
        self.epoch = epoch
    }

    package var last: Batch? { count == 0 ? nil : batch(Int(count) - 1) }
    package var first: Batch? { count == 0 ? nil : batch(0) }
    /// -1 if only markers were written.
    package var lastSequence: Int32 { last?.lastSequence ?? -1 }

    package func batch(_ index: Int) -> Batch { ring[(Int(start) + index) % Self.remembered] }

    package mutating func add(_ batch: Batch) {
        if Int(count) == Self.remembered {
            ring[Int(start)] = batch
            start = UInt8((Int(start) + 1) % Self.remembered)
        } else {
            ring[(Int(start) + Int(count)) % Self.remembered] = batch
            count += 1
        }
        lastTimestamp = batch.timestamp
    }

    /// A new epoch begins with no batches.
    package mutating func advance(to epoch: Int16) {
        if self.epoch == epoch { return }
        self.epoch = epoch
        start = 0
        count = 0
    }

    /// The remembered batch of exactly these sequences.
    package func duplicate(epoch: Int16, firstSequence: Int32, lastSequence: Int32) -> Batch? {
        guard epoch == self.epoch else { return nil }
        for index in 0..<Int(count) {
            let candidate = batch(index)
            if candidate.lastSequence == lastSequence, candidate.firstSequence == firstSequence { return candidate }
        }
        return nil
    }

    package static func == (left: ProducerState, right: ProducerState) -> Bool {
        guard left.producerID == right.producerID, left.epoch == right.epoch, left.count == right.count,
            left.coordinatorEpoch == right.coordinatorEpoch, left.lastTimestamp == right.lastTimestamp,
            left.transactionStart == right.transactionStart
        else { return false }
        return (0..<Int(left.count)).allSatisfy { left.batch($0) == right.batch($0) }
    }
}

/// Five batches in place: a producer's state is copied for undo without touching the heap.
private struct InlineRing: Sendable {
    private static let empty = ProducerState.Batch(lastSequence: -1, offsetDelta: 0, lastOffset: -1, timestamp: .none)
    private var batches = InlineArray<5, ProducerState.Batch>(repeating: empty)

    subscript(index: Int) -> ProducerState.Batch {
        get { batches[index] }
        set { batches[index] = newValue }
    }
}
