@testable import OttlaCommitLog
import OttlaRecords
import OttlaVocabulary
import Testing

/// A transaction index that lacks entries: compaction must not take what was aborted for committed.
struct IncompleteIndexTests {
    private func fixture() throws -> LogFixture {
        try LogFixture {
            $0.cleanupCompact = true
            $0.cleanupDelete = false
            $0.deleteRetentionMs = 100
        }
    }

    private func write(_ fixture: LogFixture, aborted pairs: [(String, String?)], producer: Int64, sequence: Int32 = 0) throws {
        try fixture.write(keyedBatch(pairs, producer: producer, epoch: 0, sequence: sequence, transactional: true))
    }

    /// Stops the log, changes the segment's index, and starts again.
    private func damage(_ fixture: LogFixture, indexOf base: Offset, _ change: (inout [UInt8]) -> Void) throws {
        try fixture.sync()
        let (log, path) = (fixture.log, "\(fixture.log.directory)/\(SegmentFiles.stem(base)).txnindex")
        let (end, start) = (log.logEndOffset, log.logStartOffset)
        try log.close()
        var bytes = try #require(try fixture.files.contents(of: path), "there is no transaction index")
        change(&bytes)
        try fixture.files.remove(path)
        if !bytes.isEmpty {
            let file = try fixture.files.open(path, creating: true)
            try bytes.withUnsafeBytes { try file.write($0, at: 0) }
        }
        fixture.log = try LogFixture.open(
            fixture.files, log.directory, fixture.configuration, recoveryPoint: end, logStart: start, clean: true)
        fixture.log.advanceHighWatermark(to: fixture.log.logEndOffset)
        // An empty segment has no file: the one before it is the active one again.
        try fixture.log.roll()
    }

    private func expectRefusal(_ fixture: LogFixture, of offset: Int64, settings: CompactionSettings = .small) throws {
        let before = try fixture.log.batches().map(\.bytes)
        let error = #expect(throws: LogError.self) { try fixture.compact(settings: settings) }
        guard case .corrupt(let path, let reason) = error else {
            Issue.record("\(String(describing: error)) does not mark the partition")
            return
        }
        #expect(path.hasSuffix(".log"))
        #expect(reason.hasPrefix("the batch at offset \(offset): it aborts a transaction of producer 2 "))
        #expect(try fixture.log.batches().map(\.bytes) == before)
    }

    @Test func `without the index nothing is compacted, and no committed value is lost`() throws {
        let fixture = try fixture()
        try fixture.write(keyed: [("a", "committed"), ("b", "older"), ("b", "newer")])
        try write(fixture, aborted: [("a", "aborted")], producer: 2)
        try fixture.write(marker(commit: false, producer: 2, epoch: 0))
        try fixture.log.roll()
        try damage(fixture, indexOf: 0) { $0 = [] }
        try expectRefusal(fixture, of: 4)
    }

    @Test func `an index that ends at an implausible entry is no whole index`() throws {
        let fixture = try fixture()
        try fixture.write(keyed: [("a", "committed"), ("b", "committed")])
        for (key, producer) in [("a", 1), ("b", 2)] as [(String, Int64)] {
            try write(fixture, aborted: [(key, "aborted")], producer: producer)
            try fixture.write(marker(commit: false, producer: producer, epoch: 0))
        }
        try fixture.log.roll()
        try damage(fixture, indexOf: 0) { bytes in
            #expect(bytes.count == 2 * AbortedTransaction.entrySize)
            bytes[AbortedTransaction.entrySize] = 1
        }
        #expect(try fixture.log.abortedTransactions(from: 0, to: 6).count == 1)
        try expectRefusal(fixture, of: 5)
    }

    @Test func `an entry that begins too late is found out too`() throws {
        let fixture = try fixture()
        try fixture.write(keyed: [("a", "committed")])
        try write(fixture, aborted: [("a", "aborted")], producer: 2)
        try write(fixture, aborted: [("b", "aborted")], producer: 2, sequence: 1)
        try fixture.write(marker(commit: false, producer: 2, epoch: 0))
        try fixture.log.roll()
        // The first offset is the third of the numbers.
        try damage(fixture, indexOf: 0) { $0[17] = 2 }
        try expectRefusal(fixture, of: 3)
    }

    @Test func `where the map is full in the middle of a transaction, its end is looked at first`() throws {
        var settings = CompactionSettings.small
        settings.mapBytes = 20 * OffsetMap.slotSize
        let fixture = try fixture()
        try fixture.write(keyed: (0..<5).map { ("key \($0)", "committed") })
        try fixture.log.roll()
        try write(fixture, aborted: (0..<5).map { ("key \($0)", "aborted") }, producer: 2)
        try write(fixture, aborted: (0..<40).map { ("other \($0)", "aborted") }, producer: 2, sequence: 5)
        try fixture.log.roll()
        try write(fixture, aborted: [("last", "aborted")], producer: 2, sequence: 45)
        try fixture.write(marker(commit: false, producer: 2, epoch: 0))
        try fixture.log.roll()
        try damage(fixture, indexOf: 50) { $0 = [] }
        try expectRefusal(fixture, of: 51, settings: settings)
    }

    @Test func `where the map is full in the middle of a committed transaction, compaction goes on`() throws {
        var settings = CompactionSettings.small
        settings.mapBytes = 20 * OffsetMap.slotSize
        let fixture = try fixture()
        for round in 0..<3 as Range<Int32> {
            for part in 0..<3 as Range<Int32> {
                let pairs = (0..<10 as Range<Int32>).map { ("key \(part * 10 + $0)", "\(round)") }
                try write(fixture, aborted: pairs, producer: 2, sequence: round * 30 + part * 10)
                try fixture.log.roll()
            }
            try fixture.write(marker(commit: true, producer: 2, epoch: 0))
        }
        try fixture.log.roll()
        var rounds = 0
        while let report = try fixture.compact(settings: settings), rounds < 50 {
            #expect(report.keys <= 20)
            rounds += 1
        }
        #expect(rounds > 2 && rounds < 50)
        #expect(try fixture.seen().map { $0.split(separator: " ", maxSplits: 1)[1] } == (0..<30).map { "key \($0)=2" })
    }

    @Test func `of records that are gone already the index need not say that they were aborted`() throws {
        let fixture = try fixture()
        try fixture.write(keyed: [("a", "committed")])
        try write(fixture, aborted: [("a", "aborted")], producer: 2)
        try fixture.write(marker(commit: false, producer: 2, epoch: 0))
        try fixture.log.roll()
        try fixture.compact()
        // The producer's last batch is left, empty.
        #expect(try fixture.log.batches().map(\.header.recordCount) == [1, 0, 1])
        try damage(fixture, indexOf: 0) { $0 = [] }
        for time in [10_000, 20_000] as [Int64] {
            try fixture.write(keyed: [("z", "\(time)")], time: time)
            try fixture.log.roll()
            try fixture.compact(now: Timestamp(milliseconds: time))
            #expect(try fixture.seen() == ["0 a=committed", "\(fixture.log.logEndOffset.value - 1) z=\(time)"])
        }
        // The marker stays as long as that batch: without it the transaction would be open for ever after a restart.
        for snapshot in fixture.log.snapshots { try fixture.log.removeSnapshot(snapshot) }
        try fixture.reopen(clean: false, recoveryPoint: 0)
        #expect(fixture.log.lastStableOffset == fixture.log.logEndOffset)
    }
}
