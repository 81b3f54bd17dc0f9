#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif
package import OttlaVocabulary
import Synchronization

/// The lanes of a server and their threads: started together, stopped together.
package final class LaneGroup: Sendable {
    package let lanes: [ReactorLane]
    package let limits: ConnectionLimits
    package let memory: RequestMemory
    private let settings: ConnectionSettings
    private let name: String
    private let threads = Mutex<[Thread]>([])
    private let connections = Atomic<UInt64>(0)
    private let turn = Atomic<Int>(0)

    /// Makes the lanes; `start` sets them going. `name` is what tools show for their threads.
    package init(
        count: Int, name: String = "lane", settings: ConnectionSettings = ConnectionSettings(), memory: RequestMemory = RequestMemory(),
        limits: ConnectionLimits = ConnectionLimits()
    ) {
        precondition(count > 0, "a group needs a lane")
        lanes = (0..<count).map { ReactorLane(index: $0, settings: settings, memory: memory) }
        self.settings = settings
        self.name = name
        self.memory = memory
        self.limits = limits
    }

    /// Starts the threads. Before it, the lanes' `endOfTurn` may be set from here.
    package func start() {
        threads.withLock { threads in
            precondition(threads.isEmpty, "the lanes run already")
            threads = lanes.map { lane in Thread("\(name)-\(lane.index)") { lane.run() } }
        }
    }

    /// Accepts clients on a host (name, address, or empty for every address) and port (0 picks one). `makeHandler` is
    /// called on the lane the connection will live on; `nil` closes it. `report` is called on a lane's thread.
    package func listen(
        host: String, port: UInt16, backlog: Int32 = 1024,
        report: @escaping @Sendable (ListenerEvent) -> Void = { _ in },
        makeHandler: @escaping @Sendable (Connection) -> (any ConnectionHandler)?
    ) throws(NetworkError) -> Listener {
        let lane = lanes[0]
        let sockets = try ListeningSockets.bind(host: host, port: port, backlog: backlog, settings: settings)
        let acceptors = sockets.map {
            Acceptor(socket: $0, group: self, lane: lane, report: report, makeHandler: makeHandler)
        }
        lane.execute { for acceptor in acceptors { lane.add(acceptor) } }
        return Listener(addresses: sockets.map { Socket.localAddress($0) }, acceptors: acceptors, lane: lane)
    }

    /// Reads nothing more from anybody, so that only what is in flight is still answered.
    package func stopReading() {
        for lane in lanes { lane.execute { lane.stopReading() } }
    }

    /// Lets output drain, closes all connections and listeners, and joins the threads; at the deadline whatever is left is
    /// cut. Blocks; not to be called from a lane.
    package func stop(deadline: Instant) {
        let running = threads.withLock { threads in
            let running = threads
            threads = []
            return running
        }
        for lane in lanes { lane.execute { lane.drain(until: deadline) } }
        for thread in running { thread.join() }
    }

    /// The same without blocking: `ended` is called once the threads are joined, on a thread of its own.
    package func stop(deadline: Instant, ended: @escaping @Sendable () -> Void) {
        Thread("\(name)-stop") { [self] in
            stop(deadline: deadline)
            ended()
        }.detach()
    }

    func nextLane() -> ReactorLane {
        lanes[turn.add(1, ordering: .relaxed).oldValue % lanes.count]
    }

    func nextID() -> UInt64 { connections.add(1, ordering: .relaxed).newValue }
}
