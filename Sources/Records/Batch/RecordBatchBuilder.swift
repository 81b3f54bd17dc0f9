package import OttlaVocabulary

/// Makes a batch of magic 2 out of records. Owned by whoever produces: a client, a converter, a test, a coordinator.
package struct RecordBatchBuilder: ~Copyable {
    package var codec: CompressionCodec
    /// The codec's own default if `nil`.
    package var level: Int32?
    package var baseOffset: Offset = 0
    package var partitionLeaderEpoch: Int32 = -1
    package var timestampType = TimestampType.createTime
    /// The largest timestamp, where it is not that of the records: the append time.
    package var appendTime: Timestamp?
    package var producerID: Int64 = -1
    package var producerEpoch: Int16 = -1
    package var baseSequence: Int32 = -1
    package var isTransactional = false
    package var isControl = false

    var output: GrowingBytes
    /// The bytes are a whole batch, header and all: nothing can be added any more.
    var isSealed = false
    /// Bytes of the records before they were compressed, once it is sealed.
    package internal(set) var recordBytes = 0
    package private(set) var recordCount: Int32 = 0
    private var lastOffsetDelta: Int32 = -1
    private var baseTimestamp = Timestamp.none
    private var maxTimestamp = Timestamp.none

    package init(codec: CompressionCodec = .none, level: Int32? = nil, capacity: Int = 1024) {
        self.codec = codec
        self.level = level
        output = GrowingBytes(capacity: capacity + RecordBatchHeader.size)
        _ = output.room(for: RecordBatchHeader.size)
        output.advance(by: RecordBatchHeader.size)
    }

    /// Bytes that the batch would have now, uncompressed.
    package var uncompressedSize: Int { output.count }

    /// Adds a record after the last one. `offsetDelta` is given where offsets have gaps; it must grow.
    package mutating func append(
        key: RawSpan?, value: RawSpan?, headers: [some RecordHeaderFields], timestamp: Timestamp, offsetDelta: Int32? = nil
    ) {
        let delta = advance(to: offsetDelta ?? lastOffsetDelta + 1, timestamp)
        output.appendRecord(
            timestampDelta: timestamp - baseTimestamp, offsetDelta: delta, key: key, value: value, headers: headers)
    }

    /// Adds a record without headers after the last one: the hot path of a producer.
    package mutating func append(key: RawSpan?, value: RawSpan?, timestamp: Timestamp, offsetDelta: Int32? = nil) {
        let delta = advance(to: offsetDelta ?? lastOffsetDelta + 1, timestamp)
        output.appendRecord(timestampDelta: timestamp - baseTimestamp, offsetDelta: delta, key: key, value: value)
    }

    /// Counts one more record.
    private mutating func advance(to delta: Int32, _ timestamp: Timestamp) -> Int32 {
        precondition(!isSealed, "a record for a batch that is sealed")
        precondition(delta > lastOffsetDelta, "offset deltas must grow")
        if recordCount == 0 { baseTimestamp = timestamp }
        if recordCount == 0 || timestamp > maxTimestamp { maxTimestamp = timestamp }
        lastOffsetDelta = delta
        recordCount += 1
        return delta
    }

    package mutating func append(
        key: [UInt8]?, value: [UInt8]?, headers: [RecordHeader] = [], timestamp: Timestamp, offsetDelta: Int32? = nil
    ) {
        append(key: key?.span.bytes, value: value?.span.bytes, headers: headers, timestamp: timestamp, offsetDelta: offsetDelta)
    }
}

extension RecordBatchBuilder {
    /// The finished batch, sealed. Throws only where the codec is not in this build.
    package consuming func finish() throws(RecordError) -> [UInt8] {
        var header = header
        if codec == .none {
            Self.seal(&output, under: header)
            return output.array
        }
        header.attributes |= Int16(codec.rawValue)
        let records = output.bytes.extracting(droppingFirst: RecordBatchHeader.size)
        return try Self.fold(records, under: header, codec: codec, level: level)
    }

    /// A batch of `records`, compressed, with the fields of `header` kept, its length and checksum set.
    static func fold(
        _ records: RawSpan, under header: RecordBatchHeader, codec: CompressionCodec, level: Int32?
    ) throws(RecordError) -> [UInt8] {
        var header = header
        var output = GrowingBytes(capacity: RecordBatchHeader.size + records.byteCount / 2)
        _ = output.room(for: RecordBatchHeader.size)
        output.advance(by: RecordBatchHeader.size)
        try Compression.compress(records, codec: codec, level: level, into: &output)
        header.attributes = header.attributes & ~7 | Int16(codec.rawValue)
        seal(&output, under: header)
        return output.array
    }

    /// Makes a batch of what lies behind the room for a header in `output`, with the fields of `header`, its codec included.
    static func close(_ output: inout GrowingBytes, under header: RecordBatchHeader) throws(RecordError) {
        guard let codec = header.codec else { throw .unsupportedCodec("codec \(header.attributes & 7) does not exist") }
        if codec == .none { return seal(&output, under: header) }
        let folded = try fold(output.bytes.extracting(droppingFirst: RecordBatchHeader.size), under: header, codec: codec, level: nil)
        output.removeAll()
        folded.withUnsafeBytes { output.append($0) }
    }

    /// Writes the header of a batch that is whole but for it.
    static func seal(_ output: inout GrowingBytes, under header: RecordBatchHeader) {
        let batchLength = output.count - RecordBatchHeader.lengthOverhead
        precondition(batchLength <= Int32.max, "a batch of more than 2 GiB")
        var header = header
        header.batchLength = Int32(batchLength)
        output.withUnsafeMutableBytes { batch in
            header.write(to: batch)
            RecordBatchHeader.seal(batch)
        }
    }

    /// What stands before the records, its length, codec and checksum yet to come.
    var header: RecordBatchHeader {
        var attributes: Int16 = 0
        if timestampType == .logAppendTime { attributes |= 8 }
        if isTransactional { attributes |= 16 }
        if isControl { attributes |= 32 }
        return RecordBatchHeader(
            baseOffset: baseOffset, batchLength: 0, partitionLeaderEpoch: partitionLeaderEpoch, magic: 2, checksum: 0,
            attributes: attributes, lastOffsetDelta: lastOffsetDelta, baseTimestamp: baseTimestamp,
            maxTimestamp: appendTime ?? maxTimestamp, producerID: producerID, producerEpoch: producerEpoch,
            baseSequence: baseSequence, recordCount: recordCount)
    }
}
