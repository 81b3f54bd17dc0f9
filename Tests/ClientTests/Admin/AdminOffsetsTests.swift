import Ottla
import OttlaClient
import Testing

/// Groups, what they committed and how far they are behind, at a broker in this process.
@Suite(.timeLimit(.minutes(1)))
struct AdminOffsetsTests {
    private let first = TopicPartition("orders", 0)
    private let second = TopicPartition("orders", 1)
    private let missing = TopicPartition("missing", 0)

    @Test func `offsets of groups are altered, told and deleted`() async throws {
        try await withAdmin(topics: ["orders": 2]) { admin in
            let altered = try await admin.alterOffsets(
                of: "readers", [first: CommittedOffset(offset: 7, metadata: "by hand"), second: CommittedOffset(offset: 9)])
            #expect(altered.count == 2)
            for result in altered.values { _ = try result.get() }
            let told = try await admin.committedOffsets(of: ["readers", "nobody"])
            let readers = try #require(try told["readers"]?.get())
            #expect(readers.mapValues(\.offset) == [first: 7, second: 9])
            #expect(readers[first]?.metadata == "by hand")
            #expect(try told["nobody"]?.get().isEmpty == true)
            let deleted = try await admin.deleteOffsets(of: "readers", [first])
            #expect(throws: Never.self) { try deleted[first]?.get() }
            #expect(try await admin.committedOffsets(of: ["readers"])["readers"]?.get().keys.sorted() == [second])
        }
    }

    @Test func `a partition that is not there, and a group that is not, are told apart`() async throws {
        try await withAdmin(topics: ["orders": 1], settings: ["auto.create.topics.enable": "false"]) { admin in
            let altered = try await admin.alterOffsets(
                of: "readers", [first: CommittedOffset(offset: 1), missing: CommittedOffset(offset: 1)])
            #expect(throws: Never.self) { try altered[first]?.get() }
            #expect(altered[missing]?.error?.code == .notFound)
            let error = await #expect(throws: ClientError.self) { try await admin.deleteOffsets(of: "nobody", [first]) }
            #expect(error?.code == .notFound)
        }
    }

    @Test func `groups are listed, described and deleted`() async throws {
        try await withAdmin(topics: ["orders": 1]) { admin in
            _ = try await admin.alterOffsets(of: "readers", [first: CommittedOffset(offset: 1)])[first]?.get()
            _ = try await admin.alterOffsets(of: "writers", [first: CommittedOffset(offset: 1)])[first]?.get()
            let listed = try await admin.listGroups()
            #expect(listed.failures.isEmpty)
            #expect(listed.groups.map(\.id) == ["readers", "writers"])
            #expect(listed.groups.map(\.state) == ["Empty", "Empty"])
            #expect(try await admin.listGroups(states: ["Stable"]).groups.isEmpty)
            let described = try await admin.describeGroups(["readers", "nobody"])
            #expect(try described["readers"]?.get().state == "Empty")
            #expect(try described["readers"]?.get().members.isEmpty == true)
            #expect(described["nobody"]?.error?.code == .notFound)
            let deleted = try await admin.deleteGroups(["readers", "nobody"])
            #expect(throws: Never.self) { try deleted["readers"]?.get() }
            #expect(deleted["nobody"]?.error?.code == .notFound)
            #expect(try await admin.listGroups().groups.map(\.id) == ["writers"])
        }
    }

    @Test func `offsets of partitions and the lag of a group are told by their leaders`() async throws {
        try await withAdmin(topics: ["orders": 2], settings: ["auto.create.topics.enable": "false"]) { admin in
            let offsets = try await admin.listOffsets([
                first: .earliest, second: .latest, missing: .latest, TopicPartition("orders", 7): .latest,
            ])
            #expect(try offsets[first]?.get().offset == 0)
            #expect(try offsets[second]?.get().offset == 0)
            #expect(offsets[missing]?.error?.code == .notFound)
            #expect(offsets[TopicPartition("orders", 7)]?.error?.code == .notFound)
            let none = try await admin.listOffsets([first: .timestamp(Timestamp(millisecondsSince1970: 1))])
            #expect(try none[first]?.get().offset == nil)
            _ = try await admin.alterOffsets(of: "readers", [first: CommittedOffset(offset: 0)])[first]?.get()
            let lag = try #require(try await admin.lag(of: "readers")[first]?.get())
            #expect(lag.records == 0)
            #expect(!lag.isEstimate)
            let unread = try await admin.lag(behind: [second: nil, missing: 3])
            #expect(try unread[second]?.get().logEndOffset == 0)
            #expect(try unread[second]?.get().records == nil)
            #expect(unread[missing]?.error?.code == .notFound)
        }
    }

    @Test func `records are deleted and producers described, each partition by itself`() async throws {
        try await withAdmin(topics: ["orders": 1], settings: ["auto.create.topics.enable": "false"]) { admin in
            let deleted = try await admin.deleteRecords(before: [first: -1, missing: 3])
            #expect(try deleted[first]?.get() == 0)
            #expect(deleted[missing]?.error?.code == .notFound)
            let beyond = try await admin.deleteRecords(before: [first: 5])
            #expect(beyond[first]?.error?.code == .offsetOutOfRange)
            let producers = try await admin.describeProducers(of: [first, missing])
            #expect(try producers[first]?.get().isEmpty == true)
            #expect(producers[missing]?.error?.code == .notFound)
        }
    }
}
