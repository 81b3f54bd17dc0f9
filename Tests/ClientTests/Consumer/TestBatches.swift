import OttlaProtocol
import OttlaRecords
import OttlaVocabulary

@testable import OttlaClient

/// Batches, and answers to fetches that hold them, as a broker would send them.
enum TestBatches {
    static func batch(
        at offset: Int64, _ values: [String], codec: CompressionCodec = .none, epoch: Int32 = 0, producer: Int64 = -1,
        isTransactional: Bool = false, deltas: [Int32]? = nil
    ) throws -> [UInt8] {
        var builder = RecordBatchBuilder(codec: codec)
        builder.baseOffset = Offset(offset)
        builder.partitionLeaderEpoch = epoch
        builder.producerID = producer
        if producer >= 0 { (builder.producerEpoch, builder.baseSequence) = (0, 0) }
        builder.isTransactional = isTransactional
        for (index, value) in values.enumerated() {
            let bytes = Array(value.utf8)
            builder.append(
                key: nil, value: bytes.span.bytes, timestamp: OttlaVocabulary.Timestamp(milliseconds: 1_000 + Int64(index)),
                offsetDelta: deltas?[index])
        }
        return try builder.finish()
    }

    /// The mark that ends a transaction.
    static func marker(at offset: Int64, commit: Bool, producer: Int64) -> [UInt8] {
        var bytes = ControlRecord.endTransaction(
            commit: commit, coordinatorEpoch: 0, producerID: producer, producerEpoch: 0,
            timestamp: OttlaVocabulary.Timestamp(milliseconds: 1_000))
        // The base offset is not under the checksum.
        for index in 0..<8 { bytes[index] = UInt8(truncatingIfNeeded: offset >> Int64(56 - 8 * index)) }
        return bytes
    }

    static func frame(_ bytes: [UInt8]) -> ReceivedFrame { bytes.withUnsafeBytes { ReceivedFrame(copying: $0) } }

    static func records(
        _ bytes: [UInt8], from: Int64 = 0, readsCommitted: Bool = false, aborted: [(Int64, Int64)] = []
    ) -> FetchedRecords {
        FetchedRecords(
            frame(bytes), 0..<bytes.count, from: from, readsCommitted: readsCommitted,
            aborted: aborted.map { FetchResponse.AbortedTransaction(producerID: $0.0, firstOffset: Offset($0.1)) })
    }

    /// What a reader gets to see of them.
    static func read(_ fetched: FetchedRecords) throws -> [(Int64, String)] {
        try fetched.batches.flatMap { batch in
            try batch.open(OttlaClient.TopicPartition("t", 0), checksCRC: true, limit: 1 << 20)?.map { ($0.offset, $0.value?.string ?? "") }
                ?? []
        }
    }
}
