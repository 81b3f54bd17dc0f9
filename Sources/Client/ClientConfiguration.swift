/// How a client finds its cluster and gets along with it. Names of Kafka's own properties are in parentheses.
public struct ClientConfiguration: Sendable {
    /// Brokers to ask first for all the others (`bootstrap.servers`). One is enough; more help when one is down.
    public var bootstrapServers: [BrokerAddress]
    /// What brokers write in their logs about us (`client.id`).
    public var clientID = "ottla"
    /// TLS and authentication (`security.protocol`).
    public var security = ClientSecurity.plaintext
    /// How long one request may take before its connection is given up (`request.timeout.ms`).
    public var requestTimeout = Duration.seconds(30)
    /// How long a call may take in all, its retries included, where it has no time of its own (`default.api.timeout.ms`).
    public var callTimeout = Duration.seconds(60)
    /// How long connecting may take, greetings included (`socket.connection.setup.timeout.ms`).
    public var connectionSetupTimeout = Duration.seconds(10)
    /// The wait before connecting again to a broker that was lost; doubles up to the limit (`reconnect.backoff.ms`).
    public var reconnectBackoff = Duration.milliseconds(50)
    /// Its limit (`reconnect.backoff.max.ms`).
    public var reconnectBackoffLimit = Duration.seconds(1)
    /// The wait before a request is sent again; doubles up to the limit (`retry.backoff.ms`).
    public var retryBackoff = Duration.milliseconds(100)
    /// Its limit (`retry.backoff.max.ms`).
    public var retryBackoffLimit = Duration.seconds(1)
    /// A connection that nobody used for so long is closed (`connections.max.idle.ms`). `nil`: never.
    public var connectionIdleLimit: Duration? = .seconds(540)
    /// What is known of the cluster is asked anew after so long (`metadata.max.age.ms`).
    public var metadataAgeLimit = Duration.seconds(300)
    /// If no broker that is known can be reached for so long, the bootstrap servers are asked again, as at the start
    /// (`metadata.recovery.rebootstrap.trigger.ms`, KIP-899). `nil`: never.
    public var rebootstrapAfter: Duration? = .seconds(300)
    /// The largest answer that is taken in, in bytes (`receive.message.max.bytes`).
    public var responseByteLimit = 128 << 20

    /// A client of the cluster that these brokers are part of.
    public init(bootstrapServers: [BrokerAddress]) { self.bootstrapServers = bootstrapServers }

    /// The same from text as in `bootstrap.servers`: `kafka-1:9092,kafka-2:9092`.
    ///
    /// - Throws: `ClientError` with the code `invalidConfiguration` if that is no list of addresses.
    public init(bootstrapServers text: String) throws(ClientError) {
        guard let servers = BrokerAddress.list(text) else {
            throw ClientError(
                .invalidConfiguration,
                "\"\(text)\" is no list of brokers: write them as host:port, separated by commas, as in localhost:9092")
        }
        self.init(bootstrapServers: servers)
    }

    /// Throws if a value cannot be.
    func check() throws(ClientError) {
        guard !bootstrapServers.isEmpty else {
            throw ClientError(.invalidConfiguration, "bootstrapServers is empty: name at least one broker, as in localhost:9092")
        }
        let positive: [(String, Duration)] = [
            ("requestTimeout", requestTimeout), ("callTimeout", callTimeout), ("connectionSetupTimeout", connectionSetupTimeout),
            ("reconnectBackoff", reconnectBackoff), ("reconnectBackoffLimit", reconnectBackoffLimit), ("retryBackoff", retryBackoff),
            ("retryBackoffLimit", retryBackoffLimit), ("metadataAgeLimit", metadataAgeLimit),
            ("connectionIdleLimit", connectionIdleLimit ?? .seconds(1)), ("rebootstrapAfter", rebootstrapAfter ?? .seconds(1)),
        ]
        for (name, value) in positive where value <= .zero {
            throw ClientError(.invalidConfiguration, "\(name) is \(value): it must be longer than nothing")
        }
        guard responseByteLimit >= 1 << 20 else {
            throw ClientError(
                .invalidConfiguration, "responseByteLimit is \(responseByteLimit): answers of 1 MiB must fit, so at least \(1 << 20)")
        }
        guard clientID.utf8.count <= Int(Int16.max) else {
            throw ClientError(.invalidConfiguration, "clientID is longer than \(Int16.max) bytes")
        }
    }
}

extension Duration {
    /// Rounded up, so that a wait is never shorter than it was asked to be.
    var milliseconds: Int64 {
        let (seconds, attoseconds) = components
        let (whole, overflow) = seconds.multipliedReportingOverflow(by: 1_000)
        if overflow { return seconds < 0 ? .min : .max }
        return whole + (attoseconds + 999_999_999_999_999) / 1_000_000_000_000_000
    }
}
