import OttlaGroups
import OttlaProtocol
import OttlaStateMachines
import OttlaVocabulary

/// Clients that mostly follow the classic protocol, and now and then do not: they die, forget, lie, and change their minds.
/// One step is one command of one of them.
struct RandomClassicClients {
    struct Client {
        var group: String
        var join: JoinGroupRequest
        var version: Int16
        var generation: Int32 = -1
        var ticket: Ticket?
        var members: [JoinGroupResponse.JoinGroupResponseMember] = []
        var isLeader = false
        var next = Next.join
    }

    enum Next { case join, sync, heartbeat }

    private(set) var clients: [Client]
    private var owners: [Ticket: Int] = [:]
    /// Who was named the leader of a generation, and by which protocol it goes, by group and generation.
    private(set) var leaders: [String: Set<String>] = [:]
    private(set) var protocols: [String: Set<String>] = [:]

    /// What their protocols may say.
    private let metadata: [[UInt8]]

    init(count: Int, groups: [String], metadata: [[UInt8]] = [[0], [1]], using generator: inout SeededGenerator) {
        self.metadata = metadata
        clients = (0..<count).map { index in
            var join = JoinGroupRequest(
                groupID: groups[index % groups.count], sessionTimeoutMs: .random(in: 6_000...40_000, using: &generator),
                rebalanceTimeoutMs: .random(in: 0...60_000, using: &generator), protocolType: "consumer")
            let version = Int16.random(in: 0...9, using: &generator)
            if version >= 5, generator.oneIn(3) { join.groupInstanceID = "instance-\(index / 2 % 8)" }
            join.protocols = Self.anyProtocols(metadata, using: &generator)
            return Client(group: join.groupID, join: join, version: version)
        }
    }

    /// All have `both` in common, mostly.
    private static func anyProtocols(
        _ metadata: [[UInt8]], using generator: inout SeededGenerator
    ) -> [JoinGroupRequest.JoinGroupRequestProtocol] {
        var names = ["both", "one", "two"].shuffled(using: &generator).prefix(generator.oneIn(10) ? 1 : 3)
        if !generator.oneIn(10), !names.contains("both") { names.append("both") }
        return names.map { .init(name: $0, metadata: metadata.randomElement(using: &generator) ?? []) }
    }

    mutating func step(_ harness: inout CoordinatorHarness, using generator: inout SeededGenerator) {
        let index = Int.random(in: clients.indices, using: &generator)
        if clients[index].ticket != nil {
            // It waits; seldom its connection is lost, or its user loses patience and asks again.
            if generator.oneIn(40) { drop(index, &harness) } else if generator.oneIn(60) { join(index, &harness) }
        } else if generator.oneIn(40) {
            misbehave(index, &harness, using: &generator)
        } else {
            switch clients[index].next {
            case .join: join(index, &harness)
            case .sync: sync(index, &harness, using: &generator)
            case .heartbeat: heartbeat(index, &harness)
            }
        }
        takeAnswers(&harness)
    }

    /// After a restart: who waited asks again, and what was said of generations that were not written holds no more.
    mutating func reconnect() {
        for index in clients.indices where clients[index].ticket != nil {
            clients[index].ticket = nil
            clients[index].next = .join
        }
        owners = [:]
        leaders = [:]
        protocols = [:]
    }

    private mutating func misbehave(_ index: Int, _ harness: inout CoordinatorHarness, using generator: inout SeededGenerator) {
        switch Int.random(in: 0..<7, using: &generator) {
        case 0: leave(index, &harness)
        case 1: clients[index].join.memberID = ""
        case 2: clients[index].join.memberID = clients.randomElement(using: &generator)?.join.memberID ?? "?"
        case 3: clients[index].join.protocols = Self.anyProtocols(metadata, using: &generator)
        case 4: clients[index].generation += Int32.random(in: -1...1, using: &generator)
        case 5: clients[index].join.sessionTimeoutMs = .random(in: 5_000...40_000, using: &generator)
        default: clients[index].next = [.join, .sync, .heartbeat].randomElement(using: &generator) ?? .join
        }
    }

