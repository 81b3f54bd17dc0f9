import OttlaCommitLog
import OttlaRecords
import OttlaVocabulary
import Testing

struct LogTests {
    @Test func `a new log makes its directory and nothing of a segment`() throws {
        let fixture = try LogFixture()
        let names = try fixture.files.entries(in: "/data/events-0").map(\.name)
        #expect(names == ["partition.metadata"])
        #expect(fixture.log.logEndOffset == 0)
    }

    @Test func `what is appended can be read once the turn is flushed`() throws {
        let fixture = try LogFixture()
        #expect(try fixture.append(batch(count: 3)) == .appended(first: 0, last: 2))
        #expect(try fixture.append(batch(count: 2)) == .appended(first: 3, last: 4))
        #expect(fixture.log.logEndOffset == 5)
        #expect(fixture.log.writtenOffset == 0)
        #expect(try fixture.log.readBytes(from: 0) == [])
        try fixture.log.flushTurn()
        #expect(fixture.log.writtenOffset == 5)
        #expect(try fixture.log.records(from: 0).map(\.offset) == [0, 1, 2, 3, 4])
        #expect(try fixture.log.records(from: 4).map(\.offset) == [4])
    }

    @Test func `a large batch is written at once behind what is pending`() throws {
        let fixture = try LogFixture()
        try fixture.append(batch(count: 1))
        try fixture.append(batch([[UInt8](repeating: 7, count: 40_000)]))
        #expect(fixture.log.writtenOffset == 2)
        #expect(try fixture.log.records(from: 0).map(\.value.count) == [10, 40_000])
    }

    @Test func `a read ends at a batch's end within its bound`() throws {
        let fixture = try LogFixture()
        let one = batch(count: 1, size: 100)
        for _ in 0..<100 { try fixture.write(one) }
        #expect(try fixture.log.readBytes(from: 0, maxBytes: one.count * 3 + 5)?.count == one.count * 3)
        #expect(try fixture.log.readBytes(from: 0, maxBytes: 5)?.count == one.count)
        #expect(try fixture.log.readBytes(from: 0, maxBytes: 5, atLeastOne: false) == [])
        #expect(try fixture.log.readBytes(from: 90, limit: 92)?.count == one.count * 2)
        #expect(try fixture.log.readBytes(from: 101) == nil)
        #expect(try fixture.log.readBytes(from: 100) == [])
    }

    @Test func `segments roll by size and reads go on over them`() throws {
        let fixture = try LogFixture { $0.segmentBytes = 1000 }
        for _ in 0..<50 { try fixture.write(batch(count: 2, size: 50)) }
        #expect(fixture.log.segmentCount > 5)
        #expect(try fixture.log.records(from: 0).map(\.offset) == Array(0..<100))
        try fixture.reopen(clean: true)
        #expect(fixture.log.logEndOffset == 100)
        #expect(try fixture.log.records(from: 37, maxBytes: 300).map(\.offset) == Array(37..<100))
        try fixture.write(batch(count: 1))
        try fixture.reopen(clean: false, recoveryPoint: 0)
        #expect(try fixture.log.records(from: 0).map(\.offset) == Array(0..<101))
    }

    @Test func `a batch larger than a segment is refused`() throws {
        let fixture = try LogFixture { $0.segmentBytes = 1000 }
        #expect(try fixture.append(batch(count: 1, size: 2000)) == .refused(.recordListTooLarge))
    }

    @Test func `a log on a real disk behaves the same`() throws {
        let directory = "/tmp/ottla-log-test-\(UInt32.random(in: 0...(.max)))/events-0"
        let files = PosixFileSystem(descriptorLimit: 8)
        defer { try? files.removeTree(PosixFixture.parent(directory)) }
        let fixture = try LogFixture(files, directory: directory) { $0.segmentBytes = 1000 }
        for _ in 0..<100 { try fixture.write(batch(count: 2, size: 50)) }
        #expect(try fixture.log.records(from: 0).map(\.offset) == Array(0..<200))
        try fixture.sync()
        #expect(fixture.log.recoveryPoint == 200)
        #expect(files.openDescriptors <= 8)
        try fixture.reopen(clean: true)
        #expect(try fixture.log.records(from: 0).map(\.offset) == Array(0..<200))
    }
}

enum PosixFixture {
    static func parent(_ path: String) -> String { String(path[..<path.lastIndex(of: "/")!]) }
}
