import OttlaProtocol
import OttlaStateMachines
import OttlaVocabulary
import Testing

@testable import OttlaGroups

@Suite struct ClassicGroupTests {
    private let client = GroupClient(clientID: "c", host: "/127.0.0.1")

    /// A group of `count` members that are in one generation, with an assignment each if `isStable`.
    private func group(of count: Int, isStable: Bool = true, metadata: [UInt8] = []) -> (CoordinatorHarness, [String]) {
        var settings = GroupSettings()
        settings.classic.initialRebalanceDelayMs = 1
        var harness = CoordinatorHarness(settings: settings)
        for _ in 0..<count { join(&harness, metadata: metadata) }
        harness.advance(milliseconds: Int64(count))
        let ids = harness.coordinator.groups["g"]?.classic?.members.list.map(\.id) ?? []
        if isStable { for id in ids.reversed() { sync(&harness, id, ids) } }
        return (harness, ids)
    }

    @discardableResult
    private func join(_ harness: inout CoordinatorHarness, id: String = "", version: Int16 = 3, metadata: [UInt8] = []) -> Ticket {
        let ticket = harness.ticket()
        let request = JoinGroupRequest(
            groupID: "g", sessionTimeoutMs: 10_000, rebalanceTimeoutMs: 60_000, memberID: id, protocolType: "consumer",
            protocols: [.init(name: "range", metadata: metadata)])
        harness.run { $0.joinGroup(request, version: version, from: client, ticket: ticket, at: $1, &$2) }
        return ticket
    }

    @discardableResult
    private func sync(_ harness: inout CoordinatorHarness, _ id: String, _ all: [String], generation: Int32 = 1) -> Ticket {
        let ticket = harness.ticket()
        let request = SyncGroupRequest(
            groupID: "g", generationID: generation, memberID: id, assignments: all.map { .init(memberID: $0, assignment: Array($0.utf8)) })
        harness.run { $0.syncGroup(request, version: 5, ticket: ticket, at: $1, &$2) }
        return ticket
    }

    private func heartbeat(_ harness: inout CoordinatorHarness, _ id: String) -> ErrorCode {
        harness.run { $0.heartbeat(.init(groupID: "g", generationID: 1, memberID: id), at: $1, &$2) }.errorCode
    }

    // MARK: - Size and speed

    @Test func `a thousand members that join at once are one generation, soon`() throws {
        let start = ContinuousClock.now
        var (harness, ids) = group(of: 1_000)
        let settled = ContinuousClock.now - start
        print("1000 classic members settled in \(settled)")
        #expect(ids.count == 1_000)
        #expect(harness.waiting.isEmpty)
        #expect(harness.coordinator.groups["g"]?.classic?.state == .stable)
        #expect(harness.coordinator.groups["g"]?.classic?.generation == 1)
        #expect(harness.log.count == 1)
        #expect(ids.allSatisfy { heartbeat(&harness, $0) == .none })
        // Only the leader was told who is there, and each has its own assignment.
        var lists = 0
        for case .join(let answer) in harness.answers.values where !answer.members.isEmpty { lists += answer.members.count }
        #expect(lists == 1_000)
        // An unoptimised build on a busy machine has room enough in ten times what is wanted of a whole broker.
        #expect(settled < .seconds(20))
    }

