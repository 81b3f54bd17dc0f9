import OttlaGroups
import OttlaProtocol
import OttlaVocabulary
import Testing

@Suite struct OffsetCommitTests {
    @Test func `who is no member commits, and reads it back`() throws {
        var harness = CoordinatorHarness.withTopics()
        let errors = harness.commit(
            "g",
            [
                .init(partitionIndex: 0, committedOffset: 42, committedLeaderEpoch: 7, committedMetadata: "here"),
                .init(partitionIndex: 3, committedOffset: 43, committedMetadata: nil),
            ])
        #expect(errors == [.none, .none])
        let topics = harness.fetch("g", [.init(name: "orders", partitionIndexes: [0, 1, 3])]).topics
        #expect(
            topics == [
                .init(
                    name: "orders",
                    partitions: [
                        .init(partitionIndex: 0, committedOffset: 42, committedLeaderEpoch: 7, metadata: "here"),
                        .init(partitionIndex: 1, committedOffset: .none),
                        .init(partitionIndex: 3, committedOffset: 43),
                    ])
            ])
        try harness.restart(compacted: true)
        #expect(harness.committed("g", "orders", 3) == 43)
        try harness.checkReplayLaw()
    }

    @Test func `an entry says what the version of the request can say`() throws {
        var harness = CoordinatorHarness.withTopics()
        let partition = OffsetCommitRequest.OffsetCommitRequestPartition(
            partitionIndex: 0, committedOffset: 1, committedLeaderEpoch: 3, commitTimestamp: 77)
        let now = harness.now.wallClock.milliseconds
        for (version, expected): (Int16, OffsetCommitValue) in [
            (0, .init(offset: 1, leaderEpoch: 3, commitTimestamp: now)),
            (1, .init(offset: 1, leaderEpoch: 3, commitTimestamp: 77)),
            (2, .init(offset: 1, leaderEpoch: 3, commitTimestamp: now, expireTimestamp: now + 500)),
            (4, .init(offset: 1, leaderEpoch: 3, commitTimestamp: now, expireTimestamp: now + 500)),
            (5, .init(offset: 1, leaderEpoch: 3, commitTimestamp: now)),
            (9, .init(offset: 1, leaderEpoch: 3, commitTimestamp: now)),
            (10, .init(offset: 1, leaderEpoch: 3, commitTimestamp: now, topicID: CoordinatorHarness.orders.id)),
        ] {
            var effects = Effects()
            var request = OffsetCommitRequest(groupID: "g", retentionTimeMs: 500)
            request.topics = [.init(name: "orders", topicID: CoordinatorHarness.orders.id, partitions: [partition])]
            var coordinator = harness.coordinator
            _ = coordinator.commitOffsets(request, version: version, at: harness.now, &effects)
            #expect(effects.entries == [.offset(.init(group: "g", topic: "orders", partition: 0), expected)], "version \(version)")
        }
        harness.commit("g", [.init(partitionIndex: 1, committedOffset: 5)], retentionMs: .max, version: 3)
        guard case .offset(_, let value?) = harness.log[0] else { return #expect(Bool(false), "no entry") }
        #expect(value.expireTimestamp == .max)
        try harness.checkReplayLaw()
    }

    @Test func `a partition that is refused does not hold back the others`() throws {
        var settings = GroupSettings()
        settings.offsetMetadataMaxBytes = 4
        var harness = CoordinatorHarness.withTopics(settings: settings)
        let errors = harness.commit(
            "g",
            [
                .init(partitionIndex: 0, committedOffset: 1, committedMetadata: "12345"),
                .init(partitionIndex: 1, committedOffset: 2, committedMetadata: "1234"),
                .init(partitionIndex: 4, committedOffset: 3), .init(partitionIndex: -1, committedOffset: 3),
                .init(partitionIndex: 2, committedOffset: 4, committedMetadata: "éééé"),
            ])
        #expect(errors == [.offsetMetadataTooLarge, .none, .unknownTopicOrPartition, .unknownTopicOrPartition, .none])
        #expect(harness.log.count == 2)
        #expect(harness.commit("g", "nowhere", offset: 1) == .unknownTopicOrPartition)
        try harness.checkReplayLaw()
    }

    @Test func `topics are named by their ids from version 10 on`() throws {
        var harness = CoordinatorHarness.withTopics()
        #expect(harness.commit("g", [.init(partitionIndex: 0, committedOffset: 9)], version: 10) == [.none])
        #expect(harness.committed("g") == 9)
        let unknown = UUID(high: 9, low: 9)
        #expect(harness.commit("g", to: unknown.description, [.init(partitionIndex: 0)], version: 10) == [.unknownTopicID])
        let answer = harness.fetch("g", [.init(topicID: CoordinatorHarness.orders.id, partitionIndexes: [0])], version: 10)
        #expect(answer.topics[0].topicID == CoordinatorHarness.orders.id)
        #expect(answer.topics[0].partitions[0].committedOffset == 9)
        let nowhere = harness.fetch("g", [.init(topicID: unknown, partitionIndexes: [0])], version: 10)
        #expect(nowhere.topics[0].partitions[0].errorCode == .unknownTopicID)
        try harness.checkReplayLaw()
    }

    @Test func `a generation of a group that is not there is none`() {
        var harness = CoordinatorHarness.withTopics()
        #expect(harness.commit("g", [.init(partitionIndex: 0)], generation: 1, member: "m", version: 8) == [.illegalGeneration])
        #expect(harness.commit("g", [.init(partitionIndex: 0)], generation: 1, member: "m", version: 9) == [.groupIDNotFound])
        #expect(harness.listed.isEmpty && harness.log.isEmpty)
        harness.commit("g", offset: 1)
        #expect(harness.commit("g", [.init(partitionIndex: 0)], generation: 1, member: "m") == [.unknownMemberID])
    }

    @Test func `while members are there, only they commit`() throws {
        var harness = CoordinatorHarness.withTopics()
        let member = harness.joinClassic("g")
        let one: [CoordinatorHarness.CommitPartition] = [.init(partitionIndex: 0, committedOffset: 5)]
        #expect(harness.commit("g", one) == [.unknownMemberID])
        #expect(harness.commit("g", one, generation: 1, member: "other") == [.unknownMemberID])
        #expect(harness.commit("g", one, generation: 2, member: member) == [.illegalGeneration])
        #expect(harness.commit("g", one, generation: 1, member: member, instance: "i") == [.unknownMemberID])
        #expect(harness.committed("g") == nil)
        #expect(harness.commit("g", one, generation: 1, member: member) == [.none])
        #expect(harness.committed("g") == 5)
        harness.leave("g", member)
        #expect(harness.commit("g", one) == [.none])
        try harness.checkReplayLaw()
    }

    @Test func `a commit keeps the session of its member alive`() {
        var harness = CoordinatorHarness.withTopics()
        let member = harness.joinClassic("g")
        for _ in 0..<4 {
            harness.advance(milliseconds: 6_000)
            #expect(harness.commit("g", [.init(partitionIndex: 0)], generation: 1, member: member) == [.none])
        }
        harness.advance(milliseconds: 11_000)
        #expect(harness.commit("g", [.init(partitionIndex: 0)], generation: 1, member: member) == [.unknownMemberID])
    }
}
