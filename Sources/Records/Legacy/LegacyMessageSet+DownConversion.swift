package import OttlaVocabulary

extension LegacyMessageSet {
    /// What a consumer that knows only `magic` 0 or 1 can read of `batches`, whole batches of magic 2 back to back; a
    /// batch cut off at the end is left out. Offsets stay; headers, control records and records before `start` are dropped.
    package static func downConvert(
        _ batches: RawSpan, toMagic magic: Int8, from start: Offset = 0, decompressionLimit: Int
    ) throws(RecordError) -> [UInt8] {
        precondition(magic == 0 || magic == 1, "old consumers know magic 0 and 1")
        var output = GrowingBytes(capacity: batches.byteCount + batches.byteCount / 4)
        var sequence = RecordBatchSequence(batches)
        while let (range, header) = try nextWhole(&sequence) {
            if header.isControl || header.recordCount == 0 || header.lastOffset < start { continue }
            let batch = RecordBatch(bytes: batches.extracting(range), header: header)
            try append(batch, magic: magic, from: start, limit: decompressionLimit, to: &output)
        }
        return output.array
    }

    private static func nextWhole(
        _ sequence: inout RecordBatchSequence
    ) throws(RecordError) -> (range: Range<Int>, header: RecordBatchHeader)? {
        do { return try sequence.next() } catch {
            if case .truncated = error { return nil }
            throw error
        }
    }

    private static func append(
        _ batch: RecordBatch, magic: Int8, from start: Offset, limit: Int, to output: inout GrowingBytes
    ) throws(RecordError) {
        guard let codec = batch.header.codec, codec != .zstd else {
            throw .unsupportedCodec("a batch compressed with zstd cannot be given to a consumer of magic \(magic)")
        }
        let attributes: Int8 = magic > 0 && batch.header.timestampType == .logAppendTime ? 8 : 0
        if codec == .none {
            try appendMessages(batch, magic: magic, attributes: attributes, from: start, base: 0, limit: limit, to: &output)
            return
        }
        // Inner offsets are relative in magic 1, to what does not matter: the wrapper names the last one's.
        let base = magic > 0 ? batch.header.baseOffset : 0
        var inner = GrowingBytes(capacity: 4096)
        let span = try appendMessages(
            batch, magic: magic, attributes: attributes, from: start, base: base, limit: limit, to: &inner)
        guard let span else { return }
        var folded = GrowingBytes(capacity: inner.count / 2)
        try Compression.compress(
            inner.bytes, codec: codec, lz4Header: magic == 0 ? .legacy : .standard, level: nil, into: &folded)
        output.appendMessage(
            offset: span.lastOffset, magic: magic, attributes: attributes | Int8(codec.rawValue),
            timestamp: span.maxTimestamp, key: nil, value: folded.bytes)
    }

    /// Writes each record of the batch as a message. Answers with the last offset and the largest timestamp of those
    /// written, `nil` if there were none.
    @discardableResult private static func appendMessages(
        _ batch: RecordBatch, magic: Int8, attributes: Int8, from start: Offset, base: Offset, limit: Int,
        to output: inout GrowingBytes
    ) throws(RecordError) -> (lastOffset: Offset, maxTimestamp: Timestamp)? {
        var written: (lastOffset: Offset, maxTimestamp: Timestamp)?
        try batch.forEachRecord(decompressionLimit: limit) { record throws(RecordError) in
            if record.offset < start { return true }
            output.appendMessage(
                offset: Offset(record.offset.value &- base.value), magic: magic, attributes: attributes,
                timestamp: record.timestamp, key: record.keySpan, value: record.valueSpan)
            written = (record.offset, max(record.timestamp, written?.maxTimestamp ?? record.timestamp))
            return true
        }
        return written
    }
}
