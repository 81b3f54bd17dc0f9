import OttlaStateMachines
import OttlaVocabulary
import Testing

@testable import OttlaRecords

@Suite struct LegacyMessageSetTests {
    static let sets = [0, 1].flatMap { magic in ["none", "gzip", "snappy", "lz4"].map { "set\(magic)-\($0)" } }

    /// What is left of the records in an old format.
    private func remainder(magic: Int) -> [TestRecord] {
        Vectors.records.map { TestRecord(key: $0.key, value: $0.value, timestamp: magic == 0 ? .none : $0.timestamp) }
    }

    private func upConverted(_ set: [UInt8], limit: Int = 1 << 20) throws -> [UInt8] {
        try LegacyMessageSet.upConvert(set.span.bytes, decompressionLimit: limit)
    }

    private func messages(in set: RawSpan) throws -> [LegacyMessage] {
        var reader = ByteReader(set)
        var messages: [LegacyMessage] = []
        while reader.remaining > 0 { messages.append(try LegacyMessage(from: &reader)) }
        return messages
    }

    @Test(arguments: sets)
    func `an old producer's set becomes one batch`(_ name: String) throws {
        let batch = try upConverted(Vectors.load(name))
        let header = try RecordBatchValidator.validate(batch.span.bytes, RecordBatchRules())
        #expect(header.recordCount == 4 && header.baseOffset == 0 && header.producerID == -1)
        #expect(header.codec == CompressionCodec(name: String(name.dropFirst(5))))
        #expect(try TestRecord.all(in: batch) == remainder(magic: name.hasPrefix("set0") ? 0 : 1))
    }

    @Test(arguments: [0, 1])
    func `a batch goes down to the bytes of old`(_ magic: Int) throws {
        let batch = try Vectors.load("batch-none")
        let down = try LegacyMessageSet.downConvert(
            batch.span.bytes, toMagic: Int8(magic), decompressionLimit: 1 << 20)
        #expect(down == (try Vectors.load("set\(magic)-none")))
    }

    @Test(arguments: [0, 1], ["gzip", "snappy", "lz4"])
    func `a compressed batch goes down in a wrapper that names its last offset`(_ magic: Int, _ codec: String) throws {
        let batch = try Vectors.load("batch-\(codec)")
        let down = try LegacyMessageSet.downConvert(
            batch.span.bytes, toMagic: Int8(magic), decompressionLimit: 1 << 20)
        let outer = try messages(in: down.span.bytes)
        #expect(outer.count == 1)
        let wrapper = outer[0]
        #expect(wrapper.offset == 1237 && wrapper.codec?.name == codec && wrapper.key == nil)
        #expect(wrapper.timestamp == (magic == 0 ? .none : Vectors.time + 100_000))
        #expect(try TestRecord.all(in: upConverted(down)) == remainder(magic: magic))

        let inner = try Compression.decompress(
            down.span.bytes.extracting(wrapper.value!), codec: wrapper.codec!, lz4Header: magic == 0 ? .legacy : .standard,
            limit: 1 << 20)
        let offsets = try messages(in: inner.bytes).map(\.offset)
        #expect(offsets == (magic == 0 ? [1234, 1235, 1236, 1237] : [0, 1, 2, 3]))
    }

    @Test func `magic 0 writes the lz4 header that its readers expect`() throws {
        let records = Vectors.records.map { TestRecord(key: $0.key, value: $0.value, timestamp: $0.timestamp) }
        let batch = try TestRecord.batch(records, codec: .lz4)
        let down = try LegacyMessageSet.downConvert(batch.span.bytes, toMagic: 0, decompressionLimit: 1 << 20)
        let frame = try messages(in: down.span.bytes)[0].value!.lowerBound
        let golden = try Vectors.load("set0-lz4")
        let goldenFrame = try messages(in: golden.span.bytes)[0].value!.lowerBound
        #expect(down[frame..<frame + 7] == golden[goldenFrame..<goldenFrame + 7])
        #expect(down[frame + 6] != 0x82, "the right checksum of these flags is 0x82")
    }

    @Test func `markers, and what lies before the offset asked for, are left out`() throws {
        let batches = try Vectors.load("batch-gzip") + Vectors.load("marker-commit") + Vectors.load("batch-none")
        for cut in [0, 1, 60, 61, 1000] {
            let span = batches.span.bytes.extracting(droppingLast: cut)
            let down = try LegacyMessageSet.downConvert(span, toMagic: 1, from: 1236, decompressionLimit: 1 << 20)
            let records = try TestRecord.all(in: upConverted(down))
            let half = Array(remainder(magic: 1).dropFirst(2))
            #expect(records == (cut == 0 ? half + half : half))
        }
    }

    @Test func `zstd has no older form`() throws {
        let bytes = try Vectors.load("batch-zstd")
        #expect(throws: RecordError.self) {
            try LegacyMessageSet.downConvert(bytes.span.bytes, toMagic: 1, decompressionLimit: 1 << 20)
        }
    }

    @Test func `an append time covers the wrapper and what is in it`() throws {
        var batch = try Vectors.load("batch-gzip")
        batch.withUnsafeMutableBytes { RecordBatchHeader.setLogAppendTime(5_000_000, in: $0) }
        let down = try LegacyMessageSet.downConvert(batch.span.bytes, toMagic: 1, decompressionLimit: 1 << 20)
        let wrapper = try messages(in: down.span.bytes)[0]
        #expect(wrapper.timestampType == .logAppendTime && wrapper.timestamp == 5_000_000)
        #expect(try TestRecord.all(in: upConverted(down)).allSatisfy { $0.timestamp == 5_000_000 })
    }

    @Test(arguments: sets)
    func `damaged sets are refused`(_ name: String) throws {
        let set = try Vectors.load(name)
        #expect(throws: RecordError.self) { try upConverted([]) }
        for count in 1..<set.count where !(name.hasSuffix("none") && (try? upConverted(Array(set[..<count]))) != nil) {
            #expect(throws: RecordError.self) { try upConverted(Array(set[..<count])) }
        }
        for position in 12..<set.count {
            var broken = set
            broken[position] ^= 1 << (position % 8)
            // The offset and size of later entries have no checksum; a changed offset is not looked at.
            if let batch = try? upConverted(broken) { #expect(try TestRecord.all(in: batch) == TestRecord.all(in: upConverted(set))) }
        }
    }

    @Test func `a batch is no message set`() throws {
        let bytes = try Vectors.load("batch-none")
        #expect(throws: RecordError.unsupportedMagic(2)) { try upConverted(bytes) }
    }

    @Test func `wrappers do not nest and do not unfold without end`() throws {
        var wrapper = try Vectors.load("set1-gzip")
        for _ in 0..<2 {
            var folded = GrowingBytes(capacity: 100)
            try Compression.compress(wrapper.span.bytes, codec: .gzip, into: &folded)
            var next = GrowingBytes(capacity: 100)
            next.appendMessage(offset: 0, magic: 1, attributes: 1, timestamp: 0, key: nil, value: folded.bytes)
            wrapper = next.array
            #expect(throws: RecordError.invalid("a compressed message within a compressed one")) { try upConverted(wrapper) }
        }
        let two = try Vectors.load("set1-gzip") + Vectors.load("set1-gzip")
        #expect(throws: RecordError.self) { try upConverted(two, limit: 2500) }
        #expect(try TestRecord.all(in: upConverted(two, limit: 3000)).count == 8)
    }
}
