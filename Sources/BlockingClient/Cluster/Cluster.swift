import OttlaNetwork
import OttlaProtocol
import OttlaVocabulary

/// A cluster as one blocking caller uses it: the newest view of it, and a connection to each broker that was needed.
package final class Cluster {
    package let configuration: ClientConfiguration
    package private(set) var view = ClusterView()
    /// By address, so that the bootstrap connection serves for its broker, too.
    private var connections: [BrokerAddress: BrokerConnection] = [:]
    /// Asked between retries: whether to give up. Set by commands that can be interrupted.
    package var isInterrupted: () -> Bool = { false }

    package init(configuration: ClientConfiguration) {
        precondition(!configuration.bootstrapServers.isEmpty, "a cluster without a bootstrap server")
        self.configuration = configuration
    }

    package func close() {
        for connection in connections.values { connection.close() }
        connections = [:]
    }

    // MARK: Connections

    /// A connection to any broker: one that is open, else the first that can be opened.
    package func anyConnection() throws(ClientError) -> BrokerConnection {
        if let open = connections.values.first(where: { $0.isUsable }) { return open }
        var firstFailure: ClientError?
        var tried: Set<BrokerAddress> = []
        for address in configuration.bootstrapServers + view.brokers.values where tried.insert(address).inserted {
            do {
                return try connection(at: address)
            } catch {
                firstFailure = firstFailure ?? error
            }
        }
        guard let firstFailure else { preconditionFailure("a cluster without a bootstrap server") }
        throw firstFailure
    }

    /// A connection to a broker by its id.
    package func connection(to broker: Int32) throws(ClientError) -> BrokerConnection {
        guard let address = view.brokers[broker] else {
            throw ClientError(.invalid, "the cluster has no broker \(broker)")
        }
        return try connection(at: address)
    }

    /// A connection to the broker that decides about topics; any broker where none is named.
    package func controllerConnection() throws(ClientError) -> BrokerConnection {
        if view.brokers.isEmpty { try refresh(topics: []) }
        return view.brokers[view.controllerID] == nil ? try anyConnection() : try connection(to: view.controllerID)
    }

    private func connection(at address: BrokerAddress) throws(ClientError) -> BrokerConnection {
        if let open = connections[address], open.isUsable { return open }
        let fresh = try BrokerConnection.open(to: address, configuration: configuration)
        connections[address] = fresh
        return fresh
    }

    // MARK: Metadata

    /// Asks about some topics, about all of them (`nil`), or only about the brokers (none).
    package func refresh(topics: [String]?, createMissing: Bool = false) throws(ClientError) {
        let request = MetadataRequest(
            topics: topics.map { $0.map { MetadataRequest.MetadataRequestTopic(name: $0) } },
            allowAutoTopicCreation: createMissing)
        let response = try retrying { () throws(ClientError) in
            try anyConnection().call(request)
        }
        view.merge(response)
    }

    /// A topic's partitions and leaders, asked anew. An error if there is no such topic.
    package func topic(_ name: String, createMissing: Bool = false) throws(ClientError) -> ClusterView.Topic {
        try retrying { () throws(ClientError) in
            try refresh(topics: [name], createMissing: createMissing)
            guard let topic = view.topics[name] else { throw .refused(.unknownTopicOrPartition, "topic \(name)") }
            switch topic.errorCode {
            case .none where !topic.partitions.isEmpty: return topic
            case .unknownTopicOrPartition where !createMissing:
                throw ClientError(.invalid, "there is no topic \(name)")
            case .none: throw .refused(.leaderNotAvailable, "topic \(name)")
            default: throw .refused(topic.errorCode, "topic \(name)")
            }
        }
    }

    // MARK: Retries

    /// Runs `body` again while it fails in a way that may pass, until the request time-out is over.
    /// A broker that cannot be reached at all is not waited for.
    package func retrying<Result>(_ body: () throws(ClientError) -> Result) throws(ClientError) -> Result {
        var backoff = Backoff()
        let deadline = SystemClock.now().advanced(milliseconds: configuration.requestTimeoutMilliseconds)
        while true {
            do {
                return try body()
            } catch {
                guard error.isRetriable, error.kind != .unreachable, error.kind != .timedOut else { throw error }
                if isInterrupted() { throw ClientError(.interrupted, "interrupted") }
                guard SystemClock.now() < deadline else { throw error }
                backoff.wait()
            }
        }
    }
}
