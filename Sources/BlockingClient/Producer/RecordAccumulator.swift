import OttlaRecords
import OttlaVocabulary

/// A batch being filled for one partition.
final class OpenBatch {
    let partition: Int32
    private(set) var tags = RecordTags()
    private var builder: RecordBatchBuilder

    init(partition: Int32, codec: CompressionCodec, capacity: Int) {
        self.partition = partition
        builder = RecordBatchBuilder(codec: codec, capacity: capacity)
    }

    var size: Int { builder.uncompressedSize }

    func append(key: RawSpan?, value: RawSpan?, headers: [RecordHeader], timestamp: Timestamp, tag: Int) {
        builder.append(key: key, value: value, headers: headers, timestamp: timestamp)
        tags.append(tag)
    }

    /// Closes the batch. Nothing can be added any more.
    func seal(_ identity: inout ProducerIdentity?) throws(RecordError) -> SealedBatch {
        if identity != nil {
            builder.producerID = identity!.id
            builder.producerEpoch = identity!.epoch
            builder.baseSequence = identity!.takeSequences(builder.recordCount, partition: partition)
        }
        var finished = RecordBatchBuilder(capacity: 0)
        swap(&finished, &builder)
        return SealedBatch(partition: partition, bytes: try finished.finish(), tags: tags)
    }
}

/// A batch as it is sent, and sent again.
struct SealedBatch {
    let partition: Int32
    let bytes: [UInt8]
    let tags: RecordTags

    /// Two halves of a batch that was too large as one. They are open, so that they get numbers of their own.
    func halves(codec: CompressionCodec) throws(RecordError) -> [OpenBatch] {
        let half = tags.count / 2
        let numbers = tags.ranges.flatMap { $0 }
        let (first, second) = (
            OpenBatch(partition: partition, codec: codec, capacity: bytes.count),
            OpenBatch(partition: partition, codec: codec, capacity: bytes.count)
        )
        try RecordBatch(bytes.span.bytes).forEachRecord(decompressionLimit: .max) { record throws(RecordError) in
            let (key, value) = (record.key, record.value)
            (record.index < half ? first : second).append(
                key: key?.span.bytes, value: value?.span.bytes, headers: record.headers, timestamp: record.timestamp,
                tag: numbers[record.index])
            return true
        }
        return [first, second]
    }
}
