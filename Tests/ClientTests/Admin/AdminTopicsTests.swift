import Ottla
import OttlaClient
import Testing

/// Topics created, looked at, changed and deleted at a broker in this process.
@Suite(.timeLimit(.minutes(1)))
struct AdminTopicsTests {
    @Test func `topics are created, listed, described and deleted`() async throws {
        try await withAdmin { admin in
            let created = try await admin.createTopics([
                NewTopic("orders", partitionCount: 3, configs: ["retention.ms": "60000"]), NewTopic("bills"),
            ])
            let orders = try #require(try created["orders"]?.get())
            #expect(orders.partitionCount == 3)
            #expect(orders.replicationFactor == 1)
            #expect(orders.configs["retention.ms"] == "60000")
            #expect(try await admin.listTopics().map(\.name) == ["bills", "orders"])
            let described = try #require(try await admin.describeTopics(["orders"])["orders"]?.get())
            #expect(described.id == orders.id)
            #expect(described.id?.count == 22)
            #expect(described.partitions.map(\.number) == [0, 1, 2])
            #expect(described.partitions.allSatisfy { $0.leader != nil && $0.replicas == $0.inSyncReplicas })
            _ = try #require(try await admin.deleteTopics(["orders"])["orders"]).get()
            #expect(try await admin.listTopics().map(\.name) == ["bills"])
        }
    }

    @Test func `what fails for one topic is not held against the others`() async throws {
        try await withAdmin(topics: ["orders": 1]) { admin in
            let created = try await admin.createTopics([
                NewTopic("orders"), NewTopic("bills"), NewTopic("no/name"), NewTopic("wrong", configs: ["retention.ms": "soon"]),
            ])
            #expect(created.count == 4)
            #expect(throws: Never.self) { try created["bills"]?.get() }
            #expect(created["orders"]?.error?.brokerError?.name == "TOPIC_ALREADY_EXISTS")
            #expect(created["orders"]?.error?.message.hasPrefix("creating topic orders: ") == true)
            #expect(created["no/name"]?.error?.brokerError?.name == "INVALID_TOPIC_EXCEPTION")
            #expect(created["wrong"]?.error?.brokerError?.name == "INVALID_CONFIG")
            let described = try await admin.describeTopics(["bills", "missing"])
            #expect(throws: Never.self) { try described["bills"]?.get() }
            #expect(described["missing"]?.error?.code == .notFound)
            let deleted = try await admin.deleteTopics(["missing", "bills"])
            #expect(throws: Never.self) { try deleted["bills"]?.get() }
            #expect(deleted["missing"]?.error?.code == .notFound)
        }
    }

    @Test func `a call that only validates changes nothing`() async throws {
        try await withAdmin(topics: ["orders": 1]) { admin in
            let created = try await admin.createTopics([NewTopic("bills", partitionCount: 2), NewTopic("orders")], validateOnly: true)
            #expect(try created["bills"]?.get().partitionCount == 2)
            #expect(created["orders"]?.error?.brokerError?.name == "TOPIC_ALREADY_EXISTS")
            _ = try await admin.createPartitions(["orders": NewPartitions(totalCount: 5)], validateOnly: true)["orders"]?.get()
            #expect(try await admin.listTopics().map(\.name) == ["orders"])
            #expect(try await admin.listTopics().map(\.partitionCount) == [1])
        }
    }

    @Test func `partitions are added, but never taken away`() async throws {
        try await withAdmin(topics: ["orders": 1, "bills": 2]) { admin in
            let changed = try await admin.createPartitions([
                "orders": NewPartitions(totalCount: 4), "bills": NewPartitions(totalCount: 1),
                "missing": NewPartitions(totalCount: 2),
            ])
            #expect(throws: Never.self) { try changed["orders"]?.get() }
            #expect(changed["bills"]?.error?.brokerError?.name == "INVALID_PARTITIONS")
            #expect(changed["missing"]?.error?.code == .notFound)
            #expect(try await admin.listTopics().map(\.partitionCount) == [2, 4])
        }
    }

    @Test func `a topic named twice, and nobody there, are told for the whole call`() async throws {
        var configuration = try ClientConfiguration(bootstrapServers: "127.0.0.1:1")
        configuration.callTimeout = .milliseconds(300)
        try await withClient(configuration) { client in
            let admin = Admin(client: client)
            let twice = await #expect(throws: ClientError.self) {
                try await admin.createTopics([NewTopic("orders"), NewTopic("orders")])
            }
            #expect(twice?.code == .invalidArgument)
            let lost = await #expect(throws: ClientError.self) { try await admin.deleteTopics(["orders"]) }
            #expect(lost?.code == .unreachable)
        }
    }
}
