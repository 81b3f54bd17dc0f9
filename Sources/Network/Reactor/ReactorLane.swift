#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif
package import OttlaVocabulary
import Synchronization

/// The real lane: a thread that sleeps in the poller and wakes for sockets, jobs and timers.
///
/// `@unchecked Sendable`: `mailbox`, `poller.wake` and `isStopped` are safe from any thread; all the rest is touched by
/// the lane's thread only, and before it starts.
package final class ReactorLane: Lane, @unchecked Sendable {
    package let index: Int
    let core: LaneCore
    let poller = Poller()
    private let mailbox = Mutex(Mailbox())
    private var jobs: [@Sendable () -> Void] = []
    /// Listeners on this lane, by what the poller calls them.
    private var acceptors: [UInt: Acceptor] = [:]
    /// Connections of ours that are being made, likewise.
    private var dials: [UInt: Dial] = [:]
    private var nextDialedID: UInt64 = 0
    private var drainDeadline: Instant?

    /// The lane sleeps, or is about to: whoever brings a job must wake it.
    private let isAsleep = Atomic<Bool>(false)

    private struct Mailbox {
        var jobs: [@Sendable () -> Void] = []
        var isStopped = false
    }

    init(index: Int, settings: ConnectionSettings, memory: RequestMemory) {
        self.index = index
        core = LaneCore(settings: settings, memory: memory, now: SystemClock.now())
    }

    package var now: Instant { core.now }

    package var endOfTurn: (() -> Void)? {
        get { core.endOfTurn }
        set { core.endOfTurn = newValue }
    }

    package func execute(_ job: @escaping @Sendable () -> Void) { _ = enqueue(job) }

    /// False if the lane has stopped and the job will never run.
    func enqueue(_ job: @escaping @Sendable () -> Void) -> Bool {
        let taken = mailbox.withLock { mailbox in
            if !mailbox.isStopped { mailbox.jobs.append(job) }
            return !mailbox.isStopped
        }
        if taken, isAsleep.exchange(false, ordering: .sequentiallyConsistent) { poller.wake() }
        return taken
    }

    @discardableResult
    package func schedule(at deadline: Instant, _ job: @escaping () -> Void) -> LaneTimer {
        core.timers.add(at: deadline, job)
    }

    package func cancel(_ timer: LaneTimer) { core.timers.cancel(timer) }

    // MARK: The thread

    /// Runs turns until `stop`. The body of the lane's thread.
    func run() {
        core.thread = pthread_self()
        while true {
            poller.wait(milliseconds: timeToSleep()) { event in take(event) }
            isAsleep.store(false, ordering: .relaxed)
            core.now = SystemClock.now()
            core.readAll()
            runJobs()
            core.runDueTimers()
            core.finishTurn()
            if drainDeadline != nil, isDrained() { break }
        }
        core.closeAll(.stopped)
        for acceptor in acceptors.values { acceptor.closeSocket() }
        acceptors = [:]
        core.endOfTurn = nil
        // What they captured may hold this lane.
        core.timers.removeAll()
        // Dropped outside of the lock: what they captured may run code.
        let dropped = mailbox.withLock { mailbox in
            mailbox.isStopped = true
            let jobs = mailbox.jobs
            mailbox.jobs = []
            return jobs
        }
        _ = dropped
    }

    private func timeToSleep() -> Int32 {
        if core.hasWork { return 0 }
        var limit: Int64 = -1
        if let deadline = core.timers.nextDeadline { limit = milliseconds(until: deadline) }
        if let drainDeadline { limit = min(limit < 0 ? .max : limit, milliseconds(until: drainDeadline)) }
        guard limit != 0 else { return 0 }
        // Announced before looking, so that whoever brings a job after we looked sees that we sleep.
        isAsleep.store(true, ordering: .sequentiallyConsistent)
        let maySleep = mailbox.withLock { $0.jobs.isEmpty }
        return maySleep ? Int32(min(limit, Int64(Int32.max))) : 0
    }

    /// Counted from the clock, not from the start of the turn, which may be long ago.
    private func milliseconds(until deadline: Instant) -> Int64 { SystemClock.now().milliseconds(until: deadline) }

    private func runJobs() {
        mailbox.withLock { mailbox in
            if !mailbox.jobs.isEmpty { swap(&mailbox.jobs, &jobs) }
        }
        guard !jobs.isEmpty else { return }
        for job in jobs { job() }
        jobs.removeAll(keepingCapacity: jobs.capacity <= 4096)
    }

    private func take(_ event: PollerEvent) {
        if event.token & 1 == 1 {
            if let dial = dials[event.token] { return dial.becameReady() }
            acceptors[event.token]?.becameReady()
            return
        }
        // The lane holds every connection until the end of the turn in which it ended.
        guard let pointer = UnsafeRawPointer(bitPattern: event.token) else { return }
        let connection = Unmanaged<Connection>.fromOpaque(pointer).takeUnretainedValue()
        if event.readable { connection.becameReadable(hangup: event.hangup, dead: event.dead) }
        if event.writable { connection.becameWritable() }
    }

    // MARK: Connections and listeners

    /// Takes over an accepted socket. Lane's thread.
    func adopt(_ connection: Connection, socket: Int32, _ makeHandler: (Connection) -> (any ConnectionHandler)?) {
        connection.start(makeHandler)
        guard connection.isOpen else { return }
        if drainDeadline != nil { return connection.end(.stopped) }
        let token = UInt(bitPattern: Unmanaged.passUnretained(connection).toOpaque())
        let code = poller.add(socket, token: token)
        if code < 0 { connection.end(.failed(errno: -code)) }
    }

    func add(_ acceptor: Acceptor) {
        acceptors[acceptor.token] = acceptor
        let code = poller.add(acceptor.socket, token: acceptor.token)
        if code < 0 { acceptor.failed(errno: -code) }
    }

    func remove(_ acceptor: Acceptor) {
        guard acceptors.removeValue(forKey: acceptor.token) != nil else { return }
        acceptor.closeSocket()
    }

    // MARK: Connections to elsewhere

    func add(_ dial: Dial) -> Int32 {
        dials[dial.token] = dial
        return poller.add(dial.socket, token: dial.token)
    }

    /// Forgets a dial; its socket goes on as a connection's, or is closed by the caller.
    func remove(_ dial: Dial) {
        guard dials.removeValue(forKey: dial.token) != nil else { return }
        poller.remove(dial.socket)
    }

    /// Makes a connected socket a connection of this lane.
    func welcome(_ socket: Int32, peer: SocketAddress, _ makeHandler: (Connection) -> (any ConnectionHandler)?) {
        Socket.tune(socket, core.settings)
        // Apart from the numbers that listeners give, which begin at 1.
        nextDialedID += 1
        let connection = Connection(
            id: 1 << 63 | nextDialedID, lane: self, core: core, wire: .socket(socket), peer: peer,
            local: Socket.localAddress(socket))
        adopt(connection, socket: socket, makeHandler)
    }

    // MARK: Stopping

    /// How long a client may take to close its side when the lane stops.
    private static let drainLinger: Int64 = 300

    /// Reads nothing more from anybody; answers still go out.
    func stopReading() { core.stopReading() }

    /// Lets all output go out, ends all connections, and ends the thread, by the deadline at the latest.
    func drain(until deadline: Instant) {
        guard drainDeadline == nil else { return }
        drainDeadline = deadline
        for acceptor in Array(acceptors.values) { remove(acceptor) }
        for dial in Array(dials.values) { dial.fail(.stopped) }
        for connection in Array(core.connections) { connection.finish(lingerMilliseconds: Self.drainLinger) }
    }

    private func isDrained() -> Bool {
        guard let drainDeadline else { return false }
        return core.connections.isEmpty || core.now >= drainDeadline
    }
}
