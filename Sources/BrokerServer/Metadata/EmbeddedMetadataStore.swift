package import OttlaCommitLog
package import OttlaMetadata
import OttlaRecords
package import OttlaVocabulary
import Synchronization

/// The metadata log of a broker that is alone: a log of Kafka's format in a directory of its own, synced at each append.
/// Each entry is the value of one record.
package final class EmbeddedMetadataStore: MetadataStore {
    package static let partition = TopicPartition("__cluster_metadata", 0)

    private let log: Mutex<Log>
    private let snapshotPath: String
    private let fileSystem: any FileSystem
    private let clock: any Clock

    /// How much of the log is read at once when it is replayed.
    private static let readBytes = 1 << 20
    /// A record of metadata does not unfold: batches are written uncompressed.
    private static let decompressionLimit = 16 << 20

    package init(directory: String, fileSystem: any FileSystem, clock: any Clock) throws(MetadataStoreError) {
        self.fileSystem = fileSystem
        self.clock = clock
        snapshotPath = directory + "/metadata.snapshot"
        do throws(LogError) {
            var configuration = LogConfiguration()
            configuration.retentionMs = -1
            configuration.retentionBytes = -1
            // Entries in the snapshot may be gone from the log.
            let start = try fileSystem.contents(of: snapshotPath).flatMap { Self.end(ofSnapshot: $0) } ?? 0
            let opened = try Log.open(
                directory: directory, partition: Self.partition, topicID: Self.topicID, configuration: configuration,
                recoveryPoint: start, logStartOffset: start, wasCleanShutdown: false, fileSystem: fileSystem, now: clock.timestamp())
            log = Mutex(opened)
        } catch {
            throw .failed("\(error)")
        }
    }

    /// The id Kafka reserves for its metadata topic.
    private static let topicID = UUID(high: 0, low: 1)

    package func append(_ entries: [MetadataEntry], after end: Offset) throws(MetadataStoreError) -> Offset {
        let now = clock.timestamp()
        var builder = RecordBatchBuilder(codec: .none)
        for entry in entries {
            var writer = ByteWriter()
            entry.encode(into: &writer)
            builder.append(key: nil, value: writer.array, timestamp: now)
        }
        var batch: [UInt8]
        do throws(RecordError) {
            batch = try builder.finish()
        } catch {
            throw .failed("\(error)")
        }
        return try log.withLock { (log) throws(MetadataStoreError) in
            guard log.logEndOffset == end else { throw .notAtEnd(expected: end, actual: log.logEndOffset) }
            do throws(LogError) {
                try Self.append(&batch, to: log, now: now)
            } catch {
                throw .failed("\(error)")
            }
            return log.logEndOffset
        }
    }

    private static func append(_ batch: inout [UInt8], to log: Log, now: Timestamp) throws(LogError) {
        guard let header = RecordBatchHeader(reading: batch.span.bytes) else { preconditionFailure("a batch just built has a header") }
        let appended = batch.withUnsafeMutableBytes { bytes in
            Result<AppendOutcome, LogError> { () throws(LogError) in
                try log.append(bytes, header: header, leaderEpoch: 0, now: now)
            }
        }
        _ = try appended.get()
        try log.flushTurn()
        guard let work = try log.beginSync() else { return }
        do throws(LogError) {
            try work.run()
            log.syncCompleted(work)
        } catch {
            log.syncFailed(work, error)
            throw error
        }
        log.advanceHighWatermark(to: log.writtenOffset)
    }

    package func entries(from offset: Offset) throws(MetadataStoreError) -> (entries: [MetadataEntry], end: Offset) {
        try log.withLock { (log) throws(MetadataStoreError) in
            log.advanceHighWatermark(to: log.writtenOffset)
            guard offset >= log.logStartOffset, offset <= log.logEndOffset else {
                throw .failed("The metadata log has entries \(log.logStartOffset) to \(log.logEndOffset), but \(offset) is asked for.")
            }
            var entries: [MetadataEntry] = []
            var next = offset
            while next < log.logEndOffset {
                let bytes = try Self.read(from: next, in: log)
                next = try Self.decode(bytes, from: next, into: &entries)
            }
            return (entries, next)
        }
    }

    private static func read(from offset: Offset, in log: Log) throws(MetadataStoreError) -> [UInt8] {
        let found: LogRead
        do throws(LogError) {
            found = try log.read(from: offset, limit: log.logEndOffset, maxBytes: readBytes, atLeastOneBatch: true)
        } catch {
            throw .failed("\(error)")
        }
        guard case .slice(let slice) = found, let region = slice.regions.first else {
            throw .failed("The metadata log has a gap at entry \(offset).")
        }
        var bytes = [UInt8](repeating: 0, count: region.length)
        let count = bytes.withUnsafeMutableBytes { region.source.read(into: $0, at: region.position) }
        guard count == region.length else { throw .failed("The metadata log could not be read at entry \(offset).") }
        return bytes
    }

    /// Decodes the entries of whole batches from `offset` on. Returns the offset after the last.
    private static func decode(
        _ bytes: [UInt8], from offset: Offset, into entries: inout [MetadataEntry]
    ) throws(MetadataStoreError) -> Offset {
        let whole = bytes.span.bytes
        var next = offset
        var position = 0
        while position < whole.byteCount {
            guard let header = RecordBatchHeader(reading: whole, at: position), header.totalSize <= whole.byteCount - position else {
                throw .failed("The metadata log is damaged: it ends within a batch after entry \(next).")
            }
            try decode(batch: whole.extracting(position..<position + header.totalSize), &next, into: &entries)
            position += header.totalSize
        }
        return next
    }

    private static func decode(
        batch bytes: RawSpan, _ next: inout Offset, into entries: inout [MetadataEntry]
    ) throws(MetadataStoreError) {
        var failure: MetadataFormatError?
        do throws(RecordError) {
            let batch = try RecordBatch(bytes)
            try batch.forEachRecord(decompressionLimit: decompressionLimit) { record throws(RecordError) in
                guard record.offset >= next else { return true }
                let value = record.value ?? []
                do throws(MetadataFormatError) {
                    entries.append(try MetadataEntry(decoding: value.span.bytes))
                } catch {
                    failure = error
                    return false
                }
                next = record.offset + 1
                return true
            }
        } catch {
            throw .failed("The metadata log is damaged: \(error).")
        }
        if let failure { throw .format(failure) }
    }

    // MARK: Snapshots: the offset after the last entry in it, then the image

    private static func end(ofSnapshot bytes: [UInt8]) -> Offset? {
        var reader = ByteReader(bytes.span.bytes)
        return (try? reader.readInt64()).map { Offset($0) }
    }

    package func snapshot() throws(MetadataStoreError) -> (image: MetadataImage, end: Offset)? {
        let bytes: [UInt8]?
        do throws(LogError) {
            bytes = try fileSystem.contents(of: snapshotPath)
        } catch {
            throw .failed("\(error)")
        }
        guard let bytes else { return nil }
        do {
            var reader = ByteReader(bytes.span.bytes)
            let end = Offset(try reader.readInt64())
            return (try MetadataImage(decodingSnapshot: bytes.span.bytes.extracting(8..<bytes.count)), end)
        } catch let error as MetadataFormatError {
            throw .format(error)
        } catch {
            throw .format(.malformed("\(error)"))
        }
    }

    package func saveSnapshot(_ image: MetadataImage, end: Offset) throws(MetadataStoreError) {
        var writer = ByteWriter()
        writer.write(end.value)
        writer.write(image.encodeSnapshot())
        let bytes = writer.array
        do throws(LogError) {
            try fileSystem.replace(snapshotPath, with: bytes)
            try log.withLock { (log) throws(LogError) in
                log.advanceHighWatermark(to: log.writtenOffset)
                try log.deleteRecords(before: min(end, log.highWatermark), now: clock.timestamp())
            }
        } catch {
            throw .failed("\(error)")
        }
    }

    package func close() throws(MetadataStoreError) {
        do throws(LogError) {
            try log.withLock { (log) throws(LogError) in try log.close() }
        } catch {
            throw .failed("\(error)")
        }
    }
}