    @Test func `a heartbeat moves its session and leaves nothing behind`() throws {
        var (harness, ids) = group(of: 3)
        for _ in 0..<1_000 {
            harness.advance(milliseconds: 100)
            for id in ids { #expect(heartbeat(&harness, id) == .none) }
        }
        #expect(harness.coordinator.deadlines.count == ids.count + 1, "the sessions, and the expiry of offsets")
        #expect(harness.log.count == 1)
    }

    @Test func `ids that are asked for and not used are bounded`() throws {
        var harness = CoordinatorHarness()
        for _ in 0..<ClassicGroup.pendingLimit { join(&harness, version: 4) }
        let last = join(&harness, version: 4)
        #expect(harness.joinAnswer(to: last)?.errorCode == .coordinatorNotAvailable)
        harness.advance(milliseconds: 10_000)
        #expect(harness.coordinator.groups.isEmpty, "nothing is left of ids that nobody came back with")
    }

    @Test func `members that come and go leave nothing for long`() throws {
        var (harness, ids) = group(of: 1)
        for _ in 0..<100 {
            let ticket = join(&harness)
            let id = harness.coordinator.groups["g"]?.classic?.members.list.last?.id ?? ""
            harness.run { _ = $0.leaveGroup(.init(groupID: "g", memberID: id), version: 2, at: $1, &$2) }
            #expect(harness.joinAnswer(to: ticket)?.errorCode == .unknownMemberID)
        }
        #expect(harness.coordinator.deadlines.count > 100)
        for _ in 0..<8 {
            harness.advance(milliseconds: 7_500)
            _ = heartbeat(&harness, ids[0])
        }
        #expect(harness.coordinator.deadlines.count <= 3, "a minute is less than the five a new member may wait")
    }

    // MARK: - Through a restart

    @Test func `a limit below the members that are there is found when they join again`() throws {
        let (harness, ids) = group(of: 3)
        var settings = harness.settings
        settings.classic.maxSize = 2
        var smaller = CoordinatorHarness(settings: settings, log: harness.log)
        #expect(smaller.coordinator.groups["g"]?.classic?.stateName == "PreparingRebalance")
        let tickets = ids.map { join(&smaller, id: $0) }
        let errors = tickets.map { smaller.joinAnswer(to: $0)?.errorCode }
        #expect(errors == [ErrorCode.none, ErrorCode.none, .groupMaxSizeReached])
        #expect(smaller.coordinator.groups["g"]?.classic?.generation == 2)
    }

    @Test func `a log that contradicts itself is read as far as it makes sense`() throws {
        let member = GroupMetadataValue.MemberMetadata(memberID: "m", groupInstanceID: "i", sessionTimeout: 6_000, subscription: [1])
        let twin = GroupMetadataValue.MemberMetadata(memberID: "n", groupInstanceID: "i", sessionTimeout: 6_000)
        let value = GroupMetadataValue(protocolType: "", generation: 7, protocol: nil, leader: nil, members: [member, member, twin])
        var harness = CoordinatorHarness(log: [.classicGroup(.init(group: "g"), value)])
        let group = try #require(harness.coordinator.groups["g"]?.classic)
        #expect(group.members.list.map(\.id) == ["m"])
        #expect(group.members[0].rebalanceTimeoutMs == 6_000, "version 0 of the value has no rebalance timeout")
        #expect(group.protocolType == nil)
        #expect(group.subscribedTopics == nil)
        // Its protocol has no name, so a newcomer has nothing in common with it until its session has ended.
        join(&harness)
        harness.advance(milliseconds: 6_000)
        #expect(harness.coordinator.groups["g"]?.classic?.state == .empty)
        #expect(harness.coordinator.groups["g"]?.classic?.generation == 8)
    }

    // MARK: - For other parts

    @Test func `commits are let in by member and generation`() throws {
        var (harness, ids) = group(of: 2, isStable: false)
        func refusal(_ id: String, _ generation: Int32, instance: String? = nil, isTransactional: Bool = false) -> ErrorCode? {
            harness.coordinator.groups["g"]?.classic?.commitRefusal(
                memberID: id, instanceID: instance, generation: generation, isTransactional: isTransactional)
        }
        #expect(refusal(ids[0], 1) == .rebalanceInProgress)
        #expect(refusal(ids[0], 1, isTransactional: true) == nil)
        for id in ids { sync(&harness, id, ids) }
        #expect(refusal(ids[0], 1) == nil)
        #expect(refusal(ids[0], 2) == .illegalGeneration)
        #expect(refusal("x", 1) == .unknownMemberID)
        #expect(refusal(ids[0], 1, instance: "i") == .unknownMemberID)
        #expect(refusal("", -1) == .unknownMemberID, "somebody is there")
        #expect(refusal("", -1, isTransactional: true) == nil)
        join(&harness)
        #expect(refusal(ids[0], 1) == nil, "what was read before the rebalance may be committed during it")
        harness.advance(milliseconds: 400_000)
        #expect(harness.coordinator.groups["g"]?.classic?.state == .empty)
        #expect(refusal("", -1) == nil)
        #expect(refusal(ids[0], 1) == .unknownMemberID)
    }

    @Test func `a commit is a sign of life`() throws {
        var (harness, ids) = group(of: 1)
        for _ in 0..<5 {
            harness.advance(milliseconds: 9_999)
            harness.run { coordinator, now, _ in coordinator.touchClassicMember("g", ids[0], at: now) }
        }
        #expect(heartbeat(&harness, ids[0]) == .none)
    }

    @Test func `what members read is told from their metadata, also of a version to come`() throws {
        var writer = ByteWriter()
        writer.write(9 as Int16)
        ConsumerProtocolSubscription(topics: ["a", "b"], rackID: "r").encode(into: &writer, version: 3)
        writer.write(42 as Int64)
        let (harness, _) = group(of: 2, metadata: writer.array)
        let group = try #require(harness.coordinator.groups["g"]?.classic)
        #expect(group.subscribedTopics == ["a", "b"])
        #expect(group.isSubscribed(to: "b"))
        #expect(!group.isSubscribed(to: "c"))
        let (other, _) = self.group(of: 1, metadata: [0])
        #expect(other.coordinator.groups["g"]?.classic?.isSubscribed(to: "c") == true, "nobody knows")
    }

    @Test func `a stable group is described with metadata and assignments, another without`() throws {
        var (harness, ids) = group(of: 1, metadata: [5])
        let stable = try #require(harness.coordinator.groups["g"]?.classic?.describe(id: "g"))
        let expected = DescribeGroupsResponse.DescribedGroupMember(
            memberID: ids[0], clientID: "c", clientHost: "/127.0.0.1", memberMetadata: [5], memberAssignment: Array(ids[0].utf8))
        #expect(
            stable
                == .init(groupID: "g", groupState: "Stable", protocolType: "consumer", protocolData: "range", members: [expected]))
        join(&harness)
        let preparing = try #require(harness.coordinator.groups["g"]?.classic?.describe(id: "g"))
        #expect(preparing.groupState == "PreparingRebalance")
        #expect(preparing.protocolData.isEmpty)
        #expect(preparing.members.allSatisfy { $0.memberMetadata.isEmpty && $0.memberAssignment.isEmpty })
        #expect(preparing.members.count == 2)
    }

