import Logging
import OttlaNetwork
import OttlaProtocol
import OttlaVocabulary

/// Whom a connection is to, and for what. Requests of one connection are answered in order, so what may wait long (a
/// fetch) and what must not (a heartbeat) go separate ways.
enum BrokerKey: Hashable {
    /// The address that somebody configured, before the broker's number is known.
    case bootstrap(Int)
    case node(Int32, Purpose)

    enum Purpose: Hashable {
        case general, coordination, fetch
        /// One member's of a group, by a number of its own: its join waits for the others of the group, which may be on the
        /// same client, and whose heartbeats must not wait behind it.
        case member(UInt64)
    }
}

/// The connections of a client: made when they are needed, made again when they are lost, with growing waits between.
/// Lives on the lane.
final class BrokerPool {
    private unowned let core: ClientCore
    private var slots: [BrokerKey: Slot] = [:]
    private var isClosed = false

    typealias Completion = (Result<BrokerConnection, ClientError>) -> Void

    private final class Slot {
        var address: BrokerAddress
        var connection: BrokerConnection?
        var isConnecting = false
        var failures = 0
        /// Not to be tried before.
        var notBefore = Instant(nanoseconds: .min)
        var lastError: ClientError?
        var waiting: [(deadline: Instant, completion: Completion)] = []
        var timer: LaneTimer?
        /// Hangs up on newer greetings, as brokers of before 2.4 may.
        var wantsOldGreeting = false

        init(address: BrokerAddress) { self.address = address }
    }

    init(core: ClientCore) { self.core = core }

    // MARK: Asking for a connection

    /// The connection, if there is one that is of use now.
    func ready(_ key: BrokerKey) -> BrokerConnection? { slots[key]?.connection }

    /// Gives `completion` a connection, when there is one, or at the deadline the reason why there is none.
    func connect(to key: BrokerKey, deadline: Instant, completion: @escaping Completion) {
        if let connection = slots[key]?.connection { return completion(.success(connection)) }
        if isClosed { return completion(.failure(.clientClosed)) }
        guard let address = address(of: key) else {
            return completion(.failure(ClientError(.unreachable, "the cluster has no broker \(key.name) at the moment")))
        }
        let slot = slots[key] ?? Slot(address: address)
        slots[key] = slot
        // A refused password is not shown again and again: accounts are locked for that.
        if slot.address == address, slot.notBefore > core.lane.now, let refusal = slot.lastError, refusal.isRefusalOfCredentials {
            return completion(.failure(refusal))
        }
        slot.address = address
        slot.waiting.append((deadline, completion))
        attempt(key, slot)
    }

    func connection(to key: BrokerKey, deadline: Instant) async throws(ClientError) -> BrokerConnection {
        let waiter = LaneWaiter<BrokerConnection>(on: core.lane)
        connect(to: key, deadline: deadline) { waiter.finish($0) }
        return try await waiter.value()
    }

    /// A connection to any broker: one that is open and has least to do, else the first that can be opened.
    func anyConnection(deadline: Instant) async throws(ClientError) -> BrokerConnection {
        let open = slots.filter { $0.key.takesAnything && $0.value.connection != nil }
        if let idle = open.values.compactMap(\.connection).min(by: { $0.outstanding < $1.outstanding }) { return idle }
        let waiter = LaneWaiter<BrokerConnection>(on: core.lane)
        let keys = core.metadata.candidates
        var failed = 0
        for key in keys {
            connect(to: key, deadline: deadline) { result in
                if case .failure = result {
                    failed += 1
                    // The first that succeeds wins; only the last failure is the answer.
                    guard failed == keys.count else { return }
                }
                waiter.finish(result)
            }
        }
        return try await waiter.value()
    }

    // MARK: Connecting

    private func attempt(_ key: BrokerKey, _ slot: Slot) {
        guard !slot.isConnecting, slot.connection == nil, !slot.waiting.isEmpty, !isClosed else { return }
        let now = core.lane.now
        expire(slot, at: now)
        guard let soonest = slot.waiting.map(\.deadline).min() else { return }
        if slot.notBefore > now { return wake(key, slot, at: min(slot.notBefore, soonest)) }
        slot.isConnecting = true
        // Kept until a bootstrap list is asked anew, or the broker moved.
        let address = slot.address
        let setup = Setup(core: core, address: address, startsOld: slot.wantsOldGreeting) { [weak self] result in
            guard let self else { return }
            slot.isConnecting = false
            switch result {
            case .success(let connection): self.opened(connection, key, slot)
            case .failure(let failure):
                if failure.mayBeOldBroker { slot.wantsOldGreeting = true }
                self.failed(failure.error, key, slot)
            }
        }
        setup.begin()
    }

