import OttlaGroups
import OttlaProtocol
import OttlaStateMachines
import OttlaVocabulary

/// Commits of members and of others, deletions, and looks at groups: in all versions, of topics that are there and that are not.
struct RandomCommitters {
    let groups: [String]
    let topics: [String]
    /// Commits that were accepted, and those that were not.
    private(set) var acceptedCount = 0
    private(set) var refusedCount = 0

    mutating func step(
        _ harness: inout CoordinatorHarness, _ classic: RandomClassicClients, _ consumer: RandomConsumerClients,
        using generator: inout SeededGenerator
    ) {
        let group = groups.randomElement(using: &generator) ?? ""
        switch Int.random(in: 0..<20, using: &generator) {
        case 0: deleteOffsets(of: group, &harness, using: &generator)
        case 1: harness.delete(group)
        case 2: look(at: group, harness, using: &generator)
        default: commit(to: group, &harness, classic, consumer, using: &generator)
        }
    }

    private mutating func commit(
        to group: String, _ harness: inout CoordinatorHarness, _ classic: RandomClassicClients, _ consumer: RandomConsumerClients,
        using generator: inout SeededGenerator
    ) {
        let version = Int16.random(in: 0...10, using: &generator)
        var request = OffsetCommitRequest(groupID: group)
        if let client = classic.clients.randomElement(using: &generator), generator.oneIn(3) {
            request = OffsetCommitRequest(
                groupID: client.group, generationIDOrMemberEpoch: client.generation, memberID: client.join.memberID,
                groupInstanceID: client.join.groupInstanceID)
        } else if let client = consumer.clients.randomElement(using: &generator), generator.oneIn(2) {
            request = OffsetCommitRequest(groupID: client.group, generationIDOrMemberEpoch: client.epoch, memberID: client.id)
        }
        if (2...4).contains(version), generator.oneIn(2) { request.retentionTimeMs = .random(in: 0...100_000, using: &generator) }
        request.topics = (0...1).map { _ in
            let name = topics.randomElement(using: &generator) ?? ""
            return .init(
                name: version < 10 ? name : "", topicID: version < 10 ? .zero : harness.catalog.topic(named: name)?.id ?? .zero,
                partitions: (0..<3).map { _ in partition(version, using: &generator) })
        }
        let response = harness.run { $0.commitOffsets(request, version: version, at: $1, &$2) }
        for partition in response.topics.flatMap(\.partitions) {
            if partition.errorCode == .none { acceptedCount += 1 } else { refusedCount += 1 }
        }
    }

    private func partition(_ version: Int16, using generator: inout SeededGenerator) -> OffsetCommitRequest.OffsetCommitRequestPartition {
        .init(
            partitionIndex: .random(in: 0..<5, using: &generator), committedOffset: Offset(.random(in: 0...1_000, using: &generator)),
            committedLeaderEpoch: version >= 6 ? .random(in: -1...3, using: &generator) : -1,
            commitTimestamp: version == 1 && generator.oneIn(2) ? 1_700_000_000_000 : -1,
            committedMetadata: [nil, "", "m", String(repeating: "m", count: 40)].randomElement(using: &generator) ?? nil)
    }

    private func deleteOffsets(of group: String, _ harness: inout CoordinatorHarness, using generator: inout SeededGenerator) {
        let request = OffsetDeleteRequest(
            groupID: group,
            topics: topics.map { name in .init(name: name, partitions: [.init(partitionIndex: .random(in: 0..<5, using: &generator))]) })
        harness.run { _ = $0.deleteOffsets(request, at: $1, &$2) }
    }

    private func look(at group: String, _ harness: CoordinatorHarness, using generator: inout SeededGenerator) {
        _ = harness.fetch(group, version: .random(in: 8...10, using: &generator), stable: generator.oneIn(2))
        _ = harness.listed
        _ = harness.coordinator.describeGroup(group, version: 6)
        _ = harness.coordinator.describeConsumerGroup(group)
    }
}
