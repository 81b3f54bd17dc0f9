@testable import OttlaCommitLog
import OttlaRecords
import OttlaStateMachines
import OttlaVocabulary
import Synchronization
import Testing

/// One seeded run of appends, compactions and crashes on a log and on its model.
final class CompactionModelRun {
    let seed: UInt64
    private let memory = MemoryFileSystem()
    private let fixture: LogFixture
    private let disk: FailingDisk
    private var model = CompactionModel()
    private var generator: SeededGenerator
    private var trace: [String] = []
    private var clock: Int64 = 10_000
    /// What the owner's checkpoint files say.
    private var files: (recoveryPoint: Offset, logStart: Offset, cleaned: Offset) = (0, 0, 0)
    private static let deleteRetention: Int64 = 60

    private var log: Log { fixture.log }
    private var now: Timestamp { Timestamp(milliseconds: clock) }
    private var context: Comment { Comment(rawValue: "seed \(seed)\n" + trace.suffix(40).joined(separator: "\n")) }

    init(seed: UInt64) throws {
        self.seed = seed
        generator = SeededGenerator(seed: seed)
        disk = FailingDisk(memory)
        fixture = try LogFixture(disk.system) {
            $0.segmentBytes = [400, 900, 3_000][Int(seed % 3)]
            $0.indexIntervalBytes = 150
            $0.cleanupCompact = true
            $0.cleanupDelete = false
            $0.deleteRetentionMs = Self.deleteRetention
            $0.minCompactionLagMs = seed % 5 == 0 ? 15 : 0
            $0.fileDeleteDelayMs = 20
        }
        try memory.syncDirectory("/data")
        try memory.syncDirectory("/")
    }

    private func random(_ range: Range<Int>) -> Int { Int.random(in: range, using: &generator) }

    func run(steps: Int) throws {
        for _ in 0..<steps { try step() }
        try compact(failing: false)
        try check()
    }

    private func step() throws {
        clock += Int64(random(0..<8))
        switch random(0..<100) {
        case 0..<35: try append(producer: -1, isTransactional: false)
        case 35..<45: try append(producer: Int64(random(1..<3)), isTransactional: false)
        case 45..<55: try append(producer: Int64(random(3..<5)), isTransactional: true)
        case 55..<61: try mark()
        case 61..<67: try sync()
        case 67..<71: try roll()
        case 71..<82: try compact(failing: false)
        case 82..<91: try compact(failing: true)
        case 91..<93: try deleteRecords()
        case 93..<95: try reopen(.clean)
        case 95..<97: try reopen(.killed)
        case 97..<99: try reopen(.crashed)
        default: try unlink()
        }
    }

    // MARK: Appends

    private func append(producer: Int64, isTransactional: Bool) throws {
        let first = model.end
        let sequence = model.nextSequence(of: producer)
        var pairs: [(String, String?)] = []
        for index in 0..<random(1..<5) {
            pairs.append(
                (
                    "k\(random(0..<12))",
                    generator.oneIn(4) ? nil : "v\(first + Int64(index))" + String(repeating: "x", count: random(0..<30))
                ))
        }
        let codec: CompressionCodec = generator.oneIn(4) ? [.gzip, .lz4, .zstd, .snappy][random(0..<4)] : .none
        let bytes = keyedBatch(
            pairs, time: clock, producer: producer, epoch: producer < 0 ? -1 : 0, sequence: producer < 0 ? -1 : sequence,
            transactional: isTransactional, codec: codec)
        trace.append(
            "append \(pairs.map { "\($0.0)=\($0.1 ?? "-")" }) at \(first) of \(producer)\(isTransactional ? " in a transaction" : "")")
        try #require(try write(bytes) == .appended(first: Offset(first), last: Offset(first + Int64(pairs.count) - 1)), context)
        for (index, pair) in pairs.enumerated() {
            model.entries.append(
                CompactionModel.Entry(
                    offset: first + Int64(index), key: pair.0, value: pair.1, time: clock + Int64(index), producer: producer,
                    isTransactional: isTransactional))
        }
        if producer >= 0 {
            model.batches.append(
                CompactionModel.Batch(
                    first: first, last: model.end - 1, producer: producer, sequence: sequence, isTransactional: isTransactional,
                    bytes: bytes))
        }
    }

    private func write(_ bytes: [UInt8]) throws -> AppendOutcome {
        fixture.now = now
        let outcome = try fixture.write(bytes)
        model.end = log.logEndOffset.value
        model.written = model.end
        return outcome
    }

