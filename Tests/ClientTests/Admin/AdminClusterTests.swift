import Ottla
import OttlaClient
import Testing

/// What a broker in this process tells of itself and its cluster.
@Suite(.timeLimit(.minutes(1)))
struct AdminClusterTests {
    @Test func `a cluster is described with its brokers and features`() async throws {
        try await withAdmin { admin in
            let cluster = try await admin.describeCluster()
            #expect(cluster.id.count == 22)
            #expect(cluster.brokers.count == 1)
            #expect(cluster.controller == cluster.brokers.first?.id)
            #expect(cluster.brokers.first?.address.host == "127.0.0.1")
            #expect(cluster.brokers.first?.isFenced == false)
            let features = try await admin.describeFeatures()
            #expect(features.finalized.allSatisfy { features.supported[$0.key]?.contains($0.value) == true })
            #expect(features.supported.keys.contains("group.version"))
        }
    }

    @Test func `a broker tells its directories, and one that is not there is an error of its own`() async throws {
        try await withAdmin(topics: ["orders": 2]) { admin in
            let broker = try #require(try await admin.describeCluster().brokers.first?.id)
            let found = try await admin.describeLogDirectories(of: [broker, 99])
            #expect(found[99]?.error?.code == .notFound)
            let directories = try #require(try found[broker]?.get())
            let partitions = try directories.values.flatMap { try $0.get().partitions.keys }
            #expect(partitions.filter { $0.topic == "orders" }.sorted() == [TopicPartition("orders", 0), TopicPartition("orders", 1)])
            #expect(try await admin.describeLogDirectories().keys.sorted() == [broker])
        }
    }
}
