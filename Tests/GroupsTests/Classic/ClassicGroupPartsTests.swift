import OttlaProtocol
import OttlaStateMachines
import OttlaVocabulary
import Testing

@testable import OttlaGroups

/// What other parts see of a classic group, and what a log leaves of it.
@Suite struct ClassicGroupPartsTests {
    // MARK: - Through a restart

    @Test func `a limit below the members that are there is found when they join again`() throws {
        let (harness, ids) = CoordinatorHarness.classicGroup(of: 3)
        var settings = harness.settings
        settings.classic.maxSize = 2
        var smaller = CoordinatorHarness(settings: settings, log: harness.log)
        #expect(smaller.classic?.stateName == "PreparingRebalance")
        let tickets = ids.map { smaller.joinClassic(id: $0) }
        let errors = tickets.map { smaller.joinAnswer(to: $0)?.errorCode }
        #expect(errors == [ErrorCode.none, ErrorCode.none, .groupMaxSizeReached])
        #expect(smaller.classic?.generation == 2)
    }

    @Test func `a log that contradicts itself is read as far as it makes sense`() throws {
        let member = GroupMetadataValue.MemberMetadata(memberID: "m", groupInstanceID: "i", sessionTimeout: 6_000, subscription: [1])
        let twin = GroupMetadataValue.MemberMetadata(memberID: "n", groupInstanceID: "i", sessionTimeout: 6_000)
        let value = GroupMetadataValue(protocolType: "", generation: 7, protocol: nil, leader: nil, members: [member, member, twin])
        var harness = CoordinatorHarness(log: [.classicGroup(.init(group: "g"), value)])
        let group = try #require(harness.classic)
        #expect(group.members.list.map(\.id) == ["m"])
        #expect(group.members[0].rebalanceTimeoutMs == 6_000, "version 0 of the value has no rebalance timeout")
        #expect(group.protocolType == nil)
        #expect(group.subscribedTopics == nil)
        // Its protocol has no name, so a newcomer has nothing in common with it until its session has ended.
        harness.joinClassic()
        harness.advance(milliseconds: 6_000)
        #expect(harness.classic?.state == .empty)
        #expect(harness.classic?.generation == 8)
    }

    // MARK: - For other parts

    @Test func `commits are let in by member and generation`() throws {
        var (harness, ids) = CoordinatorHarness.classicGroup(of: 2, isStable: false)
        func refusal(_ id: String, _ generation: Int32, instance: String? = nil, isTransactional: Bool = false) -> ErrorCode? {
            harness.classic?.commitRefusal(
                memberID: id, instanceID: instance, generation: generation, isTransactional: isTransactional)
        }
        #expect(refusal(ids[0], 1) == .rebalanceInProgress)
        #expect(refusal(ids[0], 1, isTransactional: true) == nil)
        for id in ids { harness.syncClassic(id, ids) }
        #expect(refusal(ids[0], 1) == nil)
        #expect(refusal(ids[0], 2) == .illegalGeneration)
        #expect(refusal("x", 1) == .unknownMemberID)
        #expect(refusal(ids[0], 1, instance: "i") == .unknownMemberID)
        #expect(refusal("", -1) == .unknownMemberID, "somebody is there")
        #expect(refusal("", -1, isTransactional: true) == nil)
        harness.joinClassic()
        #expect(refusal(ids[0], 1) == nil, "what was read before the rebalance may be committed during it")
        harness.advance(milliseconds: 400_000)
        #expect(harness.classic?.state == .empty)
        #expect(refusal("", -1) == nil)
        #expect(refusal(ids[0], 1) == .unknownMemberID)
    }

    @Test func `a commit is a sign of life`() throws {
        var (harness, ids) = CoordinatorHarness.classicGroup(of: 1)
        for _ in 0..<5 {
            harness.advance(milliseconds: 9_999)
            harness.run { coordinator, now, _ in coordinator.touchClassicMember("g", ids[0], at: now) }
        }
        #expect(harness.heartbeatClassic(ids[0]) == .none)
    }

