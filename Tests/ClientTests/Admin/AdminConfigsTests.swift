import Ottla
import OttlaClient
import Testing

/// Configurations of topics, brokers and groups, at a broker in this process.
@Suite(.timeLimit(.minutes(1)))
struct AdminConfigsTests {
    @Test func `values are set, told with their source, and removed again`() async throws {
        try await withAdmin(topics: ["orders": 1]) { admin in
            let orders = ConfigResource.topic("orders")
            let before = try #require(try await admin.describeConfigs([orders])[orders]?.get())
            #expect(before["retention.ms"]?.source != .topic)
            _ = try #require(try await admin.alterConfigs([orders: [.set("retention.ms", "12345")]])[orders]).get()
            let after = try #require(try await admin.describeConfigs([orders], keys: ["retention.ms"])[orders]?.get())
            #expect(after.keys.sorted() == ["retention.ms"])
            #expect(after["retention.ms"]?.value == "12345")
            #expect(after["retention.ms"]?.source == .topic)
            _ = try #require(try await admin.alterConfigs([orders: [.delete("retention.ms")]])[orders]).get()
            let last = try #require(try await admin.describeConfigs([orders])[orders]?.get())
            #expect(last["retention.ms"] == before["retention.ms"])
        }
    }

    @Test func `what fails for one resource is not held against the others`() async throws {
        try await withAdmin(topics: ["orders": 1, "bills": 1]) { admin in
            let (orders, bills, missing) = (ConfigResource.topic("orders"), ConfigResource.topic("bills"), ConfigResource.topic("missing"))
            let changed = try await admin.alterConfigs([
                orders: [.set("retention.ms", "5000")], bills: [.set("retention.ms", "soon")], missing: [.set("retention.ms", "1")],
            ])
            #expect(throws: Never.self) { try changed[orders]?.get() }
            #expect(changed[bills]?.error?.brokerError?.name == "INVALID_CONFIG")
            #expect(changed[missing]?.error?.code == .notFound)
            let broker = try #require(try await admin.describeCluster().brokers.first?.id)
            let described = try await admin.describeConfigs([orders, missing, .broker(broker), .broker(99)])
            #expect(try described[orders]?.get()["retention.ms"]?.value == "5000")
            #expect(described[missing]?.error?.code == .notFound)
            #expect(try described[.broker(broker)]?.get().isEmpty == false)
            #expect(described[.broker(99)]?.error?.code == .notFound)
        }
    }

    @Test func `a change that is only validated is not made`() async throws {
        try await withAdmin(topics: ["orders": 1]) { admin in
            let orders = ConfigResource.topic("orders")
            let checked = try await admin.alterConfigs([orders: [.set("retention.ms", "777")]], validateOnly: true)
            #expect(throws: Never.self) { try checked[orders]?.get() }
            let wrong = try await admin.alterConfigs([orders: [.set("retention.ms", "soon")]], validateOnly: true)
            #expect(wrong[orders]?.error?.brokerError?.name == "INVALID_CONFIG")
            #expect(try await admin.describeConfigs([orders])[orders]?.get()["retention.ms"]?.value != "777")
        }
    }

    @Test func `groups have configurations, and are listed with all that have`() async throws {
        try await withAdmin(topics: ["orders": 1]) { admin in
            let readers = ConfigResource.group("readers")
            let changed = try await admin.alterConfigs([readers: [.set("consumer.session.timeout.ms", "50000")]])
            #expect(throws: Never.self) { try changed[readers]?.get() }
            let described = try await admin.describeConfigs([readers])
            #expect(try described[readers]?.get()["consumer.session.timeout.ms"]?.value == "50000")
            let all = try await admin.listConfigResources()
            #expect(all.contains(.topic("orders")) && all.contains(readers))
            #expect(try await admin.listConfigResources([.group]) == [readers])
        }
    }
}
