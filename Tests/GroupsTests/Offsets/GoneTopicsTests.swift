import OttlaGroups
import OttlaProtocol
import OttlaStateMachines
import OttlaVocabulary
import Testing

@Suite struct GoneTopicsTests {
    private static let wide = TopicCatalog.Topic(name: "wide", id: UUID(high: 3, low: 3), partitionCount: 1_500)
    private static let wideAgain = TopicCatalog.Topic(name: "wide", id: UUID(high: 4, low: 4), partitionCount: 1_500)

    /// Three groups have read all of a topic.
    private static func widelyRead() -> CoordinatorHarness {
        var harness = CoordinatorHarness(topics: [wide, CoordinatorHarness.orders])
        for group in ["a", "b", "c"] {
            harness.commit(group, to: "wide", (0..<1_500).map { .init(partitionIndex: $0, committedOffset: 7) })
        }
        harness.commit("c", offset: 1)
        return harness
    }

    @Test func `offsets of a deleted topic go with it, at once`() throws {
        var harness = CoordinatorHarness.withTopics()
        harness.commit("g", "orders", offset: 5)
        harness.commit("g", "payments", offset: 6)
        harness.changeTopics([CoordinatorHarness.payments])
        #expect(harness.committed("g", "orders") == nil)
        // Made anew between two looks at the topics.
        harness.changeTopics([.init(name: "payments", id: UUID(high: 5, low: 5), partitionCount: 2)])
        #expect(harness.committed("g", "payments") == nil)
        #expect(harness.listed.isEmpty)
        try harness.checkReplayLaw()
    }

    /// The log ends before the tombstones, and the topics do not say that there was another.
    @Test func `a topic deleted just before the broker died leaves no offsets to one of its name`() throws {
        var harness = CoordinatorHarness.withTopics()
        harness.commit("g", "orders", offset: 5)
        harness.commit("h", "payments", offset: 6)
        var again = CoordinatorHarness(topics: [CoordinatorHarness.payments], log: harness.log)
        #expect(again.listed.map(\.groupID) == ["g", "h"])
        again.changeTopics([CoordinatorHarness.orders, CoordinatorHarness.payments])
        #expect(again.committed("g") == nil)
        #expect(again.committed("h", "payments") == 6)
    }

    @Test func `a topic that many have read is forgotten in slices, and counts no more at once`() throws {
        var harness = Self.widelyRead()
        var logged = harness.log.count
        harness.changeTopics([CoordinatorHarness.orders])
        var slices = 0
        while true {
            #expect(harness.log.count - logged <= 1_152)
            for group in ["a", "b", "c"] {
                #expect(harness.committed(group, "wide", 0) == nil)
                #expect(harness.fetch(group).topics.allSatisfy { $0.name != "wide" })
            }
            slices += 1
            logged = harness.log.count
            guard let next = harness.coordinator.nextDeadline, harness.now.instant.milliseconds(until: next) < 1_000 else { break }
            #expect(!harness.coordinator.isListening)
            harness.advance(milliseconds: harness.now.instant.milliseconds(until: next))
        }
        #expect(slices >= 4)
        #expect(harness.coordinator.durableEntries.count == 1)
        #expect(harness.committed("c") == 1)
        try harness.checkReplayLaw()
    }

    @Test func `what is committed to a topic made anew stays, the rest goes`() throws {
        var harness = Self.widelyRead()
        harness.changeTopics([CoordinatorHarness.orders])
        harness.changeTopics([Self.wideAgain, CoordinatorHarness.orders])
        #expect(harness.commit("c", "wide", 3, offset: 2) == .none)
        #expect(harness.committed("c", "wide", 3) == 2)
        #expect(harness.committed("c", "wide", 4) == nil)
        #expect(harness.committed("b", "wide", 3) == nil)
        harness.advance(milliseconds: 1_000)
        #expect(harness.committed("c", "wide", 3) == 2)
        #expect(harness.listed.map(\.groupID) == ["c"])
        #expect(harness.coordinator.durableEntries.count == 2)
        try harness.checkReplayLaw()
    }

    @Test func `a topic deleted while another is being forgotten is forgotten too`() throws {
        var harness = Self.widelyRead()
        harness.changeTopics([CoordinatorHarness.orders])
        harness.commit("a", offset: 3)
        harness.advance(milliseconds: 5)
        harness.changeTopics([CoordinatorHarness.payments])
        #expect(harness.committed("a") == nil)
        harness.advance(milliseconds: 1_000)
        #expect(harness.coordinator.durableEntries.isEmpty)
    }

    /// The metadata may be an older copy, or be made anew one by one.
    @Test func `offsets of a topic that is not known stay for the retention`() throws {
        var settings = GroupSettings()
        settings.offsetsRetentionMs = 3_600_000
        settings.offsetsRetentionCheckIntervalMs = 60_000
        var harness = CoordinatorHarness.withTopics(settings: settings)
        let member = harness.joinClassic("g", topics: ["orders"])
        harness.commit("g", to: "orders", [.init(partitionIndex: 0, committedOffset: 1)], generation: 1, member: member)
        harness.commit("h", offset: 5)
        var again = CoordinatorHarness(settings: settings, topics: [CoordinatorHarness.payments], log: harness.log)
        #expect(again.takeEffects().entries.isEmpty)
        again.advance(milliseconds: 3_500_000, heartbeatsOf: member, in: "g")
        #expect(again.committed("g") == 1)
        #expect(again.committed("h") == 5)
        again.advance(milliseconds: 190_000, heartbeatsOf: member, in: "g")
        #expect(again.committed("g") == nil)
        #expect(again.committed("h") == nil)
    }

    @Test func `a topic made anew during the replay has none of the offsets of before`() {
        var harness = CoordinatorHarness.withTopics()
        harness.commit("g", offset: 5)
        harness.commit("g", "payments", offset: 6)
        let before = TopicCatalog([CoordinatorHarness.orders, CoordinatorHarness.payments])
        var coordinator = GroupCoordinator(settings: harness.settings, seed: 2, catalog: before)
        coordinator.apply(harness.log)
        var effects = Effects()
        let after = TopicCatalog([.init(name: "orders", id: UUID(high: 8, low: 8), partitionCount: 4), CoordinatorHarness.payments])
        coordinator.loaded(after, at: harness.now, &effects)
        #expect(effects.entries == [.offset(OffsetCommitKey(group: "g", topic: "orders", partition: 0), nil)])
        let left = coordinator.fetchOffsets(.init(groupID: "g", topics: nil), version: 9, requireStable: false, at: harness.now)
        #expect(left.topics.map(\.name) == ["payments"])
    }

    @Test func `what a transaction committed before the topic went does not come back`() throws {
        var harness = CoordinatorHarness.withTopics()
        harness.run { coordinator, _, _ in
            let key = OffsetCommitKey(group: "g", topic: "orders", partition: 0)
            coordinator.applyTransactional(producerID: 1, .offset(key, OffsetCommitValue(offset: 9)))
        }
        harness.changeTopics([CoordinatorHarness.payments])
        harness.changeTopics([CoordinatorHarness.orders, CoordinatorHarness.payments])
        harness.run { coordinator, _, _ in coordinator.endTransaction(producerID: 1, committed: true) }
        #expect(harness.committed("g") == nil)
        #expect(harness.listed.isEmpty)
    }
}
