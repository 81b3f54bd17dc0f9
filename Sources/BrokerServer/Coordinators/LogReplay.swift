import Logging
import OttlaCommitLog
import OttlaRecords
import OttlaStateMachines
import OttlaVocabulary

/// Reads a partition from its start and applies what it finds to a machine. On a file thread.
///
/// The partition's lock is held only to find the next slice, not while it is read or decoded. Records that cannot be
/// read are passed over and named in the broker's log: one bad record must not take all groups with it.
// Sendable unchecked: handed from the thread that makes it to the one that runs it, and used by one at a time.
final class LogReplay<Machine: HostedMachine>: @unchecked Sendable {
    var machine: Machine
    private let partition: Partition
    private let log: Logger
    private var buffer: [UInt8] = []
    private var next: Offset = 0
    /// Records and batches that could not be read.
    private var unreadable = 0

    private static var sliceBytes: Int { 1 << 20 }
    /// So many unreadable records are named one by one.
    private static var namedMost: Int { 10 }
    private static var decompressionLimit: Int { 128 << 20 }

    init(machine: Machine, partition: Partition, log: Logger) {
        self.machine = machine
        self.partition = partition
        self.log = log
    }

    /// Applies the whole range. Returns what went wrong where the log could not be read to its end.
    /// - Parameter isWanted: asked between slices, so that the broker's end does not wait for that of a long log.
    func run(_ range: ReplayRange, while isWanted: () -> Bool = { true }) -> String? {
        next = range.start
        do throws(LogError) {
            while next < range.end {
                guard isWanted() else { return "nobody wants it any more" }
                let from = next
                guard let slice = try partition.replaySlice(from: from, limit: range.end, maxBytes: Self.sliceBytes) else {
                    return "its partition is closed"
                }
                for region in slice.regions {
                    if let failure = apply(region) { return failure }
                }
                // What was compacted away at the end leaves nothing to read.
                if next == from { break }
            }
        } catch {
            return "\(error)"
        }
        buffer = []
        if unreadable > Self.namedMost { log.warning("\(partition.name): \(unreadable) records could not be read in all") }
        return nil
    }

    private func apply(_ region: PayloadRegion) -> String? {
        if buffer.count < region.length { buffer = [UInt8](repeating: 0, count: region.length) }
        let count = buffer.withUnsafeMutableBytes { bytes in
            region.source.read(into: UnsafeMutableRawBufferPointer(rebasing: bytes[..<region.length]), at: region.position)
        }
        guard count == region.length else { return "reading \(region.length) bytes at \(region.position) gave \(count)" }
        let bytes = buffer
        buffer = []
        defer { buffer = bytes }
        let span = bytes.span.bytes.extracting(0..<region.length)
        var position = 0
        while position < span.byteCount {
            guard let batch = BatchFrame(in: span, at: position), batch.range.upperBound <= span.byteCount else {
                return "the bytes after offset \(next) are no batch"
            }
            apply(span.extracting(batch.range), batch)
            next = max(next, batch.lastOffset + 1)
            position = batch.range.upperBound
        }
        return nil
    }

    private func apply(_ bytes: RawSpan, _ frame: BatchFrame) {
        do throws(RecordError) {
            if frame.isLegacy {
                let converted = try LegacyMessageSet.upConvert(bytes, decompressionLimit: Self.decompressionLimit)
                try apply(RecordBatch(converted.span.bytes))
            } else {
                let batch = try RecordBatch(bytes)
                // Only what lies beyond the recovery point was verified when the log was opened.
                try batch.header.checkChecksum(of: bytes)
                try apply(batch)
            }
        } catch {
            note("the batch at offset \(frame.baseOffset)", "\(error)")
        }
    }

    private func apply(_ batch: RecordBatch) throws(RecordError) {
        let header = batch.header
        if header.isControl {
            switch try batch.controlRecord() {
            case .commit: machine.endTransaction(ofProducer: header.producerID, isCommit: true)
            case .abort: machine.endTransaction(ofProducer: header.producerID, isCommit: false)
            case .other, nil: break
            }
            return
        }
        try batch.forEachRecord(decompressionLimit: Self.decompressionLimit) { record throws(RecordError) in
            guard let key = record.keySpan else {
                note("the record at offset \(record.offset)", "it has no key")
                return true
            }
            do throws(DecodeError) {
                guard let entry = try Machine.Entry.decode(key: key, value: record.valueSpan) else { return true }
                if header.isTransactional {
                    machine.apply(entry, ofProducer: header.producerID)
                } else {
                    machine.apply(entry)
                }
            } catch {
                note("the record at offset \(record.offset)", "\(error)")
            }
            return true
        }
    }

    private func note(_ what: String, _ why: String) {
        unreadable += 1
        if unreadable <= Self.namedMost { log.warning("\(partition.name): \(what) is passed over: \(why)") }
    }
}

/// Where a batch lies, of any magic: what all of them have in the same place.
private struct BatchFrame {
    var range: Range<Int>
    var baseOffset: Offset
    var lastOffset: Offset
    var isLegacy: Bool

    /// `nil` where the bytes end before the fields do, or the length is none.
    init?(in bytes: RawSpan, at position: Int) {
        // Offset, length, checksum and magic of a legacy message are as long as those of a batch.
        guard bytes.byteCount - position > Self.magicPosition else { return nil }
        let length = Int(Int32(bigEndian: unsafe bytes.unsafeLoadUnaligned(fromByteOffset: position + 8, as: Int32.self)))
        let magic = unsafe bytes.unsafeLoadUnaligned(fromByteOffset: position + Self.magicPosition, as: Int8.self)
        guard length > 0, length <= bytes.byteCount - position - RecordBatchHeader.lengthOverhead else { return nil }
        range = position..<position + RecordBatchHeader.lengthOverhead + length
        baseOffset = Offset(Int64(bigEndian: unsafe bytes.unsafeLoadUnaligned(fromByteOffset: position, as: Int64.self)))
        isLegacy = magic < 2
        if isLegacy {
            // A compressed set carries the offset of its last message.
            lastOffset = baseOffset
        } else {
            guard let header = RecordBatchHeader(reading: bytes, at: position) else { return nil }
            lastOffset = header.lastOffset
        }
    }

    private static let magicPosition = 16
}
