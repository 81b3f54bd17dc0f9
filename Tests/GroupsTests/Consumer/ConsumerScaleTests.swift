import OttlaProtocol
import OttlaVocabulary
import Testing

@testable import OttlaGroups

struct ConsumerScaleTests {
    /// All join at once, then send heartbeats. What is written is in proportion to the members, and so is the time.
    @Test(arguments: ["uniform", "range"])
    func `a thousand members on a thousand partitions settle in a few rounds`(assignor: String) throws {
        let topic = TopicCatalog.Topic(name: "t", id: UUID(high: 1, low: 1), partitionCount: 1_000)
        var settings = GroupSettings()
        settings.consumer.assignors = [assignor]
        var harness = CoordinatorHarness(settings: settings, topics: [topic])
        var members = (0..<1_000).map { ScaleMember(id: "member-\($0)") }
        let clock = ContinuousClock()
        let begin = clock.now
        for index in members.indices { members[index].beat(&harness) }
        var rounds = 0
        while harness.coordinator.groups["g"]?.consumer?.stateName != "Stable", rounds < 10 {
            rounds += 1
            harness.advance(milliseconds: 5_000)
            for index in members.indices { members[index].beat(&harness) }
        }
        let settled = clock.now
        #expect(rounds <= 3)
        #expect(members.allSatisfy { $0.owned == 1 })
        #expect(harness.log.count < 8_000)
        for index in members.indices { members[index].beat(&harness) }
        #expect(harness.takeEffects().entries.count == harness.log.count, "who is settled writes nothing")
        print("1000 consumers settled by \(assignor) in \(rounds) rounds and \(settled - begin); a round then takes \(clock.now - settled)")
        try harness.checkReplayLaw()
    }

    private struct ScaleMember {
        let id: String
        var epoch: Int32 = 0
        var owned = 0
        private var report: [ConsumerGroupHeartbeatRequest.TopicPartitions]? = []

        init(id: String) { self.id = id }

        mutating func beat(_ harness: inout CoordinatorHarness) {
            var request = ConsumerGroupHeartbeatRequest(groupID: "g", memberID: id, memberEpoch: epoch, topicPartitions: report)
            if epoch == 0 { (request.rebalanceTimeoutMs, request.subscribedTopicNames) = (60_000, ["t"]) }
            let response = harness.run {
                $0.consumerGroupHeartbeat(request, version: 1, from: .init(clientID: "c", host: "/h"), at: $1, &$2)
            }
            #expect(response.errorCode == .none)
            epoch = response.memberEpoch
            report = response.assignment?.topicPartitions.map { .init(topicID: $0.topicID, partitions: $0.partitions) }
            if let report { owned = report.reduce(0) { $0 + $1.partitions.count } }
        }
    }
}
