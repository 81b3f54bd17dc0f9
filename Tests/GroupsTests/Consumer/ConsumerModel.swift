import OttlaProtocol
import OttlaStateMachines
import OttlaVocabulary
import Testing

@testable import OttlaGroups

/// Clients of one consumer group as they behave: each holds what it was told until it says that it gave it back. Sees to
/// it after each step that no two hold the same partition, and that epochs do not go back.
struct ConsumerModel {
    struct Member {
        var id: String
        var instanceID: String?
        var epoch: Int32 = 0
        var owned: Set<TopicIDPartition> = []
        var names: [String] = ["a"]
        var expression: String?
        /// Everything must be said again, as after an answer that did not come.
        var isFull = true
        /// What it holds changed since it last said.
        var hasNews = true
    }

    static let groupID = "group"
    var harness: CoordinatorHarness
    var generator: SeededGenerator
    var members: [Member] = []
    /// Static members whose process has ended.
    var away: [Member] = []
    var topics: [TopicCatalog.Topic]
    var note: String
    private var memberCount = 0
    private var topicCount: UInt64 = 10
    private var epochs: (group: Int32, target: Int32) = (0, 0)

    init(seed: UInt64) {
        note = "seed \(seed)"
        generator = SeededGenerator(seed: seed)
        topics = [
            .init(name: "a", id: UUID(high: 1, low: 1), partitionCount: 6), .init(name: "b", id: UUID(high: 1, low: 2), partitionCount: 3),
            .init(name: "c-1", id: UUID(high: 1, low: 3), partitionCount: 2),
        ]
        var settings = GroupSettings()
        settings.consumer.assignmentIntervalMs = seed % 3 == 0 ? 0 : 1000
        settings.consumer.assignors = seed % 5 == 0 ? ["range", "uniform"] : ["uniform", "range"]
        settings.consumer.maxSize = 8
        harness = CoordinatorHarness(settings: settings, topics: topics, seed: seed)
    }

    var group: ConsumerGroup? { harness.coordinator.groups[Self.groupID]?.consumer }

    // MARK: - What clients do

    mutating func join() {
        memberCount += 1
        var member = Member(id: "m\(memberCount)")
        if generator.oneIn(3) { member.instanceID = "i\(memberCount)" }
        subscribe(&member)
        members.append(member)
        heartbeat(members.count - 1)
    }

    private mutating func subscribe(_ member: inout Member) {
        member.names = []
        for topic in topics where generator.oneIn(2) { member.names.append(topic.name) }
        member.expression = generator.oneIn(3) ? ["c-.*", "a|b", "nothing"].randomElement(using: &generator) : nil
        member.isFull = true
    }

    mutating func resubscribe(_ index: Int) {
        var member = members[index]
        subscribe(&member)
        members[index] = member
    }

    /// One honest heartbeat. If its answer is lost, the client says everything again next time.
    mutating func heartbeat(_ index: Int, isAnswerLost: Bool = false) {
        var member = members[index]
        var request = ConsumerGroupHeartbeatRequest(
            groupID: Self.groupID, memberID: member.id, memberEpoch: member.epoch, instanceID: member.instanceID)
        if member.isFull {
            request.rebalanceTimeoutMs = 60_000
            request.subscribedTopicNames = member.names
            request.subscribedTopicRegex = member.expression ?? ""
        }
        if member.isFull || member.hasNews {
            request.topicPartitions = PartitionSet(member.owned).byTopic { .init(topicID: $0, partitions: $1) }
        }
        let response = harness.run { $0.consumerGroupHeartbeat(request, version: 1, from: .init(clientID: "c", host: "/h"), at: $1, &$2) }
        if isAnswerLost {
            members[index].isFull = true
            return
        }
        member.isFull = false
        member.hasNews = false
        switch response.errorCode {
        case .none:
            member.epoch = response.memberEpoch
            if let assignment = response.assignment {
                let told = Set(PartitionSet(assignment.topicPartitions) { ($0.topicID, $0.partitions) }.elements)
                member.hasNews = told != member.owned
                member.owned = told
            }
        case .fencedMemberEpoch, .unknownMemberID:
            member.epoch = 0
            member.owned = []
            member.isFull = true
        case .groupMaxSizeReached where member.epoch == 0:
            members.remove(at: index)
            return
        case .groupIDNotFound where group == nil:
            member.epoch = 0
            member.owned = []
            member.isFull = true
        default: Issue.record("\(response.errorCode) \(response.errorMessage ?? ""); \(note)")
        }
        members[index] = member
    }

    mutating func leave(_ index: Int) {
        let member = members.remove(at: index)
        send(leaving: member, epoch: -1)
    }

    /// The process of a static member ends, to be started anew.
    mutating func goAway(_ index: Int) {
        guard members[index].instanceID != nil, members[index].epoch > 0 else { return }
        let member = members.remove(at: index)
        send(leaving: member, epoch: -2)
        away.append(member)
    }

