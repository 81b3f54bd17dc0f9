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

/// One seeded run of random operations on a log and on its model.
final class LogModelRun {
    let seed: UInt64
    let memory = MemoryFileSystem()
    let fixture: LogFixture
    let model = LogModel()
    var generator: SeededGenerator
    var trace: [String] = []
    /// What the owner's checkpoint files say.
    var recoveryPointFile: Offset = 0
    var logStartFile: Offset = 0

    var log: Log { fixture.log }
    private var context: Comment { Comment(rawValue: text) }
    /// The seed and the last operations; OTTLA_TRACE says how many.
    private var text: String {
        let count = getenv("OTTLA_TRACE").flatMap { Int(String(cString: $0)) } ?? 40
        return "seed \(seed)\n\(trace.suffix(count).joined(separator: "\n"))"
    }

    init(seed: UInt64, segmentBytes: Int) throws {
        self.seed = seed
        generator = SeededGenerator(seed: seed)
        fixture = try LogFixture(memory) {
            $0.segmentBytes = segmentBytes
            $0.indexIntervalBytes = 200
            $0.retentionMs = -1
        }
        try memory.syncDirectory("/data")
        try memory.syncDirectory("/")
    }

    func random(_ range: Range<Int>) -> Int { Int.random(in: range, using: &generator) }

    func run(steps: Int) throws {
        for _ in 0..<steps {
            try step()
            try checkEnds()
        }
        try check(whole: true)
    }

