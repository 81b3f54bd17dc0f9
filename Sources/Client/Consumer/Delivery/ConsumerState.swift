import Logging
import OttlaNetwork
import OttlaVocabulary
import Synchronization

/// What readers and the lane share of one consumer: the machine of its fetches, who has records in hand, who waits.
final class ConsumerState: Sendable {
    /// A batch that a reader has in hand.
    struct Open: Sendable {
        var partition: TopicPartition
        var generation: UInt64
        var handover: Handover
    }

    struct State: Sendable {
        var machine: FetchMachine
        var open: [UInt64: Open] = [:]
        var waiters: [UInt64: CheckedContinuation<Void, Never>] = [:]
        var lastNumber: UInt64 = 0
        var isTurnAsked = false
        var isClosed = false
    }

    private let state: Mutex<State>
    /// Counts what makes records in hand void: a reader looks whether it has changed.
    let changes = Atomic<UInt64>(0)
    private let lane: any Lane
    /// What the lane does next.
    private let turn: Mutex<(@Sendable () -> Void)?> = Mutex(nil)

    init(settings: FetchSettings, lane: any Lane) {
        state = Mutex(State(machine: FetchMachine(settings: settings)))
        self.lane = lane
    }

    /// Called once, before anything else.
    func setTurn(_ body: @escaping @Sendable () -> Void) { turn.withLock { $0 = body } }

    /// Changes the machine and wakes readers if there is something for them.
    @discardableResult
    func change<Result: Sendable>(isRevoking: Bool = false, _ body: (inout State) -> Result) -> Result {
        let (result, waiters) = state.withLock { state in
            let result = body(&state)
            if isRevoking { changes.add(1, ordering: .relaxed) }
            guard state.machine.hasSomething || state.isClosed, !state.waiters.isEmpty else {
                return (result, [CheckedContinuation<Void, Never>]())
            }
            let waiters = Array(state.waiters.values)
            state.waiters = [:]
            return (result, waiters)
        }
        for waiter in waiters { waiter.resume() }
        return result
    }

    func read<Result: Sendable>(_ body: (borrowing State) -> Result) -> Result { state.withLock { body($0) } }

    /// Has the lane look what is to be fetched, soon.
    func askForTurn() {
        let isFirst = state.withLock { state in
            defer { state.isTurnAsked = true }
            return !state.isTurnAsked
        }
        guard isFirst else { return }
        lane.execute { [weak self] in
            guard let self else { return }
            state.withLock { $0.isTurnAsked = false }
            turn.withLock { $0 }?()
        }
    }

    /// Sequences end.
    func close() { change(isRevoking: true) { $0.isClosed = true } }

    // MARK: - Readers

    func newNumber() -> UInt64 {
        state.withLock { state in
            state.lastNumber += 1
            return state.lastNumber
        }
    }

    /// What came of asking for a batch.
    enum Step {
        case batch(TopicPartition, generation: UInt64, FetchedBatch)
        case error(ClientError)
        case wait
        case end
    }

    /// The next batch for a reader, who is done with the one it had.
    func take(for reader: UInt64, _ handover: Handover) -> Step {
        let (step, madeRoom) = state.withLock { state -> (Step, Bool) in
            state.open[reader] = nil
            if state.isClosed { return (.end, false) }
            switch state.machine.take() {
            case .nothing: return (.wait, false)
            case .error(let error): return (.error(error), false)
            case .batch(let partition, let generation, let batch, let madeRoom):
                handover.begin(batch)
                state.open[reader] = Open(partition: partition, generation: generation, handover: handover)
                return (.batch(partition, generation: generation, batch), madeRoom)
            }
        }
        if madeRoom { askForTurn() }
        return step
    }

    /// Waits until there is something to take, or the task is cancelled.
    func waitForMore(_ reader: UInt64) async {
        await withTaskCancellationHandler {
            await withCheckedContinuation { (continuation: CheckedContinuation<Void, Never>) in
                let mustWait = state.withLock { state in
                    if state.machine.hasSomething || state.isClosed { return false }
                    state.waiters[reader] = continuation
                    return true
                }
                if !mustWait { continuation.resume() } else if Task.isCancelled { stopWaiting(reader) }
            }
        } onCancel: {
            stopWaiting(reader)
        }
    }

    private func stopWaiting(_ reader: UInt64) { state.withLock { $0.waiters.removeValue(forKey: reader) }?.resume() }

    /// The reader goes away; `rest` it took and did not hand out.
    func leave(_ reader: UInt64, rest: FetchedBatch?) {
        change { state in
            guard let open = state.open.removeValue(forKey: reader) else { return }
            let unfinished = open.handover.unfinished.load(ordering: .relaxed)
            state.machine.linger(open.partition, open.generation, at: unfinished)
            if let rest { state.machine.giveBack(open.partition, open.generation, rest) }
        }
    }

    func spoil(_ partition: TopicPartition, _ generation: UInt64, from offset: Int64, _ error: ClientError) {
        change { $0.machine.spoil(partition, generation, from: offset, error) }
    }
}

/// How far one reader has got with the batch it has in hand, for who looks from elsewhere.
final class Handover: Sendable {
    /// The first record the reader is not done with.
    let unfinished = Atomic<Int64>(0)
    /// After the last record that was handed out.
    let handed = Atomic<Int64>(0)

    func begin(_ batch: FetchedBatch) {
        unfinished.store(batch.from, ordering: .relaxed)
        handed.store(batch.nextOffset, ordering: .relaxed)
    }
}

extension ConsumerState.State {
    /// Where the user is done: before the oldest record that somebody still has in hand.
    func finished(_ partition: TopicPartition) -> CommittedOffset? {
        guard let held = machine.partitions[partition], held.position >= 0 else { return nil }
        var offset = min(held.position, held.unfinished ?? .max)
        for open in open.values where open.partition == partition && open.generation == held.generation {
            offset = min(offset, open.handover.unfinished.load(ordering: .relaxed))
        }
        return CommittedOffset(offset: offset, leaderEpoch: held.positionEpoch >= 0 ? held.positionEpoch : nil)
    }

    /// The offset of the next record that will be handed out.
    func position(_ partition: TopicPartition) -> Int64? {
        guard let held = machine.partitions[partition], held.position >= 0 else { return nil }
        var offset = held.position
        for open in open.values where open.partition == partition && open.generation == held.generation {
            offset = min(offset, open.handover.handed.load(ordering: .relaxed))
        }
        return offset
    }
}
