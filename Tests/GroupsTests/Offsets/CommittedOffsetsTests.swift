import OttlaProtocol
import OttlaStateMachines
import OttlaVocabulary
import Testing

@testable import OttlaGroups

@Suite struct CommittedOffsetsTests {
    @Test func `one committed offset takes 32 bytes`() { #expect(MemoryLayout<CommittedOffset>.stride == 32) }

    @Test(arguments: Seeds.few(20))
    func `it holds what a plain dictionary holds`(seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        var offsets = CommittedOffsets()
        var names = SharedTopicNames()
        var model: [OffsetCommitKey: OffsetCommitValue] = [:]
        for step in 0..<2_000 {
            let key = OffsetCommitKey(
                group: "g", topic: "topic-\(Int.random(in: 0..<5, using: &generator))", partition: .random(in: 0..<20, using: &generator))
            let isRemoved = generator.oneIn(step < 1_000 ? 4 : 2)
            let value = OffsetCommitValue(
                offset: Offset(Int64(step)), leaderEpoch: generator.oneIn(2) ? -1 : 3, metadata: generator.oneIn(2) ? "" : "m\(step % 3)",
                commitTimestamp: Int64(step), topicID: generator.oneIn(3) ? UUID(high: 1, low: 2) : .zero)
            model[key] = isRemoved ? nil : value
            offsets.apply(key, isRemoved ? nil : value, &names)
            #expect(offsets.count == model.count, "seed \(seed), step \(step)")
            #expect(offsets.topic(named: key.topic)?[key.partition]?.value == model[key], "seed \(seed), step \(step)")
        }
        #expect(Set(names.all) == Set(model.keys.map(\.topic)), "seed \(seed)")
        let sorted = model.sorted { ($0.key.topic, $0.key.partition) < ($1.key.topic, $1.key.partition) }
        #expect(offsets.durableEntries(ofGroup: "g") == sorted.map { .offset($0, $1) }, "seed \(seed)")
    }

    @Test func `equal details of neighbours are one object`() {
        var offsets = CommittedOffsets()
        var names = SharedTopicNames()
        for partition in 0..<3 as Range<Int32> {
            let value = OffsetCommitValue(offset: 1, topicID: UUID(high: 1, low: 1))
            offsets.apply(OffsetCommitKey(group: "g", topic: "t", partition: partition), value, &names)
        }
        let details = offsets.topics[0].partitions.map(\.details)
        #expect(details[0] != nil && details.allSatisfy { $0 === details[0] })
        offsets.apply(OffsetCommitKey(group: "g", topic: "t", partition: 1), OffsetCommitValue(offset: 2), &names)
        #expect(offsets.topics[0].partitions[1].details == nil)
    }

    @Test func `a name that no group needs is forgotten`() {
        var coordinator = GroupCoordinator(settings: GroupSettings(), seed: 1)
        for group in ["g", "h"] {
            coordinator.apply(.offset(OffsetCommitKey(group: group, topic: "t", partition: 0), OffsetCommitValue(offset: 1)))
        }
        coordinator.apply(.offset(OffsetCommitKey(group: "g", topic: "t", partition: 0), nil))
        #expect(coordinator.topicNames.contains("t"))
        coordinator.apply(.offset(OffsetCommitKey(group: "h", topic: "t", partition: 0), nil))
        #expect(!coordinator.topicNames.contains("t"))
        #expect(coordinator.groups.isEmpty)
    }
}

extension OffsetCommitKey: Hashable {
    package func hash(into hasher: inout Hasher) {
        hasher.combine(topic)
        hasher.combine(partition)
    }
}
