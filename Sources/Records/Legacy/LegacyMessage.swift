package import OttlaVocabulary

/// One message of magic 0 or 1, as it lies in its set. Its ranges are places in that set's bytes.
package struct LegacyMessage: Equatable, Sendable {
    /// Bytes before a message: its offset and its size.
    static let entryOverhead = 12

    package var offset: Offset
    package var magic: Int8
    package var attributes: Int8
    /// `none` in magic 0, which has no time.
    package var timestamp: Timestamp
    package var key: Range<Int>?
    package var value: Range<Int>?

    package var codec: CompressionCodec? { CompressionCodec(rawValue: UInt8(attributes & 7)).flatMap { $0 == .zstd ? nil : $0 } }
    package var timestampType: TimestampType { magic > 0 && attributes & 8 != 0 ? .logAppendTime : .createTime }

    /// Reads the entry that starts at the reader's position, and checks its checksum.
    init(from reader: inout ByteReader) throws(RecordError) {
        do {
            offset = Offset(try reader.readInt64())
            let size = Int(try reader.readInt32())
            let start = try reader.advance(size)
            var message = ByteReader(reader.bytes.extracting(start..<start + size))
            let stored = try message.readUInt32()
            let computed = CRC32.checksum(message.bytes.extracting(droppingFirst: 4))
            magic = try message.readInt8()
            // Before the checksum, which other formats have elsewhere.
            guard magic == 0 || magic == 1 else { throw RecordError.unsupportedMagic(magic) }
            guard stored == computed else { throw RecordError.checksumMismatch(stored: stored, computed: computed) }
            attributes = try message.readInt8()
            timestamp = magic == 0 ? .none : Timestamp(milliseconds: try message.readInt64())
            key = try Self.readField(from: &message, within: start)
            value = try Self.readField(from: &message, within: start)
            guard message.remaining == 0 else { throw RecordError.corrupt("bytes follow a message's value") }
        } catch let error as RecordError {
            throw error
        } catch DecodeError.truncated(let needed, let remaining) {
            throw .truncated(needed: needed, available: remaining)
        } catch {
            throw .corrupt("a message's size does not fit it")
        }
    }

    /// Bytes with their length before them, as a range of the set whose byte `start` is the message's first.
    private static func readField(from message: inout ByteReader, within start: Int) throws(DecodeError) -> Range<Int>? {
        let length = try message.readInt32()
        if length == -1 { return nil }
        let place = start + (try message.advance(Int(length)))
        return place..<place + Int(length)
    }
}

extension GrowingBytes {
    /// Writes a message with its entry's offset and size before it and its checksum set.
    mutating func appendMessage(
        offset: Offset, magic: Int8, attributes: Int8, timestamp: Timestamp, key: RawSpan?, value: RawSpan?
    ) {
        let timeSize = magic == 0 ? 0 : 8
        let size = 4 + 2 + timeSize + 4 + (key?.byteCount ?? 0) + 4 + (value?.byteCount ?? 0)
        let start = count
        let room = room(for: LegacyMessage.entryOverhead + size)
        room.storeBytes(of: offset.value.bigEndian, as: Int64.self)
        room.storeBytes(of: Int32(size).bigEndian, toByteOffset: 8, as: Int32.self)
        room.storeBytes(of: magic, toByteOffset: 16, as: Int8.self)
        room.storeBytes(of: attributes, toByteOffset: 17, as: Int8.self)
        if magic > 0 { room.storeBytes(of: timestamp.milliseconds.bigEndian, toByteOffset: 18, as: Int64.self) }
        advance(by: 18 + timeSize)
        appendField(key)
        appendField(value)
        let checksummed = start + 16..<count
        let checksum = CRC32.checksum(bytes.extracting(checksummed))
        withUnsafeMutableBytes { $0.storeBytes(of: checksum.bigEndian, toByteOffset: start + 12, as: UInt32.self) }
    }

    private mutating func appendField(_ field: RawSpan?) {
        let length = Int32(field?.byteCount ?? -1)
        room(for: 4).storeBytes(of: length.bigEndian, as: Int32.self)
        advance(by: 4)
        if let field { field.withUnsafeBytes { append($0) } }
    }
}
