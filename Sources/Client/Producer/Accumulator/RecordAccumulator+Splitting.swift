import OttlaRecords
import OttlaVocabulary

/// MESSAGE_TOO_LARGE: the batch goes on in parts, each under the sequences that its records had.
extension RecordAccumulator {
    mutating func split(_ batch: ProducerBatch) {
        let slot = batch.slot
        let topic = partitions[slot].topic
        let half = RecordBatchHeader.size + max(1, batch.builder.recordBytes / 2)
        topics[topic].batchBytes = max(min(topics[topic].batchBytes, half), 1024)
        let parts = Self.parts(of: batch, size: half)
        precondition(parts.count > 1, "a batch of several records that cannot be split")
        actions.append(.split(batch, into: parts))
        available += batch.charge
        for part in parts { available -= part.charge }
        batchCount += parts.count - 1
        for index in flushes.indices where batch.number < flushes[index].upTo { flushes[index].remaining += parts.count - 1 }
        if let place = partitions[slot].outstanding.firstIndex(where: { $0 === batch }) {
            partitions[slot].outstanding.replaceSubrange(place...place, with: parts)
        }
        batch.state = .done
        batch.charge = 0
        for part in parts { partitions[slot].waiting.putBack(part) }
    }

    /// The batch's records in two batches of about that size. The first has at most so many bytes, or one record.
    private static func parts(of batch: ProducerBatch, size: Int) -> [ProducerBatch] {
        let limit = batch.builder.uncompressedLimit
        let bytes = batch.builder.sealedArray
        var parts: [ProducerBatch] = []
        do throws(RecordError) {
            try RecordBatch(bytes.span.bytes).forEachRecord(decompressionLimit: limit) { record throws(RecordError) in
                let bound = RecordBatchBuilder.sizeBound(
                    key: record.keyRange?.count ?? 0, value: record.valueRange?.count ?? 0, headers: record.headers)
                let first = batch.firstRecord + Int64(record.index)
                if parts.isEmpty || parts.count == 1 && parts[0].builder.uncompressedSize + bound > size {
                    parts.append(part(of: batch, firstRecord: first, size: size))
                }
                let part = parts[parts.count - 1]
                part.builder.append(
                    key: record.keySpan, value: record.valueSpan, headers: record.headers, timestamp: record.timestamp)
                part.charge = part.builder.capacity
                return true
            }
        } catch {
            preconditionFailure("a batch that we made cannot be read: \(error)")
        }
        return parts
    }

    private static func part(of batch: ProducerBatch, firstRecord: Int64, size: Int) -> ProducerBatch {
        var builder = RecordBatchBuilder(codec: batch.builder.codec, level: batch.builder.level, capacity: size)
        builder.isTransactional = batch.builder.isTransactional
        let part = ProducerBatch(
            slot: batch.slot, batch.topicPartition, number: batch.number, builder: builder, created: batch.created,
            deadline: batch.deadline, charge: 0)
        part.firstRecord = firstRecord
        part.mayBeAppended = batch.mayBeAppended
        if batch.completion != nil { part.completion = BatchCompletion() }
        return part
    }
}
