@testable import OttlaCommitLog
import OttlaRecords
import OttlaVocabulary
import Testing

/// What compaction keeps and what it takes, rule by rule.
struct CompactionTests {
    private func fixture(_ files: any FileSystem = MemoryFileSystem(), _ change: (inout LogConfiguration) -> Void = { _ in }) throws
        -> LogFixture
    {
        try LogFixture(files) {
            $0.cleanupCompact = true
            $0.cleanupDelete = false
            $0.deleteRetentionMs = 100
            change(&$0)
        }
    }

    @Test func `the last value of each key stays at its offset`() throws {
        let fixture = try fixture()
        try fixture.write(keyed: [("a", "1"), ("b", "2"), ("a", "3")])
        try fixture.write(keyed: [("c", "4"), ("b", "5")])
        try fixture.log.roll()
        try fixture.write(keyed: [("a", "6")])
        #expect(try fixture.compact()?.end == 5)
        #expect(try fixture.seen() == ["2 a=3", "3 c=4", "4 b=5", "5 a=6"])
        #expect(fixture.log.logEndOffset == 6)
        let batches = try fixture.log.batches().map(\.header)
        #expect(batches.map(\.baseOffset) == [0, 3, 5])
        #expect(batches.map(\.lastOffset) == [2, 4, 5])
        for clean in [true, false] {
            try fixture.reopen(clean: clean)
            #expect(try fixture.seen() == ["2 a=3", "3 c=4", "4 b=5", "5 a=6"])
        }
    }

    @Test func `compressed batches are made anew with their own codec`() throws {
        for codec in [CompressionCodec.gzip, .snappy, .lz4, .zstd] {
            let fixture = try fixture()
            try fixture.write(keyed: [("a", "1"), ("b", "2")], time: 500, codec: codec)
            try fixture.write(keyed: [("a", "3"), ("c", "4")], time: 700, codec: codec)
            try fixture.log.roll()
            try fixture.compact()
            #expect(try fixture.seen() == ["1 b=2", "2 a=3", "3 c=4"])
            let batches = try fixture.log.batches()
            #expect(batches.map(\.header.codec) == [codec, codec])
            #expect(batches[0].header.maxTimestamp == 501)
            #expect(batches[0].header.recordCount == 1)
        }
    }

    @Test func `a record without value stays until its time has passed since it was first compacted`() throws {
        let fixture = try fixture()
        try fixture.write(keyed: [("a", "1"), ("b", "2")], time: 500)
        try fixture.write(keyed: [("a", nil), ("c", "3")], time: 600)
        try fixture.log.roll()
        try fixture.compact(now: 10_000)
        #expect(try fixture.seen() == ["1 b=2", "2 a", "3 c=3"])
        let marked = try fixture.log.batches()[1].header
        #expect(marked.hasDeleteHorizon)
        #expect(marked.baseTimestamp == 10_100)
        #expect(try fixture.log.keyedRecords().map(\.time) == [501, 600, 601])

        func another(at time: Int64) throws {
            try fixture.write(keyed: [("d", "x")], time: time)
            try fixture.log.roll()
            try fixture.compact(now: Timestamp(milliseconds: time))
        }
        try another(at: 10_099)
        #expect(try fixture.seen() == ["1 b=2", "2 a", "3 c=3", "4 d=x"])
        #expect(try fixture.log.batches()[1].header.baseTimestamp == 10_100)
        try another(at: 10_100)
        #expect(try fixture.seen() == ["1 b=2", "3 c=3", "5 d=x"])
        #expect(try fixture.log.keyedRecords().map(\.time) == [501, 601, 10_100])
    }

    @Test func `records without key are dropped and counted`() throws {
        let fixture = try fixture()
        try fixture.write(batch(count: 3))
        try fixture.write(keyed: [("a", "1")])
        try fixture.log.roll()
        #expect(try fixture.compact()?.recordsWithoutKey == 3)
        #expect(try fixture.seen() == ["3 a=1"])
    }

    @Test func `the active segment, and what is not durable or not stable, is left alone`() throws {
        let fixture = try fixture()
        try fixture.write(keyed: [("a", "1"), ("a", "2")])
        #expect(fixture.log.compactionSurvey == nil)
        try fixture.log.roll()
        #expect(try fixture.plan()?.dirtyBytes == 0)
        try fixture.sync()
        #expect(try fixture.plan()?.dirtyBytes ?? 0 > 0)
        try fixture.write(keyedBatch([("a", "3")], producer: 1, epoch: 0, sequence: 0, transactional: true))
        try fixture.log.roll()
        try fixture.sync()
        #expect(try fixture.plan()?.end == 2)
        try fixture.write(marker(commit: true, producer: 1, epoch: 0))
        // A crash may take the marker, and with it what the transaction came to.
        #expect(try fixture.plan()?.end == 2)
        try fixture.sync()
        #expect(try fixture.plan()?.end == 3)
    }

