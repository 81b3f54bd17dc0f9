import OttlaProtocol
import OttlaStateMachines
import OttlaVocabulary
import Testing

@testable import OttlaGroups

/// Clients of both protocols in one group, which goes over from one to the other and back as they come and go. Each holds
/// what it was told, as real clients do, and no partition may be with two.
struct MixedModel {
    static let groupID = "group"
    static let topic = TopicCatalog.Topic(name: "a", id: UUID(high: 1, low: 1), partitionCount: 7)

    /// A client of the classic protocol: Kafka's consumer of 3.x, as far as groups see it.
    struct Classic {
        var id = ""
        var generation: Int32 = -1
        var owned: Set<Int32> = []
        var step = Step.mustJoin

        enum Step: Equatable { case mustJoin, joining(Ticket), syncing(Ticket), working }
    }

    struct Consumer {
        var id: String
        var epoch: Int32 = 0
        var owned: Set<Int32> = []
        var hasNews = true
    }

    let isCooperative: Bool
    var note: String
    var harness: CoordinatorHarness
    var generator: SeededGenerator
    var classics: [Classic] = []
    var consumers: [Consumer] = []
    private var count = 0
    private(set) var changes = 0
    private var wasConsumer = false
    /// The highest epoch, or written generation, that any member may have been told.
    private var told: Int32 = 0

    init(seed: UInt64, policy: GroupSettings.MigrationPolicy = .bidirectional) {
        note = "seed \(seed)"
        isCooperative = seed % 2 == 0
        generator = SeededGenerator(seed: seed)
        var settings = GroupSettings()
        settings.classic.initialRebalanceDelayMs = 100
        settings.consumer.migrationPolicy = policy
        settings.consumer.assignmentIntervalMs = seed % 3 == 0 ? 0 : 1000
        harness = CoordinatorHarness(settings: settings, topics: [Self.topic], seed: seed)
    }

    var group: Group? { harness.coordinator.groups[Self.groupID] }
    private var client: GroupClient { GroupClient(clientID: "c", host: "/h") }

    // MARK: - Consumer protocol

    mutating func joinConsumer() {
        count += 1
        consumers.append(Consumer(id: "consumer-\(count)"))
        beat(consumers.count - 1)
    }

    mutating func beat(_ index: Int) {
        var member = consumers[index]
        var request = ConsumerGroupHeartbeatRequest(groupID: Self.groupID, memberID: member.id, memberEpoch: member.epoch)
        if member.epoch == 0 { (request.rebalanceTimeoutMs, request.subscribedTopicNames) = (60_000, ["a"]) }
        if member.hasNews || member.epoch == 0 {
            request.topicPartitions = member.owned.isEmpty ? [] : [.init(topicID: Self.topic.id, partitions: member.owned.sorted())]
        }
        let client = client
        let response = harness.run { $0.consumerGroupHeartbeat(request, version: 1, from: client, at: $1, &$2) }
        member.hasNews = false
        switch response.errorCode {
        case .none:
            member.epoch = response.memberEpoch
            if let assignment = response.assignment {
                let told = Set(assignment.topicPartitions.flatMap(\.partitions))
                member.hasNews = told != member.owned
                member.owned = told
            }
        case .fencedMemberEpoch, .unknownMemberID, .groupIDNotFound: (member.epoch, member.owned, member.hasNews) = (0, [], true)
        default: Issue.record("\(response.errorCode) \(response.errorMessage ?? "") \(note)")
        }
        consumers[index] = member
    }

    mutating func leaveConsumer(_ index: Int) {
        let member = consumers.remove(at: index)
        let request = ConsumerGroupHeartbeatRequest(groupID: Self.groupID, memberID: member.id, memberEpoch: -1)
        let client = client
        _ = harness.run { $0.consumerGroupHeartbeat(request, version: 1, from: client, at: $1, &$2) }
    }

    // MARK: - Classic protocol

    mutating func joinClassic() {
        classics.append(Classic())
        advance(classics.count - 1)
    }

    /// Whatever the client does next: it joins, takes an answer, or sends a heartbeat.
    mutating func advance(_ index: Int) {
        switch classics[index].step {
        case .mustJoin: sendJoin(index)
        case .joining(let ticket): if case .join(let answer) = harness.answers[ticket] { take(answer, index) }
        case .syncing(let ticket): if case .sync(let answer) = harness.answers[ticket] { take(answer, index) }
        case .working:
            let member = classics[index]
            let request = HeartbeatRequest(groupID: Self.groupID, generationID: member.generation, memberID: member.id)
            let response = harness.run { $0.heartbeat(request, at: $1, &$2) }
            if response.errorCode != .none { mustJoin(index, response.errorCode) }
        }
    }

    private mutating func mustJoin(_ index: Int, _ error: ErrorCode) {
        classics[index].step = .mustJoin
        switch error {
        case .rebalanceInProgress: break
        case .illegalGeneration: classics[index].owned = []
        case .unknownMemberID: (classics[index].owned, classics[index].id, classics[index].generation) = ([], "", -1)
        default: Issue.record("\(error) \(note)")
        }
    }

    private mutating func sendJoin(_ index: Int) {
        if !isCooperative { classics[index].owned = [] }
        let owned = classics[index].owned.sorted()
        let subscription = ConsumerProtocolSubscription(
            topics: ["a"], ownedPartitions: owned.isEmpty ? [] : [.init(topic: "a", partitions: owned)])
        var writer = ByteWriter()
        writer.write(1 as Int16)
        subscription.encode(into: &writer, version: 1)
        let request = JoinGroupRequest(
            groupID: Self.groupID, sessionTimeoutMs: 30_000, rebalanceTimeoutMs: 60_000, memberID: classics[index].id,
            protocolType: "consumer", protocols: [.init(name: isCooperative ? "cooperative-sticky" : "range", metadata: writer.array)])
        let ticket = harness.ticket()
        let client = client
        classics[index].step = .joining(ticket)
        harness.run { $0.joinGroup(request, version: 9, from: client, ticket: ticket, at: $1, &$2) }
    }

