import OttlaProtocol
import OttlaStateMachines
import OttlaVocabulary
import Testing

@testable import OttlaGroups

struct MixedModelTests {
    @Test(arguments: Seeds.few(60))
    func `a group changes its protocol alive and back without two members on one partition`(seed: UInt64) throws {
        var model = MixedModel(seed: seed)
        for _ in 0..<3 { model.joinClassic() }
        model.settle()
        for _ in 0..<4 {
            for _ in 0..<50 { model.step() }
            model.settle()
            try model.harness.checkReplayLaw(model.note)
        }
        #expect(model.changes > 0, "\(model.note)")
    }

    @Test func `who is behind when the group goes back to the classic protocol is called, and commits what it has`() throws {
        // Eager members, and a target as soon as something changes.
        var model = MixedModel(seed: 3)
        for _ in 0..<2 { model.joinClassic() }
        model.settle()
        model.joinConsumer()
        model.settle()
        let member = model.classics[0]
        model.joinConsumer()
        for _ in 0..<2 { model.leaveConsumer(0) }
        let generation = try #require(model.group?.classic?.generation)
        #expect(member.generation < generation)
        var held = OffsetCommitRequest.OffsetCommitRequestTopic(name: "a")
        held.partitions = member.owned.sorted().prefix(1).map { .init(partitionIndex: $0, committedOffset: 5) }
        var commit = OffsetCommitRequest(
            groupID: MixedModel.groupID, generationIDOrMemberEpoch: member.generation, memberID: member.id, topics: [held])
        let heartbeat = HeartbeatRequest(groupID: MixedModel.groupID, generationID: member.generation, memberID: member.id)
        let sync = SyncGroupRequest(
            groupID: MixedModel.groupID, generationID: member.generation, memberID: member.id, protocolName: "another")
        let error = { (model: inout MixedModel) in
            model.harness.run { $0.commitOffsets(commit, version: 9, at: $1, &$2) }.topics.flatMap { $0.partitions.map(\.errorCode) }
        }
        #expect(error(&model) == [.none])
        #expect(model.harness.run { $0.heartbeat(heartbeat, at: $1, &$2) }.errorCode == .rebalanceInProgress)
        let ticket = model.harness.ticket()
        model.harness.run { $0.syncGroup(sync, version: 5, ticket: ticket, at: $1, &$2) }
        #expect(model.harness.syncAnswer(to: ticket)?.errorCode == .rebalanceInProgress)
        // Older than what it has; and after a restart nobody knows since when it has it.
        commit.generationIDOrMemberEpoch = 0
        #expect(error(&model) == [.rebalanceInProgress])
        var restarted = model
        try restarted.harness.restart()
        #expect(restarted.harness.run { $0.heartbeat(heartbeat, at: $1, &$2) }.errorCode == .rebalanceInProgress)
        model.settle()
        commit.generationIDOrMemberEpoch = member.generation
        #expect(error(&model) == [.illegalGeneration])
    }
}

extension MixedModel {
    mutating func step() {
        let classic = classics.isEmpty ? nil : Int.random(in: 0..<classics.count, using: &generator)
        let consumer = consumers.isEmpty ? nil : Int.random(in: 0..<consumers.count, using: &generator)
        switch Int.random(in: 0..<24, using: &generator) {
        case 0: if classics.count < 4 { joinClassic() }
        case 1: if consumers.count < 4 { joinConsumer() }
        case 2: if let classic { leaveClassic(classic) }
        case 3, 4: if let consumer { leaveConsumer(consumer) }
        case 5: if let classic, generator.oneIn(2) { classics.remove(at: classic) }
        case 6: if let consumer, generator.oneIn(2) { consumers.remove(at: consumer) }
        case 7..<11: harness.advance(milliseconds: .random(in: 0...4_000, using: &generator))
        case 11..<17: if let consumer { beat(consumer) }
        default: if let classic { advance(classic) }
        }
        check()
    }
}
