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
