#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif
package import OttlaVocabulary
import Synchronization

/// A lane for tests and simulation: turns are run by hand, and so is its clock. Its connections lie in memory.
///
/// `@unchecked Sendable`: everything but `execute` is for the one thread that turns it.
package final class ManualLane: Lane, @unchecked Sendable {
    private let jobs = Mutex<[@Sendable () -> Void]>([])
    let core: LaneCore
    private var nextID: UInt64 = 1

    package init(
        settings: ConnectionSettings = ConnectionSettings(), memory: RequestMemory = RequestMemory(),
        now: Instant = Instant(nanoseconds: 0)
    ) {
        core = LaneCore(settings: settings, memory: memory, now: now)
    }

    package var now: Instant { core.now }
    package var connectionCount: Int { core.connections.count }

    package var endOfTurn: (() -> Void)? {
        get { core.endOfTurn }
        set { core.endOfTurn = newValue }
    }

    package func execute(_ job: @escaping @Sendable () -> Void) { jobs.withLock { $0.append(job) } }

    @discardableResult
    package func schedule(at deadline: Instant, _ job: @escaping () -> Void) -> LaneTimer {
        core.timers.add(at: deadline, job)
    }

    package func cancel(_ timer: LaneTimer) { core.timers.cancel(timer) }

    // MARK: Turning

    /// Whether a turn would do something now.
    package var hasWork: Bool {
        core.hasWork || nextDeadline.map { $0 <= now } == true || jobs.withLock { !$0.isEmpty }
    }

    /// When the next timer is due.
    package var nextDeadline: Instant? { core.timers.nextDeadline }

    /// Runs one turn at the time it is.
    package func runTurn() {
        core.readAll()
        let due = jobs.withLock { jobs in
            let due = jobs
            jobs.removeAll()
            return due
        }
        for job in due { job() }
        core.runDueTimers()
        core.finishTurn()
    }

    /// Runs turns until nothing is left to do at this time. Stops the program if that never happens.
    package func runUntilIdle(maxTurns: Int = 100_000) {
        var turns = 0
        while hasWork {
            turns += 1
            precondition(turns <= maxTurns, "the lane does not come to rest")
            runTurn()
        }
    }

    /// Lets time pass, stopping at each timer on the way.
    package func advance(to time: Instant) {
        precondition(time >= now, "time does not go back")
        runUntilIdle()
        while let next = nextDeadline, next <= time {
            core.now = max(core.now, next)
            runUntilIdle()
        }
        core.now = time
    }

    package func advance(milliseconds: Int64) { advance(to: now.advanced(milliseconds: milliseconds)) }

    /// Lets time pass without a turn, as for a process that was stopped.
    package func jump(to time: Instant) {
        precondition(time >= now, "time does not go back")
        core.now = time
    }

    /// Ends all connections and timers, as a lane does when its thread ends.
    package func stop() { core.closeAll(.stopped) }

    // MARK: Connections

    /// A client's connection, as a listener would bring it. `makeHandler` gives its handler; `nil` refuses it.
    package func connect(
        capacity: Int = 1 << 20, _ makeHandler: (Connection) -> (any ConnectionHandler)?
    ) -> MemoryConnection {
        let (near, far) = MemoryEnd.pair(capacity: capacity)
        let connection = Connection(
            id: nextID, lane: self, core: core, wire: .memory(near),
            peer: SocketAddress(ip: .memory(UInt32(nextID)), port: 1), local: SocketAddress(ip: .memory(0), port: 9092))
        nextID += 1
        near.onReadable = { [weak connection] in connection?.becameReadable(hangup: false, dead: false) }
        near.onWritable = { [weak connection] in connection?.becameWritable() }
        connection.start(makeHandler)
        return MemoryConnection(end: far, served: connection)
    }
}

/// The client's side of a connection in memory. Used from the thread that turns the lane.
package final class MemoryConnection {
    private let end: MemoryEnd
    /// The other side, as the lane has it.
    package let served: Connection

    init(end: MemoryEnd, served: Connection) {
        self.end = end
        self.served = served
    }

    deinit { end.close() }

    /// Sends as much as there is room for, and says how much that was; -1 if the other side is gone.
    @discardableResult
    package func write(_ bytes: [UInt8]) -> Int {
        var copy = bytes
        return copy.withUnsafeMutableBytes { buffer in
            var vector = iovec(iov_base: buffer.baseAddress, iov_len: buffer.count)
            let sent = end.send(&vector, 1)
            return sent >= 0 ? sent : sent == -Int(EAGAIN) ? 0 : -1
        }
    }

    /// Takes what has arrived, at most `limit` bytes.
    package func read(upTo limit: Int = .max) -> [UInt8] {
        let count = min(limit, end.available)
        guard count > 0 else { return [] }
        return [UInt8](unsafeUninitializedCapacity: count) { buffer, used in
            used = max(0, end.receive(UnsafeMutableRawBufferPointer(buffer), .init(start: nil, count: 0)))
        }
    }

    package var available: Int { end.available }
    /// Everything was read and the other side has ended.
    package var isAtEnd: Bool { end.isAtEnd }
    /// Ends our side only.
    package func finishSending() { end.finishSending() }
    package func close() { end.close() }
}
