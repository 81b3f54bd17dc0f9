import Ottla
import OttlaNetwork
import OttlaProtocol
import OttlaVocabulary
import Testing

@testable import OttlaClient

/// The client's core against a broker in this process: finding it, losing it, and being ended.
@Suite(.timeLimit(.minutes(1)))
struct ClientTests {
    static func configuration(_ servers: String, callMilliseconds: Int64 = 10_000) throws -> ClientConfiguration {
        var configuration = try ClientConfiguration(bootstrapServers: servers)
        configuration.callTimeout = .milliseconds(callMilliseconds)
        return configuration
    }

    private func brokerCount(_ core: ClientCore) async throws -> Int {
        try await core.onLane { () async throws(ClientError) in
            try await core.call(DescribeClusterRequest(), to: .controller, error: { $0.errorCode }).brokers.count
        }
    }

    @Test func `a client finds its broker, topics and coordinators`() async throws {
        try await withBroker(topics: ["orders": 3]) { broker in
            try await withClient(Self.configuration(broker.bootstrapServers)) { client in
                let core = client.core
                #expect(try await brokerCount(core) == 1)
                let (partitions, leader) = try await core.onLane { () async throws(ClientError) in
                    let topic = try await core.metadata.topic("orders", deadline: core.callDeadline)
                    return (topic.partitions.count, core.metadata.leader(of: "orders", 2)?.node)
                }
                #expect(partitions == 3)
                let coordinator = try await core.onLane { () async throws(ClientError) in
                    try await core.coordinators.coordinator(of: "readers", .group, deadline: core.callDeadline)
                }
                #expect(coordinator == leader)
            }
        }
    }

    @Test func `a topic that is not there is told at once`() async throws {
        try await withBroker(topics: ["orders": 1], settings: ["auto.create.topics.enable": "false"]) { broker in
            try await withClient(Self.configuration(broker.bootstrapServers)) { client in
                let core = client.core
                let error = await #expect(throws: ClientError.self) {
                    try await core.onLane { () async throws(ClientError) in
                        _ = try await core.metadata.topic("missing", deadline: core.callDeadline)
                    }
                }
                #expect(error?.code == .notFound)
                #expect(error?.message.contains("there is no topic missing at 127.0.0.1") == true)
            }
        }
    }

    @Test func `a broker that comes back at its address is found again`() async throws {
        try await withBroker(topics: ["orders": 1]) { broker in
            try await withClient(Self.configuration(broker.bootstrapServers)) { client in
                #expect(try await brokerCount(client.core) == 1)
                await broker.kill()
                let core = client.core
                async let later = brokerCount(core)
                try await broker.start()
                let count = try await later
                #expect(count == 1)
            }
        }
    }

    @Test func `nobody there is told with the reason, in the time asked for`() async throws {
        let start = ContinuousClock.now
        try await withClient(Self.configuration("127.0.0.1:1", callMilliseconds: 300)) { client in
            let error = await #expect(throws: ClientError.self) { _ = try await brokerCount(client.core) }
            #expect(error?.code == .unreachable)
            #expect(error?.message == "cannot reach a broker at 127.0.0.1:1: Connection refused")
        }
        #expect(ContinuousClock.now - start < .seconds(5))
    }

    @Test func `a call waits for run, and ends with it`() async throws {
        try await withBroker(topics: ["orders": 1]) { broker in
            let client = try Client(Self.configuration(broker.bootstrapServers))
            let count = try await withThrowingTaskGroup(of: Int?.self) { group in
                group.addTask { try await brokerCount(client.core) }
                group.addTask {
                    try await client.run()
                    return nil
                }
                let count = try await group.next()
                client.shutDown()
                try await group.waitForAll()
                return count
            }
            #expect(count == 1)
            let error = await #expect(throws: ClientError.self) { _ = try await brokerCount(client.core) }
            #expect(error?.code == .closed)
        }
    }

    @Test func `a cancelled call ends at once, and so does a cancelled client`() async throws {
        let start = ContinuousClock.now
        let client = try Client(Self.configuration("127.0.0.1:1"))
        await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await client.run() }
            group.addTask {
                await withThrowingTaskGroup(of: Void.self) { inner in
                    inner.addTask { _ = try await brokerCount(client.core) }
                    try? await Task.sleep(for: .milliseconds(50))
                    inner.cancelAll()
                    let error = await #expect(throws: ClientError.self) { try await inner.next() }
                    #expect(error?.code == .cancelled)
                }
            }
            try? await Task.sleep(for: .milliseconds(200))
            group.cancelAll()
        }
        #expect(ContinuousClock.now - start < .seconds(5))
    }

    @Test func `a port that speaks something else is named`() async throws {
        let web = LaneGroup(count: 1)
        web.start()
        defer { web.stop(deadline: SystemClock.now()) }
        let listener = try web.listen(host: "127.0.0.1", port: 0) { _ in WebServer() }
        try await withClient(Self.configuration("127.0.0.1:\(listener.port)", callMilliseconds: 2_000)) { client in
            let error = await #expect(throws: ClientError.self) { _ = try await brokerCount(client.core) }
            #expect(error?.code == .notUnderstood)
            #expect(error?.message.contains("answers in HTTP") == true)
        }
    }

    /// Answers whatever comes as a web server would.
    private final class WebServer: ConnectionHandler {
        func received(_ bytes: UnsafeMutableRawBufferPointer, on connection: Connection) -> Consumption {
            let answer = Array("HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n".utf8)
            answer.withUnsafeBytes { connection.send(copying: $0) }
            connection.close(afterSending: true)
            return Consumption(consumed: bytes.count)
        }

        func closed(_ connection: Connection) {}
    }
}
