import OttlaCommitLog
import OttlaRecords
import Testing

/// Random appends, compactions and crashes against a model of what each key holds. OTTLA_SEEDS says how many runs,
/// OTTLA_SEED repeats one.
struct CompactionModelTests {
    @Test func `whatever crashes, readers find the last value of each key, and nothing that never was`() throws {
        for seed in LogModelTests.seeds.prefix(600) {
            do {
                try CompactionModelRun(seed: seed).run(steps: 90)
            } catch {
                Issue.record("seed \(seed) failed: \(error is LogError || error is RecordError ? "\(error)" : "")")
            }
        }
    }
}
