@testable import OttlaCommitLog
import OttlaRecords
import OttlaVocabulary
import Testing

/// What happens to a compaction when the log changes under it, and to a log when its compaction was interrupted.
struct CompactionMeetsOthersTests {
    private static let directory = "/data/events-0"

    /// A log whose first segments wait to be compacted into one.
    private func fixture(_ files: any FileSystem = MemoryFileSystem(), _ change: (inout LogConfiguration) -> Void = { _ in }) throws
        -> LogFixture
    {
        let fixture = try LogFixture(files) {
            $0.cleanupCompact = true
            $0.cleanupDelete = false
            $0.segmentMs = .max
            change(&$0)
        }
        for index in 0..<3 {
            try fixture.write(keyed: [("a", "\(index)"), ("b\(index)", String(repeating: "x", count: 400))])
            try fixture.log.roll()
        }
        try fixture.sync()
        return fixture
    }

    private static let compacted = ["1 b0=\(x)", "3 b1=\(x)", "4 a=2", "5 b2=\(x)"]
    private static var x: String { String(repeating: "x", count: 400) }

    private func compaction(_ fixture: LogFixture, owner: FixtureOwner? = nil) throws -> LogCompaction {
        let plan = try #require(try fixture.plan())
        return LogCompaction(of: owner ?? FixtureOwner(fixture), plan, settings: .small, now: fixture.now)
    }

    private func leftovers(_ fixture: LogFixture) throws -> [String] {
        try fixture.files.entries(in: Self.directory).map(\.name).filter {
            $0.hasSuffix(SegmentFiles.cleaned) || $0.hasSuffix(SegmentFiles.swap)
        }
    }

    @Test func `retention, truncation and the end of the log overtake a compaction at any step`() throws {
        let changes: [(LogFixture, FixtureOwner) throws -> Void] = [
            { fixture, _ in try fixture.log.deleteRecords(before: 2) },
            { fixture, _ in try fixture.log.truncate(to: 3) },
            { fixture, _ in try fixture.log.truncateFully(startingAt: 9) },
            { _, owner in owner.isClosed = true },
        ]
        for (number, change) in changes.enumerated() {
            for steps in 1..<9 {
                let fixture = try fixture()
                let owner = FixtureOwner(fixture)
                let compaction = try compaction(fixture, owner: owner)
                for _ in 0..<steps { _ = try compaction.step() }
                if fixture.log.segmentCount == 2 { continue }
                try change(fixture, owner)
                let before = try fixture.seen()
                var progress = CompactionProgress.working(bytes: 0)
                while case .working = progress { progress = try compaction.step() }
                #expect(progress == .overtaken, "change \(number) after \(steps) steps")
                #expect(try fixture.seen() == before)
                #expect(try leftovers(fixture).isEmpty)
                #expect(fixture.log.cleanedOffset == 0)
            }
        }
    }

    @Test func `a reader that has regions of the old segments goes on reading them`() throws {
        let fixture = try fixture()
        guard case .slice(let slice) = try fixture.log.read(from: 0, limit: 6, maxBytes: .max, atLeastOneBatch: true) else { return }
        let before = try read(slice)
        try fixture.compact()
        #expect(try fixture.seen() == Self.compacted)
        #expect(try read(slice) == before)
        let due = fixture.log.takeDueDeletions(now: fixture.now + fixture.configuration.fileDeleteDelayMs)
        #expect(due.count == 3)
        for deletion in due { try deletion.run() }
        #expect(try fixture.files.entries(in: Self.directory).allSatisfy { !$0.name.hasSuffix(SegmentFiles.deleted) })
        #expect(try fixture.seen() == Self.compacted)
    }

    private func read(_ slice: LogSlice) throws -> [UInt8] {
        var bytes: [UInt8] = []
        for region in slice.regions {
            var part = [UInt8](repeating: 0, count: region.length)
            let count = part.withUnsafeMutableBytes { region.source.read(into: $0, at: region.position) }
            #expect(count == region.length)
            bytes += part
        }
        return bytes
    }

