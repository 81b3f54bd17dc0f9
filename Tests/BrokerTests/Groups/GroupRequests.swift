@testable import OttlaBrokerServer
import OttlaNetwork
import OttlaProtocol
import OttlaVocabulary
import Testing

/// What tests of groups ask, in short.
extension TestConnection {
    /// Finds the coordinator, which creates the topic.
    func findCoordinator(of group: String) throws {
        let answer = try ask(FindCoordinatorRequest(key: group), version: 2)
        try #require(answer.errorCode == ErrorCode.none, "\(answer)")
    }

    func commit(_ group: String, _ topic: String, _ offsets: [Int32: Offset], version: Int16 = 8) throws -> [ErrorCode] {
        let answer = try ask(Self.commitRequest(group, topic, offsets), version: version)
        return answer.topics.flatMap { $0.partitions.map(\.errorCode) }
    }

    static func commitRequest(_ group: String, _ topic: String, _ offsets: [Int32: Offset]) -> OffsetCommitRequest {
        let partitions = offsets.sorted { $0.key < $1.key }
            .map { OffsetCommitRequest.OffsetCommitRequestPartition(partitionIndex: $0.key, committedOffset: $0.value) }
        return OffsetCommitRequest(groupID: group, topics: [.init(name: topic, partitions: partitions)])
    }

    /// Committed offsets of one topic, by partition; nothing is -1.
    func committed(_ group: String, _ topic: String, _ partitions: [Int32] = [0]) throws -> [Offset] {
        let answer = try ask(
            OffsetFetchRequest(groups: [.init(groupID: group, topics: [.init(name: topic, partitionIndexes: partitions)])]), version: 8)
        try #require(answer.groups.first?.errorCode == ErrorCode.none, "\(answer)")
        return answer.groups[0].topics.flatMap { $0.partitions.map(\.committedOffset) }
    }

    func groupError(_ group: String) throws -> ErrorCode {
        try ask(HeartbeatRequest(groupID: group, generationID: 1, memberID: "m"), version: 4).errorCode
    }
}

/// A member of a classic group: one connection that joins, syncs and heartbeats.
final class TestMember {
    let connection: TestConnection
    let group: String
    var memberID = ""
    var generation: Int32 = -1
    private var asked: Int32 = 0

    init(_ connection: TestConnection, of group: String) throws {
        self.connection = connection
        self.group = group
        let first = try connection.ask(joinRequest(), version: 5)
        try #require(first.errorCode == .memberIDRequired, "\(first)")
        memberID = first.memberID
    }

    func joinRequest(sessionTimeoutMs: Int32 = 10_000) -> JoinGroupRequest {
        JoinGroupRequest(
            groupID: group, sessionTimeoutMs: sessionTimeoutMs, rebalanceTimeoutMs: 60_000, memberID: memberID, protocolType: "consumer",
            protocols: [.init(name: "range", metadata: [0, 0, 0, 0, 0, 0, 0, 0, 0, 0])])
    }

    /// Sends a join and does not wait for its answer.
    func join() { asked = connection.send(joinRequest(), version: 5) }

    /// The answer to the join, if it is there.
    func joined() throws -> JoinGroupResponse? {
        let answer = try connection.receive(JoinGroupRequest.self, version: 5, correlationID: asked)
        if let answer, answer.errorCode == .none { generation = answer.generationID }
        return answer
    }

    /// Sends a sync; the leader's with an assignment for all.
    func sync(assigning members: [String] = []) {
        asked = connection.send(
            SyncGroupRequest(
                groupID: group, generationID: generation, memberID: memberID,
                assignments: members.map { .init(memberID: $0, assignment: Array($0.utf8)) }), version: 3)
    }

    func synced() throws -> SyncGroupResponse? { try connection.receive(SyncGroupRequest.self, version: 3, correlationID: asked) }

    func heartbeat() throws -> ErrorCode {
        try connection.ask(HeartbeatRequest(groupID: group, generationID: generation, memberID: memberID), version: 4).errorCode
    }

    /// Brings members into one generation.
    static func settle(_ members: [TestMember], on broker: TestBroker) throws {
        for member in members { member.join() }
        broker.lanes.runUntilIdle()
        broker.advance(milliseconds: 7_000)
        var leader: TestMember?
        for member in members {
            let answer = try #require(try member.joined(), "no answer to a join")
            try #require(answer.errorCode == ErrorCode.none, "\(answer)")
            if answer.leader == answer.memberID { leader = member }
        }
        for member in members where member !== leader { member.sync() }
        broker.lanes.runUntilIdle()
        try #require(leader).sync(assigning: members.map(\.memberID))
        for member in members {
            let answer = try #require(try member.synced(), "no answer to a sync")
            try #require(answer.errorCode == ErrorCode.none, "\(answer)")
            #expect(answer.assignment == Array(member.memberID.utf8))
        }
    }
}
