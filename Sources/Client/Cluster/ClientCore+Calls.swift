import OttlaNetwork
import OttlaProtocol
import OttlaVocabulary

/// Which broker a request is for.
enum Destination: Hashable, Sendable {
    case any
    case controller
    case node(Int32)
    case group(String)
    case transaction(String)
}

/// Requests of the control plane: sent to whom they are for, and again for as long as that may help.
extension ClientCore {
    /// Sends a request until it is answered without an error that may pass, or the deadline is near.
    ///
    /// `error` tells from a response what is wrong with it as a whole; `.none` lets it through, as does, in the end, an
    /// error that does not go away: the caller decides what to make of it.
    func call<Request: RequestMessage>(
        _ request: Request, to destination: Destination, upTo limit: Int16 = .max, deadline: Instant? = nil,
        error errorIn: (Request.Response) -> ErrorCode = { _ in .none }
    ) async throws(ClientError) -> Request.Response {
        let deadline = deadline ?? callDeadline
        var failures = 0
        while true {
            do throws(ClientError) {
                let connection = try await connection(to: destination, deadline: deadline)
                let rest = min(configuration.requestTimeout.milliseconds, max(lane.now.milliseconds(until: deadline), 1))
                let response = try await connection.call(request, upTo: limit, timeoutMilliseconds: rest)
                let code = errorIn(response)
                guard code.isRetriable, lane.now < deadline else { return response }
                misdirected(destination, code)
            } catch {
                if error.code == .cancelled || !error.isRetriable || lane.now >= deadline { throw error }
                misdirected(destination, .networkException)
            }
            failures += 1
            let wait = backoff(configuration.retryBackoff, limit: configuration.retryBackoffLimit, failures: failures)
            try await sleep(milliseconds: min(wait, max(lane.now.milliseconds(until: deadline), 1)))
        }
    }

    /// A connection to whom it may concern.
    func connection(to destination: Destination, deadline: Instant) async throws(ClientError) -> BrokerConnection {
        switch destination {
        case .any: return try await brokers.anyConnection(deadline: deadline)
        case .node(let node): return try await brokers.connection(to: .node(node, .general), deadline: deadline)
        case .controller:
            if metadata.view.brokers.isEmpty { try await metadata.refresh(deadline: deadline) }
            let controller = metadata.view.controllerID
            guard metadata.view.brokers[controller] != nil else { return try await brokers.anyConnection(deadline: deadline) }
            return try await brokers.connection(to: .node(controller, .general), deadline: deadline)
        case .group(let name):
            let node = try await coordinators.coordinator(of: name, .group, deadline: deadline)
            return try await brokers.connection(to: .node(node, .coordination), deadline: deadline)
        case .transaction(let name):
            let node = try await coordinators.coordinator(of: name, .transaction, deadline: deadline)
            return try await brokers.connection(to: .node(node, .coordination), deadline: deadline)
        }
    }

    /// Whom we asked is not, or not any more, the one to ask.
    private func misdirected(_ destination: Destination, _ code: ErrorCode) {
        switch destination {
        case .group(let name): coordinators.forget(name, .group)
        case .transaction(let name): coordinators.forget(name, .transaction)
        case .controller: metadata.leaderMoved()
        case .any, .node: break
        }
    }
}
