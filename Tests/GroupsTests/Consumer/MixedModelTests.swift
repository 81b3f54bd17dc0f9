import OttlaStateMachines
import Testing

@testable import OttlaGroups

struct MixedModelTests {
    @Test(arguments: Seeds.few(60))
    func `a group changes its protocol alive and back without two members on one partition`(seed: UInt64) throws {
        var model = MixedModel(seed: seed)
        for _ in 0..<3 { model.joinClassic() }
        model.settle()
        for _ in 0..<4 {
            for _ in 0..<50 { step(&model) }
            model.settle()
            try model.harness.checkReplayLaw(model.note)
        }
        #expect(model.changes > 0, "\(model.note)")
    }

    private func step(_ model: inout MixedModel) {
        let classic = model.classics.isEmpty ? nil : Int.random(in: 0..<model.classics.count, using: &model.generator)
        let consumer = model.consumers.isEmpty ? nil : Int.random(in: 0..<model.consumers.count, using: &model.generator)
        switch Int.random(in: 0..<24, using: &model.generator) {
        case 0: if model.classics.count < 4 { model.joinClassic() }
        case 1: if model.consumers.count < 4 { model.joinConsumer() }
        case 2: if let classic { model.leaveClassic(classic) }
        case 3, 4: if let consumer { model.leaveConsumer(consumer) }
        case 5: if let classic, model.generator.oneIn(2) { model.classics.remove(at: classic) }
        case 6: if let consumer, model.generator.oneIn(2) { model.consumers.remove(at: consumer) }
        case 7..<11: model.harness.advance(milliseconds: .random(in: 0...4_000, using: &model.generator))
        case 11..<17: if let consumer { model.beat(consumer) }
        default: if let classic { model.advance(classic) }
        }
        model.check()
    }
}