    @Test func `min.compaction.lag.ms keeps young segments out, max.compaction.lag.ms ends the active one`() throws {
        let fixture = try fixture {
            $0.minCompactionLagMs = 100
            $0.maxCompactionLagMs = 1_000
            $0.minCleanableDirtyRatio = 1
        }
        try fixture.write(keyed: [("a", "1"), ("a", "2")], time: 5_000)
        // A batch is as old as its youngest record, which is of 5,001.
        #expect(try !fixture.log.rollForCompaction(now: 6_001))
        #expect(try fixture.log.rollForCompaction(now: 6_002))
        try fixture.sync()
        #expect(try fixture.plan(now: 5_100)?.dirtyBytes == 0)
        #expect(try fixture.plan(now: 5_101)?.isDue == false)
        #expect(try fixture.plan(now: 6_001)?.mustRun == false)
        #expect(try fixture.plan(now: 6_002)?.mustRun == true)
        // An append ends it, too, when its time has come.
        try fixture.write(keyed: [("a", "3")], time: 7_000)
        try fixture.write(keyed: [("a", "4")], time: 8_001)
        #expect(fixture.log.segmentBaseOffsets == [0, 2, 3])
    }

    @Test func `a log is due when the part never compacted is large enough`() throws {
        let fixture = try fixture { $0.minCleanableDirtyRatio = 0.5 }
        for index in 0..<3 {
            try fixture.write(keyed: [("key \(index)", "a value that stays")])
            try fixture.log.roll()
        }
        try fixture.compact()
        #expect(try fixture.plan()?.dirtyRatio == 0)
        try fixture.write(keyed: [("another", "a value that stays")])
        try fixture.log.roll()
        try fixture.sync()
        #expect(try fixture.plan()?.isDue == false)
        for _ in 0..<3 { try fixture.write(keyed: [("another", "a value that stays")]) }
        try fixture.log.roll()
        try fixture.sync()
        #expect(try fixture.plan()?.isDue == true)
    }

    @Test func `neighbours become one segment as long as they fit`() throws {
        let fixture = try fixture { $0.segmentBytes = 400 }
        for index in 0..<12 { try fixture.write(keyed: [("key", String(repeating: "x", count: 60)), ("other \(index)", "")]) }
        try fixture.log.roll()
        let before = fixture.log.segmentCount
        #expect(before > 4)
        try fixture.compact()
        #expect(fixture.log.segmentCount == before)
        try fixture.write(keyed: [("last", "1")])
        try fixture.log.roll()
        try fixture.compact()
        #expect(fixture.log.segmentCount < before)
        #expect(try fixture.seen().count == 14)
        #expect(fixture.log.segmentBaseOffsets.first == 0)
        // The snapshots of segments that are none any more have gone with them.
        #expect(fixture.log.snapshots.allSatisfy { fixture.log.segmentBaseOffsets.contains($0) })
    }

    @Test func `where the map is full, compaction goes as far as it reached, and on from there the next time`() throws {
        var settings = CompactionSettings.small
        settings.mapBytes = 20 * OffsetMap.slotSize
        let fixture = try fixture { $0.segmentBytes = 600 }
        for round in 0..<3 {
            for index in 0..<30 { try fixture.write(keyed: [("key \(index)", "\(round)")]) }
        }
        try fixture.log.roll()
        var ends: [Int64] = []
        while let report = try fixture.compact(settings: settings) {
            #expect(report.keys <= 20)
            ends.append(report.end.value)
            if ends.count > 50 { break }
        }
        #expect(ends.count > 4)
        #expect(ends == ends.sorted() && ends.last == 90)
        #expect(try fixture.seen() == (0..<30).map { "\(60 + $0) key \($0)=2" })
    }

    @Test func `a batch with more keys than the map has room for is gone through in parts`() throws {
        var settings = CompactionSettings.small
        settings.mapBytes = 20 * OffsetMap.slotSize
        let fixture = try fixture()
        let keys = (0..<50).map { "key \($0)" }
        try fixture.write(keyed: keys.map { ($0, "old") } + keys.map { ($0, nil) } + keys.map { ($0, "new") })
        try fixture.log.roll()
        var rounds = 0
        while try fixture.compact(settings: settings) != nil, rounds < 50 { rounds += 1 }
        #expect(rounds > 5)
        #expect(try fixture.seen() == keys.enumerated().map { "\(100 + $0) \($1)=new" })
    }

