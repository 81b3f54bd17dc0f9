import OttlaProtocol
import OttlaStateMachines
import OttlaVocabulary
import Testing

@testable import OttlaGroups

/// Members that ask for what would hurt others, or the broker.
@Suite struct HostileMembersTests {
    private static let topics = [TopicCatalog.Topic(name: "a", id: UUID(high: 1, low: 1), partitionCount: 4)]
    private let client = GroupClient(clientID: "c", host: "/h")

    private func beat(
        _ harness: inout CoordinatorHarness, _ memberID: String, epoch: Int32 = 0, instance: String? = nil, regex: String? = nil
    ) -> ConsumerGroupHeartbeatResponse {
        var request = ConsumerGroupHeartbeatRequest(groupID: "g", memberID: memberID, memberEpoch: epoch, instanceID: instance)
        if epoch == 0 {
            request.rebalanceTimeoutMs = 20_000
            request.subscribedTopicNames = ["a"]
            request.subscribedTopicRegex = regex
            request.topicPartitions = []
        }
        return harness.run { [client] in $0.consumerGroupHeartbeat(request, version: 1, from: client, at: $1, &$2) }
    }

    private func join(
        _ harness: inout CoordinatorHarness, _ memberID: String = "", rebalanceTimeoutMs: Int32 = 60_000, protocolType: String = "consumer"
    ) -> Ticket {
        let ticket = harness.ticket()
        var metadata = ByteWriter()
        metadata.write(0 as Int16)
        ConsumerProtocolSubscription(topics: ["a"], userData: nil).encode(into: &metadata, version: 0)
        let request = JoinGroupRequest(
            groupID: "g", sessionTimeoutMs: 30_000, rebalanceTimeoutMs: rebalanceTimeoutMs, memberID: memberID, protocolType: protocolType,
            protocols: [.init(name: "range", metadata: metadata.array)])
        harness.run { [client] in $0.joinGroup(request, version: 3, from: client, ticket: ticket, at: $1, &$2) }
        return ticket
    }

    private func leave(_ harness: inout CoordinatorHarness, _ memberID: String) {
        harness.run { _ = $0.leaveGroup(.init(groupID: "g", memberID: memberID), version: 2, at: $1, &$2) }
    }

    // MARK: - Time-outs of days

