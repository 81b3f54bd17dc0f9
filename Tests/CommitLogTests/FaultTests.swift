import OttlaCommitLog
import OttlaRecords
import OttlaStateMachines
import OttlaVocabulary
import Synchronization
import Testing

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

struct FaultTests {
    private func fixture() throws -> (LogFixture, FaultyFileSystem, MemoryFileSystem) {
        let memory = MemoryFileSystem()
        let faulty = FaultyFileSystem(memory)
        let fixture = try LogFixture(faulty)
        return (fixture, faulty, memory)
    }

    @Test func `a full disk takes back the turn, and later turns work`() throws {
        let (fixture, faulty, _) = try fixture()
        try fixture.write(batch(count: 2, producer: 1, epoch: 0, sequence: 0), epoch: 1)
        faulty.set { operation, _ in operation == .write ? .shortWrite(bytes: 30, errno: ENOSPC) : nil }
        let undone = fixture.log.undoneAppends
        try fixture.append(batch(count: 2, producer: 1, epoch: 0, sequence: 2), epoch: 2)
        try fixture.append(batch(count: 1))
        #expect(fixture.log.logEndOffset == 5)
        let error = #expect(throws: LogError.self) { try fixture.log.flushTurn() }
        #expect(error?.errno == ENOSPC)
        #expect("\(error!)".contains("ENOSPC"))
        #expect("\(error!)".contains("events-0/00000000000000000000.log"))
        #expect(fixture.log.logEndOffset == 2)
        #expect(fixture.log.undoneAppends == undone + 1)
        #expect(fixture.log.latestEpoch == 1)
        faulty.set { _, _ in nil }
        #expect(try fixture.write(batch(count: 2, producer: 1, epoch: 0, sequence: 2)) == .appended(first: 2, last: 3))
        #expect(try fixture.log.records(from: 0).count == 4)
        try fixture.reopen(clean: false)
        #expect(try fixture.log.records(from: 0).count == 4)
    }

    @Test func `a log that cannot cut its file takes no more appends`() throws {
        let (fixture, faulty, _) = try fixture()
        try fixture.write(batch(count: 2))
        faulty.set { operation, _ in operation == .write || operation == .truncate ? .error(EIO) : nil }
        try fixture.append(batch(count: 1))
        #expect(throws: LogError.self) { try fixture.log.flushTurn() }
        faulty.set { _, _ in nil }
        #expect(throws: LogError.self) { try fixture.append(batch(count: 1)) }
        #expect(fixture.log.failure != nil)
        // What was acknowledged can still be read.
        #expect(try fixture.log.records(from: 0).count == 2)
    }

    @Test func `after a failed sync nothing more is taken`() throws {
        let (fixture, faulty, _) = try fixture()
        try fixture.write(batch(count: 2))
        let work = try #require(try fixture.log.beginSync())
        faulty.set { operation, _ in operation == .sync ? .error(EIO) : nil }
        let error = #expect(throws: LogError.self) { try work.run() }
        fixture.log.syncFailed(work, error!)
        #expect(fixture.log.recoveryPoint == 0)
        #expect(throws: LogError.self) { try fixture.append(batch(count: 1)) }
    }

    @Test(arguments: [0, 3] as [Int64])
    func `a base offset damaged on disk ends the log there`(byte: Int64) throws {
        let memory = MemoryFileSystem()
        let fixture = try LogFixture(memory)
        for _ in 0..<2 { try fixture.write(batch(count: 2)) }
        let file = try memory.open("/data/events-0/00000000000000000000.log", creating: false)
        // The second of two batches of one size. The bit is not under its checksum.
        let place = try file.size() / 2 + byte
        try [0x7F as UInt8].withUnsafeBytes { try file.write($0, at: place) }
        try fixture.reopen(clean: false)
        #expect(fixture.log.logEndOffset == 2)
        #expect(try fixture.log.records(from: 0).count == 2)
        #expect(try fixture.write(batch(count: 1)) == .appended(first: 2, last: 2))
    }

    @Test func `faults at random lose nothing that was written`() throws {
        for seed in 0..<200 as Range<UInt64> {
            var generator = SeededGenerator(seed: seed)
            let memory = MemoryFileSystem()
            let faulty = FaultyFileSystem(memory)
            let fixture = try LogFixture(faulty) {
                $0.segmentBytes = 1500
                $0.indexIntervalBytes = 200
            }
            let dice = Mutex(SeededGenerator(seed: seed ^ 77))
            faulty.set { operation, _ in
                dice.withLock { dice in
                    guard dice.oneIn(15), operation != .read, operation != .measure else { return nil }
                    return operation == .write ? .shortWrite(bytes: Int.random(in: 0..<100, using: &dice), errno: ENOSPC) : .error(EIO)
                }
            }
            var kept: [[UInt8]] = []
            var turn: [(value: [UInt8], offset: Offset, undone: Int)] = []
            for step in 0..<150 where fixture.log.failure == nil {
                let value = Array("\(step)".utf8)
                do throws(LogError) {
                    if Bool.random(using: &generator) {
                        guard case .appended(let offset, _) = try fixture.append(batch([value])) else { continue }
                        turn.append((value, offset, fixture.log.undoneAppends))
                    } else {
                        try fixture.log.flushTurn()
                    }
                } catch {
                    #expect(error.errno != nil, "seed \(seed)")
                }
                turn.removeAll { $0.undone != fixture.log.undoneAppends }
                // A roll flushes too.
                kept += turn.filter { $0.offset < fixture.log.writtenOffset }.map(\.value)
                turn.removeAll { $0.offset < fixture.log.writtenOffset }
                #expect(fixture.log.writtenOffset.value == Int64(kept.count), "seed \(seed)")
            }
            faulty.set { _, _ in nil }
            let values = try fixture.log.records(from: 0).map(\.value)
            #expect(Array(values.prefix(kept.count)) == kept, "seed \(seed)")
            memory.kill()
            try fixture.reopen(clean: false, recoveryPoint: 0)
            #expect(Array(try fixture.log.records(from: 0).map(\.value).prefix(kept.count)) == kept, "seed \(seed)")
        }
    }

    @Test func `a flipped bit in what was not synced ends the log before it`() throws {
        for seed in 0..<100 as Range<UInt64> {
            var generator = SeededGenerator(seed: seed)
            let memory = MemoryFileSystem()
            let fixture = try LogFixture(memory)
            for _ in 0..<10 { try fixture.write(batch(count: 1, size: 30)) }
            let size = batch(count: 1, size: 30).count
            let position = Int.random(in: 0..<size * 10, using: &generator)
            // The leader epoch, 12 to 15, is under no checksum; a base offset may still fit.
            if (12..<16).contains(position % size) || position % size < 8 { continue }
            memory.flipBit(Int.random(in: 0..<8, using: &generator), at: position, of: "/data/events-0/00000000000000000000.log")
            memory.kill()
            try fixture.reopen(clean: false, recoveryPoint: 0)
            #expect(fixture.log.logEndOffset.value == Int64(position / size), "seed \(seed): position \(position)")
        }
    }

    @Test func `a read that fails says so`() throws {
        let (fixture, faulty, _) = try fixture()
        for _ in 0..<5 { try fixture.write(batch(count: 1)) }
        faulty.set { operation, _ in operation == .read ? .error(EIO) : nil }
        #expect(throws: LogError.self) { try fixture.log.read(from: 2, limit: 5, maxBytes: 100, atLeastOneBatch: true) }
    }
}
