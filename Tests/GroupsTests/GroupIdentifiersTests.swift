import OttlaGroups
import OttlaProtocol
import OttlaVocabulary
import Testing

/// What the log would cut is another id after a restart.
@Suite struct GroupIdentifiersTests {
    private static let long = String(repeating: "x", count: 32_760)

    private func join(
        _ harness: inout CoordinatorHarness, _ group: String, instance: String? = nil, client: String = "client"
    ) -> JoinGroupResponse? {
        let ticket = harness.ticket()
        let request = JoinGroupRequest(
            groupID: group, sessionTimeoutMs: 10_000, rebalanceTimeoutMs: 10_000, groupInstanceID: instance, protocolType: "consumer",
            protocols: [.init(name: "range", metadata: [])])
        harness.run {
            $0.joinGroup(request, version: 5, from: GroupClient(clientID: client, host: "/127.0.0.1"), ticket: ticket, at: $1, &$2)
        }
        return harness.joinAnswer(to: ticket)
    }

    @Test func `ids that the log would cut are refused`() {
        var harness = CoordinatorHarness.withTopics()
        #expect(harness.commit(Self.long, offset: 1) == .invalidGroupID)
        #expect(join(&harness, Self.long)?.errorCode == .invalidGroupID)
        #expect(join(&harness, "g", instance: Self.long)?.errorCode == .invalidRequest)
        for (group, member, instance) in [(Self.long, "m", nil), ("g", Self.long, nil), ("g", "m", Self.long)]
            as [(String, String, String?)]
        {
            let request = ConsumerGroupHeartbeatRequest(
                groupID: group, memberID: member, instanceID: instance, rebalanceTimeoutMs: 1_000, subscribedTopicNames: ["orders"],
                topicPartitions: [])
            let response = harness.run {
                $0.consumerGroupHeartbeat(request, version: 1, from: GroupClient(clientID: "c", host: "/127.0.0.1"), at: $1, &$2)
            }
            #expect(response.errorCode == .invalidRequest)
        }
        #expect(harness.listed.isEmpty)
        #expect(harness.log.isEmpty)
    }

    @Test func `an id handed out to a client with a long name is short, and its own`() throws {
        var harness = CoordinatorHarness.withTopics()
        let ids = try (0..<2).map { _ in try #require(join(&harness, "g", client: Self.long)).memberID }
        #expect(Set(ids).count == 2)
        #expect(ids.allSatisfy { $0.utf8.count < 300 && $0.hasPrefix("xxx") })
    }
}
