import OttlaRecords
import OttlaVocabulary
import Testing

@testable import OttlaCommitLog

/// What lies ahead of a reader, counted in a log that is compacted meanwhile.
struct BacklogCompactionTests {
    private func compactedFixture() throws -> LogFixture {
        try LogFixture {
            $0.cleanupCompact = true
            $0.cleanupDelete = false
        }
    }

    private func backlog(_ fixture: LogFixture, from offset: Offset) throws -> Backlog {
        var budget = WalkBudget(bytes: 1 << 30)
        return try fixture.log.backlog(from: offset).count(within: &budget)
    }

    @Test func `what compaction took is not counted any more`() throws {
        let fixture = try compactedFixture()
        for round in 0..<50 { try fixture.write(keyed: (0..<20).map { ("key \($0)", "value \(round)") }, time: Int64(round) * 1_000) }
        try fixture.log.roll()
        try fixture.write(keyed: [("last", "1")], time: 99_000)
        #expect(try backlog(fixture, from: 0).readable == RecordCount(1_001))
        let before = try fixture.log.backlog(from: 0)
        try fixture.compact()
        #expect(!fixture.log.stillHolds(before), "the files were replaced")
        let seen = try fixture.log.keyedRecords()
        #expect(seen.count == 21)
        for offset: Int64 in [0, 1, 500, 979, 980, 990, 999, 1_000, 1_001] {
            let ahead = seen.filter { $0.offset >= offset }
            let found = try backlog(fixture, from: Offset(offset))
            #expect(found.readable == RecordCount(Int64(ahead.count)), "from \(offset)")
            #expect(found.nextTimestamp.milliseconds == ahead.first?.time ?? -1, "from \(offset)")
        }
    }

    @Test func `aborted transactions stay uncounted when compaction has taken some of their records`() throws {
        let fixture = try compactedFixture()
        try fixture.write(keyed: [("a", "1"), ("b", "1")])
        try fixture.write(keyedBatch([("a", "2"), ("c", "2")], producer: 1, epoch: 0, sequence: 0, transactional: true))
        try fixture.write(marker(commit: false, producer: 1, epoch: 0))
        try fixture.write(keyedBatch([("b", "3"), ("d", "3")], producer: 1, epoch: 0, sequence: 2, transactional: true))
        try fixture.write(marker(commit: true, producer: 1, epoch: 0))
        #expect(try backlog(fixture, from: 0).readable == RecordCount(4))
        try fixture.log.roll()
        try fixture.compact()
        #expect(try backlog(fixture, from: 0).readable == RecordCount(3))
        #expect(try backlog(fixture, from: 0).undecided == RecordCount(0))
    }
}
