import Ottla
import OttlaBlockingClient
import OttlaNetwork
import OttlaProtocol
import OttlaRecords
import OttlaVocabulary
import Testing

/// Runs the blocking client on a thread of its own, as nothing may block where tests run.
func withClient<Result: Sendable>(
    of broker: EmbeddedBroker, id: String = "test", timeout: Int64 = 5_000,
    _ body: @escaping @Sendable (BrokerConnection) throws -> Result
) async throws -> Result {
    let address = BrokerAddress(host: "127.0.0.1", port: UInt16(broker.port))
    let configuration = ClientConfiguration(
        bootstrapServers: [address], clientID: id, connectTimeoutMilliseconds: timeout, requestTimeoutMilliseconds: timeout)
    return try await onOwnThread("test-client") {
        Swift.Result {
            let connection = try BrokerConnection.open(to: address, configuration: configuration)
            defer { connection.close() }
            return try body(connection)
        }
    }.get()
}

extension BrokerConnection {
    /// Appends values to a partition, and gives what it answers.
    func produce(_ values: [String], to topic: String, acks: Int16 = -1) throws -> ProduceResponse.PartitionProduceResponse {
        var builder = RecordBatchBuilder(codec: .none)
        for value in values { builder.append(key: nil as [UInt8]?, value: Array(value.utf8), timestamp: 1_700_000_000_000) }
        let request = ProduceRequest(
            acks: acks, timeoutMs: 1_000,
            topicData: [.init(name: topic, partitionData: [.init(index: 0, records: .bytes(try builder.finish()))])])
        // Before version 13 topics have names.
        let answer = try call(request, upTo: 12)
        return try #require(answer.responses.first?.partitionResponses.first)
    }

    /// Where a partition ends.
    func end(of topic: String) throws -> Offset {
        let request = ListOffsetsRequest(topics: [.init(name: topic, partitions: [.init(partitionIndex: 0, timestamp: -1)])])
        let answer = try #require(try call(request).topics.first?.partitions.first)
        #expect(answer.errorCode == .none)
        return answer.offset
    }

    /// Bytes of records that one fetch from the start of a partition brings.
    func fetchedBytes(of topic: String, from offset: Offset = 0) throws -> Int {
        let request = FetchRequest(
            maxWaitMs: 0, minBytes: 1, maxBytes: 50 << 20,
            topics: [.init(topic: topic, partitions: [.init(partition: 0, fetchOffset: offset, partitionMaxBytes: 50 << 20)])])
        let answer = try call(request, upTo: 12)
        guard case .range(let range) = try #require(answer.responses.first?.partitions.first).records else { return 0 }
        return range.count
    }
}

/// What kind of error the blocking client ended with.
func failure(_ body: () async throws -> Void) async -> OttlaBlockingClient.ClientError.Kind? {
    do {
        try await body()
        return nil
    } catch {
        return (error as? OttlaBlockingClient.ClientError)?.kind
    }
}

/// Where a partition ends, as a new client sees it.
func end(of topic: String, in broker: EmbeddedBroker) async throws -> Offset {
    try await withClient(of: broker) { try $0.end(of: topic) }
}
