import OttlaVocabulary

/// Messages of a log that an old Kafka wrote, for compaction: what it keeps it keeps as a batch of magic 2.
extension LegacyMessageSet {
    /// One batch of magic 2 with the messages of a piece of a log, at the offsets and times they have there.
    package static func batch(ofStored set: RawSpan, decompressionLimit: Int) throws(RecordError) -> [UInt8] {
        var builder = RecordBatchBuilder(capacity: set.byteCount + set.byteCount / 8)
        var last: Offset?
        var unfolded = 0
        var reader = ByteReader(set)
        while reader.remaining > 0 {
            let message = try LegacyMessage(from: &reader)
            guard let codec = message.codec else {
                throw .unsupportedCodec("codec \(message.attributes & 7) has no place in magic \(message.magic)")
            }
            if codec == .none {
                try add(message, of: set, at: message.offset, after: &last, to: &builder)
            } else {
                builder.codec = codec
                unfolded += try addStoredInner(message, of: set, codec, limit: decompressionLimit - unfolded, after: &last, to: &builder)
            }
        }
        guard builder.recordCount > 0 else { throw .invalid("the message set is empty") }
        return try builder.finish()
    }

    private static func add(
        _ message: LegacyMessage, of set: RawSpan, at offset: Offset, after last: inout Offset?, to builder: inout RecordBatchBuilder
    ) throws(RecordError) {
        if let last, offset <= last { throw .corrupt("a message at offset \(offset) follows one at \(last)") }
        if last == nil { builder.baseOffset = offset }
        let delta = offset - builder.baseOffset
        guard delta <= Int64(Int32.max) else {
            throw .corrupt("offsets \(builder.baseOffset) and \(offset) are too far apart for one segment")
        }
        last = offset
        builder.append(
            key: message.key.span(in: set), value: message.value.span(in: set), timestamp: message.timestamp, offsetDelta: Int32(delta))
    }

    /// Adds the messages in a compressed wrapper. In magic 1 their offsets count from 0, and the wrapper has that of the last
    /// one. Returns how many bytes they unfolded to.
    private static func addStoredInner(
        _ wrapper: LegacyMessage, of set: RawSpan, _ codec: CompressionCodec, limit: Int, after last: inout Offset?,
        to builder: inout RecordBatchBuilder
    ) throws(RecordError) -> Int {
        guard let value = wrapper.value else { throw .invalid("a compressed message without value") }
        let inner = try Compression.decompress(
            set.extracting(value), codec: codec, lz4Header: wrapper.magic == 0 ? .legacy : .standard, limit: limit)
        var messages: [LegacyMessage] = []
        var reader = ByteReader(inner.bytes)
        while reader.remaining > 0 {
            var message = try LegacyMessage(from: &reader)
            guard message.codec == CompressionCodec.none else { throw .invalid("a compressed message within a compressed one") }
            if wrapper.timestampType == .logAppendTime { message.timestamp = wrapper.timestamp }
            messages.append(message)
        }
        guard let newest = messages.last else { throw .invalid("a compressed message without messages in it") }
        let shift = wrapper.magic == 0 ? 0 : wrapper.offset - newest.offset
        for message in messages { try add(message, of: inner.bytes, at: message.offset + shift, after: &last, to: &builder) }
        return inner.count
    }
}
