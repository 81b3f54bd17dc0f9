@testable import OttlaCommitLog
import OttlaRecords
import OttlaVocabulary
import Testing

struct UpkeepTests {
    @Test func `segments older than retention.ms leave, the active one too`() throws {
        let fixture = try LogFixture {
            $0.segmentBytes = 300
            $0.retentionMs = 1000
        }
        for time in [1000, 2000, 3000, 4000] { try fixture.write(batch(count: 2, size: 80, time: Int64(time))) }
        #expect(fixture.log.segmentCount == 4)
        #expect(try fixture.log.applyRetention(now: 1_900).isEmpty)
        #expect(try fixture.log.applyRetention(now: 3_500).map(\.baseOffset) == [0, 2])
        #expect(fixture.log.logStartOffset == 4)
        #expect(try fixture.log.applyRetention(now: 100_000).map(\.reason) == [.retentionTime, .retentionTime])
        #expect(fixture.log.logStartOffset == 8)
        #expect(fixture.log.logEndOffset == 8)
        try fixture.reopen(clean: false)
        #expect(fixture.log.logEndOffset == 8)
        #expect(try fixture.write(batch(count: 1)) == .appended(first: 8, last: 8))
    }

    @Test func `nothing at or above the high watermark leaves`() throws {
        let fixture = try LogFixture {
            $0.segmentBytes = 300
            $0.retentionMs = 1000
        }
        for _ in 0..<3 { try fixture.append(batch(count: 2, size: 80)) }
        try fixture.log.flushTurn()
        fixture.log.advanceHighWatermark(to: 3)
        #expect(try fixture.log.applyRetention(now: 100_000).map(\.baseOffset) == [0])
    }

    @Test func `files are renamed first and unlinked after their delay`() throws {
        let fixture = try LogFixture {
            $0.segmentBytes = 300
            $0.retentionBytes = 300
            $0.retentionMs = -1
            $0.fileDeleteDelayMs = 60_000
        }
        for _ in 0..<4 { try fixture.write(batch(count: 2, size: 80)) }
        guard case .slice(let slice) = try fixture.log.read(from: 0, limit: 2, maxBytes: 1000, atLeastOneBatch: true) else { return }
        #expect(try fixture.log.applyRetention(now: 5_000).count == 2)
        let deleted = try fixture.files.entries(in: "/data/events-0").filter { $0.name.hasSuffix(".deleted") }
        #expect(!deleted.isEmpty)
        // A reader that was given a region of it can still send it.
        var bytes = [UInt8](repeating: 0, count: slice.byteCount)
        #expect(bytes.withUnsafeMutableBytes { slice.regions[0].source.read(into: $0, at: slice.regions[0].position) } == slice.byteCount)
        #expect(fixture.log.takeDueDeletions(now: 60_000).isEmpty)
        for deletion in fixture.log.takeDueDeletions(now: 65_000) { try deletion.run() }
        #expect(try fixture.files.entries(in: "/data/events-0").allSatisfy { !$0.name.hasSuffix(".deleted") })
    }

    @Test func `a segment rolls by the age of its batches`() throws {
        let fixture = try LogFixture {
            $0.segmentMs = 1000
            $0.segmentJitterMs = 100
        }
        try fixture.write(batch(count: 1, time: 5_000))
        let oldest = 5_000 + 1_000 - fixture.log.rollJitter
        try fixture.write(batch(count: 1, time: oldest))
        #expect(fixture.log.segmentCount == 1)
        try fixture.write(batch(count: 1, time: oldest + 1))
        #expect(fixture.log.segmentBaseOffsets == [0, 2])
    }

    @Test func `a segment rolls when its index is full`() throws {
        let fixture = try LogFixture {
            $0.indexIntervalBytes = 1
            $0.segmentIndexBytes = 80
        }
        for index in 0..<8 { try fixture.write(batch(count: 1, time: Int64(1_000 + index))) }
        #expect(fixture.log.segmentBaseOffsets == [0, 6])
    }

    @Test func `flush.messages and flush.ms ask for a sync`() throws {
        let fixture = try LogFixture {
            $0.flushMessages = 3
            $0.flushMs = 500
        }
        try fixture.write(batch(count: 2))
        #expect(!fixture.log.needsSync(now: fixture.now))
        #expect(fixture.log.needsSync(now: fixture.now + 500))
        try fixture.write(batch(count: 1))
        #expect(fixture.log.needsSync(now: fixture.now))
        let work = try #require(try fixture.log.beginSync())
        #expect(try fixture.log.beginSync() == nil)
        #expect(!fixture.log.needsSync(now: fixture.now))
        try fixture.write(batch(count: 1))
        try work.run()
        fixture.log.syncCompleted(work)
        #expect(fixture.log.recoveryPoint == 3)
    }

