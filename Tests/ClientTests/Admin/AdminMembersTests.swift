import Ottla
import OttlaProtocol
import OttlaVocabulary
import Testing

@testable import OttlaClient

/// Groups with members in them, of both protocols.
@Suite(.timeLimit(.minutes(1)))
struct AdminMembersTests {
    private let partition = OttlaClient.TopicPartition("orders", 0)

    private func withBrokerAndClient(_ body: (Client) async throws -> Void) async throws {
        try await withBroker(topics: ["orders": 1]) { broker in
            var configuration = try ClientConfiguration(bootstrapServers: broker.bootstrapServers)
            configuration.callTimeout = .seconds(10)
            configuration.clientID = "reader"
            try await withClient(configuration) { client in try await body(client) }
        }
    }

    private func call<Request: RequestMessage & Sendable>(
        _ request: Request, of group: String, through client: Client
    ) async throws -> Request.Response where Request.Response: Sendable {
        let core = client.core
        return try await core.onLane { () async throws(ClientError) in try await core.call(request, to: .group(group)) }
    }

    @Test func `members of a consumer group are described, and keep it from being changed from outside`() async throws {
        try await withBrokerAndClient { client in
            let request = ConsumerGroupHeartbeatRequest(
                groupID: "readers", memberID: "first", memberEpoch: 0, rebalanceTimeoutMs: 60_000, subscribedTopicNames: ["orders"],
                topicPartitions: [])
            let joined = try await call(request, of: "readers", through: client)
            try #require(joined.errorCode == .none)
            let admin = Admin(client: client)
            let group = try #require(try await admin.describeGroups(["readers"])["readers"]?.get())
            #expect(group.type == "consumer")
            #expect(group.epoch != nil)
            #expect(group.members.map(\.id) == ["first"])
            #expect(group.members.first?.clientID == "reader")
            #expect(group.members.first?.targetAssignment == [partition])
            #expect(try await admin.listGroups(types: ["consumer"]).groups.map(\.id) == ["readers"])
            #expect(try await admin.listGroups(types: ["classic"]).groups.isEmpty)
            #expect(try await admin.deleteGroups(["readers"])["readers"]?.error?.brokerError?.name == "NON_EMPTY_GROUP")
            let altered = try await admin.alterOffsets(of: "readers", [partition: CommittedOffset(offset: 0)])
            #expect(altered[partition]?.error?.code == .groupMembershipLost)
        }
    }

    @Test func `members of a classic group are described with what they read`() async throws {
        try await withBrokerAndClient { client in
            // A version, one topic with one partition, and no data of the user's.
            let assignment: [UInt8] = [0, 0, 0, 0, 0, 1, 0, 6] + Array("orders".utf8) + [0, 0, 0, 1, 0, 0, 0, 0, 255, 255, 255, 255]
            var join = JoinGroupRequest()
            join.groupID = "readers"
            join.sessionTimeoutMs = 30_000
            join.rebalanceTimeoutMs = 30_000
            join.protocolType = "consumer"
            join.protocols = [.init(name: "range", metadata: [0, 0, 0, 0, 0, 0, 255, 255, 255, 255])]
            join.memberID = try await call(join, of: "readers", through: client).memberID
            let joined = try await call(join, of: "readers", through: client)
            try #require(joined.errorCode == .none)
            var sync = SyncGroupRequest()
            sync.groupID = "readers"
            sync.generationID = joined.generationID
            sync.memberID = joined.memberID
            sync.protocolType = "consumer"
            sync.protocolName = "range"
            sync.assignments = [.init(memberID: joined.memberID, assignment: assignment)]
            try #require(try await call(sync, of: "readers", through: client).errorCode == .none)
            let group = try #require(try await Admin(client: client).describeGroups(["readers"])["readers"]?.get())
            #expect(group.type == "classic")
            #expect(group.state == "Stable")
            #expect(group.assignor == "range")
            #expect(group.members.map(\.id) == [joined.memberID])
            #expect(group.members.first?.assignment == [partition])
        }
    }
}