    private func checkEnds() throws {
        let agrees =
            log.logEndOffset.value == model.end && log.logStartOffset.value == model.start && log.writtenOffset.value == model.written
        try #require(
            agrees,
            "end \(log.logEndOffset) for \(model.end), start \(log.logStartOffset) for \(model.start), \(text)")
    }

    private func step() throws {
        switch random(0..<100) {
        case 0..<30: try append()
        case 30..<50: try appendOfProducer()
        case 50..<60: try appendOfTransaction()
        case 60..<75: try flush()
        case 75..<82: try sync()
        case 82..<84: try roll()
        case 84..<86: try truncate()
        case 86: try truncateFully()
        case 87..<90: try deleteRecords()
        case 90..<92: try retain()
        case 92..<94: try reopen(.clean)
        case 94..<96: try reopen(.killed)
        case 96..<98: try reopen(.crashed)
        default: try check(whole: false)
        }
    }

    // MARK: Appends

    private func values() -> [[UInt8]] {
        let size = fixture.configuration.segmentBytes > 100_000 && generator.oneIn(40) ? 33_000 : random(0..<60)
        return (0..<random(1..<5)).map { [UInt8](repeating: UInt8(truncatingIfNeeded: Int(model.end) + $0), count: size) }
    }

    private func entry(_ values: [[UInt8]]) -> LogModel.Entry {
        model.clock += Int64(random(-5..<20))
        return LogModel.Entry(
            first: model.end, values: values, time: model.clock, producer: -1, epoch: -1, sequence: -1, isTransactional: false)
    }

    private func bytes(_ entry: LogModel.Entry) -> [UInt8] {
        if let commits = entry.commits {
            return marker(commit: commits, producer: entry.producer, epoch: entry.epoch, coordinatorEpoch: 7, time: entry.time)
        }
        return batch(
            entry.values, time: entry.time, producer: entry.producer, epoch: entry.epoch, sequence: entry.sequence,
            transactional: entry.isTransactional)
    }

    private func offer(_ entry: LogModel.Entry, _ note: String) throws -> AppendOutcome {
        trace.append("append \(entry.values.count) at \(model.end) of \(entry.producer)/\(entry.epoch)/\(entry.sequence) \(note)")
        let outcome = try fixture.append(bytes(entry), epoch: Int32(model.end / 40))
        if case .appended(let first, _) = outcome {
            try #require(first.value == model.end, context)
            model.entries.append(entry)
            model.end = entry.end
            // The log may have written by itself: after a large batch, or to roll.
            model.written = log.writtenOffset.value
            log.advanceHighWatermark(to: log.writtenOffset)
        }
        return outcome
    }

    private func append() throws {
        let entry = entry(values())
        if case .appended = try offer(entry, "") { return }
        Issue.record("seed \(seed): a plain batch was not appended")
    }

    private func appendOfProducer() throws {
        let id = Int64(random(1..<4))
        let known = model.producers()[id]
        var entry = entry(values())
        entry.producer = id
        entry.epoch = known?.epoch ?? 0
        entry.sequence = known?.nextSequence ?? 0
        switch random(0..<10) {
        case 0 where known != nil && log.isKnown(id):
            entry.sequence += 1 + Int32(random(0..<3))
            try #require(try offer(entry, "gap") == .refused(.outOfOrderSequenceNumber), context)
        case 1 where log.isKnown(id) && entry.epoch > 0:
            entry.epoch -= 1
            try #require(try offer(entry, "fenced") == .refused(.invalidProducerEpoch), context)
        case 2 where known != nil:
            entry.epoch += 1
            entry.sequence = 0
            let outcome = try offer(entry, "bump")
            try #require(outcome == .appended(first: Offset(entry.first), last: Offset(entry.end - 1)), context)
        case 3, 4: try repeatBatch(of: known)
        default:
            let outcome = try offer(entry, "")
            try #require(outcome == .appended(first: Offset(entry.first), last: Offset(entry.end - 1)), context)
        }
    }

    private func repeatBatch(of producer: LogModel.Producer?) throws {
        guard let producer, let last = producer.recent.last, log.isKnown(last.producer), last.first >= model.start else { return }
        let old = producer.recent[random(0..<producer.recent.count)]
        let outcome = try fixture.append(bytes(old))
        let expected = AppendOutcome.duplicate(
            first: Offset(old.first), last: Offset(old.end - 1), timestamp: Timestamp(milliseconds: old.time + Int64(old.values.count - 1)))
        // Of what came before the last start or truncation only the newest batch is remembered for sure.
        trace.append("repeat \(old.first) of \(old.producer)/\(old.epoch)/\(old.sequence)")
        let isAcceptable = outcome == expected || (old.first != last.first && outcome == .refused(.outOfOrderSequenceNumber))
        try #require(isAcceptable, "seed \(seed): \(outcome) for \(expected)")
    }

    private func appendOfTransaction() throws {
        let id = Int64(random(10..<12))
        let known = model.producers()[id]
        var entry = entry(values())
        entry.producer = id
        entry.epoch = known?.epoch ?? 0
        entry.isTransactional = true
        if known?.transactionStart != nil, random(0..<3) == 0 {
            entry.commits = Bool.random(using: &generator)
            entry.values = [[]]
        } else {
            entry.sequence = known?.nextSequence ?? 0
        }
        let outcome = try offer(entry, "transaction \(entry.commits.map { $0 ? "commit" : "abort" } ?? "")")
        try #require(outcome == .appended(first: Offset(entry.first), last: Offset(entry.end - 1)), context)
    }

    // MARK: Other operations

    private func flush() throws {
        trace.append("flush")
        try log.flushTurn()
        model.written = model.end
        log.advanceHighWatermark(to: log.logEndOffset)
    }

    private func sync() throws {
        trace.append("sync at \(model.written)")
        try fixture.sync()
        try #require(log.recoveryPoint.value == model.written, context)
        model.synced = model.written
        recoveryPointFile = log.recoveryPoint
    }

    private func roll() throws {
        trace.append("roll")
        try log.roll()
        model.written = model.end
        log.advanceHighWatermark(to: log.logEndOffset)
    }

    private func truncate() throws {
        guard model.end > model.start else { return }
        let target = Int64.random(in: model.start...model.end, using: &generator)
        trace.append("truncate to \(target)")
        try log.truncate(to: Offset(target))
        model.written = model.end
        if target < model.end { try truncateModel(to: target) }
        log.advanceHighWatermark(to: log.logEndOffset)
        recoveryPointFile = log.recoveryPoint
        logStartFile = log.logStartOffset
    }

    private func truncateModel(to target: Int64) throws {
        model.entries.removeAll { $0.end > target }
        // A batch across the target goes whole; where no batch crosses it, the target is the end.
        model.end = log.logEndOffset.value
        try #require(model.entries.last.map { $0.end <= model.end && $0.end > model.end - 5 } ?? true, context)
        model.written = model.end
        model.start = min(model.start, model.end)
        model.synced = min(model.synced, model.end)
    }

    private func truncateFully() throws {
        let target = model.end + Int64(random(-10..<10))
        guard target >= 0 else { return }
        trace.append("truncate fully at \(target)")
        try log.truncateFully(startingAt: Offset(target))
        model.entries = []
        (model.start, model.end, model.written, model.synced) = (target, target, target, target)
        recoveryPointFile = log.recoveryPoint
        logStartFile = log.logStartOffset
    }

    private func deleteRecords() throws {
        guard model.written > model.start else { return }
        let target = Int64.random(in: model.start...model.written, using: &generator)
        trace.append("delete records before \(target)")
        try log.deleteRecords(before: Offset(target))
        model.start = target
        logStartFile = log.logStartOffset
    }

    private func retain() throws {
        trace.append("retain")
        var configuration = fixture.configuration
        configuration.retentionBytes = Int64(random(0..<3000))
        log.change(configuration: configuration)
        let size = log.size
        let retired = try log.applyRetention(now: fixture.now)
        log.change(configuration: fixture.configuration)
        model.written = model.end
        log.advanceHighWatermark(to: log.logEndOffset)
        model.start = max(model.start, log.logStartOffset.value)
        if !retired.isEmpty { try #require(log.size < size, context) }
        logStartFile = log.logStartOffset
        for deletion in log.takeDueDeletions(now: Timestamp(milliseconds: .max)) { try deletion.run() }
    }

    private enum Stop { case clean, killed, crashed }
    private var stopped = Stop.clean

    private func reopen(_ stop: Stop) throws {
        trace.append("reopen \(stop)")
        stopped = stop
        switch stop {
        case .clean:
            try log.close()
            model.written = model.end
            model.synced = model.end
            recoveryPointFile = log.recoveryPoint
        case .killed:
            memory.kill()
            try loseEnd(to: model.written)
        case .crashed: memory.crash(using: &generator)
        }
        fixture.log = try LogFixture.open(
            memory, "/data/events-0", fixture.configuration, recoveryPoint: recoveryPointFile, logStart: logStartFile, clean: stop == .clean
        )
        if stop == .crashed {
            let end = log.logEndOffset.value
            try #require(
                end >= model.synced && end <= model.written,
                "seed \(seed): synced \(model.synced), written \(model.written), found \(end)\n\(text)")
            try loseEnd(to: end)
            // With a snapshot that was lost, producers go of which only deleted segments knew.
            model.entries.removeAll { $0.producer >= 0 && $0.first < log.segmentBaseOffsets[0].value && !log.isKnown($0.producer) }
        }
        log.advanceHighWatermark(to: log.logEndOffset)
        try check(whole: true)
    }

    private func loseEnd(to offset: Int64) throws {
        if offset == model.start, model.entries.contains(where: { $0.end > offset }), stopped == .crashed, log.producerStates.isEmpty {
            // What was lost reaches below the start: the log starts over there.
            model.entries = []
        }
        try #require(
            model.entries.allSatisfy { $0.end <= offset || $0.first >= offset },
            "seed \(seed): a batch was cut in two at \(offset)\n\(text)")
        model.entries.removeAll { $0.end > offset }
        model.end = offset
        model.written = offset
        model.synced = min(model.synced, offset)
    }

    // MARK: Comparing

    private func check(whole: Bool) throws {
        let from = whole ? model.start : Int64.random(in: model.start...model.end, using: &generator)
        let found = try log.records(from: Offset(from), maxBytes: whole && generator.oneIn(2) ? .max : random(1..<2000))
        let expected = model.records(from: from)
        let first = found.indices.first { $0 >= expected.count || found[$0] != expected[$0] } ?? found.count
        try #require(
            first == found.count && found.count == expected.count,
            "seed \(seed): reads from \(from) differ at \(first) (\(found.count) for \(expected.count))\n\(text)")
        trace.append("  (start \(log.logStartOffset), end \(log.logEndOffset), segments \(log.segmentBaseOffsets))")
        try checkTimes()
        try checkProducers()
        try #require(log.lastStableOffset.value == max(min(model.lastStable, model.written), model.start), context)
        let aborted = try log.abortedTransactions(from: Offset(model.start), to: log.logEndOffset)
        let abortedExpected = model.aborted().filter { $0[2] >= model.start }
        try #require(
            aborted.map { [$0.producerID, $0.firstOffset.value, $0.lastOffset.value] } == abortedExpected,
            context)
    }

    private func checkTimes() throws {
        let time = model.clock - Int64(random(0..<300))
        let found = try log.offset(for: .timestamp(Timestamp(milliseconds: time)), limit: log.writtenOffset)
        let expected = model.first(notBefore: time)
        try #require(found?.offset.value == expected?.offset, "seed \(seed): time \(time)\n\(text)")
        try #require(found?.timestamp.milliseconds == expected?.timestamp, context)
    }

    private func checkProducers() throws {
        let states = Dictionary(uniqueKeysWithValues: log.producerStates.map { ($0.producerID, $0) })
        for (id, producer) in model.producers() {
            guard let last = producer.recent.last, last.first >= model.start else { continue }
            try #require(states[id]?.epoch == producer.epoch, context)
            try #require(states[id]?.lastSequence == last.sequence + Int32(last.values.count) - 1, context)
            try #require(states[id]?.last?.lastOffset.value == last.end - 1, context)
        }
    }
}

extension Log {
    func isKnown(_ producerID: Int64) -> Bool { producerStates.contains { $0.producerID == producerID } }
}
