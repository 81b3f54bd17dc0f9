import OttlaGroups
import OttlaProtocol
import OttlaVocabulary
import Testing

@Suite struct OffsetExpiryTests {
    /// Retention of an hour, looked at every minute.
    private static let settings: GroupSettings = {
        var settings = GroupSettings()
        settings.offsetsRetentionMs = 3_600_000
        settings.offsetsRetentionCheckIntervalMs = 60_000
        return settings
    }()

    @Test func `without members each offset lives from its commit`() throws {
        var harness = CoordinatorHarness.withTopics(settings: Self.settings)
        harness.commit("g", "orders", 0, offset: 1)
        harness.advance(milliseconds: 1_800_000)
        harness.commit("g", "orders", 1, offset: 2)
        harness.advance(milliseconds: 1_790_000)
        #expect(harness.committed("g", "orders", 0) == 1)
        harness.advance(milliseconds: 70_000)
        #expect(harness.committed("g", "orders", 0) == nil)
        #expect(harness.committed("g", "orders", 1) == 2)
        harness.advance(milliseconds: 1_800_000)
        #expect(harness.listed.isEmpty)
        #expect(harness.coordinator.durableEntries.isEmpty)
        try harness.checkReplayLaw()
    }

    @Test func `a group that was left keeps its offsets for the retention, then goes itself`() throws {
        var harness = CoordinatorHarness.withTopics(settings: Self.settings)
        let member = harness.joinClassic("g")
        harness.commit("g", to: "orders", [.init(partitionIndex: 0, committedOffset: 1)], generation: 1, member: member)
        harness.advance(milliseconds: 7_200_000, heartbeatsOf: member, in: "g")
        #expect(harness.committed("g") == 1)
        harness.leave("g", member)
        harness.advance(milliseconds: 3_590_000)
        #expect(harness.committed("g") == 1)
        harness.advance(milliseconds: 70_000)
        #expect(harness.committed("g") == nil)
        #expect(harness.listed.isEmpty)
        guard case .classicGroup(_, nil) = harness.log.last else { return #expect(Bool(false), "the group has no tombstone") }
        try harness.checkReplayLaw()
    }

    /// What did not change is not committed again: here the commit is two hours old when the last member goes.
    @Test(arguments: [false, true])
    func `a consumer group that was left keeps its offsets for the retention`(isRestarted: Bool) throws {
        var harness = CoordinatorHarness.withTopics(settings: Self.settings)
        let epoch = harness.beatConsumer("g", epoch: 0, topics: ["orders"])
        harness.commit("g", to: "orders", [.init(partitionIndex: 0, committedOffset: 1)], generation: epoch, member: "m")
        for _ in 0..<360 {
            harness.advance(milliseconds: 20_000)
            harness.beatConsumer("g", epoch: epoch)
        }
        harness.beatConsumer("g", epoch: -1)
        for _ in 0..<59 {
            harness.advance(milliseconds: 60_000)
            if isRestarted { try harness.restart() }
            #expect(harness.committed("g") == 1)
        }
        harness.advance(milliseconds: 120_000)
        #expect(harness.committed("g") == nil)
        #expect(harness.listed.isEmpty)
        try harness.checkReplayLaw()
    }

    @Test func `of a log that does not say when a group was left, offsets age from its replay`() throws {
        let key = OffsetCommitKey(group: "g", topic: "orders", partition: 0)
        let log: [GroupEntry] = [
            .consumerGroup(.init(groupID: "g"), .init(epoch: 7)),
            .targetAssignment(.init(groupID: "g"), .init(assignmentEpoch: 6, assignmentTimestamp: 1_000)),
            .offset(key, OffsetCommitValue(offset: 1, commitTimestamp: 1_000)),
        ]
        var harness = CoordinatorHarness(settings: Self.settings, topics: [CoordinatorHarness.orders], log: log)
        harness.advance(milliseconds: 3_590_000)
        #expect(harness.committed("g") == 1)
        harness.advance(milliseconds: 70_000)
        #expect(harness.committed("g") == nil)
    }

    @Test func `topics that nobody subscribes to any more expire in a live group`() throws {
        var harness = CoordinatorHarness.withTopics(settings: Self.settings)
        let member = harness.joinClassic("g", topics: ["orders"])
        for topic in ["orders", "payments"] {
            harness.commit("g", to: topic, [.init(partitionIndex: 0, committedOffset: 1)], generation: 1, member: member)
        }
        harness.advance(milliseconds: 3_690_000, heartbeatsOf: member, in: "g")
        #expect(harness.committed("g", "orders") == 1)
        #expect(harness.committed("g", "payments") == nil)
        try harness.checkReplayLaw()
    }

    @Test func `nothing of a live group of another kind expires`() {
        var harness = CoordinatorHarness.withTopics(settings: Self.settings)
        let member = harness.joinClassic("g", protocolType: "connect")
        harness.commit("g", to: "payments", [.init(partitionIndex: 0, committedOffset: 1)], generation: 1, member: member)
        harness.advance(milliseconds: 7_200_000, heartbeatsOf: member, in: "g")
        #expect(harness.committed("g", "payments") == 1)
    }

    @Test func `a commit that says how long it is kept is kept so long`() throws {
        var harness = CoordinatorHarness.withTopics(settings: Self.settings)
        harness.commit("g", [.init(partitionIndex: 0, committedOffset: 1)], retentionMs: 120_000, version: 4)
        harness.commit("g", [.init(partitionIndex: 1, committedOffset: 2)], retentionMs: 7_200_000, version: 2)
        harness.advance(milliseconds: 190_000)
        #expect(harness.committed("g", "orders", 0) == nil)
        harness.advance(milliseconds: 6_900_000)
        #expect(harness.committed("g", "orders", 1) == 2)
        harness.advance(milliseconds: 300_000)
        #expect(harness.committed("g", "orders", 1) == nil)
        try harness.checkReplayLaw()
    }

    @Test func `a large round is done in slices`() throws {
        let topic = TopicCatalog.Topic(name: "wide", id: UUID(high: 3, low: 3), partitionCount: 10_000)
        var harness = CoordinatorHarness(settings: Self.settings, topics: [topic])
        harness.commit("g", to: "wide", (0..<10_000).map { .init(partitionIndex: $0, committedOffset: 1) })
        harness.commit("h", "wide", 0, offset: 1)
        let end = harness.now.instant.advanced(milliseconds: 3_600_000)
        harness.advance(milliseconds: 3_599_999)
        var sizes: [Int] = []
        while let next = harness.coordinator.nextDeadline, !harness.listed.isEmpty {
            let logged = harness.log.count
            harness.advance(milliseconds: harness.now.instant.milliseconds(until: next))
            sizes.append(harness.log.count - logged)
        }
        #expect(sizes == Array(repeating: 1_024, count: 9) + [785])
        #expect(harness.now.instant < end.advanced(milliseconds: 1_000), "slices follow each other at once")
        try harness.checkReplayLaw()
    }

    @Test func `a group with many offsets is looked at in slices too`() {
        let topics = (1...10).map { TopicCatalog.Topic(name: "t\($0)", id: UUID(high: 9, low: $0), partitionCount: 1_024) }
        var harness = CoordinatorHarness(settings: Self.settings, topics: topics)
        for topic in topics { harness.commit("g", to: topic.name, (0..<1_024).map { .init(partitionIndex: $0, committedOffset: 1) }) }
        harness.advance(milliseconds: 59_999)
        var slices = 0
        while let next = harness.coordinator.nextDeadline, harness.now.instant.milliseconds(until: next) < 1_000 {
            harness.advance(milliseconds: harness.now.instant.milliseconds(until: next))
            slices += 1
        }
        #expect(slices >= 10)
        #expect(harness.committed("g", "t10", 1_023) == 1)
        // Of what expires, nothing is left out between slices.
        harness.advance(milliseconds: 3_660_000)
        #expect(harness.coordinator.durableEntries.isEmpty)
    }

    @Test func `an offset that a transaction may still change does not expire`() throws {
        var harness = CoordinatorHarness.withTopics(settings: Self.settings)
        harness.commit("g", offset: 5)
        let key = OffsetCommitKey(group: "g", topic: "orders", partition: 0)
        harness.run { coordinator, _, _ in
            coordinator.applyTransactional(producerID: 1, .offset(key, OffsetCommitValue(offset: 9)))
        }
        harness.advance(milliseconds: 7_200_000)
        #expect(harness.committed("g") == 5)
        harness.run { coordinator, _, _ in coordinator.endTransaction(producerID: 1, committed: false) }
        harness.advance(milliseconds: 60_000)
        #expect(harness.committed("g") == nil)
    }
}
