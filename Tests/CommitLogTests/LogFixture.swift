import OttlaCommitLog
import OttlaRecords
import OttlaVocabulary
import Testing

/// A log on a file system of the test's choice, and short ways to use it.
final class LogFixture {
    static let partition = TopicPartition("events", 0)
    let files: any FileSystem
    var configuration: LogConfiguration
    var log: Log
    var now = Timestamp(milliseconds: 1_000_000)

    init(
        _ files: any FileSystem = MemoryFileSystem(), directory: String = "/data/events-0",
        _ change: (inout LogConfiguration) -> Void = { _ in }
    ) throws {
        self.files = files
        configuration = LogConfiguration()
        change(&configuration)
        var path = ""
        for name in directory.split(separator: "/").dropLast() {
            path += "/\(name)"
            try files.createDirectory(path)
        }
        log = try Self.open(files, directory, configuration, clean: true)
    }

    static func open(
        _ files: any FileSystem, _ directory: String, _ configuration: LogConfiguration, recoveryPoint: Offset = 0,
        logStart: Offset = 0, clean: Bool
    ) throws(LogError) -> Log {
        try Log.open(
            directory: directory, partition: partition, topicID: UUID(high: 1, low: 2), configuration: configuration,
            recoveryPoint: recoveryPoint, logStartOffset: logStart, wasCleanShutdown: clean, fileSystem: files,
            now: Timestamp(milliseconds: 1_000_000))
    }

    /// Opens the log again, as after a clean stop or a kill.
    func reopen(clean: Bool, recoveryPoint: Offset? = nil) throws {
        let directory = log.directory
        let point = recoveryPoint ?? log.recoveryPoint
        let start = log.logStartOffset
        if clean { try log.close() }
        log = try Self.open(files, directory, configuration, recoveryPoint: point, logStart: start, clean: clean)
        log.advanceHighWatermark(to: log.logEndOffset)
    }

    @discardableResult
    func append(_ batch: [UInt8], epoch: Int32 = 0) throws(LogError) -> AppendOutcome {
        try log.appendCopy(batch, leaderEpoch: epoch, now: now)
    }

    /// Appends and flushes, and lets readers see it.
    @discardableResult
    func write(_ batch: [UInt8], epoch: Int32 = 0) throws(LogError) -> AppendOutcome {
        let outcome = try append(batch, epoch: epoch)
        try log.flushTurn()
        log.advanceHighWatermark(to: log.logEndOffset)
        return outcome
    }

    func sync() throws {
        if let work = try log.beginSync() {
            try work.run()
            log.syncCompleted(work)
        }
    }
}

extension Log {
    func appendCopy(_ batch: [UInt8], leaderEpoch: Int32 = 0, now: Timestamp) throws(LogError) -> AppendOutcome {
        let copy = UnsafeMutableRawBufferPointer.allocate(byteCount: batch.count, alignment: 16)
        defer { copy.deallocate() }
        copy.copyBytes(from: batch)
        return try append(copy, header: RecordBatchHeader(reading: batch.span.bytes)!, leaderEpoch: leaderEpoch, now: now)
    }

    /// All bytes a read gives.
    func readBytes(from offset: Offset, limit: Offset? = nil, maxBytes: Int = .max, atLeastOne: Bool = true) throws -> [UInt8]? {
        switch try read(from: offset, limit: limit ?? writtenOffset, maxBytes: maxBytes, atLeastOneBatch: atLeastOne) {
        case .outOfRange: return nil
        case .slice(let slice):
            var bytes: [UInt8] = []
            for region in slice.regions {
                var part = [UInt8](repeating: 0, count: region.length)
                let count = part.withUnsafeMutableBytes { region.source.read(into: $0, at: region.position) }
                #expect(count == region.length)
                bytes += part
            }
            #expect(bytes.count == slice.byteCount)
            return bytes
        }
    }

    /// The offsets and values of all records from one on, read in steps.
    func records(from offset: Offset, limit: Offset? = nil, maxBytes: Int = .max) throws -> [StoredRecord] {
        var records: [StoredRecord] = []
        var next = offset
        while let bytes = try readBytes(from: next, limit: limit, maxBytes: maxBytes), !bytes.isEmpty {
            var sequence = RecordBatchSequence(bytes.span.bytes)
            while let (range, header) = try sequence.next() {
                let batch = try RecordBatch(bytes.span.bytes.extracting(range))
                try header.checkChecksum(of: batch.bytes)
                try batch.forEachRecord(decompressionLimit: 1 << 20) { record throws(RecordError) in
                    if record.offset >= next, record.offset < limit ?? writtenOffset {
                        records.append(
                            StoredRecord(
                                offset: record.offset.value, value: record.value ?? [], timestamp: record.timestamp.milliseconds))
                    }
                    return true
                }
                next = max(next, header.lastOffset + 1)
            }
        }
        return records
    }
}

struct StoredRecord: Equatable {
    var offset: Int64
    var value: [UInt8]
    var timestamp: Int64
}

/// A batch of records with these values.
func batch(
    _ values: [[UInt8]], time: Int64 = 1_000, producer: Int64 = -1, epoch: Int16 = -1, sequence: Int32 = -1, transactional: Bool = false,
    codec: CompressionCodec = .none
) -> [UInt8] {
    var builder = RecordBatchBuilder(codec: codec)
    builder.producerID = producer
    builder.producerEpoch = epoch
    builder.baseSequence = sequence
    builder.isTransactional = transactional
    for (index, value) in values.enumerated() {
        builder.append(key: nil, value: value, timestamp: Timestamp(milliseconds: time + Int64(index)))
    }
    // Finishing throws only for a codec that the build leaves out, and the tests build with all of them.
    return try! builder.finish()
}

/// A batch of so many small records.
func batch(
    count: Int, size: Int = 10, time: Int64 = 1_000, producer: Int64 = -1, epoch: Int16 = -1, sequence: Int32 = -1,
    transactional: Bool = false
) -> [UInt8] {
    let values = (0..<count).map { [UInt8](repeating: UInt8($0 & 0xFF), count: size) }
    return batch(values, time: time, producer: producer, epoch: epoch, sequence: sequence, transactional: transactional)
}

func marker(commit: Bool, producer: Int64, epoch: Int16, coordinatorEpoch: Int32 = 0, time: Int64 = 1_000) -> [UInt8] {
    ControlRecord.endTransaction(
        commit: commit, coordinatorEpoch: coordinatorEpoch, producerID: producer, producerEpoch: epoch,
        timestamp: Timestamp(milliseconds: time))
}
