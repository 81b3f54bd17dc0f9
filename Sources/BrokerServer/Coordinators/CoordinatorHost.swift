import Logging
import OttlaGroups
import OttlaNetwork
import OttlaVocabulary
import Synchronization

/// One partition's coordinator: a machine behind a lock, beside the log whose fold it is.
///
/// A command runs on the lane of its connection, under the lock, and changes the machine at once. Its entries gather
/// until the end of the turn, where all that is pending becomes one append (in the order in which it was decided,
/// whichever lane comes first), and **every answer, reads too, leaves once what it saw is in the log**. If an append
/// fails, those who wait are told to look for the coordinator anew, the machine is dropped, and the log is replayed.
///
/// Of the partition's lock it is the only one that takes it while holding its own: the order of the log is the order of
/// the decisions.
final class CoordinatorHost<Machine: HostedMachine>: EndOfTurn {
    typealias Effects = Machine.Effects
    /// Runs a command: changes the machine, leaves its effects, gives its answer.
    typealias Command<Value> = (inout Machine, Moment, inout Effects) -> Value

    let partition: Partition
    /// Whose timers tick the machine.
    let home: LaneWork
    let surroundings: Surroundings
    /// Makes an empty machine, for a log to be replayed into, that knows what the one before it knew beside the log.
    let makeMachine: @Sendable (_ previous: Machine?) -> Machine
    /// What a machine does when its log is replayed. It may take long: nobody else has the machine yet.
    let onLoaded: @Sendable (inout Machine, () -> Moment, inout Effects) -> Void
    /// What it makes up for when it begins to serve, under the lock: what went on meanwhile, which is little.
    let onInstalled: @Sendable (inout Machine, Moment, inout Effects) -> Void
    let state: Mutex<State>
    /// The machine's `isListening`, to be asked without the lock.
    let isListening = Atomic<Bool>(false)
    /// The timer set on the home lane. Touched there only.
    let timer = HomeTimer()

    /// What all coordinators of a broker share.
    struct Surroundings: Sendable {
        var time: CoordinatorTime
        var log: Logger
        /// Where logs are replayed: few at a time, since syncs need the file threads too.
        var loading: any BlockingWork
        var fileWork: any BlockingWork
        /// Milliseconds to wait for a sync that an answer needs.
        var syncTimeoutMs: Int64
        /// A coordinator listens, and so the clock must be watched.
        var watchClock: @Sendable () -> Void
        /// Answers that wait for a sync: a graceful end lets them finish.
        var awaitingSync: AwaitedSyncs
    }

    struct State {
        var machine: Machine
        /// Entries that are decided and not yet appended.
        var effects = Effects()
        /// Requests that wait for their answer, by ticket.
        var waiters: [UInt64: Waiter] = [:]
        var lastTicket: UInt64 = 0
        var phase = Phase.loading
        /// Counts the machines there were. What was done for an earlier one is void.
        var term = 0
        /// Terms and replays that failed since an append was last committed.
        var failures = 0
        /// Where the log ends with all entries appended, written or not.
        var appendedEnd: Offset = 0
        /// Below, all entries are written, and synced if need be.
        var committedEnd: Offset = 0
        /// `Log.undoneAppends` when the log was replayed: as long as it stays, nothing of ours was taken back.
        var undone = 0
        /// When the home lane's timer is to tick the machine, in the machine's time.
        var tickAt: Instant?

        var hasUncommitted: Bool { !effects.entries.isEmpty || appendedEnd > committedEnd }
    }

    enum Phase {
        case loading
        case serving
        /// The topic is gone, its disk failed, or the broker stops.
        case ended
    }

    /// A request that waits for others, and the lane it is answered on.
    struct Waiter: Sendable {
        var work: LaneWork
        /// On that lane.
        var deliver: @Sendable (Delivery) -> Void
    }

    enum Delivery: Sendable {
        case answer(Effects.Answer)
        case refused(ErrorCode)
    }

    init(
        partition: Partition, home: LaneWork, surroundings: Surroundings,
        makeMachine: @escaping @Sendable (_ previous: Machine?) -> Machine,
        onLoaded: @escaping @Sendable (inout Machine, () -> Moment, inout Effects) -> Void,
        onInstalled: @escaping @Sendable (inout Machine, Moment, inout Effects) -> Void
    ) {
        self.partition = partition
        self.home = home
        self.surroundings = surroundings
        self.makeMachine = makeMachine
        self.onLoaded = onLoaded
        self.onInstalled = onInstalled
        state = Mutex(State(machine: makeMachine(nil)))
    }

    // MARK: Commands

    /// Runs a command of a connection on `work`'s lane.
    func run<Value: Sendable>(on work: LaneWork, _ command: Command<Value>) -> CommandOutcome<Value> {
        let now = surroundings.time.moment(at: work.lane.now)
        let (outcome, aftermath) = state.withLock { state -> (CommandOutcome<Value>, Aftermath) in
            guard case .serving = state.phase else { return (.refused(state.refusal), Aftermath()) }
            let value = command(&state.machine, now, &state.effects)
            let left = takeAftermath(&state)
            return (left.isUncommitted ? .uncommitted(value, HeldPlace(host: self, term: state.term)) : .settled(value), left)
        }
        carryOut(aftermath, on: work)
        return outcome
    }

