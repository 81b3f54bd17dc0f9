import OttlaProtocol
import OttlaVocabulary
import Testing

@testable import OttlaGroups

/// What a change of topics, or of who is in a group, makes a coordinator look at. A hash of topics that was kept is told from
/// one that was computed by putting another number in its place.
struct MetadataChangeTests {
    private static let mark: UInt64 = 42
    private static let topics = (0..<100).map { topic("shop.\($0)", UInt64($0)) }

    private static func topic(_ name: String, _ number: UInt64) -> TopicCatalog.Topic {
        TopicCatalog.Topic(name: name, id: UUID(high: 5, low: number), partitionCount: 2)
    }

    private func join(_ harness: inout CoordinatorHarness, _ group: String, _ member: String, names: [String] = [], regex: String? = nil) {
        let request = ConsumerGroupHeartbeatRequest(
            groupID: group, memberID: member, rebalanceTimeoutMs: 60_000, subscribedTopicNames: names, subscribedTopicRegex: regex,
            topicPartitions: [])
        let response = harness.run {
            $0.consumerGroupHeartbeat(request, version: 1, from: GroupClient(clientID: "c", host: "/h"), at: $1, &$2)
        }
        #expect(response.errorCode == .none)
    }

    private func mark(_ harness: inout CoordinatorHarness, _ group: String) {
        harness.run { coordinator, _, _ in coordinator.groups[group]?.consumer?.topicsSum = Self.mark }
        _ = harness.takeEffects()
    }

    private func epochs(_ harness: inout CoordinatorHarness) -> [(group: String, hash: UInt64)] {
        harness.takeEffects().entries.compactMap { entry in
            if case .consumerGroup(let key, let value?) = entry { (key.groupID, UInt64(bitPattern: value.metadataHash)) } else { nil }
        }
    }

    @Test func `who joins or leaves a group with a pattern does not have its topics counted anew`() {
        var harness = CoordinatorHarness(topics: Self.topics)
        join(&harness, "g", "a", regex: "shop.*")
        mark(&harness, "g")
        join(&harness, "g", "b", regex: "shop.*")
        let leave = ConsumerGroupHeartbeatRequest(groupID: "g", memberID: "b", memberEpoch: -1)
        harness.run { _ = $0.consumerGroupHeartbeat(leave, version: 1, from: GroupClient(clientID: "c", host: "/h"), at: $1, &$2) }
        #expect(epochs(&harness).map(\.hash) == [Self.mark, Self.mark])
        join(&harness, "g", "c", names: ["other"], regex: "shop.*")
        #expect(epochs(&harness).first?.hash != Self.mark, "a topic nobody read")
    }

    @Test func `one topic more is added to the hash of those who read it, and nobody else is looked at`() throws {
        var harness = CoordinatorHarness(topics: Self.topics)
        join(&harness, "names", "a", names: ["shop.1", "shop.2"])
        join(&harness, "later", "a", names: ["shop.1", "shop.new"])
        join(&harness, "pattern", "a", regex: "shop.*")
        for group in ["names", "later", "pattern"] { mark(&harness, group) }
        let more = Self.topic("shop.new", 1_000)
        harness.changeTopics(Self.topics + [more])
        var alone = ConsumerGroup(id: "alone")
        alone.subscribersByTopic = ["shop.new": 1]
        let expected = Self.mark &+ UInt64(bitPattern: alone.topicsHash(TopicCatalog([more])))
        let bumped = epochs(&harness)
        #expect(bumped.map(\.group) == ["later", "pattern"], "a group whose hash is wrong would be seen if it were looked at")
        #expect(bumped.map(\.hash) == [expected, expected])
        #expect(harness.coordinator.groups["pattern"]?.consumer?.regularExpressions["shop.*"]?.topics.contains("shop.new") == true)
        harness.changeTopics(Self.topics)
        #expect(epochs(&harness).map(\.hash) == [Self.mark, Self.mark])
    }