    @Test func `a swap that a failing disk stops is finished by whatever comes next`() throws {
        let ends: [(LogFixture) throws -> Void] = [
            { try $0.compact() }, { try $0.reopen(clean: true) }, { try $0.reopen(clean: false) }, { try $0.log.deleteRecords(before: 0) },
        ]
        for (number, end) in ends.enumerated() {
            for suffix in [".log", ".index", ".timeindex"] {
                let files = FaultyFileSystem(MemoryFileSystem())
                let fixture = try fixture(files)
                // The second of the old segments cannot be renamed.
                files.set { operation, path in operation == .rename && path.hasSuffix("2\(suffix)") ? .error(5) : nil }
                let compaction = try compaction(fixture)
                var failure: LogError?
                do throws(LogError) { while case .working = try compaction.step() {} } catch { failure = error }
                let isThere = try files.status(of: "\(Self.directory)/00000000000000000002\(suffix)") != nil
                #expect((failure != nil) == isThere, "change \(number) at \(suffix)")
                files.set { _, _ in nil }
                #expect(try fixture.seen() == Self.compacted)
                try end(fixture)
                #expect(try fixture.seen() == Self.compacted)
                try fixture.reopen(clean: false, recoveryPoint: 0)
                #expect(try fixture.seen() == Self.compacted)
                #expect(try leftovers(fixture).isEmpty)
            }
        }
    }

    @Test func `an index of a replaced segment is never taken for that of the new one`() throws {
        let memory = MemoryFileSystem()
        let files = FaultyFileSystem(memory)
        let fixture = try LogFixture(files) {
            $0.cleanupCompact = true
            $0.indexIntervalBytes = 1
        }
        for value in ["1", "2", Self.x] { try fixture.write(keyed: [("a", value)]) }
        try fixture.log.roll()
        try fixture.write(keyed: [("z", "1")])
        try fixture.sync()
        // The old segment has an index, the new one, of one batch, has none. The process dies before the old one has gone.
        files.set { operation, path in operation == .rename && path.hasSuffix("00.index") ? .error(5) : nil }
        let compaction = try compaction(fixture)
        #expect(throws: LogError.self) { while case .working = try compaction.step() {} }
        memory.kill()
        files.set { _, _ in nil }
        try fixture.reopen(clean: false)
        #expect(try fixture.seen() == ["2 a=\(Self.x)", "3 z=1"])
        #expect(try files.status(of: "\(Self.directory)/00000000000000000000.index") == nil)
    }

    @Test func `a start finishes a swap whose .log was renamed and undoes one whose .log was not`() throws {
        for isComplete in [true, false] {
            let fixture = try fixture()
            let before = try fixture.seen()
            try fixture.log.close()
            // A segment as compaction leaves it, made in another directory.
            let other = try self.fixture()
            try other.compact()
            try other.log.close()
            let stem = "/00000000000000000000"
            for suffix in [".timeindex", ".log"] {
                let bytes = try #require(try other.files.contents(of: Self.directory + stem + suffix))
                let stage = isComplete || suffix != ".log" ? SegmentFiles.swap : SegmentFiles.cleaned
                try fixture.files.replace(Self.directory + stem + suffix + stage, with: bytes)
            }
            fixture.log = try LogFixture.open(fixture.files, Self.directory, fixture.configuration, clean: false)
            #expect(try fixture.seen() == (isComplete ? Self.compacted : before))
            #expect(fixture.log.segmentBaseOffsets == (isComplete ? [0] : [0, 2, 4]))
            #expect(try leftovers(fixture).isEmpty)
        }
    }

