import OttlaNetwork
import OttlaProtocol
import OttlaVocabulary

/// Which broker looks after a group or a transactional id, as far as it was asked. Lives on the lane.
final class Coordinators {
    enum Kind: Int8, Hashable { case group = 0, transaction = 1 }

    private struct Key: Hashable {
        var kind: Kind
        var name: String
    }

    private unowned let core: ClientCore
    private var known: [Key: Int32] = [:]
    private var asking: [Key: [LaneWaiter<Int32>]] = [:]
    private var isClosed = false

    init(core: ClientCore) { self.core = core }

    /// The coordinator's broker, asked for until there is one or the deadline passed.
    func coordinator(of name: String, _ kind: Kind, deadline: Instant) async throws(ClientError) -> Int32 {
        let key = Key(kind: kind, name: name)
        if let node = known[key] { return node }
        let waiter = LaneWaiter<Int32>(on: core.lane)
        let isFirst = asking[key] == nil
        asking[key, default: []].append(waiter)
        if isFirst {
            core.tasks.spawn { [core] in await core.coordinators.find(name, kind) }
        }
        return try await waiter.value(
            until: deadline, late: ClientError(.timedOut, "no broker became the coordinator of \(name) in the time given for it"))
    }

    /// It is not there any more, or not reachable: asked anew the next time.
    func forget(_ name: String, _ kind: Kind) { known[Key(kind: kind, name: name)] = nil }

    private func find(_ name: String, _ kind: Kind) async {
        let key = Key(kind: kind, name: name)
        var result: Result<Int32, ClientError>
        var failures = 0
        while true {
            do throws(ClientError) {
                result = .success(try await ask(name, kind))
                break
            } catch {
                result = .failure(error)
                failures += 1
                // Those who waited too long have given up.
                asking[key]?.removeAll { $0.isFinished }
                if !error.isRetriable || isClosed || asking[key]?.isEmpty != false { break }
                let wait = core.backoff(
                    core.configuration.retryBackoff, limit: core.configuration.retryBackoffLimit, failures: failures)
                if (try? await core.sleep(milliseconds: wait)) == nil { break }
            }
        }
        if case .success(let node) = result { known[key] = node }
        let waiters = asking.removeValue(forKey: key) ?? []
        for waiter in waiters { waiter.finish(result) }
    }

    private func ask(_ name: String, _ kind: Kind) async throws(ClientError) -> Int32 {
        let deadline = core.lane.now.advanced(milliseconds: core.configuration.requestTimeout.milliseconds)
        let connection = try await core.brokers.anyConnection(deadline: deadline)
        let version = try connection.version(of: FindCoordinatorRequest.self)
        guard version >= 1 || kind == .group else {
            throw ClientError(.unsupported, "the broker at \(connection.address) is too old for transactions")
        }
        // From version 4 on several can be asked for at once (KIP-699).
        let request =
            version >= 4
            ? FindCoordinatorRequest(keyType: kind.rawValue, coordinatorKeys: [name])
            : FindCoordinatorRequest(key: name, keyType: kind.rawValue)
        let response = try await connection.call(request, version: version)
        let (code, message, node, host, port) =
            if version >= 4, let found = response.coordinators.first {
                (found.errorCode, found.errorMessage, found.nodeID, found.host, found.port)
            } else {
                (response.errorCode, response.errorMessage, response.nodeID, response.host, response.port)
            }
        guard code == .none else { throw .refused(code, "asking for the coordinator of \(name)", words: message) }
        core.metadata.learned(node: node, at: BrokerAddress(host: host, port: UInt16(truncatingIfNeeded: port)))
        return node
    }

    func close() {
        isClosed = true
        for waiter in asking.values.joined() { waiter.finish(.failure(.clientClosed)) }
        asking = [:]
    }
}
