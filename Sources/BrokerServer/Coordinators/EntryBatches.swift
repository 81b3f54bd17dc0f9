import OttlaRecords
import OttlaVocabulary

/// Makes record batches of a machine's entries: one for all that a turn has gathered, more only where it grows too long.
struct EntryBatches<Entry: LoggedEntry> {
    /// Bytes after which the next batch begins. An entry that is larger alone has a batch to itself.
    private static var batchBytes: Int { 512 << 10 }

    /// The batches of `entries`, in their order.
    static func encode(_ entries: [Entry], timestamp: Timestamp) -> [[UInt8]] {
        var batches: [[UInt8]] = []
        var key = ByteWriter(capacity: 256)
        var value = ByteWriter(capacity: 1024)
        var next = 0
        while next < entries.count {
            var builder = RecordBatchBuilder(capacity: min((entries.count - next) * 96, batchBytes))
            repeat {
                key.removeAll()
                value.removeAll()
                entries[next].encodeKey(into: &key)
                let hasValue = entries[next].encodeValue(into: &value)
                if builder.recordCount > 0, builder.uncompressedSize + key.count + value.count > batchBytes { break }
                builder.append(key: key.bytes.bytes, value: hasValue ? value.bytes.bytes : nil, timestamp: timestamp)
                next += 1
            } while next < entries.count
            do {
                batches.append(try builder.finish())
            } catch {
                preconditionFailure("an uncompressed batch always finishes")
            }
        }
        return batches
    }
}
