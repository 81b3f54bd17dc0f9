import OttlaCommitLog
import OttlaRecords
import OttlaStateMachines
import OttlaVocabulary
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

    @Test func `reads are the same whatever the size of the segments`() throws {
        for seed in 0..<50 as Range<UInt64> {
            let logs = try [400, 1000, 1 << 20].map { size in
                try LogFixture {
                    $0.segmentBytes = size
                    $0.indexIntervalBytes = size / 4
                }
            }
            var generator = SeededGenerator(seed: seed)
            for _ in 0..<60 {
                let sent = batch(count: Int.random(in: 1..<4, using: &generator), size: Int.random(in: 0..<60, using: &generator))
                let cut = generator.oneIn(15) ? Int64.random(in: 0...logs[0].log.logEndOffset.value, using: &generator) : nil
                for fixture in logs {
                    try fixture.write(sent)
                    if let cut { try fixture.log.truncate(to: Offset(cut)) }
                    fixture.log.advanceHighWatermark(to: fixture.log.logEndOffset)
                }
                let from = Offset(Int64.random(in: 0...logs[0].log.logEndOffset.value, using: &generator))
                let room = Int.random(in: 1..<3000, using: &generator)
                let reads = try logs.map { try $0.log.readBytes(from: from, maxBytes: room) }
                #expect(reads[0] == reads[1] && reads[1] == reads[2], "seed \(seed)")
            }
        }
    }
}