    private func opened(_ connection: BrokerConnection, _ key: BrokerKey, _ slot: Slot) {
        if isClosed { return connection.close() }
        slot.failures = 0
        slot.connection = connection
        slot.lastError = nil
        connection.onEnd = { [weak self, weak slot] error in
            guard let self, let slot else { return }
            slot.connection = nil
            slot.lastError = error
            slot.notBefore = self.core.lane.now.advanced(
                milliseconds: self.core.backoff(
                    self.core.configuration.reconnectBackoff, limit: self.core.configuration.reconnectBackoffLimit, failures: 1))
            if !self.isClosed { self.core.metadata.lostConnection(to: key, because: error) }
        }
        core.metadata.madeConnection(to: key)
        let waiting = slot.waiting
        slot.waiting = []
        for waiter in waiting { waiter.completion(.success(connection)) }
    }

    private func failed(_ error: ClientError, _ key: BrokerKey, _ slot: Slot) {
        slot.failures += 1
        slot.lastError = error
        let configuration = core.configuration
        slot.notBefore = core.lane.now.advanced(
            milliseconds: core.backoff(
                configuration.reconnectBackoff, limit: configuration.reconnectBackoffLimit,
                failures: error.isRefusalOfCredentials ? .max : slot.failures))
        core.log.debug("cannot connect to broker \(key.name) at \(slot.address): \(error)")
        core.metadata.lostConnection(to: key, because: error)
        // What is wrong with us, or with the address, is not mended by trying again.
        if !error.isRetriable {
            let waiting = slot.waiting
            slot.waiting = []
            for waiter in waiting { waiter.completion(.failure(error)) }
        }
        attempt(key, slot)
    }

    /// Tells those whose time is over why there is no connection.
    private func expire(_ slot: Slot, at now: Instant) {
        let late = slot.waiting.filter { $0.deadline <= now }
        guard !late.isEmpty else { return }
        slot.waiting.removeAll { $0.deadline <= now }
        let error = slot.lastError ?? ClientError(.unreachable, "cannot reach a broker at \(slot.address) in the time given for it")
        for waiter in late { waiter.completion(.failure(error)) }
    }

    private func wake(_ key: BrokerKey, _ slot: Slot, at moment: Instant) {
        if let timer = slot.timer, timer.isPending, timer.deadline <= moment { return }
        if let timer = slot.timer { core.lane.cancel(timer) }
        slot.timer = core.lane.schedule(at: moment) { [weak self, weak slot] in
            guard let self, let slot else { return }
            slot.timer = nil
            // It may have moved while we waited.
            if let address = self.address(of: key) { slot.address = address }
            self.attempt(key, slot)
        }
    }

    private func address(of key: BrokerKey) -> BrokerAddress? {
        switch key {
        case .bootstrap(let index): core.configuration.bootstrapServers[index]
        case .node(let node, _): core.metadata.view.brokers[node]
        }
    }

    // MARK: Changes

    /// The cluster told us anew who is where: connections to brokers that moved or went are closed.
    func apply(_ view: ClusterView) {
        for (key, slot) in slots {
            guard case .node(let node, _) = key else { continue }
            guard let address = view.brokers[node], address == slot.address else {
                slot.connection?.close()
                if view.brokers[node] == nil, slot.waiting.isEmpty, !slot.isConnecting { slots[key] = nil }
                continue
            }
        }
    }

    func close() {
        isClosed = true
        for slot in slots.values {
            if let timer = slot.timer { core.lane.cancel(timer) }
            slot.connection?.close()
            let waiting = slot.waiting
            slot.waiting = []
            for waiter in waiting { waiter.completion(.failure(.clientClosed)) }
        }
        slots = [:]
    }
}

extension BrokerKey {
    /// Whether what is sent there is answered soon, whatever it is.
    var takesAnything: Bool {
        switch self {
        case .bootstrap, .node(_, .general), .node(_, .coordination): true
        case .node(_, .fetch), .node(_, .member): false
        }
    }

    var name: String {
        switch self {
        case .bootstrap(let index): "of the bootstrap list, place \(index + 1)"
        case .node(let node, _): "\(node)"
        }
    }
}
