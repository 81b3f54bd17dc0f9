import OttlaRecords
import OttlaVocabulary

/// The states of a partition's producers and its open transactions. Owned by the `Log`, under the same lock.
///
/// `check` decides, `append` changes. Changes since the last `commit` can be undone, for writes that fail.
struct ProducerStates {
    private var states: [Int64: ProducerState] = [:]
    /// Open transactions, by first offset.
    private var ongoing: [OngoingTransaction] = []
    /// Ended transactions whose marker the high watermark has not passed, by the marker's offset.
    private var undecided: [EndedTransaction] = []
    /// What to put back to undo, oldest first.
    private var undoLog: [(producerID: Int64, before: ProducerState?)] = []

    struct OngoingTransaction: Equatable {
        var firstOffset: Offset
        var producerID: Int64
    }

    struct EndedTransaction: Equatable {
        var producerID: Int64
        var firstOffset: Offset
        var lastOffset: Offset
        var isAborted: Bool
    }

    enum Verdict: Equatable {
        case inOrder
        case duplicate(ProducerState.Batch)
        case refused(ErrorCode)
    }

    var isEmpty: Bool { states.isEmpty }
    var count: Int { states.count }
    var all: some Collection<ProducerState> { states.values }

    var identifiers: [Int64] { Array(states.keys) }

    subscript(producerID: Int64) -> ProducerState? { states[producerID] }

    // MARK: Deciding

    /// Whether a batch of a producer may be appended now. Changes nothing.
    func check(_ header: RecordBatchHeader, marker: EndMarker?) -> Verdict {
        guard let state = states[header.producerID] else {
            // Kafka: of a producer not known (any more) any sequence is accepted.
            return header.producerEpoch < 0 ? .refused(.invalidProducerEpoch) : .inOrder
        }
        if let marker {
            if header.producerEpoch < state.epoch { return .refused(.invalidProducerEpoch) }
            return marker.coordinatorEpoch < state.coordinatorEpoch ? .refused(.transactionCoordinatorFenced) : .inOrder
        }
        let duplicate = state.duplicate(
            epoch: header.producerEpoch, firstSequence: header.baseSequence, lastSequence: header.lastSequence)
        if let duplicate { return .duplicate(duplicate) }
        if header.producerEpoch < state.epoch { return .refused(.invalidProducerEpoch) }
        let expected: Int32 =
            header.producerEpoch > state.epoch || state.lastSequence == .max || state.count == 0 ? 0 : state.lastSequence + 1
        if header.baseSequence != expected { return .refused(.outOfOrderSequenceNumber) }
        if state.transactionStart != nil, !header.isTransactional { return .refused(.invalidTxnState) }
        return .inOrder
    }

    // MARK: Changing

    /// Takes in a batch that was given its offsets. Of a marker that ends a transaction, which one.
    mutating func append(_ header: RecordBatchHeader, marker: EndMarker?, isUndoable: Bool = true) -> EndedTransaction? {
        let before = states[header.producerID]
        if isUndoable { undoLog.append((header.producerID, before)) }
        var state = before ?? ProducerState(producerID: header.producerID, epoch: header.producerEpoch)
        state.advance(to: header.producerEpoch)
        defer { states[header.producerID] = state }
        guard let marker else {
            appendData(header, to: &state)
            return nil
        }
        state.coordinatorEpoch = marker.coordinatorEpoch
        state.lastTimestamp = header.maxTimestamp
        guard let firstOffset = state.transactionStart else { return nil }
        state.transactionStart = nil
        ongoing.removeAll { $0.producerID == header.producerID }
        let ended = EndedTransaction(
            producerID: header.producerID, firstOffset: firstOffset, lastOffset: header.lastOffset, isAborted: marker.isAbort)
        undecided.append(ended)
        return ended
    }

    private mutating func appendData(_ header: RecordBatchHeader, to state: inout ProducerState) {
        state.add(
            ProducerState.Batch(
                lastSequence: header.lastSequence, offsetDelta: header.lastOffsetDelta, lastOffset: header.lastOffset,
                timestamp: header.maxTimestamp))
        if header.isTransactional, state.transactionStart == nil {
            state.transactionStart = header.baseOffset
            // Offsets only grow, so the order by first offset holds.
            ongoing.append(OngoingTransaction(firstOffset: header.baseOffset, producerID: header.producerID))
        }
    }

    /// What was appended so far stays.
    mutating func commit() {
        if !undoLog.isEmpty { undoLog.removeAll(keepingCapacity: true) }
    }

    /// Takes back all since the last `commit`; the log ends at `end` again.
    mutating func undo(to end: Offset) {
        if undoLog.isEmpty { return }
        for (producerID, before) in undoLog.reversed() { states[producerID] = before }
        undoLog.removeAll(keepingCapacity: true)
        undecided.removeAll { $0.lastOffset >= end }
        rebuildOngoing()
    }

    private mutating func rebuildOngoing() {
        ongoing = states.values.compactMap { state in
            state.transactionStart.map { OngoingTransaction(firstOffset: $0, producerID: state.producerID) }
        }
        ongoing.sort { $0.firstOffset < $1.firstOffset }
    }

    // MARK: Transactions

    /// The first offset of a transaction that is open, or ended by a marker the high watermark has not passed.
    var firstUnstableOffset: Offset? {
        guard let open = ongoing.first?.firstOffset else { return undecided.isEmpty ? nil : firstUndecided }
        return undecided.isEmpty ? open : min(open, firstUndecided)
    }

    private var firstUndecided: Offset { undecided.reduce(undecided[0].firstOffset) { min($0, $1.firstOffset) } }

    /// The first offset still undecided once a transaction has ended.
    func lastStableOffset(after ended: EndedTransaction) -> Offset {
        ongoing.first { $0.producerID != ended.producerID }?.firstOffset ?? ended.lastOffset + 1
    }

    /// Markers below the high watermark are decided.
    mutating func highWatermarkAdvanced(to offset: Offset) {
        if !undecided.isEmpty { undecided.removeAll { $0.lastOffset < offset } }
    }

    /// Transactions that ended below the start of the log are decided.
    mutating func logStartAdvanced(to offset: Offset) {
        if !undecided.isEmpty { undecided.removeAll { $0.lastOffset < offset } }
    }

    // MARK: Upkeep

    /// Forgets producers that wrote nothing since, unless a transaction of theirs is open.
    mutating func expire(lastWriteBefore time: Timestamp) -> Int {
        let before = states.count
        states = states.filter { $0.value.transactionStart != nil || $0.value.lastTimestamp >= time }
        return before - states.count
    }

    mutating func removeAll() { self = ProducerStates() }

    /// Puts in the states of a snapshot.
    mutating func load(_ snapshot: [ProducerState]) {
        removeAll()
        for state in snapshot { states[state.producerID] = state }
        rebuildOngoing()
    }
}
