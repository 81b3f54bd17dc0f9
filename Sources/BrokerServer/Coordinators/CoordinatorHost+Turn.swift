import Logging
import OttlaNetwork
import OttlaVocabulary
import Synchronization

/// The end of a lane's turn: what was decided is appended, written, and only then answered.
extension CoordinatorHost {
    func append(term: Int, on work: LaneWork) -> CoordinatorTurn.Appended {
        let (appended, isPending, ended) = state.withLock { state -> (CoordinatorTurn.Appended, Bool, EndedTerm?) in
            guard state.term == term, case .serving = state.phase else { return (.failed(.notCoordinator), false, nil) }
            if !state.effects.entries.isEmpty {
                do throws(AppendRefusal) {
                    state.appendedEnd = try appendEntries(&state)
                } catch {
                    let code: ErrorCode = error.error == .recordListTooLarge ? .unknownServerError : .notCoordinator
                    let why = error.message ?? "error code \(error.error.rawValue)"
                    return (.failed(code), false, endTerm(&state, why))
                }
            }
            return (.upTo(state.appendedEnd), state.appendedEnd > state.committedEnd, nil)
        }
        // After a failure too: some of it may be in the log, and is written with what is pending and made visible.
        if isPending || ended != nil { work.touch(partition) }
        if let ended { afterEnd(of: ended, from: work) }
        return appended
    }

    private func appendEntries(_ state: inout State) throws(AppendRefusal) -> Offset {
        let timestamp = surroundings.time.timestamp
        var batches = EntryBatches.encode(state.effects.entries, timestamp: timestamp)
        state.effects.entries.removeAll(keepingCapacity: state.effects.entries.count <= Self.entriesKept)
        return try partition.append(&batches, ifUndoneIs: state.undone, now: timestamp)
    }

    /// More room than this is not kept for the next turn's entries.
    private static var entriesKept: Int { 256 }

    func settle(_ turn: CoordinatorTurn, on work: LaneWork) {
        guard case .upTo(let end) = turn.appended else {
            if case .failed(let code) = turn.appended { turn.settle(code) }
            return
        }
        let (isCommitted, undone) = state.withLock { ($0.term == turn.term && $0.committedEnd >= end, $0.undone) }
        if isCommitted { return turn.settle(nil) }
        switch partition.outcome(ofAppendUpTo: end, undone: undone) {
        case .written: turn.settle(committed(upTo: end, in: turn.term) ? nil : .notCoordinator)
        case .awaitsSync: awaitSync(upTo: end, turn, on: work)
        case .failed:
            fail(term: turn.term, because: "its entries could not be written", from: work)
            turn.settle(.notCoordinator)
        }
    }

    /// The topic's flush policy wants the entries synced before anybody is told.
    private func awaitSync(upTo end: Offset, _ turn: CoordinatorTurn, on work: LaneWork) {
        surroundings.awaitingSync.begin()
        let deadline = work.lane.now.advanced(milliseconds: surroundings.syncTimeoutMs)
        let wait = DurabilityWait(work: work, count: 1, deadline: deadline) { [self] outcomes in
            surroundings.awaitingSync.end()
            switch outcomes[0] {
            case .none: turn.settle(committed(upTo: end, in: turn.term) ? nil : .notCoordinator)
            case .requestTimedOut: turn.settle(.coordinatorNotAvailable)
            default:
                fail(term: turn.term, because: "its log could not be synced", from: work)
                turn.settle(.notCoordinator)
            }
        }
        partition.awaitSync(upTo: end, .init(wait: wait, index: 0))
    }

    /// False if it was another machine's.
    private func committed(upTo end: Offset, in term: Int) -> Bool {
        state.withLock { state in
            guard state.term == term else { return false }
            state.committedEnd = max(state.committedEnd, end)
            state.failures = 0
            return true
        }
    }

    // MARK: Failure

    /// What is left to do for a machine that was dropped.
    struct EndedTerm: Sendable {
        var machine: DroppedMachine<Machine>
        var waiters: [Waiter]
        var reason: String
        /// After how long its log is replayed; `nil` where the partition is closed.
        var pause: Int64?
    }

    /// Drops the machine, since what it has decided is not in the log.
    func endTerm(_ state: inout State, _ reason: String) -> EndedTerm {
        let isReplayed = partition.closedAs == nil
        state.failures += 1
        let pause = RestartPause.milliseconds(afterFailures: state.failures, first: RestartPause.afterAppending)
        let ended = EndedTerm(
            machine: DroppedMachine(state.machine), waiters: Array(state.waiters.values), reason: reason, pause: isReplayed ? pause : nil)
        state.phase = isReplayed ? .loading : .ended
        state.term += 1
        state.machine = makeMachine(state.machine)
        state.effects = Effects()
        state.waiters = [:]
        state.tickAt = nil
        return ended
    }

    private func fail(term: Int, because reason: String, from work: LaneWork) {
        let ended: EndedTerm? = state.withLock { state in
            guard state.term == term, case .serving = state.phase else { return nil }
            return endTerm(&state, reason)
        }
        if let ended { afterEnd(of: ended, from: work) }
    }

    func afterEnd(of ended: EndedTerm, from work: LaneWork?) {
        isListening.store(false, ordering: .relaxed)
        for waiter in ended.waiters { Self.deliver(.refused(.notCoordinator), to: waiter, from: work) }
        surroundings.fileWork.submit { [machine = ended.machine] in machine.takeApart() }
        guard let pause = ended.pause else { return }
        surroundings.log.error("the coordinator of \(partition.name) starts over from its log in \(pause) ms: \(ended.reason)")
        scheduleLoad(in: pause)
    }

    /// Serves no more, for ever: the topic is deleted, or the broker stops. Those who wait are told to look elsewhere.
    func end(_ reason: String) {
        let ended: EndedTerm? = state.withLock { state in
            if case .ended = state.phase { return nil }
            var ended = endTerm(&state, reason)
            state.phase = .ended
            ended.pause = nil
            return ended
        }
        if let ended { afterEnd(of: ended, from: nil) }
    }
}

/// A machine nobody needs any more. One of a million offsets is not taken apart on a lane: it waits here, whoever holds
/// this, until a file thread does it.
final class DroppedMachine<Machine: Sendable>: Sendable {
    private let machine: Mutex<Machine?>

    init(_ machine: Machine) { self.machine = Mutex(machine) }

    func takeApart() { machine.withLock { $0 = nil } }
}
