import OttlaRecords
import OttlaVocabulary

/// Partitions as a broker keeps them, with what it knows of producers: as KIP-98 and KIP-360 have it.
struct ModelBroker {
    struct Producer {
        var epoch: Int16
        /// The last five batches: what a broker recognises when it comes again.
        var batches: [(sequences: ClosedRange<Int32>, offset: Int64)] = []
    }

    struct Partition {
        var leader: Int32
        var log: [UInt64] = []
        var producers: [Int64: Producer] = [:]
    }

    var partitions: [Partition]
    var maxMessageBytes = Int.max

    /// Takes a batch as it came, at a node.
    mutating func append(_ bytes: [UInt8], to index: Int, at node: Int32) -> (error: ErrorCode, offset: Int64?) {
        guard partitions[index].leader == node else { return (.notLeaderOrFollower, nil) }
        guard bytes.count <= maxMessageBytes else { return (.messageTooLarge, nil) }
        guard let header = RecordBatchHeader(reading: bytes.span.bytes) else { return (.corruptMessage, nil) }
        if header.hasProducerID, let answer = check(header, index) { return answer }
        let offset = Int64(partitions[index].log.count)
        partitions[index].log += Self.values(in: bytes)
        if header.hasProducerID { remember(header, offset, index) }
        return (.none, offset)
    }

    private func check(_ header: RecordBatchHeader, _ index: Int) -> (error: ErrorCode, offset: Int64?)? {
        guard let known = partitions[index].producers[header.producerID] else { return nil }
        if header.producerEpoch < known.epoch { return (.invalidProducerEpoch, nil) }
        if header.producerEpoch > known.epoch { return header.baseSequence == 0 ? nil : (.outOfOrderSequenceNumber, nil) }
        if let twin = known.batches.first(where: { $0.sequences == header.baseSequence...header.lastSequence }) {
            return (.none, twin.offset)
        }
        guard let last = known.batches.last?.sequences.upperBound else { return nil }
        return header.baseSequence == last + 1 ? nil : (.outOfOrderSequenceNumber, nil)
    }

    private mutating func remember(_ header: RecordBatchHeader, _ offset: Int64, _ index: Int) {
        var known = partitions[index].producers[header.producerID] ?? Producer(epoch: header.producerEpoch)
        if known.epoch != header.producerEpoch { known = Producer(epoch: header.producerEpoch) }
        known.batches = known.batches.suffix(4) + [(header.baseSequence...header.lastSequence, offset)]
        partitions[index].producers[header.producerID] = known
    }

    /// The numbers that the records carry.
    static func values(in batch: [UInt8]) -> [UInt64] {
        var values: [UInt64] = []
        do {
            try RecordBatch(batch.span.bytes).forEachRecord(decompressionLimit: 1 << 24) { record in
                values.append((record.value ?? []).prefix(8).reduce(0) { $0 << 8 | UInt64($1) })
                return true
            }
        } catch {
            preconditionFailure("a batch that cannot be read: \(error)")
        }
        return values
    }
}
