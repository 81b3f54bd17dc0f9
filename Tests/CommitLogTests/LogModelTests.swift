import OttlaCommitLog
import OttlaRecords
import OttlaStateMachines
import Testing

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Random operations against an array model. OTTLA_SEEDS says how many runs, OTTLA_SEED repeats one.
struct LogModelTests {
    static var seeds: Range<UInt64> {
        if let text = getenv("OTTLA_SEED"), let seed = UInt64(String(cString: text)) { return seed..<seed + 1 }
        if let text = getenv("OTTLA_SEEDS"), let count = UInt64(String(cString: text)) { return 0..<count }
        return 0..<1000
    }

    @Test func `random operations and crashes leave what the model holds`() throws {
        for seed in Self.seeds {
            let segmentBytes = [500, 1000, 4000, 200_000][Int(seed % 4)]
            do {
                let run = try LogModelRun(seed: seed, segmentBytes: segmentBytes)
                try run.run(steps: 120)
            } catch {
                Issue.record("seed \(seed) failed: \(error is LogError || error is RecordError ? "\(error)" : "")")
            }
        }
    }
}
