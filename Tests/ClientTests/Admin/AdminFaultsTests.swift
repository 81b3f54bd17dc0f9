import Ottla
import OttlaClient
import Testing

/// Administration while brokers change places, and of partitions with records in them.
@Suite(.timeLimit(.minutes(1)))
struct AdminFaultsTests {
    private let partition = TopicPartition("orders", 0)

    private func withBrokerAndClient(_ body: (EmbeddedBroker, Client) async throws -> Void) async throws {
        try await withBroker(topics: ["orders": 1]) { broker in
            var configuration = try ClientConfiguration(bootstrapServers: broker.bootstrapServers)
            configuration.callTimeout = .seconds(10)
            configuration.retryBackoff = .milliseconds(10)
            try await withClient(configuration) { client in try await body(broker, client) }
        }
    }

    @Test func `a controller, coordinator or leader that moved is looked for again`() async throws {
        try await withBrokerAndClient { broker, client in
            let admin = Admin(client: client)
            let controller = broker.intercept(.createTopics, times: 2) { _ in .error(.notController) }
            _ = try #require(try await admin.createTopics([NewTopic("bills")])["bills"]).get()
            #expect(controller.count == 2)
            let coordinator = broker.intercept(.offsetCommit, times: 2) { _ in .error(.notCoordinator) }
            _ = try #require(try await admin.alterOffsets(of: "readers", [partition: CommittedOffset(offset: 0)])[partition]).get()
            #expect(coordinator.count == 2)
            let leader = broker.intercept(.listOffsets, times: 2) { _ in .error(.notLeaderOrFollower) }
            #expect(try await admin.listOffsets([partition: .latest])[partition]?.get().offset == 0)
            #expect(leader.count == 2)
        }
    }

    @Test func `an error that does not pass is told after the time given`() async throws {
        try await withBroker(topics: ["orders": 1]) { broker in
            var configuration = try ClientConfiguration(bootstrapServers: broker.bootstrapServers)
            configuration.callTimeout = .milliseconds(300)
            try await withClient(configuration) { client in
                broker.intercept(.createTopics) { _ in .error(.notController) }
                let created = try await Admin(client: client).createTopics([NewTopic("bills")])
                #expect(created["bills"]?.error?.brokerError?.name == "NOT_CONTROLLER")
                #expect(created["bills"]?.error?.isRetriable == true)
            }
        }
    }

    @Test func `records that were written are counted, and deleted`() async throws {
        try await withBrokerAndClient { _, client in
            let admin = Admin(client: client)
            let producer = try Producer(client: client)
            for number in 0..<3 { _ = try await producer.send(ProducerRecord(topic: "orders", value: "order \(number)")) }
            _ = try await admin.alterOffsets(of: "readers", [partition: CommittedOffset(offset: 1)])[partition]?.get()
            let lag = try #require(try await admin.lag(of: "readers")[partition]?.get())
            #expect(lag.records == 2)
            #expect(lag.logEndOffset == 3)
            #expect(lag.nextOffset == 1)
            let newest = try await admin.listOffsets([partition: .newestTimestamp])
            #expect(try newest[partition]?.get().timestamp != nil)
            let producers = try #require(try await admin.describeProducers(of: [partition])[partition]?.get())
            #expect(producers.map(\.lastSequence) == [2])
            #expect(try await admin.deleteRecords(before: [partition: 2])[partition]?.get() == 2)
            #expect(try await admin.listOffsets([partition: .earliest])[partition]?.get().offset == 2)
            #expect(try await admin.lag(of: "readers")[partition]?.get().lost == 1)
        }
    }
}
