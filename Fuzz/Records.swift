import OttlaRecords
import OttlaVocabulary

@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzRecords(_ start: UnsafePointer<UInt8>, _ count: Int) -> CInt {
    RecordsFuzzer.run(UnsafeRawBufferPointer(start: start, count: count))
    return 0
}

/// Random bytes as batches, compressed records and message sets: how the forms change into each other. The first byte chooses which; what is accepted must hold
/// together, and nothing may crash or unfold beyond its limit.
enum RecordsFuzzer {
    private static let limit = 1 << 20

    static func run(_ input: UnsafeRawBufferPointer) {
        guard let choice = input.first else { return }
        let bytes = [UInt8](input.dropFirst())
        switch choice % 4 {
        case 0: asBatch(bytes, requiresKeys: choice & 4 != 0)
        case 1: asCompressed(bytes, codec: CompressionCodec.allCases[Int(choice >> 2) % CompressionCodec.allCases.count])
        case 2: asMessageSet(bytes)
        default: asBatches(bytes)
        }
    }

    /// Length, magic and checksum are made right, since no random bytes have them right.
    private static func asBatch(_ input: [UInt8], requiresKeys: Bool) {
        guard input.count >= RecordBatchHeader.size else { return }
        var batch = input
        batch[16] = 2
        batch.withUnsafeMutableBytes { bytes in
            let length = Int32(bytes.count - RecordBatchHeader.lengthOverhead)
            bytes.storeBytes(of: length.bigEndian, toByteOffset: 8, as: Int32.self)
            RecordBatchHeader.seal(bytes)
        }
        var rules = RecordBatchRules()
        rules.requiresKeys = requiresKeys
        rules.decompressionLimit = limit
        let header = try? batch.withUnsafeMutableBytes { try RecordBatchValidator.accept($0, rules) }
        let count = recordCount(batch)
        guard let header else { return }
        if header.codec == CompressionCodec.none || requiresKeys {
            precondition(count == Int(header.recordCount), "an accepted batch has the records it counts")
        }
        if count != nil { convert(batch) }
    }

    /// Other codecs and old formats hold the same records.
    private static func convert(_ batch: [UInt8]) {
        guard let view = try? RecordBatch(batch.span.bytes) else { preconditionFailure("an accepted batch is a batch") }
        if let folded = try? view.recompressed(to: .lz4, limit: limit) {
            precondition(recordCount(folded) == recordCount(batch), "recompression keeps records")
        }
        _ = try? view.recordWithMaxTimestamp(decompressionLimit: limit)
        _ = try? view.controlRecord()
        asBatches(batch)
    }

    private static func recordCount(_ batch: [UInt8]) -> Int? {
        guard let view = try? RecordBatch(batch.span.bytes) else { return nil }
        var count = 0
        do {
            try view.forEachRecord(decompressionLimit: limit) { record in
                count += 1
                precondition(record.headers.count == record.headerCount, "headers are as many as they say")
                precondition(record.key?.count == record.keyRange?.count && record.value?.count == record.valueRange?.count)
                return true
            }
        } catch { return nil }
        return count
    }

    private static func asCompressed(_ bytes: [UInt8], codec: CompressionCodec) {
        guard let unfolded = try? Compression.decompress(bytes.span.bytes, codec: codec, limit: limit) else { return }
        precondition(unfolded.count <= limit, "unfolding stops at the limit")
    }

    /// The checksums of entries are made right, as far as there are entries.
    private static func asMessageSet(_ input: [UInt8]) {
        var bytes = input
        var position = 0
        while bytes.count - position >= 17 {
            let size = bytes[(position + 8)..<(position + 12)].reduce(0) { $0 << 8 | Int($1) }
            guard size >= 5, size <= bytes.count - position - 12 else { break }
            let checksum = CRC32.checksum(bytes.span.bytes.extracting(position + 16..<position + 12 + size))
            for place in 0..<4 { bytes[position + 12 + place] = UInt8(truncatingIfNeeded: checksum >> (24 - 8 * UInt32(place))) }
            position += 12 + size
        }
        guard let batch = try? LegacyMessageSet.upConvert(bytes.span.bytes, decompressionLimit: limit) else { return }
        let header = try? RecordBatchValidator.validate(batch.span.bytes, RecordBatchRules())
        precondition(header != nil, "a converted batch is sound")
        asBatches(batch)
    }

    private static func asBatches(_ bytes: [UInt8]) {
        for magic: Int8 in [0, 1] {
            let down = try? LegacyMessageSet.downConvert(bytes.span.bytes, toMagic: magic, decompressionLimit: limit)
            guard let down, !down.isEmpty else { continue }
            let up = try? LegacyMessageSet.upConvert(down.span.bytes, decompressionLimit: .max)
            precondition(up != nil, "what went down comes up")
        }
    }
}
