import OttlaGroups
import OttlaProtocol
import OttlaVocabulary
import Testing

@Suite struct GroupDeletionTests {
    private static let wide = TopicCatalog.Topic(name: "wide", id: UUID(high: 3, low: 3), partitionCount: 5_000)

    /// A group that has read all of a topic, and another one.
    private static func widelyRead() -> CoordinatorHarness {
        var harness = CoordinatorHarness(topics: [wide, CoordinatorHarness.orders])
        harness.commit("g", to: "wide", (0..<5_000).map { .init(partitionIndex: $0, committedOffset: 7) })
        harness.commit("g", offset: 1)
        harness.commit("h", offset: 2)
        return harness
    }

    @Test func `a group with many offsets goes in slices, is gone at once, and the answer waits for the last`() throws {
        var harness = Self.widelyRead()
        var logged = harness.log.count
        let (ticket, error) = harness.delete("g")
        #expect(error == nil)
        var slices = 0
        while harness.deletionError(ticket) == nil {
            #expect((1...1_024).contains(harness.log.count - logged))
            #expect(harness.listed.map(\.groupID) == ["h"])
            #expect(harness.committed("g") == nil)
            #expect(harness.fetch("g").topics.isEmpty)
            #expect(harness.coordinator.describeGroup("g", version: 6).errorCode == .groupIDNotFound)
            #expect(!harness.coordinator.isListening)
            try harness.checkReplayLaw()
            slices += 1
            logged = harness.log.count
            let next = try #require(harness.coordinator.nextDeadline)
            harness.advance(milliseconds: harness.now.instant.milliseconds(until: next))
        }
        #expect(slices == 4)
        #expect(harness.deletionError(ticket) == ErrorCode.none)
        #expect(harness.coordinator.durableEntries.count == 1)
        #expect(harness.committed("h") == 2)
        #expect(harness.delete("g").error == .groupIDNotFound)
    }

    @Test func `who comes while a group is being deleted is told to come again`() throws {
        var harness = Self.widelyRead()
        harness.delete("g")
        #expect(harness.commit("g", offset: 5) == .coordinatorLoadInProgress)
        let ticket = harness.ticket()
        let join = JoinGroupRequest(
            groupID: "g", sessionTimeoutMs: 10_000, protocolType: "consumer", protocols: [.init(name: "range", metadata: [])])
        harness.run { $0.joinGroup(join, version: 3, from: .init(clientID: "c", host: "/h"), ticket: ticket, at: $1, &$2) }
        #expect(harness.joinAnswer(to: ticket)?.errorCode == .coordinatorLoadInProgress)
        var heartbeat = ConsumerGroupHeartbeatRequest(groupID: "g", memberID: "m", memberEpoch: 0)
        (heartbeat.rebalanceTimeoutMs, heartbeat.subscribedTopicNames, heartbeat.topicPartitions) = (1_000, ["orders"], [])
        let answer = harness.run {
            $0.consumerGroupHeartbeat(heartbeat, version: 1, from: .init(clientID: "c", host: "/h"), at: $1, &$2)
        }
        #expect(answer.errorCode == .coordinatorLoadInProgress)
        #expect(harness.run { $0.deleteOffsets(.init(groupID: "g"), at: $1, &$2) }.errorCode == .groupIDNotFound)
        harness.advance(milliseconds: 100)
        #expect(harness.commit("g", offset: 5) == .none)
        #expect(harness.committed("g") == 5)
        #expect(harness.committed("g", "wide", 3) == nil)
        try harness.checkReplayLaw()
    }

    @Test func `who has a group deleted that is being deleted waits for the same end, unless it goes`() throws {
        var harness = Self.widelyRead()
        let first = harness.delete("g").ticket
        let second = harness.delete("g").ticket
        #expect(harness.deletionError(second) == nil)
        harness.abandon(first, inGroup: "g")
        harness.advance(milliseconds: 100)
        #expect(harness.deletionError(first) == nil)
        #expect(harness.deletionError(second) == ErrorCode.none)
        #expect(harness.waiting.isEmpty)
    }

    @Test func `what is left of a deletion is there again after a restart`() throws {
        var harness = Self.widelyRead()
        harness.delete("g")
        try harness.restart(compacted: true)
        #expect(harness.committed("g", "wide", 0) == 7)
        #expect(harness.fetch("g").topics.flatMap(\.partitions).count == 5_001 - 1_024)
        try harness.checkReplayLaw()
    }

    @Test func `a group without members goes with what the log has of it, offsets of open transactions too`() throws {
        var harness = Self.widelyRead()
        let member = harness.joinClassic("g")
        harness.leave("g", member)
        harness.run { coordinator, _, _ in
            for partition in 0..<2_000 as Range<Int32> {
                let key = OffsetCommitKey(group: "g", topic: "wide", partition: partition)
                coordinator.applyTransactional(producerID: 1, .offset(key, OffsetCommitValue(offset: 9)))
            }
        }
        let ticket = harness.delete("g").ticket
        harness.advance(milliseconds: 100)
        #expect(harness.deletionError(ticket) == ErrorCode.none)
        harness.run { coordinator, _, _ in coordinator.endTransaction(producerID: 1, committed: true) }
        #expect(harness.listed.map(\.groupID) == ["h"])
        #expect(harness.coordinator.durableEntries.count == 1)
    }
}
