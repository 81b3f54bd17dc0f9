import OttlaProtocol
import OttlaStateMachines
import OttlaVocabulary
import Testing

@testable import OttlaGroups

/// All commands of all kinds of groups at once, also to the same groups, while topics come and go and the broker dies.
@Suite struct ReplayLawTests {
    private struct Run {
        static let groups = ["g", "h", "i"]
        static let topicNames = ["t-1", "t-2", "u"]
        let seed: UInt64
        var generator: SeededGenerator
        var harness: CoordinatorHarness
        var classic: RandomClassicClients
        var consumer: RandomConsumerClients
        var committers = RandomCommitters(groups: groups + ["alone"], topics: topicNames + ["nowhere"])
        var topics: [TopicCatalog.Topic]
        private var topicCount: UInt64 = 3

        init(seed: UInt64) {
            self.seed = seed
            generator = SeededGenerator(seed: seed)
            var settings = GroupSettings()
            settings.offsetMetadataMaxBytes = 30
            settings.offsetsRetentionMs = 60_000
            settings.offsetsRetentionCheckIntervalMs = 10_000
            settings.classic.initialRebalanceDelayMs = generator.oneIn(2) ? 0 : 3_000
            settings.consumer.maxSize = generator.oneIn(3) ? 3 : 100
            settings.consumer.assignmentIntervalMs = generator.oneIn(2) ? 0 : 1_000
            topics = Self.topicNames.enumerated().map { index, name in
                .init(name: name, id: UUID(high: 1, low: UInt64(index + 1)), partitionCount: 4)
            }
            harness = CoordinatorHarness(settings: settings, topics: topics, seed: seed)
            // Mostly what a consumer says, so that groups can change their protocol.
            let metadata = Self.topicNames.map { Self.subscription([$0]) } + [Self.subscription(Self.topicNames), [0]]
            classic = RandomClassicClients(count: 8, groups: Self.groups, metadata: metadata, using: &generator)
            consumer = RandomConsumerClients(count: 8, groups: Self.groups.reversed(), topics: Self.topicNames, using: &generator)
        }

        mutating func step() throws {
            switch Int.random(in: 0..<100, using: &generator) {
            case 0: try restart()
            case 1: changeTopics()
            case 2..<4: harness.advance(milliseconds: .random(in: 0...(generator.oneIn(8) ? 90_000 : 10_000), using: &generator))
            case 4..<20: harness.advance(milliseconds: .random(in: 0...1_000, using: &generator))
            case 20..<50: classic.step(&harness, using: &generator)
            case 50..<75: consumer.step(&harness, using: &generator)
            default: committers.step(&harness, classic, consumer, using: &generator)
            }
            classic.takeAnswers(&harness)
        }

        private static func subscription(_ topics: [String]) -> [UInt8] {
            var metadata = ByteWriter()
            metadata.write(0 as Int16)
            ConsumerProtocolSubscription(topics: topics, userData: nil).encode(into: &metadata, version: 0)
            return metadata.array
        }

        private mutating func restart() throws {
            try harness.restart(compacted: generator.oneIn(2))
            classic.reconnect()
        }

        private mutating func changeTopics() {
            let index = Int.random(in: topics.indices, using: &generator)
            topicCount += 1
            if generator.oneIn(2) { topics[index].id = UUID(high: 1, low: topicCount) } else { topics[index].partitionCount += 1 }
            harness.changeTopics(generator.oneIn(3) ? topics.filter { $0.name != topics[index].name } : topics)
        }
    }

    @Test func `the fold of the log is what lives`() throws {
        var kinds: Set<String> = []
        var (acceptedCount, refusedCount, classicMemberCount) = (0, 0, 0)
        let seeds = Seeds.few(16)
        for seed in seeds {
            var run = Run(seed: seed)
            for step in 0..<1_000 {
                try run.step()
                if step % 100 == 99 { try run.harness.checkReplayLaw("seed \(seed), step \(step)") }
            }
            classicMemberCount += run.harness.log.count {
                if case .member(_, let value?) = $0 { value.classicMemberMetadata != nil } else { false }
            }
            kinds.formUnion(run.harness.log.map(kind))
            acceptedCount += run.committers.acceptedCount
            refusedCount += run.committers.refusedCount
            try expectRest(&run)
        }
        guard seeds.count >= 16 else { return }
        #expect(classicMemberCount > 0, "no group had members of both protocols")
        #expect(kinds.isSuperset(of: Self.expectedKinds), "never came: \(Self.expectedKinds.subtracting(kinds))")
        #expect(min(acceptedCount, refusedCount) > 1_000, "\(acceptedCount) commits accepted, \(refusedCount) refused")
    }

    /// Left alone, everybody's session ends, every offset expires, and nothing is left, also in the log.
    private func expectRest(_ run: inout Run) throws {
        let note = "seed \(run.seed), at the end"
        run.harness.advance(milliseconds: 2_400_000)
        #expect(run.harness.waiting.isEmpty, "\(note): somebody waits for ever")
        #expect(run.harness.coordinator.groups.isEmpty, "\(note): \(run.harness.listed)")
        #expect(run.harness.coordinator.topicNames.all.isEmpty, "\(note)")
        #expect(run.harness.coordinator.deadlines.count == 1, "\(note): only the expiry of offsets is left to be done")
        try run.harness.checkReplayLaw(note)
        #expect(try CoordinatorHarness.compacted(run.harness.log).isEmpty, "\(note): the log never forgets something")
    }

    private static let expectedKinds: Set<String> = [
        "offset", "offset's tombstone", "classicGroup", "classicGroup's tombstone", "consumerGroup", "consumerGroup's tombstone",
        "member", "member's tombstone", "targetAssignment", "targetAssignment's tombstone", "targetMember", "targetMember's tombstone",
        "currentAssignment",
        "currentAssignment's tombstone", "regularExpression", "regularExpression's tombstone",
    ]

    private func kind(_ entry: GroupEntry) -> String {
        var value = ByteWriter()
        let suffix = entry.encodeValue(into: &value) ? "" : "'s tombstone"
        let name =
            switch entry {
            case .offset: "offset"
            case .classicGroup: "classicGroup"
            case .consumerGroup: "consumerGroup"
            case .partitionMetadata: "partitionMetadata"
            case .member: "member"
            case .targetAssignment: "targetAssignment"
            case .targetMember: "targetMember"
            case .currentAssignment: "currentAssignment"
            case .regularExpression: "regularExpression"
            }
        return name + suffix
    }
}
