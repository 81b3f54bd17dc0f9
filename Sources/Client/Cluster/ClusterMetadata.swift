import Logging
import OttlaNetwork
import OttlaProtocol
import OttlaVocabulary

/// What the client knows of its cluster, and the care of keeping it fresh: asked when somebody needs a topic, when a leader
/// turned out to be another, and every few minutes. Lives on the lane.
final class ClusterMetadata {
    private(set) var view = ClusterView()
    private unowned let core: ClientCore
    /// Topics somebody uses: asked for each time.
    private var topicsInUse: Set<String> = []
    /// Topics that may be created by asking for them.
    private var creatable: Set<String> = []
    /// How many want all topics, for a pattern say.
    private var wantAll = 0
    private var observers: [UInt64: (ClusterView) -> Void] = [:]
    private var nextObserver: UInt64 = 0

    private var isAsking = false
    private var mustAskAgain = false
    private var failures = 0
    private var lastAsked = Instant(nanoseconds: .min)
    private var timer: LaneTimer?
    private var waiting: [LaneWaiter<Void>] = []
    private var isClosed = false
    /// Since when no broker could be reached (KIP-899), and why not, last.
    private var unreachableSince: Instant?
    private var lastFailure: ClientError?

    init(core: ClientCore) { self.core = core }

    // MARK: Reading

    func topic(_ name: String) -> ClusterView.Topic? { view.topics[name] }

    /// Who leads a partition, and its leader epoch. `nil`: unknown, or nobody.
    func leader(of topic: String, _ partition: Int32) -> (node: Int32, epoch: Int32)? {
        guard let found = view.topics[topic]?.partition(partition), found.leader >= 0, view.brokers[found.leader] != nil else {
            return nil
        }
        return (found.leader, found.leaderEpoch)
    }

    /// Brokers to ask when any will do, in the order to try them: those known, then, or after long silence, the configured ones.
    var candidates: [BrokerKey] {
        let nodes = view.brokers.keys.sorted().map { BrokerKey.node($0, .general) }
        let bootstrap = core.configuration.bootstrapServers.indices.map { BrokerKey.bootstrap($0) }
        return nodes.isEmpty || mustRebootstrap ? bootstrap : nodes
    }

    // MARK: Interest

    /// The topic is asked for from now on. `creates`: a broker that creates topics by itself may do so.
    func use(_ topic: String, creates: Bool = false) {
        if creates { creatable.insert(topic) }
        if topicsInUse.insert(topic).inserted { requestRefresh() }
    }

    /// Nobody uses the topic any more.
    func stopUsing(_ topic: String) {
        topicsInUse.remove(topic)
        creatable.remove(topic)
        if wantAll == 0 { view.topics[topic] = nil }
    }

    /// All topics are asked for, until `stopUsingAll`.
    func useAll() {
        wantAll += 1
        requestRefresh()
    }

    func stopUsingAll() { wantAll -= 1 }

    /// Calls `body` on the lane after each answer. The number takes it away again.
    func observe(_ body: @escaping (ClusterView) -> Void) -> UInt64 {
        nextObserver += 1
        observers[nextObserver] = body
        return nextObserver
    }

    func stopObserving(_ number: UInt64) { observers[number] = nil }

    /// A topic and its partitions, waited for until it is there or the deadline passed.
    func topic(_ name: String, creates: Bool = false, deadline: Instant) async throws(ClientError) -> ClusterView.Topic {
        use(name, creates: creates)
        while true {
            if let topic = view.topics[name] {
                switch topic.errorCode {
                case .none where !topic.partitions.isEmpty: return topic
                case .none, .leaderNotAvailable, .unknownTopicOrPartition: break
                case let error where error.isRetriable: break
                case let error:
                    stopUsing(name)
                    throw .refused(error, "asking for topic \(name)")
                }
                // A topic that nobody creates does not come by waiting; one that is just being made does.
                if topic.errorCode == .unknownTopicOrPartition, !creates, core.lane.now >= deadline { throw noTopic(name) }
            }
            guard core.lane.now < deadline else { throw noTopic(name) }
            try await refresh(deadline: deadline)
            if view.topics[name].map({ $0.errorCode != .none || $0.partitions.isEmpty }) ?? true {
                if view.topics[name]?.errorCode == .unknownTopicOrPartition, !creates { throw noTopic(name) }
                try await core.sleep(milliseconds: core.configuration.retryBackoff.milliseconds)
            }
        }
    }

    private func noTopic(_ name: String) -> ClientError {
        let servers = core.configuration.bootstrapServers.map(\.description).joined(separator: ",")
        if view.topics[name]?.errorCode == .unknownTopicOrPartition {
            return ClientError(
                .notFound, "there is no topic \(name) at \(servers): create it, or check its name",
                brokerError: BrokerError(code: ErrorCode.unknownTopicOrPartition.rawValue))
        }
        return ClientError(.timedOut, "topic \(name) has no leader yet, or could not be asked for, at \(servers)")
    }