    mutating func comeBack() {
        guard !away.isEmpty else { return }
        var member = away.removeFirst()
        memberCount += 1
        member.id = "m\(memberCount)"
        member.epoch = 0
        member.owned = []
        member.isFull = true
        members.append(member)
        heartbeat(members.count - 1)
    }

    private mutating func send(leaving member: Member, epoch: Int32) {
        let request = ConsumerGroupHeartbeatRequest(
            groupID: Self.groupID, memberID: member.id, memberEpoch: epoch, instanceID: member.instanceID)
        let response = harness.run { $0.consumerGroupHeartbeat(request, version: 1, from: .init(clientID: "c", host: "/h"), at: $1, &$2) }
        let isKnown: Set<ErrorCode> = [.none, .unknownMemberID, .groupIDNotFound]
        #expect(isKnown.contains(response.errorCode), "\(response.errorCode) \(note)")
    }

    mutating func crash(_ index: Int) { members.remove(at: index) }

    /// What no honest client sends is refused, and changes nothing.
    mutating func lie(_ index: Int) {
        let member = members[index]
        guard let current = group?.members[member.id]?.current, current.epoch > 0 else { return }
        var request = ConsumerGroupHeartbeatRequest(groupID: Self.groupID, memberID: member.id, memberEpoch: current.epoch)
        var expected = ErrorCode.invalidRequest
        switch Int.random(in: 0..<7, using: &generator) {
        case 0: (request.memberEpoch, expected) = (current.epoch + 1, .fencedMemberEpoch)
        case 1: (request.memberEpoch, expected) = (current.epoch > 1 ? current.epoch - 1 : 9999, .fencedMemberEpoch)
        case 2: (request.memberID, expected) = ("nobody", .unknownMemberID)
        case 3: (request.serverAssignor, expected) = ("best", .unsupportedAssignor)
        case 4: (request.subscribedTopicRegex, expected) = ("(", .invalidRegularExpression)
        case 5: request.memberEpoch = -3
        default: request.instanceID = ""
        }
        let before = harness.coordinator.durableEntries
        let response = harness.run { $0.consumerGroupHeartbeat(request, version: 1, from: .init(clientID: "c", host: "/h"), at: $1, &$2) }
        #expect(response.errorCode == expected, "\(note)")
        #expect(harness.coordinator.durableEntries == before, "\(note)")
    }

    mutating func changeTopics() {
        switch Int.random(in: 0..<4, using: &generator) {
        case 0 where topics.count > 1: topics.remove(at: Int.random(in: 0..<topics.count, using: &generator))
        case 1 where topics.count < 6:
            topicCount += 1
            let name = ["a", "b", "c-\(topicCount)", "d"].first { name in !topics.contains { $0.name == name } } ?? "e"
            topics.append(.init(name: name, id: UUID(high: 1, low: topicCount), partitionCount: .random(in: 1...5, using: &generator)))
        default:
            let index = Int.random(in: 0..<topics.count, using: &generator)
            topics[index].partitionCount += 1
        }
        harness.changeTopics(topics)
    }

    // MARK: - What must hold

    mutating func check() {
        // Who was removed meanwhile holds nothing any more, whether it knows or not.
        for index in members.indices where group?.members[members[index].id]?.isMember != true { members[index].owned = [] }
        var owners: [TopicIDPartition: String] = [:]
        for member in members {
            for partition in member.owned {
                let other = owners.updateValue(member.id, forKey: partition)
                #expect(other == nil, "\(partition) is with \(other ?? "") and \(member.id): \(note)")
            }
        }
        // A group that was empty for long is gone; the next one of its name starts anew.
        if harness.takeEffects().entries.contains(.consumerGroup(.init(groupID: Self.groupID), nil)) { epochs = (0, 0) }
        if let group {
            #expect(group.epoch >= epochs.group && group.targetEpoch >= epochs.target && group.epoch >= group.targetEpoch, "\(note)")
            epochs = (group.epoch, group.targetEpoch)
        }
    }

    /// Everybody sends heartbeats and nothing else happens: the group settles with everything assigned.
    mutating func settle() {
        for _ in 0..<30 {
            harness.advance(milliseconds: 5_000)
            for index in members.indices.reversed() where index < members.count { heartbeat(index) }
            check()
        }
        // Static members whose process has not come back have been removed by now.
        away = []
        guard let group, !members.isEmpty else { return }
        #expect(group.stateName == "Stable" && group.epoch == group.targetEpoch, "\(note): \(group.stateName)")
        #expect(members.allSatisfy { $0.epoch == group.epoch }, "\(note)")
        var all: Set<TopicIDPartition> = []
        for topic in topics where group.isSubscribed(to: topic.name) {
            for partition in 0..<topic.partitionCount { all.insert(.init(topicID: topic.id, partition: partition)) }
        }
        #expect(Set(members.flatMap(\.owned)) == all, "\(note)")
        for member in members {
            #expect(PartitionSet(member.owned) == group.members[member.id]?.target, "\(note)")
        }
    }
}
