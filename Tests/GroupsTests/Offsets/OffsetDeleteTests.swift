import OttlaGroups
import OttlaProtocol
import OttlaVocabulary
import Testing

@Suite struct OffsetDeleteTests {
    private func request(_ group: String, _ topics: (String, [Int32])...) -> OffsetDeleteRequest {
        OffsetDeleteRequest(
            groupID: group,
            topics: topics.map { name, partitions in .init(name: name, partitions: partitions.map { .init(partitionIndex: $0) }) })
    }

    private func errors(_ response: OffsetDeleteResponse) -> [ErrorCode] {
        response.topics.flatMap { $0.partitions.map(\.errorCode) }
    }

    @Test func `offsets go partition by partition, and a group without any is gone`() throws {
        var harness = CoordinatorHarness.withTopics()
        harness.commit("g", "orders", 0, offset: 1)
        harness.commit("g", "orders", 1, offset: 1)
        let some = request("g", ("orders", [0, 2, 9]), ("nowhere", [0]))
        let response = harness.run { $0.deleteOffsets(some, at: $1, &$2) }
        #expect(errors(response) == [.none, .none, .unknownTopicOrPartition, .unknownTopicOrPartition])
        #expect(harness.committed("g", "orders", 0) == nil)
        #expect(harness.committed("g", "orders", 1) == 1)
        #expect(harness.log.count == 3)
        let rest = request("g", ("orders", [1]))
        harness.run { _ = $0.deleteOffsets(rest, at: $1, &$2) }
        #expect(harness.listed.isEmpty)
        try harness.checkReplayLaw()
    }

    @Test func `groups that are not there have nothing to delete`() {
        var harness = CoordinatorHarness.withTopics()
        let (nameless, unknown) = (request("", ("orders", [0])), request("g", ("orders", [0])))
        #expect(harness.run { $0.deleteOffsets(nameless, at: $1, &$2) }.errorCode == .invalidGroupID)
        #expect(harness.run { $0.deleteOffsets(unknown, at: $1, &$2) }.errorCode == .groupIDNotFound)
    }

    @Test func `what a member reads stays`() throws {
        var harness = CoordinatorHarness.withTopics()
        let member = harness.joinClassic("g", topics: ["orders"])
        for topic in ["orders", "payments"] {
            harness.commit("g", to: topic, [.init(partitionIndex: 0, committedOffset: 1)], generation: 1, member: member)
        }
        let both = request("g", ("orders", [0]), ("payments", [0]))
        #expect(errors(harness.run { $0.deleteOffsets(both, at: $1, &$2) }) == [.groupSubscribedToTopic, .none])
        #expect(harness.committed("g", "orders") == 1)
        #expect(harness.committed("g", "payments") == nil)
        harness.leave("g", member)
        #expect(errors(harness.run { $0.deleteOffsets(both, at: $1, &$2) }) == [.none, .none])
        try harness.checkReplayLaw()
    }

    @Test func `what members of another kind read nobody knows`() {
        var harness = CoordinatorHarness.withTopics()
        let member = harness.joinClassic("g", protocolType: "connect")
        let one = request("g", ("orders", [0]))
        #expect(harness.run { $0.deleteOffsets(one, at: $1, &$2) }.errorCode == .nonEmptyGroup)
        harness.leave("g", member)
        #expect(harness.run { $0.deleteOffsets(one, at: $1, &$2) }.errorCode == .none)
    }
}
