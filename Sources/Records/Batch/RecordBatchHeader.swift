package import OttlaVocabulary

/// Whether a record's time was set by its producer or by the broker: bit 3 of the attributes.
package enum TimestampType: UInt8, Sendable {
    case createTime = 0
    case logAppendTime = 1
}

/// The 61 bytes before the records of a batch of magic 2, read without touching the records.
package struct RecordBatchHeader: Equatable, Sendable {
    /// Bytes of the header; the smallest batch that can exist.
    package static let size = 61
    /// Bytes of base offset and batch length, which the batch length does not count.
    package static let lengthOverhead = 12
    /// What the CRC covers starts here, so that offset and epoch can be set without computing it anew.
    package static let checksummedFrom = 21

    package var baseOffset: Offset
    /// Bytes after the batch length field.
    package var batchLength: Int32
    package var partitionLeaderEpoch: Int32
    package var magic: Int8
    package var checksum: UInt32
    package var attributes: Int16
    package var lastOffsetDelta: Int32
    package var baseTimestamp: Timestamp
    package var maxTimestamp: Timestamp
    package var producerID: Int64
    package var producerEpoch: Int16
    package var baseSequence: Int32
    package var recordCount: Int32

    /// Bytes of the whole batch.
    @inlinable package var totalSize: Int { Int(batchLength) + Self.lengthOverhead }
    @inlinable package var lastOffset: Offset { Offset(baseOffset.value &+ Int64(lastOffsetDelta)) }
    /// `nil` for a codec number that does not exist.
    @inlinable package var codec: CompressionCodec? { CompressionCodec(rawValue: UInt8(attributes & 7)) }
    @inlinable package var timestampType: TimestampType { attributes & 8 == 0 ? .createTime : .logAppendTime }
    @inlinable package var isTransactional: Bool { attributes & 16 != 0 }
    @inlinable package var isControl: Bool { attributes & 32 != 0 }
    @inlinable package var hasDeleteHorizon: Bool { attributes & 64 != 0 }
    @inlinable package var hasProducerID: Bool { producerID >= 0 }
    /// Sequences wrap from 2^31-1 to 0.
    @inlinable package var lastSequence: Int32 {
        baseSequence < 0 ? -1 : Int32((Int64(baseSequence) + Int64(lastOffsetDelta)) & 0x7FFF_FFFF)
    }

}

extension RecordBatchHeader {
    /// Reads the header at `position`. Checks only that its 61 bytes are there; `RecordBatchValidator` checks the rest.
    @inlinable package init?(reading bytes: RawSpan, at position: Int = 0) {
        guard position >= 0, bytes.byteCount - position >= Self.size else { return nil }
        func load<T: FixedWidthInteger & BitwiseCopyable>(_ offset: Int, _: T.Type) -> T {
            T(bigEndian: unsafe bytes.unsafeLoadUnaligned(fromByteOffset: position + offset, as: T.self))
        }
        baseOffset = Offset(load(0, Int64.self))
        batchLength = load(8, Int32.self)
        partitionLeaderEpoch = load(12, Int32.self)
        magic = load(16, Int8.self)
        checksum = load(17, UInt32.self)
        attributes = load(21, Int16.self)
        lastOffsetDelta = load(23, Int32.self)
        baseTimestamp = Timestamp(milliseconds: load(27, Int64.self))
        maxTimestamp = Timestamp(milliseconds: load(35, Int64.self))
        producerID = load(43, Int64.self)
        producerEpoch = load(51, Int16.self)
        baseSequence = load(53, Int32.self)
        recordCount = load(57, Int32.self)
    }
}

/// One line for people, as `log dump` prints it.
extension RecordBatchHeader: CustomStringConvertible {
    package var description: String {
        var words = ["offsets \(baseOffset)...\(lastOffset)", "\(recordCount) records", "\(totalSize) bytes"]
        words.append("codec \(codec?.name ?? "\(attributes & 7)")")
        words.append("leader epoch \(partitionLeaderEpoch)")
        words.append("\(timestampType == .createTime ? "created" : "appended") \(baseTimestamp)...\(maxTimestamp)")
        if hasProducerID { words.append("producer \(producerID) epoch \(producerEpoch) sequences \(baseSequence)...\(lastSequence)") }
        if isTransactional { words.append("transactional") }
        if isControl { words.append("control") }
        if hasDeleteHorizon { words.append("delete horizon") }
        return words.joined(separator: ", ")
    }
}
