import OttlaStateMachines
import Testing

@testable import OttlaGroups

/// A broker that is killed while it writes may leave the first of a command's entries only: they need not be in one batch.
@Suite struct LogCutTests {
    /// Wherever the log may end once this command, and no more, was begun. Its client may ask again, or never.
    private func cuts(_ before: CoordinatorHarness, _ after: CoordinatorHarness) -> [(note: String, log: [GroupEntry])] {
        let (start, end) = (before.log.count, after.log.count)
        guard end - start > 1 else { return [] }
        return (start + 1..<end).map { count in
            let rest = after.log[start..<end].enumerated().map { "\(start + $0.offset < count ? "" : "no ")\($0.element)" }
            return (rest.joined(separator: "\n"), Array(after.log[..<count]))
        }
    }

    @Test(arguments: Seeds.few(4))
    func `consumers go on and settle, wherever the log ends`(seed: UInt64) throws {
        var model = ConsumerModel(seed: seed)
        for step in 0..<100 {
            let before = model
            model.step()
            for (note, log) in cuts(before.harness, model.harness) {
                var cut = before
                cut.note = "seed \(seed), step \(step):\n\(note)"
                try cut.harness.restart(with: log)
                cut.check()
                var again = cut
                again.step()
                again.settle()
                try again.harness.checkReplayLaw(cut.note)
                cut.settle()
            }
        }
    }

    @Test(arguments: Seeds.few(4))
    func `a group that changes its protocol goes on and settles, wherever the log ends`(seed: UInt64) throws {
        var model = MixedModel(seed: seed)
        for _ in 0..<2 { model.joinClassic() }
        for step in 0..<300 {
            let before = model
            model.step()
            for (note, log) in cuts(before.harness, model.harness) {
                var cut = before
                cut.note = "seed \(seed), step \(step):\n\(note)"
                try cut.harness.restart(with: log)
                cut.reconnect()
                cut.check()
                var again = cut
                again.step()
                again.settle()
                try again.harness.checkReplayLaw(cut.note)
                cut.settle()
            }
        }
        #expect(model.changes > 0, "\(model.note)")
    }
}
