extension RecordBatch {
    /// The same batch under another codec, as a topic's `compression.type` asks. All fields but codec, length and checksum
    /// are kept.
    package func recompressed(to codec: CompressionCodec, level: Int32? = nil, limit: Int) throws(RecordError) -> [UInt8] {
        let header = header
        return try withRecordBytes(limit: limit) { records throws(RecordError) in
            try RecordBatchBuilder.fold(records, under: header, codec: codec, level: level)
        }
    }
}
