import OttlaStateMachines
import Testing

@testable import OttlaGroups

struct ConsumerModelTests {
    /// Members come, go, crash, come back, lie and lose answers; topics come, grow and go; the broker dies.
    @Test(arguments: Seeds.few(60))
    func `a partition is never with two members and the group settles`(seed: UInt64) throws {
        var model = ConsumerModel(seed: seed)
        for _ in 0..<4 {
            for _ in 0..<60 { step(&model) }
            model.settle()
            try model.harness.checkReplayLaw(model.note)
        }
    }

    private func step(_ model: inout ConsumerModel) {
        let index = model.members.isEmpty ? nil : Int.random(in: 0..<model.members.count, using: &model.generator)
        switch (Int.random(in: 0..<24, using: &model.generator), index) {
        case (0..<2, _), (_, nil): model.join()
        case (2, let index?): model.leave(index)
        case (3, let index?): model.crash(index)
        case (4, let index?): model.goAway(index)
        case (5, _): model.comeBack()
        case (6, let index?): model.lie(index)
        case (7, let index?): model.resubscribe(index)
        case (8, _): model.changeTopics()
        case (9..<11, let index?): model.heartbeat(index, isAnswerLost: true)
        case (11..<14, _): model.harness.advance(milliseconds: .random(in: 0...15_000, using: &model.generator))
        case (14, _) where model.generator.oneIn(4):
            do { try model.harness.restart(compacted: model.generator.oneIn(2)) } catch { Issue.record(error) }
        case (_, let index?): model.heartbeat(index)
        }
        model.check()
    }
}