    @Test func `what members read is told from their metadata, also of a version to come`() throws {
        var writer = ByteWriter()
        writer.write(9 as Int16)
        ConsumerProtocolSubscription(topics: ["a", "b"], rackID: "r").encode(into: &writer, version: 3)
        writer.write(42 as Int64)
        let (harness, _) = CoordinatorHarness.classicGroup(of: 2, metadata: writer.array)
        let group = try #require(harness.classic)
        #expect(group.subscribedTopics == ["a", "b"])
        #expect(group.isSubscribed(to: "b"))
        #expect(!group.isSubscribed(to: "c"))
        let (other, _) = CoordinatorHarness.classicGroup(of: 1, metadata: [0])
        #expect(other.classic?.isSubscribed(to: "c") == true, "nobody knows")
    }

    @Test func `a stable group is described with metadata and assignments, another without`() throws {
        var (harness, ids) = CoordinatorHarness.classicGroup(of: 1, metadata: [5])
        let stable = try #require(harness.classic?.describe(id: "g"))
        let expected = DescribeGroupsResponse.DescribedGroupMember(
            memberID: ids[0], clientID: "c", clientHost: "/127.0.0.1", memberMetadata: [5], memberAssignment: Array(ids[0].utf8))
        #expect(
            stable
                == .init(groupID: "g", groupState: "Stable", protocolType: "consumer", protocolData: "range", members: [expected]))
        harness.joinClassic()
        let preparing = try #require(harness.classic?.describe(id: "g"))
        #expect(preparing.groupState == "PreparingRebalance")
        #expect(preparing.protocolData.isEmpty)
        #expect(preparing.members.allSatisfy { $0.memberMetadata.isEmpty && $0.memberAssignment.isEmpty })
        #expect(preparing.members.count == 2)
    }

    @Test func `since when a group is empty is known, also after a restart`() throws {
        var (harness, _) = CoordinatorHarness.classicGroup(of: 1)
        #expect(harness.classic?.emptySince == Timestamp.none)
        harness.advance(milliseconds: 10_000)
        let since = try #require(harness.classic?.emptySince)
        #expect(since > 1_700_000_000_000 && since <= harness.now.wallClock)
        harness.advance(milliseconds: 500_000)
        try harness.restart()
        #expect(harness.classic?.emptySince == since)
    }

    @Test func `a group that is taken away leaves a tombstone, and sends home who waits`() throws {
        var (harness, _) = CoordinatorHarness.classicGroup(of: 2)
        let ticket = harness.joinClassic()
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
            coordinator.adoptClassicGroup("g", value, protocols: ["m": offered, "n": offered], handedOver: [:], at: now, &effects)
        }
        let group = try #require(harness.classic)
        #expect(group.stateName == "PreparingRebalance")
        #expect(group.members.list.map(\.protocols) == [offered, offered])
        try harness.checkReplayLaw()
        harness.joinClassic(id: "m")
        harness.joinClassic(id: "n")
        #expect(harness.classic?.generation == 5)
        #expect(harness.classic?.leader == "m")
    }

    @Test func `who waits is found by the ticket, whatever became of the others`() {
        var members = ClassicMembers()
        for index in 0..<4 {
            let member = ClassicMember(
                id: "m\(index)", instanceID: nil, client: GroupClient(clientID: "c", host: "/h"), sessionTimeoutMs: 1, rebalanceTimeoutMs: 1
            )
            let position = members.add(member, [])
            if index < 3 {
                members.setWaitingJoin(Ticket(UInt64(index)), at: position)
            } else {
                members.setWaitingSync(Ticket(3), at: position)
            }
        }
        _ = members.remove(at: 0)
        members.rename(at: members.position(of: "m1") ?? 0, to: "other")
        #expect(members.position(ofTicket: Ticket(0)) == nil)
        #expect(members.position(ofTicket: Ticket(1)) == members.position(of: "other"))
        #expect(members.position(ofTicket: Ticket(3)) == members.position(of: "m3"))
        members.setWaitingJoin(Ticket(9), at: members.position(of: "m2") ?? 0)
        #expect(members.position(ofTicket: Ticket(2)) == nil)
        #expect(members.position(ofTicket: Ticket(9)) == members.position(of: "m2"))
        _ = members.remove(at: members.position(of: "m3") ?? 0)
        #expect(members.position(ofTicket: Ticket(3)) == nil)
    }
}