    // MARK: Asking

    /// Asks soon, once for many requests, and not more often than the back-off allows.
    func requestRefresh() {
        guard !isClosed else { return }
        if isAsking {
            mustAskAgain = true
            return
        }
        let wait =
            failures == 0
            ? 0 : core.backoff(core.configuration.retryBackoff, limit: core.configuration.retryBackoffLimit, failures: failures)
        ask(at: core.lane.now.advanced(milliseconds: wait))
    }

    /// A leader was not where we thought: asks, with the pause that stops a storm of such answers.
    func leaderMoved() {
        guard !isClosed else { return }
        let soonest = lastAsked.advanced(milliseconds: core.configuration.retryBackoff.milliseconds)
        if isAsking {
            mustAskAgain = true
        } else {
            ask(at: max(soonest, core.lane.now))
        }
    }

    /// Asks now and waits for the answer.
    func refresh(deadline: Instant) async throws(ClientError) {
        if isClosed { throw .clientClosed }
        let waiter = LaneWaiter<Void>(on: core.lane)
        waiting.append(waiter)
        requestRefresh()
        try await waiter.value(until: deadline, late: self.noAnswer)
    }

    /// What to say when nobody told us in time about the cluster: why, if we know.
    private var noAnswer: ClientError {
        if let lastFailure { return ClientError(.unreachable, lastFailure.message) }
        let servers = core.configuration.bootstrapServers.map(\.description).joined(separator: ",")
        return ClientError(.timedOut, "none of the brokers at \(servers) said in time who they are")
    }

    private func ask(at moment: Instant) {
        if let timer, timer.isPending {
            guard timer.deadline > moment else { return }
            core.lane.cancel(timer)
        }
        timer = core.lane.schedule(at: moment) { [weak self] in
            guard let self, !self.isAsking, !self.isClosed else { return }
            self.isAsking = true
            self.mustAskAgain = false
            self.lastAsked = self.core.lane.now
            self.core.tasks.spawn { [core = self.core] in await core.metadata.askNow() }
        }
    }

    private func askNow() async {
        do throws(ClientError) {
            let deadline = core.lane.now.advanced(milliseconds: core.configuration.requestTimeout.milliseconds)
            let connection = try await core.brokers.anyConnection(deadline: deadline)
            let response = try await connection.call(request())
            take(response)
            failures = 0
            let waiting = waiting
            self.waiting = []
            for waiter in waiting { waiter.finish(.success(())) }
        } catch {
            failures += 1
            core.log.debug("cannot ask for metadata: \(error)")
            if !error.isRetriable || isClosed { fail(error) } else { mustAskAgain = !waiting.isEmpty || !topicsInUse.isEmpty }
        }
        isAsking = false
        if mustAskAgain {
            requestRefresh()
        } else if !isClosed {
            ask(at: core.lane.now.advanced(milliseconds: core.configuration.metadataAgeLimit.milliseconds))
        }
    }

    private func fail(_ error: ClientError) {
        let waiting = waiting
        self.waiting = []
        for waiter in waiting { waiter.finish(.failure(error)) }
    }

    private func request() -> MetadataRequest {
        let names = wantAll > 0 ? nil : topicsInUse.sorted().map { MetadataRequest.MetadataRequestTopic(name: $0) }
        return MetadataRequest(topics: names, allowAutoTopicCreation: topicsInUse.contains { creatable.contains($0) })
    }

    private func take(_ response: MetadataResponse) {
        if response.errorCode == .rebootstrapRequired { return rebootstrap() }
        view.merge(response)
        if wantAll > 0 {
            let named = Set(response.topics.compactMap(\.name))
            for name in view.topics.keys where !named.contains(name) { view.topics[name] = nil }
        }
        unreachableSince = nil
        core.brokers.apply(view)
        for observer in observers.values { observer(view) }
    }

    /// A broker that was named by something else than metadata: it may be newer than what we know.
    func learned(node: Int32, at address: BrokerAddress) {
        if view.brokers[node] == nil { view.brokers[node] = address }
    }

    // MARK: Being lost (KIP-899)

    private var mustRebootstrap: Bool {
        guard let since = unreachableSince, let limit = core.configuration.rebootstrapAfter else { return false }
        return core.lane.now >= since.advanced(milliseconds: limit.milliseconds)
    }

    func madeConnection(to key: BrokerKey) {
        unreachableSince = nil
        lastFailure = nil
    }

    func lostConnection(to key: BrokerKey, because error: ClientError) {
        lastFailure = error
        if unreachableSince == nil { unreachableSince = core.lane.now }
        if !isClosed { leaderMoved() }
    }

    /// Forgets where the brokers are and asks the configured ones, as at the start.
    private func rebootstrap() {
        view.brokers = [:]
        core.brokers.apply(view)
        mustAskAgain = true
    }

    func close() {
        isClosed = true
        if let timer { core.lane.cancel(timer) }
        fail(.clientClosed)
        observers = [:]
    }
}