    @Test func `since when a group is empty is known, also after a restart`() throws {
        var (harness, _) = group(of: 1)
        #expect(harness.coordinator.groups["g"]?.classic?.emptySince == Timestamp.none)
        harness.advance(milliseconds: 10_000)
        let since = try #require(harness.coordinator.groups["g"]?.classic?.emptySince)
        #expect(since > 1_700_000_000_000 && since <= harness.now.wallClock)
        harness.advance(milliseconds: 1_000_000)
        try harness.restart()
        #expect(harness.coordinator.groups["g"]?.classic?.emptySince == since)
    }

    @Test func `a group that is taken away leaves a tombstone, and sends home who waits`() throws {
        var (harness, _) = group(of: 2)
        let ticket = join(&harness)
        harness.run { coordinator, _, effects in coordinator.removeClassicGroup("g", &effects) }
        #expect(harness.joinAnswer(to: ticket)?.errorCode == .rebalanceInProgress)
        #expect(harness.log.last == .classicGroup(.init(group: "g"), nil))
        #expect(harness.coordinator.groups.isEmpty)
        harness.advance(milliseconds: 400_000)
        #expect(harness.coordinator.deadlines.count <= 1, "deadlines of a group that is gone find nothing, once")
        try harness.checkReplayLaw()
    }

    @Test func `members that come from elsewhere are called to join, with all they offer`() throws {
        var harness = CoordinatorHarness()
        let members = ["m", "n"].map { id in
            GroupMetadataValue.MemberMetadata(memberID: id, rebalanceTimeout: 9_000, sessionTimeout: 8_000, subscription: [1])
        }
        let value = GroupMetadataValue(protocolType: "consumer", generation: 4, protocol: "range", leader: "m", members: members)
        let offered: [ClassicProtocol] = [.init(name: "range", metadata: [1]), .init(name: "both", metadata: [2])]
        harness.run { coordinator, now, effects in
            coordinator.adoptClassicGroup("g", value, protocols: ["m": offered, "n": offered], at: now, &effects)
        }
        let group = try #require(harness.coordinator.groups["g"]?.classic)
        #expect(group.stateName == "PreparingRebalance")
        #expect(group.members.list.map(\.protocols) == [offered, offered])
        try harness.checkReplayLaw()
        join(&harness, id: "m")
        join(&harness, id: "n")
        #expect(harness.coordinator.groups["g"]?.classic?.generation == 5)
        #expect(harness.coordinator.groups["g"]?.classic?.leader == "m")
    }
}
