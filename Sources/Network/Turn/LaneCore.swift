#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif
import OttlaVocabulary

/// The part of a lane that is the same over sockets and in memory: its connections, timers, buffers and the order of a
/// turn. Belongs to the lane's thread.
final class LaneCore {
    let settings: ConnectionSettings
    let memory: RequestMemory
    /// Where all of the lane's connections read into; nothing stays in it from one read to the next.
    let input: UnsafeMutableRawBufferPointer
    let scratch: SendScratch
    var now: Instant
    var timers = TimerHeap()
    var endOfTurn: (() -> Void)?
    var pool = BlockPool()
    private(set) var connections: [Connection] = []
    /// Nothing is read any more, from anybody.
    private(set) var isReadingStopped = false

    private var readable: [Connection] = []
    private var readingNow: [Connection] = []
    private var unsent: [Connection] = []
    private var sendingNow: [Connection] = []
    /// Kept until the turn ends, because the poller may still name them.
    private var gone: [Connection] = []
    private var idleQueues: [OutputQueue] = []
    private var upkeepIsScheduled = false

    init(settings: ConnectionSettings, memory: RequestMemory, now: Instant) {
        self.settings = settings
        self.memory = memory
        self.now = now
        input = .allocate(byteCount: settings.receiveBytes, alignment: 4096)
        scratch = SendScratch(bytes: input)
    }

    deinit { input.deallocate() }

    /// The thread the lane runs on, once it does.
    var thread: pthread_t?

    /// In debug builds: stops the program when called from another thread than the lane's.
    @inline(__always)
    func assertOnLane() {
        assert(thread.map { pthread_equal($0, pthread_self()) != 0 } ?? true, "a connection was used outside of its lane")
    }

    // MARK: A turn

    /// Whether something is to be done without waiting for the world.
    var hasWork: Bool { !readable.isEmpty || !unsent.isEmpty }

    /// One read from each connection that has something.
    func readAll() {
        guard !readable.isEmpty else { return }
        swap(&readable, &readingNow)
        for connection in readingNow {
            connection.isQueuedForReading = false
            connection.readOnce()
        }
        readingNow.removeAll(keepingCapacity: true)
    }

    func runDueTimers() {
        while let timer = timers.popDue(at: now) { timer.fire() }
    }

    /// The end of the turn: the owner's hook, then one send for each connection that has output.
    func finishTurn() {
        endOfTurn?()
        if !unsent.isEmpty {
            swap(&unsent, &sendingNow)
            for connection in sendingNow {
                connection.isQueuedForSending = false
                connection.flush()
            }
            sendingNow.removeAll(keepingCapacity: true)
        }
        if !gone.isEmpty { gone.removeAll() }
    }

    func queueForReading(_ connection: Connection) {
        guard !connection.isQueuedForReading else { return }
        connection.isQueuedForReading = true
        readable.append(connection)
    }

    func queueForSending(_ connection: Connection) {
        guard !connection.isQueuedForSending else { return }
        connection.isQueuedForSending = true
        unsent.append(connection)
    }

    // MARK: Connections

    func add(_ connection: Connection) {
        connection.slot = connections.count
        connections.append(connection)
        scheduleUpkeep()
    }

    func remove(_ connection: Connection) {
        let last = connections.removeLast()
        if last !== connection {
            connections[connection.slot] = last
            last.slot = connection.slot
        }
        gone.append(connection)
    }

    func stopReading() {
        isReadingStopped = true
        for connection in connections { connection.pauses.insert(.stopping) }
    }

    func takeQueue() -> OutputQueue { idleQueues.popLast() ?? OutputQueue() }

    func giveBack(_ queue: OutputQueue) {
        if idleQueues.count < 256 { idleQueues.append(queue) }
    }

    // MARK: Upkeep

    /// Looks through all connections every few seconds: coarse, but it costs nothing per request.
    private func scheduleUpkeep() {
        guard !upkeepIsScheduled else { return }
        upkeepIsScheduled = true
        let idle = settings.idleMilliseconds > 0 ? settings.idleMilliseconds : .max
        let interval = max(10, min(idle / 8, settings.stallMilliseconds / 4, 5_000))
        _ = timers.add(at: now.advanced(milliseconds: interval)) { [weak self] in self?.upkeep() }
    }

    private func upkeep() {
        upkeepIsScheduled = false
        pool.trim()
        let isShort = memory.waiterCount > 0
        // Closing moves the last connection into the slot, which has been looked at already.
        for slot in stride(from: connections.count - 1, through: 0, by: -1) {
            connections[slot].closeIfExpired(memoryIsShort: isShort)
        }
        if !connections.isEmpty || pool.cachedBytes > 0 { scheduleUpkeep() }
    }

    /// Closes whatever is left, at the very end.
    func closeAll(_ reason: CloseReason) {
        while let connection = connections.last { connection.end(reason) }
        timers.removeAll()
        gone.removeAll()
    }
}
