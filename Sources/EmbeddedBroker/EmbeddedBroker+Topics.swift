import OttlaBrokerServer
import OttlaMetadata
import OttlaProtocol
import OttlaStateMachines
import OttlaVocabulary

extension EmbeddedBroker {
    /// Creates a topic, which is there for all clients when this returns.
    /// - Parameters:
    ///   - partitions: how many it has; 1 unless said.
    ///   - configs: its settings by Kafka's names, such as `cleanup.policy`.
    /// - Throws: `.invalidTopic` if there is one of that name, or the name, count or a setting cannot be; `.notRunning`.
    public func createTopic(_ name: String, partitions: Int = 1, configs: [String: String] = [:]) async throws(EmbeddedBrokerError) {
        let result = try await ask(name, partitions, configs)
        guard result.errorCode != .none else { return }
        throw EmbeddedBrokerError(
            .invalidTopic, "topic \(name) cannot be created: \(result.errorMessage ?? result.errorCode.name)")
    }

    func createTopicUnlessThere(_ name: String, partitions: Int) async throws(EmbeddedBrokerError) {
        guard process?.broker.image.topic(named: name) == nil else { return }
        try await createTopic(name, partitions: partitions)
    }

    private typealias Created = CreateTopicsResponse.CreatableTopicResult

    private func ask(_ name: String, _ partitions: Int, _ configs: [String: String]) async throws(EmbeddedBrokerError) -> Created {
        guard let broker = process?.broker else { throw .notRunning }
        let request = CreateTopicsRequest(topics: [
            .init(
                name: name, numPartitions: Int32(clamping: partitions), replicationFactor: -1,
                configs: configs.sorted { $0.key < $1.key }.map { .init(name: $0.key, value: $0.value) })
        ])
        let created = await withCheckedContinuation { (continuation: CheckedContinuation<Created?, Never>) in
            broker.createTopics(request) { continuation.resume(returning: $0?.topics.first) }
        }
        guard let created else { throw .notRunning }
        return created
    }
}