    // MARK: - Requests

    private mutating func ticket(for index: Int, _ harness: inout CoordinatorHarness) -> Ticket {
        let ticket = harness.ticket()
        owners[ticket] = index
        clients[index].ticket = ticket
        return ticket
    }

    private mutating func join(_ index: Int, _ harness: inout CoordinatorHarness) {
        let ticket = ticket(for: index, &harness)
        let client = clients[index]
        harness.run {
            $0.joinGroup(
                client.join, version: client.version, from: GroupClient(clientID: "client-\(index)", host: "/::1"), ticket: ticket, at: $1,
                &$2)
        }
    }

    private mutating func sync(_ index: Int, _ harness: inout CoordinatorHarness, using generator: inout SeededGenerator) {
        let ticket = ticket(for: index, &harness)
        let client = clients[index]
        let assignments = client.members.filter { _ in !generator.oneIn(20) }
        let request = SyncGroupRequest(
            groupID: client.group, generationID: client.generation, memberID: client.join.memberID,
            groupInstanceID: client.join.groupInstanceID,
            assignments: assignments.map { .init(memberID: $0.memberID, assignment: $0.metadata) })
        harness.run { $0.syncGroup(request, version: 5, ticket: ticket, at: $1, &$2) }
    }

    private mutating func heartbeat(_ index: Int, _ harness: inout CoordinatorHarness) {
        let client = clients[index]
        let request = HeartbeatRequest(
            groupID: client.group, generationID: client.generation, memberID: client.join.memberID,
            groupInstanceID: client.join.groupInstanceID)
        take(harness.run { $0.heartbeat(request, at: $1, &$2) }.errorCode, index)
    }

    private mutating func leave(_ index: Int, _ harness: inout CoordinatorHarness) {
        let client = clients[index]
        let request = LeaveGroupRequest(
            groupID: client.group, memberID: client.join.memberID,
            members: client.version < 3 ? [] : [.init(memberID: client.join.memberID, groupInstanceID: client.join.groupInstanceID)])
        harness.run { _ = $0.leaveGroup(request, version: min(client.version, 5), at: $1, &$2) }
        clients[index].join.memberID = ""
        clients[index].next = .join
    }

    private mutating func drop(_ index: Int, _ harness: inout CoordinatorHarness) {
        guard let ticket = clients[index].ticket else { return }
        clients[index].ticket = nil
        clients[index].next = .join
        harness.abandon(ticket, inGroup: clients[index].group)
    }

    // MARK: - Answers

    mutating func takeAnswers(_ harness: inout CoordinatorHarness) {
        for answered in harness.takeEffects().answers {
            // A client that asked again does not hear the answer to its first request.
            guard let index = owners.removeValue(forKey: answered.ticket), clients[index].ticket == answered.ticket else { continue }
            clients[index].ticket = nil
            switch answered.answer {
            case .join(let response): take(response, index)
            case .sync(let response): response.errorCode == .none ? clients[index].next = .heartbeat : take(response.errorCode, index)
            case .deleted: break
            }
        }
    }

    private mutating func take(_ response: JoinGroupResponse, _ index: Int) {
        if response.errorCode == .memberIDRequired { clients[index].join.memberID = response.memberID }
        guard response.errorCode == .none else { return take(response.errorCode, index) }
        clients[index].join.memberID = response.memberID
        clients[index].generation = response.generationID
        clients[index].members = response.members
        clients[index].next = .sync
        let key = "\(clients[index].group) \(response.generationID)"
        protocols[key, default: []].insert(response.protocolName ?? "none")
        // A static member that took the leader's place is told so, or told of the one before it.
        if clients[index].join.groupInstanceID == nil, !response.leader.hasPrefix("instance") {
            leaders[key, default: []].insert(response.leader)
        }
    }

    private mutating func take(_ error: ErrorCode, _ index: Int) {
        switch error {
        case .none: break
        case .unknownMemberID, .fencedInstanceID, .groupMaxSizeReached:
            clients[index].join.memberID = ""
            clients[index].next = .join
        default: clients[index].next = .join
        }
    }
}
