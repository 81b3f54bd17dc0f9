import Ottla
import OttlaClient
import Testing

/// A producer against a broker in this process.
@Suite struct ProducerTests {
    @Test func `what is sent gets the next offset, and a key always the same partition`() async throws {
        try await withBroker(topics: ["orders": 3]) { broker in
            try await withClient(ClientConfiguration(bootstrapServers: broker.bootstrapServers)) { client in
                let producer = try Producer(client: client)
                let first = try await producer.send(ProducerRecord(topic: "orders", key: "abc", value: "1"))
                let second = try await producer.send(ProducerRecord(topic: "orders", key: "abc", value: "2"))
                // murmur2("abc") is 479470107.
                #expect(first.topicPartition == TopicPartition("orders", 479_470_107 % 3))
                #expect(second.topicPartition == first.topicPartition)
                #expect(first.offset == 0 && second.offset == 1)
            }
        }
    }

    @Test func `many records are each stored once`() async throws {
        try await withBroker(topics: ["orders": 3]) { broker in
            try await withClient(ClientConfiguration(bootstrapServers: broker.bootstrapServers)) { client in
                let producer = try Producer(client: client)
                let stored = try await producer.send(contentsOf: (0..<3_000).map { ProducerRecord(topic: "orders", value: "\($0)") })
                #expect(Set(stored).count == 3_000)
                #expect(producer.statistics.acknowledgedRecords == 3_000)
                #expect(producer.statistics.bufferedBytes == 0)
            }
        }
    }

    @Test func `answers that get lost and leaders that move lose nothing, double nothing and keep the order`() async throws {
        try await withBroker(topics: ["orders": 1]) { broker in
            var configuration = try ClientConfiguration(bootstrapServers: broker.bootstrapServers)
            configuration.retryBackoff = .milliseconds(5)
            try await withClient(configuration) { client in
                broker.intercept(.produce, times: 3) { _ in .error(.notLeaderOrFollower) }
                broker.intercept(.produce, times: 2) { _ in .loseAnswer }
                var settings = ProducerConfiguration()
                settings.batchSize = 2_000
                let producer = try Producer(client: client, configuration: settings)
                let stored = try await producer.send(contentsOf: (0..<1_000).map { ProducerRecord(topic: "orders", value: "\($0)") })
                #expect(stored.map(\.offset) == (0..<1_000).map { Int64($0) })
            }
        }
    }

    @Test func `a full buffer makes senders wait, and says so when the wait is over`() async throws {
        try await withBroker(topics: ["orders": 1]) { broker in
            try await withClient(ClientConfiguration(bootstrapServers: broker.bootstrapServers)) { client in
                var settings = ProducerConfiguration()
                settings.bufferMemory = 8_000
                settings.maxBlock = .milliseconds(200)
                let producer = try Producer(client: client, configuration: settings)
                try await producer.send(ProducerRecord(topic: "orders", value: "known"))
                let interceptor = broker.intercept(.produce) { _ in .delay(.milliseconds(800)) }
                let value = [UInt8](repeating: 1, count: 3_000)
                let error = await #expect(throws: ClientError.self) {
                    for _ in 0..<5 { try await producer.enqueue(ProducerRecord(topic: "orders", key: nil, value: value)) }
                }
                #expect(error?.code == .bufferFull)
                #expect(producer.statistics.bufferedBytes <= 8_000)
                interceptor.remove()
                try await producer.flush()
                #expect(producer.statistics.bufferedBytes == 0)
            }
        }
    }

    @Test func `what cannot be sent is told with its cause`() async throws {
        try await withBroker(topics: ["orders": 1]) { broker in
            try await withClient(ClientConfiguration(bootstrapServers: broker.bootstrapServers)) { client in
                let producer = try Producer(client: client)
                func code(_ record: ProducerRecord) async -> ClientError.Code? {
                    do { try await producer.send(record) } catch { return error.code }
                    return nil
                }
                #expect(await code(ProducerRecord(topic: "orders", partition: 9, value: "x")) == .notFound)
                #expect(
                    await code(ProducerRecord(topic: "orders", key: nil, value: [UInt8](repeating: 1, count: 2 << 20))) == .recordTooLarge)
                #expect(await code(ProducerRecord(topic: "no/topic", value: "x")) == .refused)
                await producer.close()
                #expect(await code(ProducerRecord(topic: "orders", value: "x")) == .closed)
            }
        }
    }

    @Test func `records enqueued without waiting are reported batch by batch`() async throws {
        let reported = Tally()
        try await withBroker(topics: ["orders": 2]) { broker in
            try await withClient(ClientConfiguration(bootstrapServers: broker.bootstrapServers)) { client in
                var settings = ProducerConfiguration()
                settings.compression = .lz4()
                settings.onDelivery = { reported.add($0.recordCount) }
                let producer = try Producer(client: client, configuration: settings)
                let value = Array("value".utf8)
                for _ in 0..<500 {
                    while try !producer.tryEnqueue(topic: "orders", value: value.span.bytes) {
                        try await producer.waitForRoom(topic: "orders")
                    }
                }
                try await producer.flush()
                #expect(reported.total == 500)
            }
        }
    }

    @Test func `acknowledgements of none give no offset`() async throws {
        try await withBroker(topics: ["orders": 1]) { broker in
            try await withClient(ClientConfiguration(bootstrapServers: broker.bootstrapServers)) { client in
                var settings = ProducerConfiguration()
                settings.acknowledgements = .none
                settings.isIdempotent = false
                let producer = try Producer(client: client, configuration: settings)
                #expect(try await producer.send(ProducerRecord(topic: "orders", value: "x")).offset == nil)
            }
        }
    }

    @Test func `settings that do not go together are refused`() throws {
        let client = try Client(try ClientConfiguration(bootstrapServers: "localhost:1"))
        var settings = ProducerConfiguration()
        settings.acknowledgements = .leader
        #expect(throws: ClientError.self) { try Producer(client: client, configuration: settings) }
    }
}
