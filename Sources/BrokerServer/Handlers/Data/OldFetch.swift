import OttlaProtocol
import OttlaRecords
import OttlaVocabulary

/// What clients of before zstd (Fetch v10) and of before batches (v4) need: records they can read, or an error that
/// says they cannot.
enum OldFetch {
    /// Every codec and record format may be sent as it lies.
    static let firstModernVersion: Int16 = 10
    /// Batches of magic 2 may be sent.
    private static let firstVersionWithBatches: Int16 = 4
    private static let firstVersionWithTimestamps: Int16 = 2

    /// Whether the records may be sent as they lie to a client that knows batches but perhaps not zstd.
    static func mayCarryAsTheyLie(_ read: PartitionRead, version: Int16) -> Bool {
        guard version >= firstVersionWithBatches, let bytes = load(read.regions) else { return false }
        return (try? containsZstd(bytes.span.bytes)) == false
    }

    /// Puts the records read into the answer, converted to what the version can carry, or the error that says they cannot
    /// be. Copies: old clients pay for it.
    static func fill(_ data: inout FetchResponse.PartitionData, from read: PartitionRead, fetchOffset: Offset, version: Int16) {
        guard version < firstVersionWithBatches else { return refuse(&data) }
        guard let bytes = load(read.regions) else {
            data.errorCode = .kafkaStorageError
            return
        }
        do throws(RecordError) {
            let magic: Int8 = version >= firstVersionWithTimestamps ? 1 : 0
            data.records = .bytes(
                try LegacyMessageSet.downConvert(
                    bytes.span.bytes, toMagic: magic, from: fetchOffset, decompressionLimit: RecordBatchRules().decompressionLimit))
        } catch .unsupportedCodec {
            refuse(&data)
        } catch {
            data.errorCode = .corruptMessage
        }
    }

    private static func refuse(_ data: inout FetchResponse.PartitionData) {
        data.errorCode = .unsupportedCompressionType
        data.records = .bytes([])
    }

    private static func load(_ regions: [PayloadRegion]) -> [UInt8]? {
        var all: [UInt8] = []
        for region in regions {
            let start = all.count
            all.append(contentsOf: repeatElement(0, count: region.length))
            let count = all.withUnsafeMutableBytes {
                region.source.read(into: UnsafeMutableRawBufferPointer(rebasing: $0[start...]), at: region.position)
            }
            if count != region.length { return nil }
        }
        return all
    }

    private static func containsZstd(_ bytes: RawSpan) throws(RecordError) -> Bool {
        var batches = RecordBatchSequence(bytes)
        while let batch = try batches.next() {
            if batch.header.codec == .zstd { return true }
        }
        return false
    }
}
