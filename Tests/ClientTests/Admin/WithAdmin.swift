import Ottla
import OttlaClient

/// Runs `body` with an `Admin` of a broker in this process.
func withAdmin(
    topics: [String: Int] = [:], settings: [String: String] = [:], _ body: (Admin) async throws -> Void
) async throws {
    try await withBroker(topics: topics, settings: settings) { broker in
        var configuration = try ClientConfiguration(bootstrapServers: broker.bootstrapServers)
        configuration.callTimeout = .seconds(10)
        try await withClient(configuration) { client in try await body(Admin(client: client)) }
    }
}

extension Result {
    /// Why it failed, if it did.
    var error: Failure? {
        if case .failure(let error) = self { error } else { nil }
    }
}
