package import OttlaVocabulary

/// A batch that stays where it was built: sealed in place, sent, and sealed anew if its producer's numbers change.
extension RecordBatchBuilder {
    /// Bytes of memory that the batch lies in.
    package var capacity: Int { output.capacity }

    /// An upper bound of the bytes that a record takes, whatever its place and time.
    package static func sizeBound(key: Int, value: Int, headers: [some RecordHeaderFields]) -> Int {
        headers.reduce(sizeBound(key: key, value: value)) { $0 + 10 + $1.key.utf8.count + ($1.value?.count ?? 0) }
    }

    /// The same of a record without headers: five numbers of up to 5 bytes, one of up to 10, one byte of attributes.
    package static func sizeBound(key: Int, value: Int) -> Int { 36 + key + value }

    /// Makes room for so many bytes in all, header included.
    package mutating func reserve(_ capacity: Int) { _ = output.room(for: max(0, capacity - output.count)) }

    /// Compresses the records, the first time, writes the header and computes the checksum. Throws only where the codec is
    /// not in this build, with the batch as it was.
    package mutating func seal() throws(RecordError) {
        if !isSealed { recordBytes = output.count - RecordBatchHeader.size }
        if !isSealed, codec != .none { output = try compressed() }
        isSealed = true
        writeHeader()
    }

    private func compressed() throws(RecordError) -> GrowingBytes {
        let records = output.bytes.extracting(droppingFirst: RecordBatchHeader.size)
        var compressed = GrowingBytes(capacity: RecordBatchHeader.size + records.byteCount / 2)
        _ = compressed.room(for: RecordBatchHeader.size)
        compressed.advance(by: RecordBatchHeader.size)
        try Compression.compress(records, codec: codec, level: level, into: &compressed)
        return compressed
    }

    private mutating func writeHeader() {
        let batchLength = output.count - RecordBatchHeader.lengthOverhead
        precondition(batchLength <= Int32.max, "a batch of more than 2 GiB")
        var header = header
        header.batchLength = Int32(batchLength)
        header.attributes |= Int16(codec.rawValue)
        output.withUnsafeMutableBytes { batch in
            header.write(to: batch)
            RecordBatchHeader.seal(batch)
        }
    }

    /// What its records unfold to, at most: for reading a sealed batch back.
    package var uncompressedLimit: Int { recordBytes + 1 }

    /// A copy of the sealed batch.
    package var sealedArray: [UInt8] { isSealed ? output.array : [] }

    /// Writes the batch as it is sent, once it is sealed.
    package func writeSealed(to writer: inout ByteWriter) {
        precondition(isSealed, "the bytes of a batch that is not sealed")
        writer.write(output.bytes)
    }
}
