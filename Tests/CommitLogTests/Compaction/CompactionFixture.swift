@testable import OttlaCommitLog
import OttlaRecords
import OttlaVocabulary
import Testing

/// The log of a fixture, in a test's one thread.
final class FixtureOwner: LogOwner, @unchecked Sendable {  // Proof: the tests that have one run in one thread.
    let fixture: LogFixture
    var isClosed = false
    /// Called before each look at the log.
    var onLook: () throws(LogError) -> Void = { () throws(LogError) in }

    init(_ fixture: LogFixture) { self.fixture = fixture }

    func withOpenLog<Result: Sendable, Failure: Error>(
        _ body: (Log) throws(Failure) -> Result
    ) throws(Failure) -> Result? {
        do { try onLook() } catch { Issue.record(error) }
        return isClosed ? nil : try body(fixture.log)
    }
}

extension CompactionSettings {
    static var small: CompactionSettings {
        var settings = CompactionSettings()
        settings.mapBytes = 1 << 16
        settings.bufferBytes = 512
        settings.secret = (7, 11)
        return settings
    }
}

extension LogFixture {
    func plan(now: Timestamp? = nil) throws -> CompactionPlan? {
        try log.compactionSurvey.map { try CompactionPlan($0, now: now ?? self.now) }
    }

    /// Syncs, and compacts whatever can be. `nil` if nothing can.
    @discardableResult
    func compact(now: Timestamp? = nil, settings: CompactionSettings = .small) throws -> CompactionReport? {
        try sync()
        guard let plan = try plan(now: now), plan.dirtyBytes > 0 else { return nil }
        let compaction = LogCompaction(of: FixtureOwner(self), plan, settings: settings, now: now ?? self.now)
        while true {
            switch try compaction.step() {
            case .working: continue
            case .finished: return compaction.report
            case .overtaken:
                Issue.record("nothing overtakes a compaction here")
                return nil
            }
        }
    }

    /// Writes one batch of records with keys.
    @discardableResult
    func write(keyed pairs: [(String, String?)], time: Int64 = 1_000, codec: CompressionCodec = .none) throws -> AppendOutcome {
        try write(keyedBatch(pairs, time: time, codec: codec))
    }

    /// What a reader of everything sees: `offset key=value`, a record without value as `offset key`.
    func seen() throws -> [String] { try log.keyedRecords().map(\.description) }
}

/// A record as a reader sees it, with what its batch says.
struct KeyedRecord: CustomStringConvertible {
    var offset: Int64
    var key: String?
    var value: String?
    var time: Int64
    var header: RecordBatchHeader

    var description: String { "\(offset) \(key ?? "-")" + (value.map { "=\($0)" } ?? "") }
}

extension Log {
    /// All records, markers left out.
    func keyedRecords(withMarkers: Bool = false) throws -> [KeyedRecord] {
        var found: [KeyedRecord] = []
        for (header, bytes) in try batches() where withMarkers || !header.isControl {
            try RecordBatch(bytes.span.bytes).forEachRecord(decompressionLimit: 1 << 20) { record throws(RecordError) in
                if record.offset >= logStartOffset {
                    found.append(
                        KeyedRecord(
                            offset: record.offset.value, key: record.key.map { String(decoding: $0, as: UTF8.self) },
                            value: record.value.map { String(decoding: $0, as: UTF8.self) }, time: record.timestamp.milliseconds,
                            header: header))
                }
                return true
            }
        }
        return found
    }

    /// All batches from the start, checked.
    func batches() throws -> [(header: RecordBatchHeader, bytes: [UInt8])] {
        var found: [(header: RecordBatchHeader, bytes: [UInt8])] = []
        var next = logStartOffset
        while let bytes = try readBytes(from: next, maxBytes: 2_000), !bytes.isEmpty {
            var sequence = RecordBatchSequence(bytes.span.bytes)
            while let (range, header) = try sequence.next() {
                try header.checkChecksum(of: bytes.span.bytes.extracting(range))
                #expect(header.lastOffset >= next, "offsets go back to \(header.baseOffset) at \(next)")
                found.append((header, Array(bytes[range])))
                next = header.lastOffset + 1
            }
        }
        #expect(next == writtenOffset, "a reader is stuck at \(next) before \(writtenOffset)")
        return found
    }
}

func keyedBatch(
    _ pairs: [(String, String?)], time: Int64 = 1_000, producer: Int64 = -1, epoch: Int16 = -1, sequence: Int32 = -1,
    transactional: Bool = false, codec: CompressionCodec = .none
) -> [UInt8] {
    var builder = RecordBatchBuilder(codec: codec)
    builder.producerID = producer
    builder.producerEpoch = epoch
    builder.baseSequence = sequence
    builder.isTransactional = transactional
    for (index, pair) in pairs.enumerated() {
        builder.append(
            key: Array(pair.0.utf8), value: pair.1.map { Array($0.utf8) }, timestamp: Timestamp(milliseconds: time + Int64(index)))
    }
    // Finishing throws only for a codec that the build leaves out, and the tests build with all of them.
    return try! builder.finish()
}
