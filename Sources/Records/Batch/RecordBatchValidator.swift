import OttlaVocabulary

/// Decides whether the bytes a producer sent are one batch of magic 2 that may be appended.
///
/// Uncompressed records are walked, since it costs next to nothing. Compressed ones are opened only where the rules ask
/// for something that the header cannot tell: keys, or a bound on the earliest timestamp.
package enum RecordBatchValidator {
    /// Validates, then sets in place what the broker must set: the append time, or a largest timestamp that the producer
    /// got wrong. Offsets are given later, by the log. The header returned is that of the batch as it now is.
    package static func accept(
        _ batch: UnsafeMutableRawBufferPointer, _ rules: RecordBatchRules
    ) throws(RecordError) -> RecordBatchHeader {
        let (header, walked) = try examine(UnsafeRawBufferPointer(batch).bytes, rules)
        let maxTimestamp = rules.timestampType == .logAppendTime ? rules.now : walked ?? header.maxTimestamp
        if header.timestampType == rules.timestampType && header.maxTimestamp == maxTimestamp { return header }
        RecordBatchHeader.setMaxTimestamp(maxTimestamp, rules.timestampType, in: batch)
        return try RecordBatchHeader.read(UnsafeRawBufferPointer(batch).bytes)
    }

    /// Validates without changing anything. The header may carry a wrong largest timestamp, which `accept` would set right.
    package static func validate(_ batch: RawSpan, _ rules: RecordBatchRules) throws(RecordError) -> RecordBatchHeader {
        try examine(batch, rules).header
    }

    /// The header, and the largest timestamp of the records if they were walked.
    private static func examine(
        _ batch: RawSpan, _ rules: RecordBatchRules
    ) throws(RecordError) -> (header: RecordBatchHeader, maxTimestamp: Timestamp?) {
        let header = try RecordBatchHeader.read(batch)
        guard batch.byteCount <= rules.maxSize else { throw .tooLarge(size: batch.byteCount, limit: rules.maxSize) }
        try header.checkChecksum(of: batch)
        try checkHeader(header, rules)
        guard mustWalk(header, rules) else { return (header, nil) }
        let batch = RecordBatch(bytes: batch, header: header)
        let maxTimestamp = try batch.withRecordBytes(limit: rules.decompressionLimit) { records throws(RecordError) in
            try RecordWalk(header: header, rules: rules).walk(records)
        }
        return (header, maxTimestamp)
    }

    private static func checkHeader(_ header: RecordBatchHeader, _ rules: RecordBatchRules) throws(RecordError) {
        guard let codec = header.codec else { throw .unsupportedCodec("codec \(header.attributes & 7) does not exist") }
        if codec == .zstd && !rules.allowsZstd { throw .unsupportedCodec("zstd needs Produce version 7 or later") }
        if header.isControl && !rules.allowsControl { throw .invalid("clients may not write control batches") }
        if header.hasDeleteHorizon { throw .invalid("only a cleaner sets a delete horizon") }
        guard header.recordCount > 0 else { throw .invalid("the batch counts \(header.recordCount) records") }
        guard header.lastOffsetDelta == header.recordCount - 1 else {
            throw .invalid("the last offset delta \(header.lastOffsetDelta) is not that of \(header.recordCount) records")
        }
        if header.producerID >= 0 && (header.producerEpoch < 0 || header.baseSequence < 0) && !header.isControl {
            throw .invalid("a producer id needs an epoch and a sequence number")
        }
        if header.timestampType == .logAppendTime && rules.timestampType == .createTime && !rules.allowsControl {
            throw .invalid("the topic keeps its producers' time, so they may not mark it as the broker's")
        }
    }

    private static func mustWalk(_ header: RecordBatchHeader, _ rules: RecordBatchRules) -> Bool {
        if header.attributes & 7 == 0 || rules.requiresKeys { return true }
        guard rules.timestampType == .createTime else { return false }
        return rules.earliestTimestamp.milliseconds > .min || header.maxTimestamp > rules.latestTimestamp
    }
}

extension RecordBatchHeader {
    /// The header of a span that is exactly one batch.
    package static func read(_ batch: RawSpan) throws(RecordError) -> RecordBatchHeader {
        guard let header = RecordBatchHeader(reading: batch) else { throw whyNoHeader(batch) }
        try header.checkShape()
        guard header.totalSize <= batch.byteCount else {
            throw .truncated(needed: header.totalSize, available: batch.byteCount)
        }
        guard header.totalSize == batch.byteCount else {
            if RecordBatchHeader(reading: batch, at: header.totalSize)?.magic == 2 { throw .invalid("more than one batch") }
            throw .corrupt("\(batch.byteCount - header.totalSize) bytes follow the batch")
        }
        return header
    }

    /// What is wrong with a span too short for a header: a message of an old format may be that short.
    private static func whyNoHeader(_ batch: RawSpan) -> RecordError {
        if batch.byteCount == 0 { return .invalid("no batch") }
        let magic = batch.byteCount > 16 ? unsafe batch.unsafeLoad(fromByteOffset: 16, as: Int8.self) : 2
        return magic == 2 ? .truncated(needed: size, available: batch.byteCount) : .unsupportedMagic(magic)
    }

    /// Compares the stored checksum with that of the bytes.
    package func checkChecksum(of batch: RawSpan) throws(RecordError) {
        let computed = CRC32C.checksum(batch.extracting(Self.checksummedFrom..<totalSize))
        guard computed == checksum else { throw .checksumMismatch(stored: checksum, computed: computed) }
    }
}
