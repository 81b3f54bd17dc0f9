/// One batch of magic 2 in somebody else's memory. Made from validated bytes, or from the log's own.
package struct RecordBatch: ~Escapable {
    package let bytes: RawSpan
    package let header: RecordBatchHeader

    /// `bytes` is exactly one batch. Its checksum is not looked at.
    @_lifetime(copy bytes)
    package init(_ bytes: RawSpan) throws(RecordError) {
        self.init(bytes: bytes, header: try RecordBatchHeader.read(bytes))
    }

    @_lifetime(copy bytes)
    init(bytes: RawSpan, header: RecordBatchHeader) {
        self.bytes = bytes
        self.header = header
    }

    /// Everything after the header, as it lies: compressed, if the batch is.
    package var payload: RawSpan {
        @_lifetime(copy self) get { bytes.extracting(RecordBatchHeader.size..<header.totalSize) }
    }

    /// Gives `body` the bytes of the records, uncompressed: in place where they are so already.
    func withRecordBytes<Result>(
        limit: Int, _ body: (RawSpan) throws(RecordError) -> Result
    ) throws(RecordError) -> Result {
        guard let codec = header.codec else {
            throw .unsupportedCodec("codec \(header.attributes & 7) does not exist")
        }
        if codec == .none { return try body(payload) }
        let unfolded = try Compression.decompress(payload, codec: codec, limit: limit)
        return try body(unfolded.bytes)
    }
}

extension RecordBatch {
    /// Calls `body` with each record in order until it answers false. Records that cannot be read are an error when they
    /// are come to; compressed ones unfold to at most `decompressionLimit` bytes.
    package func forEachRecord(
        decompressionLimit: Int, _ body: (borrowing Record) throws(RecordError) -> Bool
    ) throws(RecordError) {
        let header = header
        try withRecordBytes(limit: decompressionLimit) { records throws(RecordError) in
            try records.withUnsafeBytes { raw throws(RecordError) in
                var cursor = RecordCursor(raw)
                for index in 0..<Int(max(header.recordCount, 0)) {
                    guard let fields = cursor.next() else {
                        throw .invalidRecords([RecordFault(index: Int32(index), reason: .malformed)])
                    }
                    guard try body(Record(fields, index: index, of: header, in: records)) else { return }
                }
            }
        }
    }
}
