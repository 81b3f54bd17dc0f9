package import Logging
package import OttlaNetwork
package import OttlaVocabulary

/// What a client runs on: real in a process, turned by hand in tests and simulation.
package struct ClientPorts: Sendable {
    package var lane: any Lane
    package var connector: any Connector
    package var clock: any Clock
    /// Feeds identifiers and jitter; a seed in tests.
    package var random: @Sendable () -> UInt64

    package init(lane: any Lane, connector: any Connector, clock: any Clock, random: @escaping @Sendable () -> UInt64) {
        self.lane = lane
        self.connector = connector
        self.clock = clock
        self.random = random
    }
}

/// All of one client that lives on its lane: what is known of the cluster, and the connections to it.
///
/// `@unchecked Sendable`: constants may be read anywhere; what changes is touched on the lane's thread only.
package final class ClientCore: @unchecked Sendable {
    package let configuration: ClientConfiguration
    let lane: any Lane
    let connector: any Connector
    let clock: any Clock
    let random: @Sendable () -> UInt64
    let log: Logger
    let executor: LaneExecutor
    let entry: LaneEntry
    let tasks = BackgroundTasks()
    let security: ConnectionSecurity
    private(set) var metadata: ClusterMetadata!
    private(set) var brokers: BrokerPool!
    private(set) var coordinators: Coordinators!
    private(set) var isClosed = false
    /// Producers and consumers, which end before their connections do.
    private var parts: [UInt64: Part] = [:]
    private var nextPart: UInt64 = 0

    /// What ends with the client.
    struct Part {
        /// Ends it well: a producer sends what it has, a consumer leaves its group. Not called when there is no time.
        var close: () async -> Void
        /// Ends it at once: whoever waits is told. Called in any case, at the very end.
        var abandon: () -> Void
    }

    package convenience init(_ configuration: ClientConfiguration, on ports: ClientPorts, log: Logger) {
        self.init(configuration, on: ports, security: ConnectionSecurity(configuration.security), log: log)
    }

    init(_ configuration: ClientConfiguration, on ports: ClientPorts, security: ConnectionSecurity, log: Logger) {
        self.configuration = configuration
        lane = ports.lane
        connector = ports.connector
        clock = ports.clock
        random = ports.random
        self.log = log
        self.security = security
        executor = LaneExecutor(lane: ports.lane)
        entry = LaneEntry(executor: executor)
        metadata = ClusterMetadata(core: self)
        brokers = BrokerPool(core: self)
        coordinators = Coordinators(core: self)
    }

    /// Runs `body` on the lane, from any task. What it calls stays there.
    func onLane<Result: Sendable>(
        _ body: @Sendable () async throws(ClientError) -> Result
    ) async throws(ClientError) -> Result {
        try await entry.run { () async throws(ClientError) in
            if isClosed { throw .clientClosed }
            return try await body()
        }
    }

    /// The time by which a call without a time of its own must be through.
    var callDeadline: Instant { lane.now.advanced(milliseconds: configuration.callTimeout.milliseconds) }

    /// Waits on the lane. Throws only when the task is cancelled.
    func sleep(milliseconds: Int64) async throws(ClientError) {
        let waiter = LaneWaiter<Void>(on: lane)
        let timer = lane.schedule(at: lane.now.advanced(milliseconds: milliseconds)) { waiter.finish(.success(())) }
        defer { lane.cancel(timer) }
        try await waiter.value()
    }

    /// A wait that doubles with each failure up to the limit, give or take a fifth, so that clients do not come all at once.
    func backoff(_ first: Duration, limit: Duration, failures: Int) -> Int64 {
        let (first, limit) = (first.milliseconds, limit.milliseconds)
        let wait = min(limit, first << Int64(min(max(failures - 1, 0), 20)))
        return max(1, wait * Int64(80 + random() % 41) / 100)
    }

    /// Keeps something that ends with the client. The number takes it away again.
    func add(_ part: Part) -> UInt64 {
        nextPart += 1
        parts[nextPart] = part
        return nextPart
    }

    func remove(part: UInt64) { parts[part] = nil }

    /// Ends all parts well, while everything still works.
    func closeParts() async {
        for part in parts.sorted(by: { $0.key > $1.key }) { await part.value.close() }
    }

    /// Ends everything: whoever waits is told that the client is closed.
    func close() {
        guard !isClosed else { return }
        isClosed = true
        let abandoned = parts
        parts = [:]
        for part in abandoned.values { part.abandon() }
        metadata.close()
        coordinators.close()
        brokers.close()
    }
}