    @Test func `Kafka's gaps between segments are trusted as far as the cleaner's checkpoint reaches`() throws {
        for trusted in [true, false] {
            let fixture = try fixture()
            try fixture.write(keyed: [("z", "1")])
            try fixture.log.close()
            // The second segment is gone, as if all its records had been replaced.
            for suffix in SegmentFiles.ofSegment { try fixture.files.remove("\(Self.directory)/00000000000000000002\(suffix)") }
            fixture.log = try Log.open(
                directory: Self.directory, partition: LogFixture.partition, topicID: UUID(high: 1, low: 2),
                configuration: fixture.configuration, recoveryPoint: 0, logStartOffset: 0, cleanedOffset: trusted ? 6 : 0,
                wasCleanShutdown: false, fileSystem: fixture.files, now: fixture.now)
            fixture.log.advanceHighWatermark(to: fixture.log.logEndOffset)
            #expect(fixture.log.logEndOffset == (trusted ? 7 : 2))
            #expect(try fixture.seen().map { $0.prefix(4) } == (trusted ? ["0 a=", "1 b0", "4 a=", "5 b2", "6 z="] : ["0 a=", "1 b0"]))
            #expect(fixture.log.cleanedOffset == (trusted ? 6 : 0))
        }
    }

    @Test func `messages of old formats become batches at their own offsets`() throws {
        let files = MemoryFileSystem()
        try files.createDirectory("/data")
        try files.createDirectory(Self.directory)
        var bytes: [UInt8] = []
        let pairs: [(String, String?)] = [("a", "0"), ("b", "1"), ("a", nil), ("c", "3"), ("b", "4"), ("d", "5")]
        for (offset, pair) in pairs.enumerated() {
            bytes += oldMessage(offset: Int64(offset), magic: Int8(offset % 2), time: 500 + Int64(offset), pair)
        }
        try files.replace("\(Self.directory)/00000000000000000000.log", with: bytes)
        let fixture = try LogFixture(files) {
            $0.cleanupCompact = true
            $0.deleteRetentionMs = 100
        }
        fixture.log = try LogFixture.open(files, Self.directory, fixture.configuration, clean: false)
        fixture.log.advanceHighWatermark(to: fixture.log.logEndOffset)
        #expect(fixture.log.logEndOffset == 6)
        try fixture.log.roll()
        try fixture.write(keyed: [("z", "6")])
        try fixture.compact(now: 1_000)
        #expect(try fixture.seen() == ["2 a", "3 c=3", "4 b=4", "5 d=5", "6 z=6"])
        let batches = try fixture.log.batches().map(\.header)
        #expect(batches.map(\.magic) == [2, 2])
        #expect(batches[0].baseOffset == 0 && batches[0].lastOffset == 5)
        #expect(batches[0].hasDeleteHorizon && batches[0].baseTimestamp == 1_100)
        #expect(try fixture.log.keyedRecords().map(\.time).prefix(4) == [-1, 503, -1, 505])
        try fixture.reopen(clean: false, recoveryPoint: 0)
        #expect(try fixture.seen().count == 5)
    }

    /// A message of magic 0 or 1 as an old broker stored it.
    private func oldMessage(offset: Int64, magic: Int8, time: Int64, _ pair: (String, String?)) -> [UInt8] {
        var writer = ByteWriter()
        writer.write(offset)
        writer.write(0 as Int32)
        writer.write(0 as UInt32)
        writer.write(magic)
        writer.write(0 as Int8)
        if magic == 1 { writer.write(time) }
        writer.write(Int32(pair.0.utf8.count))
        writer.write(utf8: pair.0)
        writer.write(pair.1.map { Int32($0.utf8.count) } ?? -1)
        writer.write(utf8: pair.1 ?? "")
        let bytes = writer.array
        let covered = Array(bytes[16...])
        writer.patch(Int32(bytes.count - 12), at: 8)
        writer.patch(Int32(bitPattern: CRC32.checksum(covered.span.bytes)), at: 12)
        return writer.array
    }
}
