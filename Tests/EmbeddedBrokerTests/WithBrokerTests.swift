import Logging
import Ottla
import OttlaBlockingClient
import OttlaProtocol
import OttlaVocabulary
import Testing

struct WithBrokerTests {
    @Test func `records come and go, and the broker is gone afterwards`() async throws {
        let broker = try await withBroker(topics: ["orders": 3]) { broker in
            #expect(broker.isRunning)
            #expect(broker.bootstrapServers == "127.0.0.1:\(broker.port)")
            let (end, bytes) = try await withClient(of: broker) { client in
                #expect(try client.produce(["a", "b"], to: "orders").baseOffset == 0)
                return (try client.end(of: "orders"), try client.fetchedBytes(of: "orders"))
            }
            #expect(end == 2)
            #expect(bytes > 0)
            return broker
        }
        #expect(!broker.isRunning)
        #expect(await failure { try await withClient(of: broker, timeout: 500) { _ in } } == .unreachable)
    }

    @Test func `the body's error comes out, and the broker ends all the same`() async throws {
        struct Mine: Error {}
        var kept: EmbeddedBroker?
        await #expect(throws: Mine.self) {
            try await withBroker { broker in
                kept = broker
                throw Mine()
            }
        }
        #expect(try #require(kept).isRunning == false)
    }

    @Test func `a setting that cannot be is told by its name`() async throws {
        let error = await #expect(throws: EmbeddedBrokerError.self) {
            try await withBroker(topics: [:], settings: ["num.partitions": "many"]) { _ in }
        }
        #expect(error?.code == .invalidConfiguration)
        #expect(error?.message.contains("num.partitions") == true)
    }

    @Test func `a topic is created once`() async throws {
        try await withBroker { broker in
            try await broker.createTopic("a", partitions: 2, configs: ["cleanup.policy": "compact"])
            let error = await #expect(throws: EmbeddedBrokerError.self) { try await broker.createTopic("a") }
            #expect(error?.code == .invalidTopic)
        }
    }

    @Test func `a taken port is told, and nothing stays behind`() async throws {
        try await withBroker { first in
            let configuration = BrokerConfiguration(settings: ["listeners": "PLAINTEXT://\(first.bootstrapServers)"])
            let error = await #expect(throws: EmbeddedBrokerError.self) { try await withBroker(configuration) { _ in } }
            #expect(error?.code == .cannotListen)
        }
    }

    @Test func `twenty brokers live at once`() async throws {
        try await withThrowingTaskGroup(of: Int.self) { group in
            for number in 0..<20 {
                group.addTask {
                    try await withBroker(topics: ["t": 1]) { broker in
                        try await withClient(of: broker) { client in
                            for _ in 0...number { _ = try client.produce(["x"], to: "t") }
                            #expect(try client.end(of: "t").value == Int64(number + 1))
                        }
                        return broker.port
                    }
                }
            }
            var ports: Set<Int> = []
            for try await port in group { ports.insert(port) }
            #expect(ports.count > 1)
        }
    }

    @Test func `a start in a cancelled task leaves no broker`() async throws {
        let broker = try EmbeddedBroker()
        let task = Task {
            withUnsafeCurrentTask { $0?.cancel() }
            try await broker.start()
        }
        let result = await task.result
        let error = #expect(throws: EmbeddedBrokerError.self) { try result.get() }
        #expect(error?.code == .cancelled)
        #expect(!broker.isRunning)
    }

    @Test func `a running broker ends with its task`() async throws {
        let broker = try EmbeddedBroker()
        let task = Task { try await broker.run() }
        while !broker.isRunning { try await Task.sleep(for: .milliseconds(1)) }
        task.cancel()
        try await task.value
        #expect(!broker.isRunning)
    }

    @Test func `memory past the limit is refused, and what was taken stays`() async throws {
        let configuration = BrokerConfiguration(topics: ["t": 1], memoryLimit: 1 << 20)
        try await withBroker(configuration) { broker in
            let value = String(repeating: "x", count: 200_000)
            let codes = try await withClient(of: broker) { client in
                try (0..<8).map { _ in try client.produce([value], to: "t").errorCode }
            }
            #expect(codes.first == ErrorCode.none)
            #expect(codes.last == .kafkaStorageError)
            #expect(try #require(broker.memoryInUse) <= 1 << 20)
        }
    }
}