    @Test func `the last batch of a producer stays, empty, and knows a repetition after a restart`() throws {
        let fixture = try fixture()
        let first = keyedBatch([("a", "1")], producer: 7, epoch: 2, sequence: 0)
        let second = keyedBatch([("a", "2"), ("b", "3")], producer: 7, epoch: 2, sequence: 1)
        try fixture.write(first)
        try fixture.write(second)
        try fixture.write(keyed: [("a", "4"), ("b", "5")])
        try fixture.log.roll()
        try fixture.compact()
        #expect(try fixture.seen() == ["3 a=4", "4 b=5"])
        let headers = try fixture.log.batches().map(\.header)
        #expect(headers.map(\.recordCount) == [0, 2])
        #expect(headers[0].lastOffset == 2)
        for snapshot in fixture.log.snapshots { try fixture.log.removeSnapshot(snapshot) }
        try fixture.reopen(clean: false, recoveryPoint: 0)
        #expect(try fixture.append(second) == .duplicate(first: 1, last: 2, timestamp: 1_001))
        #expect(try fixture.append(keyedBatch([("a", "9")], producer: 7, epoch: 2, sequence: 3)) == .appended(first: 5, last: 5))
    }

    @Test func `aborted records go at once, their marker when its time has come`() throws {
        let fixture = try fixture()
        try fixture.write(keyedBatch([("a", "old")], producer: 1, epoch: 0, sequence: 0))
        try fixture.write(keyedBatch([("a", "aborted")], producer: 2, epoch: 0, sequence: 0, transactional: true))
        try fixture.write(marker(commit: false, producer: 2, epoch: 0))
        try fixture.write(keyedBatch([("b", "committed")], producer: 2, epoch: 0, sequence: 1, transactional: true))
        try fixture.write(marker(commit: true, producer: 2, epoch: 0))
        try fixture.log.roll()
        func round(at now: Timestamp) throws -> [Int64] {
            try fixture.write(keyed: [("z", "z")], time: now.milliseconds)
            try fixture.log.roll()
            try fixture.compact(now: now)
            return try fixture.log.batches().map(\.header.baseOffset.value)
        }
        // The batch of the aborted transaction was there when its marker was read: so the marker and its entry stay.
        #expect(try round(at: 10_000) == [0, 2, 3, 4, 5])
        #expect(try fixture.seen() == ["0 a=old", "3 b=committed", "5 z=z"])
        #expect(try fixture.log.abortedTransactions(from: 0, to: 6).count == 1)
        // Now nothing of it is: the marker's time begins.
        #expect(try round(at: 10_010) == [0, 2, 3, 4, 6])
        #expect(try fixture.log.batches()[1].header.hasDeleteHorizon)
        #expect(try fixture.log.abortedTransactions(from: 0, to: 6).isEmpty)
        #expect(try round(at: 10_109) == [0, 2, 3, 4, 7])
        #expect(try round(at: 10_110) == [0, 3, 4, 8])
        for clean in [true, false] {
            try fixture.reopen(clean: clean, recoveryPoint: clean ? nil : 0)
            #expect(fixture.log.lastStableOffset == fixture.log.logEndOffset)
            #expect(try fixture.seen() == ["0 a=old", "3 b=committed", "8 z=z"])
        }
    }

    @Test func `a topic of both policies is compacted, and loses old segments too`() throws {
        let fixture = try fixture {
            $0.cleanupDelete = true
            $0.retentionMs = 1_000
        }
        try fixture.write(keyed: [("a", "1"), ("a", "2")], time: 1_000)
        try fixture.log.roll()
        try fixture.write(keyed: [("b", "3"), ("b", "4")], time: 5_000)
        try fixture.log.roll()
        try fixture.write(keyed: [("c", "5")], time: 5_000)
        let fixedSize = fixture.log.segmentCount
        #expect(fixedSize == 3)
        try fixture.compact()
        #expect(try fixture.seen() == ["1 a=2", "3 b=4", "4 c=5"])
        try fixture.log.applyRetention(now: 5_500)
        // One segment now holds both: it is as young as its youngest record.
        #expect(try fixture.seen() == ["1 a=2", "3 b=4", "4 c=5"])
        try fixture.log.applyRetention(now: 6_100)
        #expect(try fixture.seen() == [])
    }

    @Test func `compaction alone takes nothing for its age or size, and follows DeleteRecords`() throws {
        let fixture = try fixture {
            $0.retentionMs = 1
            $0.retentionBytes = 1
        }
        try fixture.write(keyed: [("a", "1"), ("b", "2")])
        try fixture.log.roll()
        try fixture.write(keyed: [("c", "3")])
        try fixture.log.applyRetention(now: 1_000_000)
        #expect(try fixture.seen() == ["0 a=1", "1 b=2", "2 c=3"])
        try fixture.log.deleteRecords(before: 1)
        try fixture.compact()
        #expect(try fixture.seen() == ["1 b=2", "2 c=3"])
        try fixture.log.deleteRecords(before: 2)
        #expect(fixture.log.segmentCount == 1)
    }
}
