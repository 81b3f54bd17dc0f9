import OttlaProtocol
import OttlaRecords
import OttlaVocabulary

/// A produce request, written straight from the batches: their bytes are copied once, into the frame.
struct ProduceEncoding {
    let version: Int16
    var transactionalID: String?
    var acknowledgements: Acknowledgements
    var timeoutMilliseconds: Int32

    /// Bytes that the request takes at most.
    static func sizeBound(_ batches: [ProducerBatch]) -> Int {
        batches.reduce(512) { $0 + $1.size + $1.topicPartition.topic.utf8.count + 64 }
    }

    /// `batches` are ordered by topic. `topicID` is asked from version 13 on.
    func write(_ batches: [ProducerBatch], to writer: inout ByteWriter, topicID: (ProducerBatch) -> UUID) {
        let isFlexible = version >= 9
        if let transactionalID { writeText(transactionalID, to: &writer) } else { writeNull(to: &writer) }
        writer.write(acknowledgements.rawValue)
        writer.write(timeoutMilliseconds)
        let groups = batches.indices.filter { $0 == 0 || batches[$0].topicPartition.topic != batches[$0 - 1].topicPartition.topic }
        writeCount(groups.count, to: &writer)
        for (place, start) in groups.enumerated() {
            let end = place + 1 < groups.count ? groups[place + 1] : batches.count
            if version >= 13 { writer.write(topicID(batches[start])) } else { writeText(batches[start].topicPartition.topic, to: &writer) }
            writeCount(end - start, to: &writer)
            for batch in batches[start..<end] { write(batch, to: &writer) }
            if isFlexible { writer.write(0 as UInt8) }
        }
        if isFlexible { writer.write(0 as UInt8) }
    }

    private func write(_ batch: ProducerBatch, to writer: inout ByteWriter) {
        writer.write(batch.topicPartition.partition)
        let size = batch.size
        if version >= 9 { writer.writeUnsignedVarInt(UInt32(size + 1)) } else { writer.write(Int32(size)) }
        batch.builder.writeSealed(to: &writer)
        if version >= 9 { writer.write(0 as UInt8) }
    }

    private func writeCount(_ count: Int, to writer: inout ByteWriter) {
        if version >= 9 { writer.writeUnsignedVarInt(UInt32(count + 1)) } else { writer.write(Int32(count)) }
    }

    private func writeText(_ text: String, to writer: inout ByteWriter) {
        let size = text.utf8.count
        if version >= 9 { writer.writeUnsignedVarInt(UInt32(size + 1)) } else { writer.write(Int16(size)) }
        writer.write(utf8: text)
    }

    private func writeNull(to writer: inout ByteWriter) {
        if version >= 9 { writer.write(0 as UInt8) } else { writer.write(-1 as Int16) }
    }
}