    private mutating func take(_ answer: JoinGroupResponse, _ index: Int) {
        switch answer.errorCode {
        case .none:
            classics[index].id = answer.memberID
            classics[index].generation = answer.generationID
            sendSync(index, answer.leader == answer.memberID ? assignments(of: answer.members) : [])
        case .memberIDRequired:
            classics[index].id = answer.memberID
            classics[index].step = .mustJoin
        default: mustJoin(index, answer.errorCode)
        }
    }

    private mutating func sendSync(_ index: Int, _ assignments: [SyncGroupRequest.SyncGroupRequestAssignment]) {
        let request = SyncGroupRequest(
            groupID: Self.groupID, generationID: classics[index].generation, memberID: classics[index].id, protocolType: "consumer",
            protocolName: isCooperative ? "cooperative-sticky" : "range", assignments: assignments)
        let ticket = harness.ticket()
        classics[index].step = .syncing(ticket)
        harness.run { $0.syncGroup(request, version: 5, ticket: ticket, at: $1, &$2) }
    }

    /// In turn; a cooperative leader leaves out what another one still holds.
    private func assignments(of members: [JoinGroupResponse.JoinGroupResponseMember]) -> [SyncGroupRequest.SyncGroupRequestAssignment] {
        var owners: [Int32: String] = [:]
        for member in members {
            for partition in ClassicGroup.subscription(in: member.metadata)?.ownedPartitions.flatMap(\.partitions) ?? [] {
                owners[partition] = member.memberID
            }
        }
        let order = members.map(\.memberID).sorted()
        return order.enumerated().map { place, id in
            let share = (0..<Self.topic.partitionCount).filter { Int($0) % order.count == place && owners[$0] ?? id == id }
            let assignment = ConsumerProtocolAssignment(assignedPartitions: [.init(topic: "a", partitions: share)])
            return .init(memberID: id, assignment: assignment.bytes(version: 1))
        }
    }

    private mutating func take(_ answer: SyncGroupResponse, _ index: Int) {
        guard answer.errorCode == .none else { return mustJoin(index, answer.errorCode) }
        let assigned = Set(ConsumerProtocolAssignment.decode(answer.assignment)?.assignedPartitions.flatMap(\.partitions) ?? [])
        let hasToGiveBack = !classics[index].owned.isSubset(of: assigned)
        classics[index].owned = assigned
        // Cooperative: what was given back is for others in another round.
        classics[index].step = hasToGiveBack ? .mustJoin : .working
    }

    mutating func leaveClassic(_ index: Int) {
        let member = classics.remove(at: index)
        if case .joining(let ticket) = member.step { harness.abandon(ticket, inGroup: Self.groupID) }
        if case .syncing(let ticket) = member.step { harness.abandon(ticket, inGroup: Self.groupID) }
        guard !member.id.isEmpty else { return }
        let request = LeaveGroupRequest(groupID: Self.groupID, members: [.init(memberID: member.id)])
        _ = harness.run { $0.leaveGroup(request, version: 5, at: $1, &$2) }
    }

    /// After a restart: who waited asks again. Who was removed holds nothing any more, whether it knows or not.
    mutating func reconnect() {
        for index in classics.indices where !isThere(classics[index].id) { classics[index].owned = [] }
        for index in consumers.indices where !isThere(consumers[index].id) { consumers[index].owned = [] }
        for index in classics.indices {
            switch classics[index].step {
            case .joining(let ticket), .syncing(let ticket): if harness.answers[ticket] == nil { classics[index].step = .mustJoin }
            case .mustJoin, .working: break
            }
        }
    }

    // MARK: - What must hold

    mutating func check() {
        #expect(group?.classic == nil || group?.consumer == nil, "one protocol at a time: \(note)")
        if let group, wasConsumer != (group.consumer != nil) {
            wasConsumer = group.consumer != nil
            changes += 1
        }
        let consumer = group?.consumer
        let classic = group?.classic
        if group?.hasMembers == true {
            let epoch = consumer?.targetEpoch ?? classic?.written?.generation ?? told
            #expect(epoch >= told, "from \(told) back to \(epoch): \(note)")
            told = max(told, epoch)
        } else {
            told = 0
        }
        var owners: [Int32: String] = [:]
        for (id, owned) in classics.map({ ($0.id, $0.owned) }) + consumers.map({ ($0.id, $0.owned) }) where isThere(id) {
            for partition in owned {
                let other = owners.updateValue(id, forKey: partition)
                #expect(other == nil, "\(partition) is with \(other ?? "") and \(id): \(note)")
            }
        }
    }

    private func isThere(_ id: String) -> Bool {
        group?.consumer?.members[id]?.isMember == true || group?.classic?.members.position(of: id) != nil
    }

    mutating func settle() {
        for _ in 0..<60 {
            harness.advance(milliseconds: 1_500)
            for index in consumers.indices { beat(index) }
            for index in classics.indices { advance(index) }
            check()
        }
        guard !classics.isEmpty || !consumers.isEmpty else { return }
        let all = classics.flatMap(\.owned) + consumers.flatMap(\.owned)
        #expect(all.sorted() == Array(0..<Self.topic.partitionCount), "\(note)")
        #expect((group?.consumer == nil) == consumers.isEmpty, "\(note)")
        #expect(classics.allSatisfy { $0.step == .working }, "\(note)")
    }
}
