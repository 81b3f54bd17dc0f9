import OttlaStateMachines
import Testing

@testable import OttlaGroups

struct ConsumerModelTests {
    /// Members come, go, crash, come back, lie and lose answers; topics come, grow and go; the broker dies.
    @Test(arguments: Seeds.few(60))
    func `a partition is never with two members and the group settles`(seed: UInt64) throws {
        var model = ConsumerModel(seed: seed)
        for _ in 0..<4 {
            for _ in 0..<60 { model.step() }
            model.settle()
            try model.harness.checkReplayLaw(model.note)
        }
    }
}

extension ConsumerModel {
    mutating func step() {
        let index = members.isEmpty ? nil : Int.random(in: 0..<members.count, using: &generator)
        switch (Int.random(in: 0..<24, using: &generator), index) {
        case (0..<2, _), (_, nil): join()
        case (2, let index?): leave(index)
        case (3, let index?): crash(index)
        case (4, let index?): goAway(index)
        case (5, _): comeBack()
        case (6, let index?): lie(index)
        case (7, let index?): resubscribe(index)
        case (8, _): changeTopics()
        case (9..<11, let index?): heartbeat(index, isAnswerLost: true)
        case (11..<14, _): harness.advance(milliseconds: .random(in: 0...15_000, using: &generator))
        case (14, _) where generator.oneIn(4):
            do { try harness.restart(compacted: generator.oneIn(2)) } catch { Issue.record(error) }
        case (_, let index?): heartbeat(index)
        }
        check()
    }
}
