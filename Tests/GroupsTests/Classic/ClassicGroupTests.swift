import OttlaProtocol
import OttlaStateMachines
import OttlaVocabulary
import Testing

@testable import OttlaGroups

@Suite struct ClassicGroupTests {
    @Test(arguments: JoinGroupResponse.versions)
    func `answers and refusals can be told in every version`(version: Int16) throws {
        var (harness, ids) = CoordinatorHarness.classicGroup(of: 1)
        let again = harness.joinClassic(id: ids[0])
        let answer = try #require(harness.joinAnswer(to: again))
        let told = try recoded(answer, version: version)
        #expect(told.generationID == 2 && told.memberID == ids[0] && told.leader == ids[0] && told.members.count == 1)
        #expect(told.protocolName == "range")
        #expect(told.protocolType == (version >= 7 ? "consumer" : nil))
        let stranger = harness.joinClassic(id: "x")
        let refusal = try #require(harness.joinAnswer(to: stranger))
        let toldRefusal = try recoded(refusal, version: version)
        #expect(toldRefusal.errorCode == .unknownMemberID && toldRefusal.memberID == "x" && toldRefusal.generationID == -1)
        #expect(toldRefusal.protocolName == (version >= 7 ? nil : ""), "before version 7 a name cannot be missing")
    }

    private func recoded(_ response: JoinGroupResponse, version: Int16) throws -> JoinGroupResponse {
        var writer = ByteWriter()
        response.encode(into: &writer, version: version)
        let array = writer.array
        let bytes = array.span.bytes
        var reader = ByteReader(bytes)
        return try JoinGroupResponse(from: &reader, version: version)
    }

    // MARK: - Size and speed

    @Test func `a thousand members that join at once are one generation, soon`() throws {
        let start = ContinuousClock.now
        var (harness, ids) = CoordinatorHarness.classicGroup(of: 1_000)
        let settled = ContinuousClock.now - start
        print("1000 classic members settled in \(settled)")
        #expect(ids.count == 1_000)
        #expect(harness.waiting.isEmpty)
        #expect(harness.classic?.state == .stable)
        #expect(harness.classic?.generation == 1)
        #expect(harness.log.count == 1)
        #expect(ids.allSatisfy { harness.heartbeatClassic($0) == .none })
        // Only the leader was told who is there, and each has its own assignment.
        var lists = 0
        for case .join(let answer) in harness.answers.values where !answer.members.isEmpty { lists += answer.members.count }
        #expect(lists == 1_000)
        // An unoptimised build on a busy machine has room enough in ten times what is wanted of a whole broker.
        #expect(settled < .seconds(20))
    }

    @Test func `a heartbeat moves its session and leaves nothing behind`() throws {
        var (harness, ids) = CoordinatorHarness.classicGroup(of: 3)
        for _ in 0..<1_000 {
            harness.advance(milliseconds: 100)
            for id in ids { #expect(harness.heartbeatClassic(id) == .none) }
        }
        #expect(harness.coordinator.deadlines.count == ids.count + 1, "the sessions, and the expiry of offsets")
        #expect(harness.log.count == 1)
    }

    @Test func `ids that are asked for and not used are bounded`() throws {
        var harness = CoordinatorHarness()
        for _ in 0..<ClassicGroup.pendingLimit { harness.joinClassic(version: 4) }
        let last = harness.joinClassic(version: 4)
        #expect(harness.joinAnswer(to: last)?.errorCode == .coordinatorNotAvailable)
        harness.advance(milliseconds: 10_000)
        #expect(harness.coordinator.groups.isEmpty, "nothing is left of ids that nobody came back with")
    }

    @Test func `members that come and go leave nothing for long`() throws {
        var (harness, ids) = CoordinatorHarness.classicGroup(of: 1)
        for _ in 0..<100 {
            let ticket = harness.joinClassic()
            let id = harness.classic?.members.list.last?.id ?? ""
            harness.run { _ = $0.leaveGroup(.init(groupID: "g", memberID: id), version: 2, at: $1, &$2) }
            #expect(harness.joinAnswer(to: ticket)?.errorCode == .unknownMemberID)
        }
        #expect(harness.coordinator.deadlines.count > 100)
        for _ in 0..<8 {
            harness.advance(milliseconds: 7_500)
            _ = harness.heartbeatClassic(ids[0])
        }
        #expect(harness.coordinator.deadlines.count <= 3, "a minute is less than the five a new member may wait")
    }
}

extension CoordinatorHarness {
    var classic: ClassicGroup? { coordinator.groups["g"]?.classic }
}
