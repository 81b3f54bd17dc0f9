@testable import OttlaBrokerServer
import OttlaCommitLog
import OttlaNetwork
import OttlaProtocol
import OttlaVocabulary
import Testing

@Suite struct MembershipTests {
    private func members(_ count: Int, lanes: Int = 2, on broker: TestBroker) throws -> [TestMember] {
        try broker.connect().findCoordinator(of: "g")
        return try (0..<count).map { try TestMember(broker.connect(lane: $0 % lanes), of: "g") }
    }

    @Test func `members on several lanes come into one generation`() throws {
        let broker = try TestBroker(laneCount: 2)
        let members = try members(5, on: broker)
        try TestMember.settle(members, on: broker)
        #expect(Set(members.map(\.generation)) == [1])
        for member in members { #expect(try member.heartbeat() == .none) }
        let described = try broker.connect().ask(DescribeGroupsRequest(groups: ["g"], includeAuthorizedOperations: true), version: 5)
        #expect(described.groups.map(\.groupState) == ["Stable"])
        #expect(described.groups.first?.members.count == 5)
        #expect(described.groups.first?.members.allSatisfy { $0.clientHost.hasPrefix("/memory-") && $0.clientID == "test" } == true)
        #expect(described.groups.first?.authorizedOperations == 0b1101_0100_1000)
    }

    @Test func `who stays silent for the session timeout is dropped, and the others come together anew`() throws {
        let broker = try TestBroker(laneCount: 2)
        let members = try members(3, on: broker)
        try TestMember.settle(members, on: broker)
        for _ in 0..<4 {
            broker.advance(milliseconds: 3_000)
            for member in members.prefix(2) { _ = try member.heartbeat() }
        }
        #expect(try members[0].heartbeat() == .rebalanceInProgress)
        try TestMember.settle(Array(members.prefix(2)), on: broker)
        #expect(members[0].generation == 2)
        #expect(try members[2].heartbeat() == .unknownMemberID)
    }

    @Test func `no session ends because the broker was stopped`() throws {
        let broker = try TestBroker(laneCount: 2)
        let members = try members(3, on: broker)
        try TestMember.settle(members, on: broker)
        broker.advance(milliseconds: 3_000)
        for member in members { #expect(try member.heartbeat() == .none) }
        broker.advance(milliseconds: 3_000)
        broker.pause(milliseconds: 300_000)
        broker.lanes.runUntilIdle()
        broker.advance(milliseconds: 1_000)
        for member in members { #expect(try member.heartbeat() == .none) }
        broker.advance(milliseconds: 12_000)
        #expect(try members[0].heartbeat() == .unknownMemberID, "a session still ends by silence")
    }

    @Test func `a connection that goes while its member waits leaves nothing behind`() throws {
        let broker = try TestBroker(laneCount: 2)
        let members = try members(2, on: broker)
        for member in members { member.join() }
        broker.lanes.runUntilIdle()
        members[1].connection.wire.close()
        broker.advance(milliseconds: 7_000)
        let answer = try #require(try members[0].joined())
        #expect(answer.errorCode == .none)
        members[0].sync(assigning: [members[0].memberID])
        #expect(try members[0].synced()?.errorCode == ErrorCode.none)
    }

    @Test func `a restart keeps the generation and the assignment`() throws {
        let files = MemoryFileSystem()
        let broker = try TestBroker(fileSystem: files)
        let members = try members(2, lanes: 1, on: broker)
        try TestMember.settle(members, on: broker)
        try broker.broker.close()
        let again = try TestBroker(fileSystem: files)
        for member in members {
            let answer = try again.connect().ask(
                HeartbeatRequest(groupID: "g", generationID: member.generation, memberID: member.memberID), version: 4)
            #expect(answer.errorCode == .none)
        }
        again.advance(milliseconds: 11_000)
        let described = try again.connect().ask(DescribeGroupsRequest(groups: ["g"]), version: 5)
        #expect(described.groups.map(\.groupState) == ["Empty"], "sessions begin with the start, and end")
    }

    @Test func `a failed write of an assignment is told to all who wait for it`() throws {
        let files = FaultyFileSystem(MemoryFileSystem())
        let broker = try TestBroker(fileSystem: files, laneCount: 2)
        let members = try members(3, on: broker)
        for member in members { member.join() }
        broker.lanes.runUntilIdle()
        broker.advance(milliseconds: 7_000)
        let leaders = try members.filter { try $0.joined()?.members.isEmpty == false }
        let leader = try #require(leaders.first)
        for member in members where member !== leader { member.sync() }
        broker.lanes.runUntilIdle()
        files.set { operation, path in operation == .write && path.contains("__consumer_offsets") ? .error(28) : nil }
        leader.sync(assigning: members.map(\.memberID))
        for member in members { #expect(try member.synced()?.errorCode == .notCoordinator) }
        files.set { _, _ in nil }
        broker.advance(milliseconds: 1_000)
        let fresh = try self.members(2, on: broker)
        try TestMember.settle(fresh, on: broker)
    }

    @Test func `a broker that stops answers those who wait`() throws {
        let broker = try TestBroker(laneCount: 2)
        let members = try members(2, on: broker)
        for member in members { member.join() }
        broker.lanes.runUntilIdle()
        broker.broker.groups.stop()
        for member in members { #expect(try member.joined()?.errorCode == .notCoordinator) }
    }

    @Test func `a member of the consumer protocol is given its partitions`() throws {
        let broker = try TestBroker()
        let id = try broker.createTopic("orders", partitions: 3)
        let client = broker.connect()
        try client.findCoordinator(of: "g")
        let join = ConsumerGroupHeartbeatRequest(
            groupID: "g", memberID: "m", memberEpoch: 0, rebalanceTimeoutMs: 60_000, subscribedTopicNames: ["orders"], topicPartitions: [])
        let joined = try client.ask(join, version: 1)
        #expect(joined.errorCode == .none && joined.memberEpoch == 1, "\(joined)")
        #expect(joined.assignment?.topicPartitions.map(\.topicID) == [id])
        #expect(joined.assignment?.topicPartitions.flatMap(\.partitions).sorted() == [0, 1, 2])
        let described = try client.ask(ConsumerGroupDescribeRequest(groupIDs: ["g"], includeAuthorizedOperations: true), version: 1)
        #expect(described.groups.map(\.groupState) == ["Stable"])
        #expect(described.groups.first?.members.map(\.memberID) == ["m"])
        let grown = try client.ask(CreatePartitionsRequest(topics: [.init(name: "orders", count: 5, assignments: nil)]), version: 3)
        #expect(grown.results.map(\.errorCode) == [.none])
        broker.advance(milliseconds: 5_000)
        let later = try client.ask(ConsumerGroupHeartbeatRequest(groupID: "g", memberID: "m", memberEpoch: 1), version: 1)
        #expect(later.assignment?.topicPartitions.flatMap(\.partitions).sorted() == [0, 1, 2, 3, 4], "\(later)")
    }

    @Test func `a member that leaves makes room at once`() throws {
        let broker = try TestBroker()
        let members = try members(2, lanes: 1, on: broker)
        try TestMember.settle(members, on: broker)
        let left = try members[1].connection.ask(
            LeaveGroupRequest(groupID: "g", members: [.init(memberID: members[1].memberID)]), version: 3)
        #expect(left.errorCode == .none && left.members.map(\.errorCode) == [.none])
        #expect(try members[0].heartbeat() == .rebalanceInProgress)
    }
}
