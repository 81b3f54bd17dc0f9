import OttlaRecords
import OttlaVocabulary

/// One batch of the wire as it came, in the answer it came in. Its checksum is looked at and its records are unfolded only
/// when it is handed out, by whoever wants them: what waits takes no more memory than the answers do.
struct FetchedBatch: Sendable {
    let frame: ReceivedFrame
    /// Where in the frame it lies.
    let range: Range<Int>
    let header: RecordBatchHeader
    /// Records before this are not wanted.
    var from: Int64
    /// Where to go on after it, past what follows and holds no records for us.
    var nextOffset: Int64

    /// What it counts for in what is queued.
    var byteCount: Int { range.count }

    /// Checks it, unfolds it and walks its records. `nil` if none of them is wanted.
    func open(
        _ partition: TopicPartition, checksCRC: Bool, limit: Int
    ) throws(ClientError) -> RecordsBatch? {
        defer { withExtendedLifetime(frame) {} }
        do throws(RecordError) {
            let bytes = UnsafeRawBufferPointer(rebasing: frame.bytes[range])
            if checksCRC { try header.checkChecksum(of: unsafe bytes.bytes) }
            let (memory, records) = try recordBytes(bytes, limit: limit)
            return try walk(partition, memory, records)
        } catch {
            let way = "seek past offset \(header.lastOffset) to go on without them"
            throw ClientError(.corruptRecords, "records of \(partition) from offset \(header.baseOffset) cannot be read: \(error); \(way)")
        }
    }

    private func recordBytes(
        _ bytes: UnsafeRawBufferPointer, limit: Int
    ) throws(RecordError) -> (ReceivedFrame, Range<Int>) {
        guard let codec = header.codec else { throw .unsupportedCodec("codec \(header.attributes & 7) does not exist") }
        if codec == .none { return (frame, range.lowerBound + RecordBatchHeader.size..<range.upperBound) }
        let payload = UnsafeRawBufferPointer(rebasing: bytes[RecordBatchHeader.size...])
        let unfolded = try Compression.decompress(unsafe payload.bytes, codec: codec, limit: limit)
        let block = unfolded.release()
        guard let start = block.baseAddress else { throw .corrupt("nothing is left of its records") }
        return (ReceivedFrame(adopting: start, count: block.count), 0..<block.count)
    }

    /// All records must lie one behind the other, so that whoever reads them need not ask again.
    private func walk(
        _ partition: TopicPartition, _ memory: ReceivedFrame, _ records: Range<Int>
    ) throws(RecordError) -> RecordsBatch? {
        defer { withExtendedLifetime(memory) {} }
        var cursor = RecordCursor(UnsafeRawBufferPointer(rebasing: memory.bytes[..<records.upperBound]), from: records.lowerBound)
        var start = records.lowerBound
        var (first, count) = (Int64(-1), 0)
        for index in 0..<max(header.recordCount, 0) {
            let before = cursor.position
            guard let fields = cursor.next() else { throw .invalidRecords([RecordFault(index: index, reason: .malformed)]) }
            if count > 0 {
                count += 1
            } else if header.baseOffset.value &+ fields.offsetDelta >= from {
                (start, first, count) = (before, header.baseOffset.value &+ fields.offsetDelta, 1)
            }
        }
        guard count > 0 else { return nil }
        return RecordsBatch(
            partition, header, count: count, firstOffset: first, nextOffset: nextOffset, memory: memory,
            range: start..<records.upperBound)
    }
}
