extension ClientConfiguration {
    /// Reads Kafka's own properties, by the names that the Java client has for them, or librdkafka.
    ///
    /// One list may serve clients, producers and consumers: each takes its own. Names that only make sense elsewhere
    /// (serializers, metrics reporters, socket buffers) are passed over; a name that nobody has is an error, since a setting that is misspelled
    /// would otherwise not hold and nobody would know. What is not set keeps this type's default.
    ///
    /// Certificates are PEM, in files or as text (`ssl.truststore.type=PEM`, or librdkafka's `ssl.ca.location` and so on); JKS and PKCS #12
    /// stores are refused. SASL is read from `sasl.username` and `sasl.password` or from `sasl.jaas.config`.
    ///
    /// - Parameters:
    ///   - properties: names and values.
    ///   - oauthToken: where tokens come from; needed with `sasl.mechanism=OAUTHBEARER`, which properties cannot say it for.
    /// - Throws: `ClientError` with the code `invalidConfiguration`, naming the property, its value and what is possible.
    public init(
        properties: [String: String], oauthToken: (@concurrent @Sendable () async throws -> OAuthToken)? = nil
    ) throws(ClientError) {
        let reader = try PropertyReader(properties)
        guard let (name, servers) = reader.text("bootstrap.servers", "metadata.broker.list") else {
            throw ClientError(.invalidConfiguration, "bootstrap.servers is missing: name at least one broker, as in localhost:9092")
        }
        guard let addresses = BrokerAddress.list(servers) else {
            throw PropertyReader.refuse(name, servers, "a list of host:port, separated by commas, as in kafka-1:9092,kafka-2:9092")
        }
        self.init(bootstrapServers: addresses)
        clientID = reader.text("client.id")?.value ?? clientID
        requestTimeout = try reader.milliseconds("request.timeout.ms", "socket.timeout.ms", from: 1) ?? requestTimeout
        callTimeout = try reader.milliseconds("default.api.timeout.ms", from: 1) ?? callTimeout
        connectionSetupTimeout = try reader.milliseconds("socket.connection.setup.timeout.ms", from: 1) ?? connectionSetupTimeout
        try readWaits(reader)
        responseByteLimit = try reader.integer("receive.message.max.bytes", in: 1 << 20...Int(Int32.max)) ?? responseByteLimit
        security = try ClientSecurity(reader, oauthToken: oauthToken)
        try check()
    }

    private mutating func readWaits(_ reader: PropertyReader) throws(ClientError) {
        reconnectBackoff = try reader.milliseconds("reconnect.backoff.ms", from: 1) ?? reconnectBackoff
        reconnectBackoffLimit = try reader.milliseconds("reconnect.backoff.max.ms", from: 1) ?? max(reconnectBackoffLimit, reconnectBackoff)
        retryBackoff = try reader.milliseconds("retry.backoff.ms", from: 1) ?? retryBackoff
        retryBackoffLimit = try reader.milliseconds("retry.backoff.max.ms", from: 1) ?? max(retryBackoffLimit, retryBackoff)
        // Kafka writes -1 for never, librdkafka 0.
        if let limit = try reader.milliseconds("connections.max.idle.ms", from: -1) { connectionIdleLimit = limit > .zero ? limit : nil }
        metadataAgeLimit =
            try reader.milliseconds("metadata.max.age.ms", "topic.metadata.refresh.interval.ms", from: 1) ?? metadataAgeLimit
        rebootstrapAfter = try reader.milliseconds("metadata.recovery.rebootstrap.trigger.ms", from: 1) ?? rebootstrapAfter
        if try reader.choice("metadata.recovery.strategy", among: [("rebootstrap", true), ("none", false)]) == false {
            rebootstrapAfter = nil
        }
    }
}
