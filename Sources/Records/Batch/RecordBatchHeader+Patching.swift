package import OttlaVocabulary

/// Changes to a batch in place, in the buffer it was received in. Positions and sizes have been validated before.
extension RecordBatchHeader {
    /// Gives the batch its offsets and leader epoch. They lie before the checksummed bytes.
    @inlinable package static func setBaseOffset(
        _ offset: Offset, leaderEpoch: Int32, in batch: UnsafeMutableRawBufferPointer
    ) {
        precondition(batch.count >= size, "a batch smaller than its header")
        batch.storeBytes(of: offset.value.bigEndian, toByteOffset: 0, as: Int64.self)
        batch.storeBytes(of: leaderEpoch.bigEndian, toByteOffset: 12, as: Int32.self)
    }

    /// The broker's time becomes that of every record. Computes the checksum anew.
    package static func setLogAppendTime(_ now: Timestamp, in batch: UnsafeMutableRawBufferPointer) {
        setMaxTimestamp(now, .logAppendTime, in: batch)
    }

    /// Sets the largest timestamp and what kind it is. Computes the checksum anew.
    package static func setMaxTimestamp(
        _ time: Timestamp, _ type: TimestampType, in batch: UnsafeMutableRawBufferPointer
    ) {
        precondition(batch.count >= size, "a batch smaller than its header")
        let attributes = Int16(bigEndian: batch.loadUnaligned(fromByteOffset: 21, as: Int16.self))
        let changed = type == .logAppendTime ? attributes | 8 : attributes & ~8
        batch.storeBytes(of: changed.bigEndian, toByteOffset: 21, as: Int16.self)
        batch.storeBytes(of: time.milliseconds.bigEndian, toByteOffset: 35, as: Int64.self)
        seal(batch)
    }

    /// Computes the checksum over the batch as it now is.
    package static func seal(_ batch: UnsafeMutableRawBufferPointer) {
        let checksummed = UnsafeRawBufferPointer(rebasing: batch[checksummedFrom...])
        batch.storeBytes(of: CRC32C.checksum(checksummed).bigEndian, toByteOffset: 17, as: UInt32.self)
    }

    /// Writes all 61 bytes, checksum as stored in `self`.
    package func write(to batch: UnsafeMutableRawBufferPointer) {
        precondition(batch.count >= Self.size, "no room for a batch header")
        batch.storeBytes(of: baseOffset.value.bigEndian, toByteOffset: 0, as: Int64.self)
        batch.storeBytes(of: batchLength.bigEndian, toByteOffset: 8, as: Int32.self)
        batch.storeBytes(of: partitionLeaderEpoch.bigEndian, toByteOffset: 12, as: Int32.self)
        batch.storeBytes(of: magic, toByteOffset: 16, as: Int8.self)
        batch.storeBytes(of: checksum.bigEndian, toByteOffset: 17, as: UInt32.self)
        batch.storeBytes(of: attributes.bigEndian, toByteOffset: 21, as: Int16.self)
        batch.storeBytes(of: lastOffsetDelta.bigEndian, toByteOffset: 23, as: Int32.self)
        batch.storeBytes(of: baseTimestamp.milliseconds.bigEndian, toByteOffset: 27, as: Int64.self)
        batch.storeBytes(of: maxTimestamp.milliseconds.bigEndian, toByteOffset: 35, as: Int64.self)
        batch.storeBytes(of: producerID.bigEndian, toByteOffset: 43, as: Int64.self)
        batch.storeBytes(of: producerEpoch.bigEndian, toByteOffset: 51, as: Int16.self)
        batch.storeBytes(of: baseSequence.bigEndian, toByteOffset: 53, as: Int32.self)
        batch.storeBytes(of: recordCount.bigEndian, toByteOffset: 57, as: Int32.self)
    }
}
