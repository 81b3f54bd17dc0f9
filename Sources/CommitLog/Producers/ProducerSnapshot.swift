import OttlaVocabulary

/// The bytes of a `.snapshot`: the producers' states before an offset. Of each only the newest batch is kept.
package enum ProducerSnapshot {
    static let headerSize = 10
    static let entrySize = 46

    package static func encode(_ states: some Collection<ProducerState>) -> [UInt8] {
        var writer = ByteWriter(capacity: headerSize + states.count * entrySize)
        writer.write(1 as Int16)
        writer.write(0 as UInt32)
        writer.write(Int32(states.count))
        for state in states {
            writer.write(state.producerID)
            writer.write(state.epoch)
            writer.write(state.lastSequence)
            writer.write(state.last?.lastOffset.value ?? -1)
            writer.write(state.last?.offsetDelta ?? 0)
            writer.write(state.lastTimestamp.milliseconds)
            writer.write(state.coordinatorEpoch)
            writer.write(state.transactionStart?.value ?? -1)
        }
        let checksum = CRC32C.checksum(UnsafeRawBufferPointer(rebasing: writer.bytes[6...]))
        writer.patch(Int32(bitPattern: checksum), at: 2)
        return writer.array
    }

    /// `nil` if the bytes are not a snapshot of version 1 with a valid checksum.
    package static func decode(_ bytes: [UInt8]) -> [ProducerState]? {
        bytes.withUnsafeBytes { buffer in
            guard buffer.count >= headerSize, buffer.loadBigEndian(at: 0, as: Int16.self) == 1 else { return nil }
            let checksum = buffer.loadBigEndian(at: 2, as: UInt32.self)
            guard CRC32C.checksum(UnsafeRawBufferPointer(rebasing: buffer[6...])) == checksum else { return nil }
            let count = Int(buffer.loadBigEndian(at: 6, as: Int32.self))
            guard count >= 0, buffer.count >= headerSize + count * entrySize else { return nil }
            return (0..<count).map { entry(buffer, at: headerSize + $0 * entrySize) }
        }
    }

    private static func entry(_ buffer: UnsafeRawBufferPointer, at place: Int) -> ProducerState {
        var state = ProducerState(
            producerID: buffer.loadBigEndian(at: place, as: Int64.self), epoch: buffer.loadBigEndian(at: place + 8, as: Int16.self))
        let timestamp = Timestamp(milliseconds: buffer.loadBigEndian(at: place + 26, as: Int64.self))
        let lastSequence = buffer.loadBigEndian(at: place + 10, as: Int32.self)
        if lastSequence >= 0 {
            state.add(
                ProducerState.Batch(
                    lastSequence: lastSequence, offsetDelta: buffer.loadBigEndian(at: place + 22, as: Int32.self),
                    lastOffset: Offset(buffer.loadBigEndian(at: place + 14, as: Int64.self)), timestamp: timestamp))
        }
        state.lastTimestamp = timestamp
        state.coordinatorEpoch = buffer.loadBigEndian(at: place + 34, as: Int32.self)
        let start = buffer.loadBigEndian(at: place + 38, as: Int64.self)
        state.transactionStart = start < 0 ? nil : Offset(start)
        return state
    }
}
