import OttlaVocabulary

/// The formats before record batches, magic 0 and 1: taken from old producers and given to old consumers. The log itself
/// holds only batches of magic 2.
package enum LegacyMessageSet {
    /// One batch of magic 2 with the messages of an old Produce request, in their order, under the codec they came in.
    /// Checksums are checked; what the topic demands is for `RecordBatchValidator` to say about the batch.
    package static func upConvert(_ set: RawSpan, decompressionLimit: Int) throws(RecordError) -> [UInt8] {
        var builder = RecordBatchBuilder(capacity: set.byteCount + set.byteCount / 8)
        var unfolded = 0
        var reader = ByteReader(set)
        while reader.remaining > 0 {
            let message = try LegacyMessage(from: &reader)
            guard let codec = message.codec else {
                throw .unsupportedCodec("codec \(message.attributes & 7) has no place in magic \(message.magic)")
            }
            if codec == .none {
                add(message, of: set, to: &builder)
            } else {
                builder.codec = codec
                unfolded += try addInner(message, of: set, codec: codec, limit: decompressionLimit - unfolded, to: &builder)
            }
        }
        guard builder.recordCount > 0 else { throw .invalid("the message set is empty") }
        return try builder.finish()
    }

    private static func add(_ message: LegacyMessage, of set: RawSpan, to builder: inout RecordBatchBuilder) {
        builder.append(
            key: message.key.span(in: set), value: message.value.span(in: set), timestamp: message.timestamp)
    }

    /// Adds the messages in a compressed wrapper. Returns how many bytes they unfolded to.
    private static func addInner(
        _ wrapper: LegacyMessage, of set: RawSpan, codec: CompressionCodec, limit: Int, to builder: inout RecordBatchBuilder
    ) throws(RecordError) -> Int {
        guard let value = wrapper.value else { throw .invalid("a compressed message without value") }
        let inner = try Compression.decompress(
            set.extracting(value), codec: codec, lz4Header: wrapper.magic == 0 ? .legacy : .standard, limit: limit)
        var reader = ByteReader(inner.bytes)
        while reader.remaining > 0 {
            var message = try LegacyMessage(from: &reader)
            guard message.codec == CompressionCodec.none else { throw .invalid("a compressed message within a compressed one") }
            guard message.magic == wrapper.magic else { throw .invalid("a message of another magic than its wrapper's") }
            if wrapper.timestampType == .logAppendTime { message.timestamp = wrapper.timestamp }
            add(message, of: inner.bytes, to: &builder)
        }
        return inner.count
    }
}

extension Range<Int>? {
    /// The bytes at this range, `nil` for none.
    @_lifetime(copy bytes)
    func span(in bytes: RawSpan) -> RawSpan? {
        guard let self else { return nil }
        return bytes.extracting(self)
    }
}
