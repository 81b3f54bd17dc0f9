import OttlaRecords
import OttlaVocabulary

/// What is needed of messages of magic 0 and 1, which a data directory of an old Kafka may hold: their extent.
enum LegacyBatch {
    /// The header at the start of `bytes`; of a legacy message as much of one as it has.
    static func header(of bytes: UnsafeRawBufferPointer) -> RecordBatchHeader? {
        guard bytes.count >= 17 else { return nil }
        let magic = bytes.loadUnaligned(fromByteOffset: 16, as: Int8.self)
        guard magic == 0 || magic == 1 else { return RecordBatchHeader(reading: bytes.bytes) }
        guard bytes.count >= (magic == 0 ? 26 : 34) else { return nil }
        // The fields a legacy message lacks read as zeros, then get the values that mean "none".
        var full = InlineArray<61, UInt8>(repeating: 0)
        var span = full.mutableSpan
        span.withUnsafeMutableBytes { $0.copyMemory(from: UnsafeRawBufferPointer(rebasing: bytes.prefix(17))) }
        guard var header = RecordBatchHeader(reading: full.span.bytes) else { return nil }
        header.partitionLeaderEpoch = -1
        header.attributes = Int16(bytes[17])
        header.lastOffsetDelta = 0
        header.baseTimestamp = magic == 0 ? .none : Timestamp(milliseconds: bytes.loadBigEndian(at: 18, as: Int64.self))
        header.maxTimestamp = header.baseTimestamp
        header.producerID = -1
        header.producerEpoch = -1
        header.baseSequence = -1
        header.recordCount = 1
        return header
    }

    /// What a header says that cannot be.
    static func flaw(in header: RecordBatchHeader) -> String? {
        switch header.magic {
        case 0, 1:
            if header.batchLength < (header.magic == 0 ? 14 : 22) { return "a message of \(header.batchLength) bytes" }
        case 2:
            if header.totalSize < RecordBatchHeader.size { return "a batch of \(header.batchLength) bytes" }
            if header.lastOffsetDelta < 0 { return "a batch whose last offset delta is \(header.lastOffsetDelta)" }
        default: return "a batch of magic \(header.magic)"
        }
        // The offset is not under the checksum, so it may be anything. Behind it there must be room for the batch.
        let isPossible = (0...Int64.max - Int64(Int32.max) - 1).contains(header.baseOffset.value)
        return isPossible ? nil : "a batch at offset \(header.baseOffset)"
    }

    static func hasValidChecksum(_ header: RecordBatchHeader, _ bytes: UnsafeRawBufferPointer) -> Bool {
        if header.magic == 2 {
            let covered = UnsafeRawBufferPointer(rebasing: bytes[RecordBatchHeader.checksummedFrom...])
            return CRC32C.checksum(covered) == header.checksum
        }
        return CRC32.checksum(UnsafeRawBufferPointer(rebasing: bytes[16...]).bytes) == bytes.loadBigEndian(at: 12, as: UInt32.self)
    }
}

extension UnsafeRawBufferPointer {
    func loadBigEndian<T: FixedWidthInteger & BitwiseCopyable>(at offset: Int, as type: T.Type) -> T {
        T(bigEndian: loadUnaligned(fromByteOffset: offset, as: type))
    }
}