    private func mark() throws {
        let producer = Int64(random(3..<5))
        let commits = random(0..<2) == 0
        let first = model.openTransaction(of: producer)
        guard model.batches.contains(where: { $0.producer == producer }) else { return }
        trace.append("\(commits ? "commit" : "abort") of \(producer) at \(model.end)")
        let offset = model.end
        try #require(
            try write(marker(commit: commits, producer: producer, epoch: 0, time: clock))
                == .appended(first: Offset(offset), last: Offset(offset)),
            context)
        model.markers.append(CompactionModel.Marker(offset: offset, producer: producer, commits: commits, first: first))
    }

    // MARK: Upkeep

    private func sync() throws {
        trace.append("sync at \(model.written)")
        try fixture.sync()
        model.synced = log.recoveryPoint.value
        if random(0..<2) == 0 { writeCheckpoints() }
    }

    private func writeCheckpoints() { files = (log.recoveryPoint, log.logStartOffset, log.cleanedOffset) }

    private func roll() throws {
        trace.append("roll at \(model.end)")
        try log.roll()
    }

    private func deleteRecords() throws {
        let offset = Int64.random(in: model.start...max(model.start, min(model.written, model.start + 6)), using: &generator)
        trace.append("delete before \(offset)")
        try log.deleteRecords(before: Offset(offset), now: now)
        model.start = max(model.start, offset)
        files.logStart = log.logStartOffset
    }

    private func unlink() throws {
        for deletion in log.takeDueDeletions(now: now) { try deletion.run() }
    }

    /// Compacts as far as it goes; with `failing` the disk fails at some call, and then the machine, the process or nothing dies.
    private func compact(failing: Bool) throws {
        // What is not synced must be left alone.
        if random(0..<3) > 0 { try sync() }
        guard let plan = try fixture.plan(now: now), plan.dirtyBytes > 0 else { return }
        var settings = CompactionSettings.small
        settings.secret = (seed, UInt64(trace.count))
        if generator.oneIn(4) { settings.mapBytes = random(3..<12) * OffsetMap.slotSize }
        trace.append("compact from \(plan.firstDirty) to \(plan.end) at \(clock)\(failing ? ", failing" : "")")
        for index in model.entries.indices where model.entries[index].offset < plan.end.value {
            model.entries[index].firstCleaned = model.entries[index].firstCleaned ?? clock
        }
        let compaction = LogCompaction(of: FixtureOwner(fixture), plan, settings: settings, now: now)
        if failing { disk.fail(after: random(0..<60)) }
        do {
            var progress = CompactionProgress.working(bytes: 0)
            var cut = false
            while case .working = progress {
                progress = try compaction.step()
                if !failing, generator.oneIn(3) { cut = try interfere() || cut }
            }
            disk.mend()
            if cut, progress == .overtaken { return try check() }
            try #require(progress == .finished, context)
            trace.append("  finished to \(compaction.report.end)")
            if random(0..<2) == 0 { writeCheckpoints() }
            try checkCompacted(below: compaction.report.end.value)
        } catch let error as LogError {
            disk.mend()
            trace.append("  failed: \(error)")
            try #require(failing, context)
            switch random(0..<4) {
            case 0: try reopen(.killed)
            case 1: break
            default: try reopen(.crashed)
            }
        }
        try check()
    }

    /// What others do between two steps of a compaction. True if segments may have left the log.
    private func interfere() throws -> Bool {
        switch random(0..<10) {
        case 0..<4: try append(producer: -1, isTransactional: false)
        case 4: try append(producer: Int64(random(1..<3)), isTransactional: false)
        case 5: try append(producer: Int64(random(3..<5)), isTransactional: true)
        case 6: try mark()
        case 7: try roll()
        case 8: try sync()
        default:
            try deleteRecords()
            return true
        }
        return false
    }

    // MARK: Ends

    private enum Stop { case clean, killed, crashed }

    private func reopen(_ stop: Stop) throws {
        trace.append("reopen \(stop), recovery point \(files.recoveryPoint), cleaned \(files.cleaned)")
        switch stop {
        case .clean:
            try log.close()
            model.synced = model.written
            writeCheckpoints()
        case .killed: memory.kill()
        case .crashed: memory.crash(using: &generator)
        }
        fixture.log = try Log.open(
            directory: "/data/events-0", partition: LogFixture.partition, topicID: UUID(high: 1, low: 2),
            configuration: fixture.configuration,
            recoveryPoint: files.recoveryPoint, logStartOffset: files.logStart, cleanedOffset: files.cleaned,
            wasCleanShutdown: stop == .clean, fileSystem: disk.system, now: now)
        let end = log.logEndOffset.value
        try #require(end >= (stop == .crashed ? model.synced : model.written) && end <= model.written, context)
        model.cut(to: end)
        log.advanceHighWatermark(to: log.logEndOffset)
        try check()
    }

    // MARK: Comparing

    /// What any reader must be able to rely on, at any time.
    private func check() throws {
        let seen = try log.keyedRecords()
        let written = Dictionary(uniqueKeysWithValues: model.entries.map { ($0.offset, $0) })
        for (earlier, later) in zip(seen, seen.dropFirst()) { try #require(earlier.offset < later.offset, context) }
        for record in seen {
            let entry = try #require(written[record.offset], context)
            try #require(record.key == entry.key && record.value == entry.value && record.time == entry.time, context)
        }
        let offsets = Set(seen.map(\.offset))
        for entry in model.newest(below: model.end).values where entry.offset >= model.start && !offsets.contains(entry.offset) {
            let first = try #require(entry.value == nil ? entry.firstCleaned : nil, "\(entry) is lost. \(context)")
            try #require(clock >= first + Self.deleteRetention, "\(entry) went too early. \(context)")
        }
        try checkCommitted(seen)
        try checkProducers()
        try checkTimes(seen)
        try #require(log.logStartOffset.value == model.start, context)
    }

    /// A completed compaction leaves one record of each key, and of aborted transactions none.
    private func checkCompacted(below end: Int64) throws {
        let newest = model.newest(below: end)
        for record in try log.keyedRecords() where record.offset < end {
            try #require(newest[record.key ?? ""]?.offset == record.offset, "\(record) should be gone. \(context)")
        }
    }

    /// Leaving out what the index of aborted transactions says leaves exactly what was not aborted.
    private func checkCommitted(_ seen: [KeyedRecord]) throws {
        let aborted = try log.abortedTransactions(from: log.logStartOffset, to: log.logEndOffset)
        let entries = Dictionary(uniqueKeysWithValues: model.entries.map { ($0.offset, $0) })
        for record in seen where record.offset < log.lastStableOffset.value {
            let isHidden =
                record.header.isTransactional
                && aborted.contains {
                    $0.producerID == record.header.producerID && ($0.firstOffset.value...$0.lastOffset.value).contains(record.offset)
                }
            let entry = try #require(entries[record.offset], context)
            try #require(isHidden == model.isAborted(entry), "\(record). \(context)")
        }
        let open = (3..<5).compactMap { model.openTransaction(of: $0) }.min()
        try #require(log.lastStableOffset.value == max(open ?? model.end, model.start), context)
    }

    /// A repetition of a producer's last batch is known as one.
    private func checkProducers() throws {
        for producer in 1..<5 as Range<Int64> {
            guard let last = model.batches.last(where: { $0.producer == producer }), last.first >= model.start else { continue }
            let outcome = try fixture.append(last.bytes)
            guard case .duplicate(let first, let end, _) = outcome else {
                Issue.record("producer \(producer) repeats \(last.first)-\(last.last): \(outcome). \(context)")
                throw Stopped()
            }
            try #require(first.value == last.first && end.value == last.last, context)
        }
    }

    private func checkTimes(_ seen: [KeyedRecord]) throws {
        let all = try log.keyedRecords(withMarkers: true)
        let time = clock - Int64(random(0..<200))
        let found = try log.offset(for: .timestamp(Timestamp(milliseconds: time)))
        try #require(found?.offset.value == all.first { $0.time >= time }?.offset, "time \(time). \(context)")
        let newest = try log.offset(for: .maxTimestamp)
        try #require(newest?.timestamp.milliseconds == all.map(\.time).max(), context)
    }

    private struct Stopped: Error {}
}

/// A disk that fails for good at one call, as one does when the machine dies under it, until it is mended.
private final class FailingDisk {
    let system: FaultyFileSystem
    private let left = Left()

    private final class Left: Sendable {
        /// Calls that still succeed; `nil`: all do.
        let calls = Mutex<Int?>(nil)
    }

    init(_ base: any FileSystem) {
        let left = left
        system = FaultyFileSystem(base) { operation, _ in
            left.calls.withLock { calls in
                guard let count = calls else { return nil }
                calls = count - 1
                if count == 0, operation == .write { return .shortWrite(bytes: 7, errno: 5) }
                return count <= 0 ? .error(5) : nil
            }
        }
    }

    func fail(after calls: Int) { left.calls.withLock { $0 = calls } }
    func mend() { left.calls.withLock { $0 = nil } }
}
