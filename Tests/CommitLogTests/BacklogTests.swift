import OttlaRecords
import OttlaStateMachines
import OttlaVocabulary
import Testing

@testable import OttlaCommitLog

struct BacklogTests {
    private func backlog(_ fixture: LogFixture, from offset: Offset, bytes: Int64 = 1 << 30) throws -> Backlog {
        var budget = WalkBudget(bytes: bytes)
        let stretch = try fixture.log.backlog(from: offset)
        defer { #expect(fixture.log.stillHolds(stretch)) }
        return try stretch.count(within: &budget)
    }

    private func transactional(_ count: Int, producer: Int64, sequence: Int32 = 0, time: Int64 = 1_000) -> [UInt8] {
        batch(count: count, time: time, producer: producer, epoch: 0, sequence: sequence, transactional: true)
    }

    @Test func `records are counted from the middle of a batch to the end`() throws {
        let fixture = try LogFixture()
        try fixture.write(batch(count: 10, time: 1_000))
        try fixture.write(batch(count: 5, time: 2_000))
        var found = try backlog(fixture, from: 0)
        #expect(found.readable == RecordCount(15))
        #expect(found.undecided == RecordCount(0))
        #expect(found.nextTimestamp == 1_000)
        found = try backlog(fixture, from: 7)
        #expect(found.readable == RecordCount(8))
        #expect(found.nextTimestamp == 1_007)
        found = try backlog(fixture, from: 15)
        #expect(found.readable == RecordCount(0))
        #expect(found.nextTimestamp == .none)
    }

    @Test func `an empty log and an offset beyond the end leave nothing to read`() throws {
        let fixture = try LogFixture()
        #expect(try backlog(fixture, from: 0) == Backlog())
        #expect(try backlog(fixture, from: 99) == Backlog())
        #expect(try fixture.log.backlog(from: 99).position == 99)
    }

    @Test(arguments: [CompressionCodec.gzip, .lz4, .snappy, .zstd])
    func `the first batch is opened where it is compressed`(codec: CompressionCodec) throws {
        let fixture = try LogFixture()
        try fixture.write(batch((0..<100).map { [UInt8($0)] }, time: 5_000, codec: codec))
        try fixture.write(batch((0..<50).map { [UInt8($0)] }, time: 9_000, codec: codec))
        let found = try backlog(fixture, from: 42)
        #expect(found.readable == RecordCount(108))
        #expect(found.nextTimestamp == 5_042)
    }

    @Test func `offsets that compaction took away are not counted`() throws {
        let fixture = try LogFixture()
        var builder = RecordBatchBuilder()
        for (offset, time): (Int32, Timestamp) in [(2, 1_002), (5, 1_005), (9, 1_009)] {
            builder.append(key: nil as [UInt8]?, value: [1], timestamp: time, offsetDelta: offset)
        }
        try fixture.write(try builder.finish())
        try fixture.write(batch(count: 1, time: 3_000))
        #expect(fixture.log.logEndOffset == 11)
        #expect(try backlog(fixture, from: 0).readable == RecordCount(4))
        let found = try backlog(fixture, from: 3)
        #expect(found.readable == RecordCount(3))
        #expect(found.nextTimestamp == 1_005)
        #expect(try backlog(fixture, from: 9).readable == RecordCount(2))
        #expect(try backlog(fixture, from: 10).nextTimestamp == 3_000)
    }

    @Test func `records of an open transaction wait, and those behind it`() throws {
        let fixture = try LogFixture()
        try fixture.write(batch(count: 3))
        try fixture.write(transactional(4, producer: 1))
        try fixture.write(batch(count: 2))
        var found = try backlog(fixture, from: 1)
        #expect(found.readable == RecordCount(2))
        #expect(found.undecided == RecordCount(6))
        // A reader of all records may have gone beyond the last stable offset.
        found = try backlog(fixture, from: 5)
        #expect(found.readable == RecordCount(0))
        #expect(found.undecided == RecordCount(4))
        #expect(found.nextTimestamp == .none)
        try fixture.write(marker(commit: true, producer: 1, epoch: 0))
        found = try backlog(fixture, from: 1)
        #expect(found.readable == RecordCount(8))
        #expect(found.undecided == RecordCount(0))
    }

    @Test func `records of aborted transactions and markers are not counted`() throws {
        let fixture = try LogFixture()
        try fixture.write(transactional(4, producer: 1, time: 1_000))
        try fixture.write(transactional(5, producer: 2, time: 2_000))
        try fixture.write(transactional(1, producer: 1, sequence: 4, time: 3_000))
        try fixture.write(marker(commit: false, producer: 1, epoch: 0))
        try fixture.write(transactional(2, producer: 1, sequence: 5, time: 4_000))
        try fixture.write(marker(commit: true, producer: 2, epoch: 0))
        var found = try backlog(fixture, from: 0)
        #expect(found.readable == RecordCount(5))
        #expect(found.nextTimestamp == 2_000)
        #expect(found.undecided == RecordCount(2))
        try fixture.write(marker(commit: true, producer: 1, epoch: 0))
        found = try backlog(fixture, from: 9)
        #expect(found.readable == RecordCount(2))
        #expect(found.nextTimestamp == 4_000)
        try fixture.reopen(clean: true)
        #expect(try backlog(fixture, from: 0).readable == RecordCount(7))
    }

    @Test func `a transaction aborted behind an open one does not wait`() throws {
        let fixture = try LogFixture()
        try fixture.write(transactional(1, producer: 1))
        try fixture.write(transactional(3, producer: 2))
        try fixture.write(marker(commit: false, producer: 2, epoch: 0))
        #expect(fixture.log.lastStableOffset == 0)
        let found = try backlog(fixture, from: 0)
        #expect(found.readable == RecordCount(0))
        #expect(found.undecided == RecordCount(1))
    }

    @Test func `what was deleted before it was read is passed over`() throws {
        let fixture = try LogFixture()
        try fixture.write(batch(count: 10))
        try fixture.write(batch(count: 10, time: 2_000))
        try fixture.log.deleteRecords(before: 13)
        let stretch = try fixture.log.backlog(from: 4)
        #expect(stretch.position == 13)
        #expect(stretch.logStartOffset == 13)
        let found = try backlog(fixture, from: 4)
        #expect(found.readable == RecordCount(7))
        #expect(found.nextTimestamp == 2_003)
    }

    @Test func `readers see no further than the high watermark`() throws {
        let fixture = try LogFixture()
        try fixture.write(batch(count: 3))
        try fixture.append(batch(count: 3))
        #expect(try backlog(fixture, from: 0).readable == RecordCount(3))
        try fixture.log.flushTurn()
        #expect(try backlog(fixture, from: 0).readable == RecordCount(3))
        fixture.log.advanceHighWatermark(to: 6)
        #expect(try backlog(fixture, from: 0).readable == RecordCount(6))
    }

    // MARK: The bound

    @Test func `a spent budget gives the distance as an upper bound, and the next call comes further`() throws {
        let fixture = try LogFixture { $0.segmentBytes = 4 << 20 }
        var written: Int64 = 0
        while written < 12 << 20 {
            let bytes = batch(count: 10, size: 1_000)
            try fixture.write(bytes)
            written += Int64(bytes.count)
        }
        let end = fixture.log.logEndOffset.value
        var tries = 0
        var found = Backlog()
        repeat {
            found = try backlog(fixture, from: 5, bytes: 2 << 20)
            // No offset is missing here, so the distance is right, too.
            #expect(found.readable.value == end - 5)
            tries += 1
            #expect(found.isCutShort == !found.readable.isExact)
        } while !found.readable.isExact && tries < 20
        #expect(found.readable.isExact)
        #expect((5...9).contains(tries), "\(tries) calls")
        #expect(try backlog(fixture, from: 5, bytes: 2 << 20).readable == RecordCount(end - 5))
        #expect(try fixture.log.backlog(from: 5).bound.readable == RecordCount(end - 5, isExact: false))
    }

    @Test func `what was counted is forgotten when the log is cut`() throws {
        let fixture = try LogFixture()
        while fixture.log.size < 3 << 20 { try fixture.write(batch(count: 10, size: 1_000)) }
        let before = try fixture.log.backlog(from: 0)
        #expect(try backlog(fixture, from: 0).readable == RecordCount(fixture.log.logEndOffset.value))
        try fixture.log.truncate(to: 20)
        #expect(!fixture.log.stillHolds(before))
        while fixture.log.size < 3 << 20 { try fixture.write(batch(count: 1, size: 10_000)) }
        #expect(try backlog(fixture, from: 0).readable == RecordCount(fixture.log.logEndOffset.value))
    }

    @Test func `a walk notices that its segments were retired`() throws {
        let fixture = try LogFixture { $0.segmentBytes = 20_000 }
        for _ in 0..<10 { try fixture.write(batch(count: 10, size: 1_000)) }
        let stretch = try fixture.log.backlog(from: 0)
        try fixture.log.deleteRecords(before: 50)
        #expect(!fixture.log.stillHolds(stretch))
    }

    // MARK: Against a model

    /// Every record that was written: its offset, its transaction's producer, and how that ended.
    private struct Written {
        var offset: Int64
        var producer: Int64?
        var time: Int64
        var fate = Fate.readable
    }

    private enum Fate { case readable, open, aborted }

    @Test(arguments: 0..<20 as Range<UInt64>)
    func `counts agree with a model`(seed: UInt64) throws {
        var generator = SeededGenerator(seed: seed)
        let fixture = try LogFixture {
            $0.segmentBytes = 2 << 20
            $0.indexIntervalBytes = 4096
        }
        var written: [Written] = []
        var sequences: [Int64: Int32] = [:]
        var open: [Int64: Int64] = [:]
        var clock: Int64 = 1_000
        for _ in 0..<400 {
            clock += 100
            let producer = Int64.random(in: 1...5, using: &generator)
            let count = Int.random(in: 1...30, using: &generator)
            let size = Int.random(in: 0..<8, using: &generator) == 0 ? 5_000 : 200
            let end = fixture.log.logEndOffset.value
            switch Int.random(in: 0..<10, using: &generator) {
            case 0...3:
                try fixture.write(batch(count: count, size: size, time: clock))
                written += (0..<count).map { Written(offset: end + Int64($0), time: clock + Int64($0)) }
            case 4...7:
                let sequence = sequences[producer, default: 0]
                let bytes = batch(
                    count: count, size: size, time: clock, producer: producer, epoch: 0, sequence: sequence, transactional: true)
                try fixture.write(bytes)
                sequences[producer] = sequence + Int32(count)
                if open[producer] == nil { open[producer] = end }
                written += (0..<count).map { Written(offset: end + Int64($0), producer: producer, time: clock + Int64($0), fate: .open) }
            case 8:
                guard open.removeValue(forKey: producer) != nil else { continue }
                let commits = Bool.random(using: &generator)
                try fixture.write(marker(commit: commits, producer: producer, epoch: 0))
                for index in written.indices where written[index].producer == producer && written[index].fate == .open {
                    written[index].fate = commits ? .readable : .aborted
                }
            default:
                if Int.random(in: 0..<20, using: &generator) == 0 {
                    let start = Int64.random(in: 0...max(fixture.log.lastStableOffset.value, 0), using: &generator)
                    try fixture.log.deleteRecords(before: Offset(start))
                }
                try check(fixture, written, open, from: Int64.random(in: 0...end, using: &generator), seed: seed)
            }
        }
        for _ in 0..<20 {
            let offset = Int64.random(in: 0...fixture.log.logEndOffset.value, using: &generator)
            try check(fixture, written, open, from: offset, seed: seed)
        }
        try fixture.reopen(clean: true)
        try check(fixture, written, open, from: 0, seed: seed)
    }

    private func check(_ fixture: LogFixture, _ written: [Written], _ open: [Int64: Int64], from offset: Int64, seed: UInt64) throws {
        let start = max(offset, fixture.log.logStartOffset.value)
        let stable = open.values.min() ?? fixture.log.logEndOffset.value
        let ahead = written.filter { $0.offset >= start && $0.fate != .aborted }
        let readable = ahead.filter { $0.offset < stable }
        let found = try backlog(fixture, from: Offset(offset))
        #expect(found.readable == RecordCount(Int64(readable.count)), "seed \(seed), from \(offset)")
        #expect(found.undecided == RecordCount(Int64(ahead.count - readable.count)), "seed \(seed), from \(offset)")
        #expect(found.nextTimestamp == readable.first.map { Timestamp(milliseconds: $0.time) } ?? .none, "seed \(seed), from \(offset)")
    }
}
