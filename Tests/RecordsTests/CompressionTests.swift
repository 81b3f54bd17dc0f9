import OttlaStateMachines
import OttlaVocabulary
import Testing

@testable import OttlaRecords

@Suite struct CompressionTests {
    static let codecs = CompressionCodec.allCases.filter { $0 != .none }

    /// Bytes that compress somewhat: words of a small vocabulary with noise between.
    private func text(_ count: Int, _ random: inout SeededGenerator) -> [UInt8] {
        let words = (0..<50).map { _ in
            (0..<Int.random(in: 2...12, using: &random)).map { _ in UInt8.random(in: 97...122, using: &random) }
        }
        var bytes: [UInt8] = []
        while bytes.count < count {
            bytes += words.randomElement(using: &random)!
            bytes.append(random.oneIn(4) ? UInt8.random(in: 0...255, using: &random) : 32)
        }
        return Array(bytes.prefix(count))
    }

    private func compressed(_ bytes: [UInt8], _ codec: CompressionCodec, level: Int32? = nil) throws -> [UInt8] {
        var output = GrowingBytes(capacity: 0)
        try Compression.compress(bytes.span.bytes, codec: codec, level: level, into: &output)
        return output.array
    }

    private func unfolded(_ bytes: [UInt8], _ codec: CompressionCodec, limit: Int = 1 << 24) throws -> [UInt8] {
        try Compression.decompress(bytes.span.bytes, codec: codec, limit: limit).array
    }

    @Test func `this build has every codec`() {
        #expect(Compression.available == Set(CompressionCodec.allCases))
    }

    @Test(arguments: codecs)
    func `what was compressed unfolds to itself`(_ codec: CompressionCodec) throws {
        var random = SeededGenerator(seed: 31)
        for count in [0, 1, 2, 100, 4095, 32_768, 32_769, 65_536, 65_537, 1_000_000] {
            let bytes = text(count, &random)
            let folded = try compressed(bytes, codec)
            #expect(try unfolded(folded, codec) == bytes, "\(count) bytes")
            #expect(count < 1000 || folded.count < count)
        }
    }

    @Test(arguments: codecs)
    func `every level can be asked for`(_ codec: CompressionCodec) throws {
        var random = SeededGenerator(seed: 32)
        let bytes = text(20_000, &random)
        guard let levels = codec.levels else { return }
        for level in [levels.lowerBound, -1, 1, 3, 9, levels.upperBound] where levels.contains(level) && (level != 0) {
            #expect(try unfolded(compressed(bytes, codec, level: level), codec) == bytes, "level \(level)")
        }
    }

    @Test(arguments: codecs)
    func `unfolding stops at the limit`(_ codec: CompressionCodec) throws {
        let zeros = [UInt8](repeating: 0, count: 3_000_000)
        let folded = try compressed(zeros, codec)
        for limit in [0, 1, 4096, 100_000, 2_999_999] {
            #expect(throws: RecordError.decompressedTooLarge(limit: limit)) { try unfolded(folded, codec, limit: limit) }
        }
        #expect(try unfolded(folded, codec, limit: 3_000_000) == zeros)
    }

    @Test(arguments: codecs)
    func `cut or broken input is an error or unfolds, and never more`(_ codec: CompressionCodec) throws {
        var random = SeededGenerator(seed: 33)
        let folded = try compressed(text(5000, &random), codec)
        for count in 0..<min(folded.count, 400) {
            // A stream of blocks may end after any of them.
            if codec == .snappy && count == 16 { continue }
            #expect(throws: RecordError.self, "\(count) bytes") { try unfolded(Array(folded.prefix(count)), codec) }
        }
        for _ in 0..<3000 {
            var broken = folded
            for _ in 0...Int.random(in: 0...3, using: &random) {
                broken[Int.random(in: 0..<broken.count, using: &random)] = UInt8.random(in: 0...255, using: &random)
            }
            if let bytes = try? unfolded(broken, codec, limit: 20_000) { #expect(bytes.count <= 20_000) }
        }
    }

    @Test func `a snappy block that claims too much is not believed`() {
        // A varint for 4 GiB - 1 and nothing that could unfold to it.
        let liar: [UInt8] = [0xFF, 0xFF, 0xFF, 0xFF, 0x0F, 0, 0]
        #expect(throws: RecordError.corrupt("a snappy block cannot be read")) { try unfolded(liar, .snappy, limit: .max) }
    }

    @Test func `lz4 frames are as Java reads them`() throws {
        let frame = try compressed(Array("hello hello hello hello".utf8), .lz4)
        #expect(frame.prefix(4) == [0x04, 0x22, 0x4D, 0x18])
        #expect(frame[4] == 0x60, "version 1, independent blocks, no size, no checksums")
        #expect(frame[5] == 0x40, "blocks of 64 KiB")
        #expect(frame.suffix(4) == [0, 0, 0, 0])
    }

    @Test func `snappy is written in the framing of Java`() throws {
        let stream = try compressed([UInt8](repeating: 7, count: 40_000), .snappy)
        #expect(stream.prefix(16) == [0x82, 0x53, 0x4E, 0x41, 0x50, 0x50, 0x59, 0, 0, 0, 0, 1, 0, 0, 0, 1])
        #expect(try unfolded(stream + stream, .snappy).count == 80_000, "joined streams are read through")
    }

    @Test(arguments: CompressionCodec.allCases, CompressionCodec.allCases)
    func `a batch can change its codec and keeps all else`(_ from: CompressionCodec, _ to: CompressionCodec) throws {
        let bytes = try TestRecord.batch(Vectors.records, codec: from) { builder in
            builder.baseOffset = 99
            builder.producerID = 4
            builder.producerEpoch = 2
            builder.baseSequence = 17
            builder.isTransactional = true
        }
        let changed = try RecordBatch(bytes.span.bytes).recompressed(to: to, limit: 1 << 20)
        let header = try RecordBatchValidator.validate(changed.span.bytes, RecordBatchRules())
        var expected = try RecordBatchHeader.read(bytes.span.bytes)
        #expect(header.codec == to)
        #expect(try TestRecord.all(in: changed) == Vectors.records)
        (expected.attributes, expected.batchLength, expected.checksum) = (header.attributes, header.batchLength, header.checksum)
        #expect(header == expected)
        #expect(header.isTransactional)
    }

    @Test func `codecs have the names of the configuration`() {
        for codec in CompressionCodec.allCases { #expect(CompressionCodec(name: codec.name) == codec) }
        #expect(CompressionCodec(name: "brotli") == nil)
    }
}
