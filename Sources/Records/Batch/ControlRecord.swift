package import OttlaVocabulary

/// The one record of a control batch: the mark that ends a transaction, or another that only its own readers know.
package enum ControlRecord: Equatable, Sendable {
    case abort(coordinatorEpoch: Int32)
    case commit(coordinatorEpoch: Int32)
    /// A type that means nothing to partitions of topics: to be skipped.
    case other(type: Int16)

    /// Reads a control record's key and value.
    package init(key: RawSpan, value: RawSpan) throws(RecordError) {
        do {
            var reader = ByteReader(key)
            guard try reader.readInt16() >= 0 else { throw RecordError.invalid("a control record of a negative version") }
            let type = try reader.readInt16()
            guard type == 0 || type == 1 else {
                self = .other(type: type)
                return
            }
            var body = ByteReader(value)
            guard try body.readInt16() >= 0 else { throw RecordError.invalid("a transaction marker of a negative version") }
            let epoch = try body.readInt32()
            self = type == 0 ? .abort(coordinatorEpoch: epoch) : .commit(coordinatorEpoch: epoch)
        } catch let error as RecordError {
            throw error
        } catch {
            throw .invalid("a control record too short for its fields")
        }
    }

    /// The control batch that ends a producer's transaction.
    package static func endTransaction(
        commit: Bool, coordinatorEpoch: Int32, producerID: Int64, producerEpoch: Int16, timestamp: Timestamp
    ) -> [UInt8] {
        var builder = RecordBatchBuilder(capacity: 32)
        builder.producerID = producerID
        builder.producerEpoch = producerEpoch
        builder.isTransactional = true
        builder.isControl = true
        let epoch = UInt32(bitPattern: coordinatorEpoch)
        let value: [UInt8] = [0, 0] + stride(from: 24, through: 0, by: -8).map { UInt8(truncatingIfNeeded: epoch >> $0) }
        builder.append(key: [0, 0, 0, commit ? 1 : 0], value: value, timestamp: timestamp)
        do { return try builder.finish() } catch { preconditionFailure("an uncompressed batch always finishes") }
    }
}

extension RecordBatch {
    /// What a control batch says; `nil` for other batches and for one whose record is gone.
    package func controlRecord() throws(RecordError) -> ControlRecord? {
        guard header.isControl, header.recordCount > 0 else { return nil }
        var result: ControlRecord?
        try forEachRecord(decompressionLimit: 1 << 16) { record throws(RecordError) in
            guard let key = record.keyRange else { throw .invalid("a control record without key") }
            let value = record.valueRange ?? 0..<0
            result = try ControlRecord(key: record.bytes.extracting(key), value: record.bytes.extracting(value))
            return false
        }
        return result
    }
}