    @Test func `a truncation while a sync runs is not undone by its end`() throws {
        let fixture = try LogFixture()
        for _ in 0..<5 { try fixture.write(batch(count: 1)) }
        let work = try #require(try fixture.log.beginSync())
        try fixture.log.truncate(to: 2)
        try fixture.write(batch(count: 2))
        try work.run()
        fixture.log.syncCompleted(work)
        #expect(fixture.log.recoveryPoint == 0)
    }

    @Test func `timestamps find their first record, compressed batches included`() throws {
        let fixture = try LogFixture { $0.segmentBytes = 400 }
        for start in stride(from: 1_000, through: 4_000, by: 1_000) {
            try fixture.write(batch([[1], [2], [3]], time: Int64(start), codec: start == 3_000 ? .gzip : .none))
        }
        let log = fixture.log
        #expect(try log.offset(for: .timestamp(1_001)) == FoundOffset(offset: 1, timestamp: 1_001, leaderEpoch: 0))
        #expect(try log.offset(for: .timestamp(2_500))?.offset == 6)
        #expect(try log.offset(for: .timestamp(3_002)) == FoundOffset(offset: 8, timestamp: 3_002, leaderEpoch: 0))
        #expect(try log.offset(for: .timestamp(4_003)) == nil)
        #expect(try log.offset(for: .maxTimestamp)?.offset == 11)
        #expect(try log.offset(for: .latest)?.offset == 12)
        #expect(try log.offset(for: .earliest)?.offset == 0)
        #expect(try log.offset(for: .timestamp(4_001), limit: 9) == nil)
    }

    @Test func `leader epochs end where the next begins`() throws {
        let fixture = try LogFixture()
        for epoch in [0, 0, 2, 5] { try fixture.write(batch(count: 2), epoch: Int32(epoch)) }
        func end(_ epoch: Int32) -> [Int64]? { fixture.log.endOffset(forEpoch: epoch).map { [Int64($0.epoch), $0.offset.value] } }
        #expect(end(0) == [0, 4])
        #expect(end(1) == [0, 4])
        #expect(end(2) == [2, 6])
        #expect(end(5) == [5, 8])
        #expect(end(6) == nil)
        try fixture.log.truncate(to: 6)
        #expect(end(2) == [2, 6])
        try fixture.reopen(clean: true)
        #expect(end(1) == [0, 4])
    }

    @Test func `an interrupted swap is completed and leftovers removed`() throws {
        let fixture = try LogFixture { $0.segmentBytes = 300 }
        for _ in 0..<3 { try fixture.write(batch(count: 2, size: 80)) }
        try fixture.log.close()
        let base = "/data/events-0/"
        let first = "00000000000000000000.log"
        let content = try #require(try fixture.files.contents(of: base + first))
        try fixture.files.replace(base + first + ".swap", with: content)
        for name in [first + ".deleted", "00000000000000000002.log.cleaned"] { try fixture.files.replace(base + name, with: [1, 2]) }
        try fixture.files.remove(base + first)
        fixture.log = try LogFixture.open(fixture.files, "/data/events-0", fixture.configuration, clean: false)
        #expect(fixture.log.segmentBaseOffsets == [0, 2, 4])
        #expect(try fixture.log.records(from: 0).count == 6)
        #expect(try fixture.files.entries(in: "/data/events-0").allSatisfy { !$0.name.hasSuffix("ed") && !$0.name.hasSuffix("swap") })
    }

    @Test func `a dump says what a segment holds and where it breaks`() throws {
        let memory = MemoryFileSystem()
        let fixture = try LogFixture(memory)
        try fixture.write(batch([Array("hello".utf8)], producer: 4, epoch: 1, sequence: 9))
        try fixture.write(marker(commit: false, producer: 4, epoch: 1, coordinatorEpoch: 3))
        let path = "/data/events-0/00000000000000000000.log"
        var lines: [String] = []
        #expect(try LogDump.dump(path, in: memory, withRecords: true) { lines.append($0) } == nil)
        #expect(lines.count == 4)
        #expect(lines[0].hasPrefix("offsets 0-0 position 0 size 73 magic 2 records 1 codec none"))
        #expect(lines[0].hasSuffix("producer 4 epoch 1 sequences 9-9"))
        #expect(lines[1] == "  offset 0 time 1000 key null value \"hello\"")
        #expect(lines[3] == "  abort, coordinator epoch 3")
        memory.flipBit(0, at: 110, of: path)
        #expect(try LogDump.dump(path, in: memory, withRecords: false) { _ in }?.contains("position 73") == true)
    }
}
