/// Runs a broker for as long as `body` does, and ends it whatever comes of that.
///
///     try await withBroker(topics: ["orders": 3]) { broker in
///         // connect a client to broker.bootstrapServers
///     }
///
/// It is on memory and at a free port of loopback unless the configuration says otherwise, and afterwards gone without
/// trace: threads, sockets and memory. A broker that was stopped or killed in `body` may be started again in it.
/// - Throws: `EmbeddedBrokerError` if it does not start, and what `body` throws.
public func withBroker<Result>(
    _ configuration: BrokerConfiguration = BrokerConfiguration(), _ body: (EmbeddedBroker) async throws -> Result
) async throws -> Result {
    let broker = try EmbeddedBroker(configuration)
    try await broker.start()
    let result: Result
    do {
        result = try await body(broker)
    } catch {
        // The body's error says more than one of ending could.
        try? await broker.stop()
        throw error
    }
    try await broker.stop()
    return result
}

/// Runs a broker with these topics and settings for as long as `body` does: a short form of the other `withBroker`.
/// - Parameters:
///   - location: where records are kept.
///   - topics: topics to begin with, and their numbers of partitions.
///   - settings: by Kafka's property names.
/// - Throws: `EmbeddedBrokerError` if it does not start, and what `body` throws.
public func withBroker<Result>(
    at location: BrokerLocation = .memory, topics: [String: Int], settings: [String: String] = [:],
    _ body: (EmbeddedBroker) async throws -> Result
) async throws -> Result {
    try await withBroker(BrokerConfiguration(location, topics: topics, settings: settings), body)
}