    /// Runs a command that is answered by ticket, now or when others have come. Returns the ticket, or why not.
    func run(
        on work: LaneWork, waiter: Waiter, _ command: (inout Machine, Ticket, Moment, inout Effects) -> Void
    ) -> CommandOutcome<Ticket> {
        let now = surroundings.time.moment(at: work.lane.now)
        let (outcome, aftermath) = state.withLock { state -> (CommandOutcome<Ticket>, Aftermath) in
            guard case .serving = state.phase else { return (.refused(state.refusal), Aftermath()) }
            state.lastTicket += 1
            let ticket = Ticket(state.lastTicket)
            state.waiters[ticket.number] = waiter
            command(&state.machine, ticket, now, &state.effects)
            return (.settled(ticket), takeAftermath(&state))
        }
        carryOut(aftermath, on: work)
        return outcome
    }

    /// The client that waits with this ticket is gone.
    func abandon(_ ticket: Ticket, on work: LaneWork, _ command: Command<Void>) {
        let now = surroundings.time.moment(at: work.lane.now)
        let aftermath = state.withLock { state in
            guard state.waiters.removeValue(forKey: ticket.number) != nil, case .serving = state.phase else { return Aftermath() }
            command(&state.machine, now, &state.effects)
            return takeAftermath(&state)
        }
        carryOut(aftermath, on: work)
    }

    /// Runs a command from a thread that is no lane. What it leaves is carried out on the home lane.
    func runElsewhere(_ command: Command<Void>) {
        let now = surroundings.time.moment()
        let aftermath = state.withLock { state in
            guard case .serving = state.phase else { return Aftermath() }
            command(&state.machine, now, &state.effects)
            return takeAftermath(&state)
        }
        carryOutAtHome(aftermath)
    }

    // MARK: What a command leaves

    /// What is to be done after a command, outside of the lock.
    struct Aftermath: Sendable {
        var term = 0
        /// Answers that are due once all that is decided is committed.
        var answers: [(waiter: Waiter, answer: Effects.Answer)] = []
        var isUncommitted = false
        /// The machine wants to be ticked earlier than the timer would.
        var tickAt: Instant?
        var isListening = false
    }

    /// Takes down what is left to do. Under the lock, right after the command.
    func takeAftermath(_ state: inout State) -> Aftermath {
        var left = Aftermath()
        left.term = state.term
        left.isUncommitted = state.hasUncommitted
        for (ticket, answer) in state.effects.takeAnswers() {
            if let waiter = state.waiters.removeValue(forKey: ticket) { left.answers.append((waiter, answer)) }
        }
        if let next = state.machine.nextDeadline, next < state.tickAt ?? .distantFuture {
            state.tickAt = next
            left.tickAt = next
        }
        left.isListening = state.machine.isListening
        if left.isListening != isListening.load(ordering: .relaxed) {
            isListening.store(left.isListening, ordering: .sequentiallyConsistent)
        }
        return left
    }

    func carryOut(_ aftermath: Aftermath, on work: LaneWork) {
        if aftermath.isUncommitted || !aftermath.answers.isEmpty { work.touch(HeldPlace(host: self, term: aftermath.term)) }
        for (waiter, answer) in aftermath.answers {
            work.hold(HeldPlace(host: self, term: aftermath.term)) { error in
                Self.deliver(error.map { .refused($0) } ?? .answer(answer), to: waiter, from: work)
            }
        }
        followTime(aftermath, on: work)
    }

    func carryOutAtHome(_ aftermath: Aftermath) {
        if aftermath.isUncommitted || !aftermath.answers.isEmpty || aftermath.tickAt != nil {
            home.lane.execute { [self] in carryOut(aftermath, on: home) }
        } else {
            followTime(aftermath, on: nil)
        }
    }

    /// Answers a request that waited, on its own lane.
    static func deliver(_ delivery: Delivery, to waiter: Waiter, from work: LaneWork?) {
        if waiter.work === work {
            waiter.deliver(delivery)
        } else {
            waiter.work.lane.execute { waiter.deliver(delivery) }
        }
    }
}

/// What became of a command.
enum CommandOutcome<Value: Sendable>: Sendable {
    /// True at once: all it saw is committed.
    case settled(Value)
    /// True once this turn's appends are: hold the answer with the lane's work.
    case uncommitted(Value, HeldPlace)
    /// The coordinator is not there for anybody now.
    case refused(ErrorCode)
}

/// By which a lane knows a coordinator's turn again.
struct HeldPlace: Sendable {
    let host: any EndOfTurn
    let term: Int
}

extension CoordinatorHost.State {
    /// Why no command is run now. While the log refuses everything it is still "come again": there is nobody else to go
    /// to, and clients of old take a coordinator that is not available for a mistake where they ask for offsets.
    var refusal: ErrorCode {
        if case .loading = phase { .coordinatorLoadInProgress } else { .notCoordinator }
    }
}