    @Test func `classic members of a consumer group that come and go leave nothing for long`() throws {
        var harness = CoordinatorHarness(topics: Self.topics)
        var epoch = beat(&harness, "m").memberEpoch
        for _ in 0..<50 {
            let ticket = join(&harness, rebalanceTimeoutMs: .max)
            leave(&harness, try #require(harness.joinAnswer(to: ticket)).memberID)
        }
        #expect(harness.coordinator.deadlines.count > 50)
        for _ in 0..<7 {
            harness.advance(milliseconds: 10_000)
            epoch = beat(&harness, "m", epoch: epoch).memberEpoch
        }
        #expect(harness.coordinator.groups["g"]?.consumer?.memberCount == 1)
        #expect(harness.coordinator.deadlines.count <= 4)
    }

    @Test func `a rebalance that may take days leaves nothing once its group is gone`() throws {
        var settings = GroupSettings()
        settings.classic.initialRebalanceDelayMs = 0
        var harness = CoordinatorHarness(settings: settings)
        let ticket = join(&harness, rebalanceTimeoutMs: .max)
        leave(&harness, try #require(harness.joinAnswer(to: ticket)).memberID)
        harness.advance(milliseconds: 61_000)
        #expect(harness.coordinator.deadlines.count == 1, "the expiry of offsets")
    }

    @Test func `a deadline that was called early comes at its time, and not before`() {
        var deadline = MovingDeadline()
        var now = Instant(nanoseconds: 0)
        let end = now.advanced(milliseconds: 150_000)
        var calls: [MovingDeadline.Call] = []
        var next = deadline.set(end, at: now)
        while let moment = next, calls.count < 10 {
            now = moment
            let call = deadline.called(at: now)
            calls.append(call)
            if case .early(let moment) = call { next = moment } else { next = nil }
        }
        #expect(now == end)
        #expect(calls.count == 3 && calls.last == .due)
    }

    // MARK: - Refusals that change nothing

    @Test(arguments: [("stranger", "consumer", ErrorCode.unknownMemberID), ("", "", .inconsistentGroupProtocol)])
    func `a join that is refused leaves an empty consumer group as it is`(memberID: String, type: String, error: ErrorCode) throws {
        var harness = CoordinatorHarness(topics: Self.topics)
        let epoch = beat(&harness, "m").memberEpoch
        _ = beat(&harness, "m", epoch: -1)
        let before = harness.coordinator.durableEntries
        let logged = harness.log.count
        let ticket = join(&harness, memberID, protocolType: type)
        #expect(harness.joinAnswer(to: ticket)?.errorCode == error)
        #expect(harness.log.count == logged)
        #expect(harness.coordinator.durableEntries == before)
        #expect(harness.coordinator.groups["g"]?.consumer?.epoch == epoch + 1)
        let accepted = join(&harness)
        harness.advance(milliseconds: 10_000)
        #expect(harness.joinAnswer(to: accepted)?.errorCode == ErrorCode.none)
        #expect(harness.coordinator.groups["g"]?.consumer == nil)
    }

    @Test func `a member does not take the place of a static member beside its own`() throws {
        var harness = CoordinatorHarness(topics: Self.topics)
        let epoch = beat(&harness, "y", instance: "i1").memberEpoch
        _ = beat(&harness, "x")
        _ = beat(&harness, "y", epoch: -2, instance: "i1")
        #expect(epoch > 0)
        let before = harness.coordinator.durableEntries
        #expect(beat(&harness, "x", instance: "i1").errorCode == .fencedInstanceID)
        #expect(harness.coordinator.durableEntries == before)
        #expect(beat(&harness, "z", instance: "i1").errorCode == .none, "a new process does")
    }

    @Test func `who changes to the consumer protocol need not sync any more`() throws {
        var harness = CoordinatorHarness(topics: Self.topics)
        var other = beat(&harness, "m").memberEpoch
        let ticket = join(&harness, rebalanceTimeoutMs: 20_000)
        let id = try #require(harness.joinAnswer(to: ticket)).memberID
        var epoch = beat(&harness, id).memberEpoch
        for _ in 0..<6 {
            harness.advance(milliseconds: 5_000)
            var request = ConsumerGroupHeartbeatRequest(groupID: "g", memberID: "m", memberEpoch: other)
            request.topicPartitions = harness.coordinator.groups["g"]?.consumer?.members["m"]?.target?.byTopic {
                .init(topicID: $0, partitions: $1)
            }
            other = harness.run { [client] in $0.consumerGroupHeartbeat(request, version: 1, from: client, at: $1, &$2) }.memberEpoch
            let answer = beat(&harness, id, epoch: epoch)
            #expect(answer.errorCode == .none)
            epoch = answer.memberEpoch
        }
        #expect(harness.coordinator.groups["g"]?.consumer?.members[id]?.isMember == true)
    }

    // MARK: - Expressions

    @Test func `an expression that costs too much for the topics there are is refused`() throws {
        let topics = (0..<2_000).map { index in
            TopicCatalog.Topic(
                name: String(repeating: "x", count: 40) + "\(index)", id: UUID(high: 2, low: UInt64(index)), partitionCount: 1)
        }
        var harness = CoordinatorHarness(topics: topics)
        let hostile = beat(&harness, "m", regex: String(repeating: ".?", count: 900))
        #expect(hostile.errorCode == .invalidRegularExpression)
        #expect(harness.log.isEmpty && harness.coordinator.groups.isEmpty)
        #expect(beat(&harness, "m", regex: "x+(1|2|3)\\d*").errorCode == .none)
        #expect(harness.coordinator.groups["g"]?.consumer?.regularExpressions.values.first?.topics.isEmpty == false)
        #expect(throws: PatternError(message: "expression too large")) { try TopicPattern(String(repeating: ".?", count: 1_100)) }
    }

    @Test func `a change of topics is not held up by expressions, which catch up later`() throws {
        func topics(_ count: Int) -> [TopicCatalog.Topic] {
            (0..<count).map { index in
                let name = String(repeating: "x", count: 40) + "\(index)"
                return .init(name: name, id: UUID(high: 2, low: UInt64(index)), partitionCount: 1)
            }
        }
        // Some ten thousand steps for each name: within bounds for few topics, and not for a thousand more.
        let regex = String(repeating: ".?", count: 60) + ".*"
        var harness = CoordinatorHarness(topics: topics(10))
        #expect(beat(&harness, "m", regex: regex).errorCode == .none)
        harness.changeTopics(topics(1_010))
        var group = try #require(harness.coordinator.groups["g"]?.consumer)
        #expect(group.regularExpressions[regex]?.topics.count == 10)
        #expect(group.resolved.isEmpty)
        // Fewer, and it can be afforded again.
        harness.changeTopics(topics(300))
        harness.advance(milliseconds: 1_200)
        group = try #require(harness.coordinator.groups["g"]?.consumer)
        #expect(group.regularExpressions[regex]?.topics.count == 300)
        #expect(group.resolved == [regex])
        harness.changeTopics(topics(301))
        #expect(harness.coordinator.groups["g"]?.consumer?.regularExpressions[regex]?.topics.count == 301)
        try harness.checkReplayLaw()
    }

    @Test func `who is put off for want of steps comes at a time of its own`() {
        var allowance = PatternAllowance()
        #expect([allowance.nextDelay(), allowance.nextDelay(), allowance.nextDelay()] == [1_100, 1_200, 1_300])
    }

    @Test func `the compiled expression goes with the last member that has it`() {
        var harness = CoordinatorHarness(topics: Self.topics)
        #expect(beat(&harness, "m", regex: "b.*").errorCode == .none)
        harness.changeTopics(Self.topics + [.init(name: "bb", id: UUID(high: 3, low: 3), partitionCount: 1)])
        #expect(harness.coordinator.groups["g"]?.consumer?.regularExpressions["b.*"]?.topics == ["bb"])
        #expect(harness.coordinator.groups["g"]?.consumer?.patterns.count == 1)
        _ = beat(&harness, "m", epoch: -1)
        #expect(harness.coordinator.groups["g"]?.consumer?.patterns.isEmpty == true)
    }
}
