import Logging
import OttlaNetwork
import OttlaProtocol
import OttlaVocabulary

/// Sends what the machine of a consumer's fetches wants sent, and tells it what came of it.
///
/// `@unchecked Sendable`: lives on the client's lane and is touched on that thread only.
final class Fetcher: @unchecked Sendable {
    let core: ClientCore
    let state: ConsumerState
    private let metrics: ConsumerMetrics
    let configuration: ConsumerConfiguration
    private var timer: LaneTimer?
    private var observer: UInt64?
    private var connecting: Set<Int32> = []
    private(set) var isClosed = false
    /// By which the client knows of it.
    var part: UInt64?
    /// The place in a group, where there is one.
    var member: GroupMember?

    init(core: ClientCore, state: ConsumerState, metrics: ConsumerMetrics, configuration: ConsumerConfiguration) {
        self.core = core
        self.state = state
        self.metrics = metrics
        self.configuration = configuration
        state.setTurn { [weak self] in self?.turn() }
    }

    var readsCommitted: Bool { configuration.isolationLevel == .readCommitted }
    private var now: Instant { core.lane.now }

    func start() {
        guard observer == nil, !isClosed else { return }
        observer = core.metadata.observe { [weak self] view in
            guard let self else { return }
            self.state.change { $0.machine.clusterChanged(view, at: self.now) }
            self.turn()
        }
    }

    /// Partitions came: their leaders are looked up, in what is known and by asking.
    func partitionsAdded(_ partitions: some Sequence<TopicPartition>) {
        start()
        for topic in Set(partitions.map(\.topic)) { core.metadata.use(topic) }
        state.change { $0.machine.clusterChanged(core.metadata.view, at: now) }
        turn()
    }

    func close() {
        guard !isClosed else { return }
        isClosed = true
        if let timer { core.lane.cancel(timer) }
        timer = nil
        if let observer { core.metadata.stopObserving(observer) }
        if let part { core.remove(part: part) }
        state.close()
    }

    /// Looks what there is to do, and does it.
    func turn() {
        guard !isClosed else { return }
        let now = now
        let (nodes, questions, wantsMetadata) = state.change { state in
            state.machine.tick(at: now)
            let questions = state.machine.takeQuestions(at: now)
            defer { state.machine.wantsMetadata = false }
            return (state.machine.nodesToFetch(at: now), questions, state.machine.wantsMetadata)
        }
        if wantsMetadata { core.metadata.leaderMoved() }
        for (node, questions) in questions { ask(node, questions) }
        for node in nodes { fetch(from: node) }
        setTimer()
    }

    private func setTimer() {
        if let timer { core.lane.cancel(timer) }
        timer = nil
        let now = now
        guard let next = state.read({ $0.machine.nextDeadline(after: now) }) else { return }
        timer = core.lane.schedule(at: max(next, now.advanced(milliseconds: 1))) { [weak self] in
            self?.timer = nil
            self?.turn()
        }
    }

    // MARK: - Fetching

    private func fetch(from node: Int32) {
        guard !connecting.contains(node) else { return }
        let key = BrokerKey.node(node, .fetch)
        if let connection = core.brokers.ready(key) { return send(node, connection) }
        connecting.insert(node)
        let deadline = now.advanced(milliseconds: core.configuration.connectionSetupTimeout.milliseconds)
        // In a turn of its own: a failure may come at once.
        core.brokers.connect(to: key, deadline: deadline) { [weak self] result in
            guard let self else { return }
            self.core.lane.execute { self.connected(node, result.map { _ in () }) }
        }
    }

    private func connected(_ node: Int32, _ result: Result<Void, ClientError>) {
        connecting.remove(node)
        if case .failure(let error) = result { failed(node, error) }
        turn()
    }

    private func failed(_ node: Int32, _ error: ClientError) {
        core.log.debug("cannot fetch from broker \(node): \(error)")
        state.change { state in
            if state.machine.nodes[node] == nil { state.machine.nodes[node] = FetchMachine.Node() }
            state.machine.lost(node, at: now)
            // Who refuses us, or is not understood, will do so again: the reader has to know.
            if !error.isRetriable, error.code != .closed { state.machine.failure = error }
        }
    }

    private func send(_ node: Int32, _ connection: BrokerConnection) {
        let now = now
        guard let newest = connection.versions.newestCommon(of: FetchRequest.self, upTo: 17), newest >= 4 else {
            let words = "the broker at \(connection.address) does not serve Fetch in version 4 or later, which this client needs"
            return failed(node, ClientError(.unsupported, words))
        }
        guard let (request, version) = state.change({ $0.machine.fetch(from: node, upTo: newest, at: now) }) else { return }
        connection.send(.fetch, version: version) { [weak self, weak connection] result in
            guard let self, let connection else { return }
            self.answered(node, connection, result, version: version, sentAt: now)
        } encode: { writer in
            request.encode(into: &writer, version: version)
        }
    }

    private func answered(
        _ node: Int32, _ connection: BrokerConnection, _ result: Result<ReceivedFrame, ClientError>, version: Int16, sentAt: Instant
    ) {
        do throws(ClientError) {
            let frame = try result.get()
            let response = try connection.decode(FetchRequest.self, from: frame, version: version)
            connection.throttle(milliseconds: response.throttleTimeMs)
            state.change { $0.machine.answered(node, response, frame, version: version, at: now) }
            metrics.fetched(nanoseconds: now.nanoseconds - sentAt.nanoseconds)
        } catch {
            failed(node, error.code == .notUnderstood ? error.mayPass : error)
        }
        turn()
    }
}

extension ClientError {
    /// Another connection may do better.
    fileprivate var mayPass: ClientError {
        var error = self
        error.isRetriable = true
        return error
    }
}
