import OttlaMetadata
import OttlaProtocol
import OttlaRecords
import OttlaVocabulary

/// The way of one partition's records from the frame into its log: checked, converted where the topic or an old client
/// needs it, appended. In the usual case nothing is copied before the log.
struct BatchIntake {
    private let context: RequestContext
    private let now: Timestamp
    /// The producer waits for all in-sync replicas.
    private let needsInSyncReplicas: Bool

    /// Produce speaks of batches of magic 2 from here on.
    private static let firstVersionWithBatches: Int16 = 3
    private static let firstVersionWithZstd: Int16 = 7

    init(in context: RequestContext, acks: Int16) {
        self.context = context
        needsInSyncReplicas = acks == -1
        now = context.broker.clock.timestamp()
    }

    func take(_ records: RecordsField, into partition: Partition) throws(AppendRefusal) -> AppendedBatch {
        if partition.isInternal {
            throw AppendRefusal(error: .invalidTopicException, message: "\(partition.name.topic) is written by the broker only")
        }
        guard case .range(let range) = records, !range.isEmpty else {
            throw AppendRefusal(error: .invalidRecord, message: "the request carries no records for \(partition.name)")
        }
        let bytes = UnsafeMutableRawBufferPointer(rebasing: context.frame[range])
        let settings = partition.settings
        if needsInSyncReplicas, settings.minInSyncReplicas > 1 {
            throw AppendRefusal(
                error: .notEnoughReplicas, message: "min.insync.replicas is \(settings.minInSyncReplicas), but there is one replica")
        }
        if context.version < Self.firstVersionWithBatches { return try takeOldSet(bytes, settings, into: partition) }
        let header = try accept(bytes, settings)
        guard let codec = settings.storedCodec, codec != header.codec else {
            return try append(bytes, header, to: partition)
        }
        return try appendRecompressed(UnsafeRawBufferPointer(bytes).bytes, codec, settings, to: partition)
    }

    private func appendRecompressed(
        _ bytes: RawSpan, _ codec: CompressionCodec, _ settings: TopicSettings, to partition: Partition
    ) throws(AppendRefusal) -> AppendedBatch {
        var recompressed: [UInt8]
        do throws(RecordError) {
            recompressed = try RecordBatch(bytes)
                .recompressed(to: codec, level: settings.compressionLevel, limit: RecordBatchRules().decompressionLimit)
        } catch {
            throw AppendRefusal(error)
        }
        return try appendCopy(&recompressed, settings, to: partition)
    }

    /// Versions 0 to 2 carry message sets: they become one batch.
    private func takeOldSet(
        _ bytes: UnsafeMutableRawBufferPointer, _ settings: TopicSettings, into partition: Partition
    ) throws(AppendRefusal) -> AppendedBatch {
        var converted: [UInt8]
        do throws(RecordError) {
            converted = try LegacyMessageSet.upConvert(
                UnsafeRawBufferPointer(bytes).bytes, decompressionLimit: RecordBatchRules().decompressionLimit)
        } catch {
            throw AppendRefusal(error)
        }
        if let codec = settings.storedCodec, codec != .none {
            return try appendRecompressed(converted.span.bytes, codec, settings, to: partition)
        }
        return try appendCopy(&converted, settings, to: partition)
    }

    private func appendCopy(
        _ batch: inout [UInt8], _ settings: TopicSettings, to partition: Partition
    ) throws(AppendRefusal) -> AppendedBatch {
        let result = batch.withUnsafeMutableBytes { bytes in
            Result<AppendedBatch, AppendRefusal> { () throws(AppendRefusal) in
                try append(bytes, try accept(bytes, settings), to: partition)
            }
        }
        return try result.get()
    }

    private func append(
        _ bytes: UnsafeMutableRawBufferPointer, _ header: RecordBatchHeader, to partition: Partition
    ) throws(AppendRefusal) -> AppendedBatch {
        guard !header.isTransactional else {
            throw AppendRefusal(error: .invalidTxnState, message: "transactions are not served yet")
        }
        let appended = try partition.append(bytes, header: header, now: now)
        context.work.touch(partition)
        return appended
    }

    private func accept(_ bytes: UnsafeMutableRawBufferPointer, _ settings: TopicSettings) throws(AppendRefusal) -> RecordBatchHeader {
        do throws(RecordError) {
            return try RecordBatchValidator.accept(bytes, rules(settings))
        } catch {
            throw AppendRefusal(error)
        }
    }

    private func rules(_ settings: TopicSettings) -> RecordBatchRules {
        var rules = RecordBatchRules()
        rules.maxSize = settings.maxMessageBytes
        rules.requiresKeys = settings.needsKeys
        rules.allowsZstd = context.version >= Self.firstVersionWithZstd || context.version < Self.firstVersionWithBatches
        rules.timestampType = settings.usesLogAppendTime ? .logAppendTime : .createTime
        rules.setTimestampBounds(now: now, beforeMax: settings.timestampBeforeMaxMs, afterMax: settings.timestampAfterMaxMs)
        return rules
    }
}

extension AppendRefusal {
    init(_ error: RecordError) {
        self.init(
            error: error.errorCode, message: error.description,
            records: error.faults.map { (index: $0.index, message: $0.reason.description) })
    }
}