    @Test func `topics that grow, go and are made anew are the changed ones`() {
        let old = TopicCatalog([Self.topic("same", 1), Self.topic("grows", 2), Self.topic("goes", 3), Self.topic("anew", 4)])
        var new = old
        var grown = Self.topic("grows", 2)
        grown.partitionCount = 9
        new.set(grown)
        #expect(new.remove(id: UUID(high: 5, low: 3)) == "goes")
        #expect(new.remove(id: UUID(high: 5, low: 3)) == nil)
        // The new one may come before the old one goes.
        new.set(Self.topic("anew", 5))
        #expect(new.remove(id: UUID(high: 5, low: 4)) == "anew")
        #expect(new == TopicCatalog([Self.topic("same", 1), grown, Self.topic("anew", 5)]))
        #expect(ChangedTopics(from: old, to: new).inOrder == ["anew", "goes", "grows"])
        #expect(ChangedTopics(from: new, to: new).isEmpty)
    }

    @Test func `a group with times of its own goes by them, from the next heartbeat on`() throws {
        var harness = CoordinatorHarness(topics: Self.topics)
        func beat(_ group: String, epoch: Int32) -> ConsumerGroupHeartbeatResponse {
            let request = ConsumerGroupHeartbeatRequest(groupID: group, memberID: "a", memberEpoch: epoch)
            return harness.run {
                $0.consumerGroupHeartbeat(request, version: 1, from: GroupClient(clientID: "c", host: "/h"), at: $1, &$2)
            }
        }
        for group in ["g", "h"] { join(&harness, group, "a", names: ["shop.1"]) }
        #expect(beat("g", epoch: 1).heartbeatIntervalMs == 5_000)
        var settings = GroupSettings()
        settings.consumer.ofGroups["g"] = .init(sessionTimeoutMs: 60_000, heartbeatIntervalMs: 9_000, assignmentIntervalMs: 15_000)
        harness.run { [settings] coordinator, _, _ in coordinator.configure(settings) }
        #expect(beat("g", epoch: 1).heartbeatIntervalMs == 9_000)
        #expect(beat("h", epoch: 1).heartbeatIntervalMs == 5_000)
        // Its assignment is not computed again so soon.
        join(&harness, "g", "b", names: ["shop.1"])
        join(&harness, "h", "b", names: ["shop.1"])
        harness.advance(milliseconds: 2_000)
        #expect(harness.coordinator.groups["g"]?.consumer?.targetEpoch == 1)
        #expect(harness.coordinator.groups["h"]?.consumer?.targetEpoch == 2)
        harness.advance(milliseconds: 50_000)
        #expect(harness.coordinator.groups["g"]?.consumer?.memberCount == 2)
        #expect(harness.coordinator.groups["h"]?.consumer?.memberCount == 0)
        harness.advance(milliseconds: 10_000)
        #expect(harness.coordinator.groups["g"]?.consumer?.memberCount == 0)
    }

    @Test func `members that fall silent together cost one epoch`() throws {
        var harness = CoordinatorHarness(topics: Self.topics)
        for number in 0..<50 { join(&harness, "g", "m\(number)", regex: "shop.*") }
        join(&harness, "h", "m", names: ["shop.1"])
        _ = harness.takeEffects()
        harness.run { coordinator, now, effects in
            let later = Moment(instant: now.instant.advanced(milliseconds: 46_000), wallClock: now.wallClock + 46_000)
            coordinator.tick(at: later, &effects)
        }
        #expect(epochs(&harness).map(\.group) == ["g", "h"])
        #expect(harness.coordinator.groups.values.allSatisfy { $0.consumer?.isEmpty == true })
        try harness.checkReplayLaw()
    }
}

extension CoordinatorHarness {
    /// What was kept of the topics that groups read is what they read.
    func checkTopicsSums(_ note: String, _ sourceLocation: SourceLocation) {
        for group in coordinator.groups.values {
            guard var kept = group.consumer, kept.topicsSum != nil else { continue }
            var fresh = kept
            fresh.topicsSum = nil
            #expect(kept.topicsHash(catalog) == fresh.topicsHash(catalog), "\(note)", sourceLocation: sourceLocation)
        }
    }
}
