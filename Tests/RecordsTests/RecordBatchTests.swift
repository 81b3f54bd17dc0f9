import OttlaStateMachines
import OttlaVocabulary
import Testing

@testable import OttlaRecords

@Suite struct RecordBatchTests {
    private func randomRecords(_ random: inout SeededGenerator) -> [TestRecord] {
        func bytes(_ limit: Int) -> [UInt8]? {
            random.oneIn(5) ? nil : (0..<Int.random(in: 0...limit, using: &random)).map { _ in UInt8.random(in: 0...255, using: &random) }
        }
        return (0..<Int.random(in: 1...40, using: &random)).map { _ in
            let headers = (0..<(random.oneIn(3) ? Int.random(in: 0...70, using: &random) : 0)).map { number in
                RecordHeader(key: "header \(number % 7)", value: bytes(20))
            }
            let time = random.oneIn(10) ? Int64.random(in: .min ... .max, using: &random) : Int64.random(in: 0...5000, using: &random)
            return TestRecord(
                key: bytes(200), value: bytes(random.oneIn(9) ? 20_000 : 300), headers: headers,
                timestamp: Timestamp(milliseconds: time))
        }
    }

    @Test(arguments: CompressionCodec.allCases)
    func `records come back as they went in`(_ codec: CompressionCodec) throws {
        var random = SeededGenerator(seed: 41)
        for _ in 0..<60 {
            let records = randomRecords(&random)
            let bytes = try TestRecord.batch(records, codec: codec)
            let header = try RecordBatchValidator.validate(bytes.span.bytes, RecordBatchRules())
            #expect(header.codec == codec && Int(header.recordCount) == records.count)
            #expect(try TestRecord.all(in: bytes) == records)
        }
    }

    @Test(arguments: CompressionCodec.allCases)
    func `resealed damage is an error or other records, never a crash`(_ codec: CompressionCodec) throws {
        var random = SeededGenerator(seed: 42)
        for _ in 0..<40 {
            let bytes = try TestRecord.batch(randomRecords(&random), codec: codec)
            for _ in 0..<60 {
                var broken = bytes
                for _ in 0...Int.random(in: 0...2, using: &random) {
                    let start = random.oneIn(3) ? 21..<61 : 61..<broken.count
                    broken[Int.random(in: start, using: &random)] = random.oneIn(3) ? 0xFF : UInt8.random(in: 0...255, using: &random)
                }
                Vectors.seal(&broken)
                var rules = RecordBatchRules()
                rules.requiresKeys = random.oneIn(2)
                rules.decompressionLimit = 1 << 20
                let accepted = broken.withUnsafeMutableBytes { try? RecordBatchValidator.accept($0, rules) }
                let records = try? TestRecord.all(in: broken, limit: 1 << 20)
                if let accepted, codec == .none { #expect(records?.count == Int(accepted.recordCount)) }
                _ = try? LegacyMessageSet.downConvert(broken.span.bytes, toMagic: 1, decompressionLimit: 1 << 20)
            }
        }
    }

    @Test(arguments: CompressionCodec.allCases)
    func `a record is found by its time`(_ codec: CompressionCodec) throws {
        let times: [Int64] = [10, 30, 20, 50, 50, 40]
        let records = times.map { TestRecord(key: nil, value: [1], timestamp: Timestamp(milliseconds: $0)) }
        let bytes = try TestRecord.batch(records, codec: codec) { $0.baseOffset = 100 }
        let batch = try RecordBatch(bytes.span.bytes)
        func first(_ time: Timestamp, from start: Offset = 0) throws -> Offset? {
            try batch.firstRecord(at: time, from: start, decompressionLimit: 1000)?.offset
        }
        #expect(try first(0) == 100)
        #expect(try first(11) == 101)
        #expect(try first(31) == 103)
        #expect(try first(20, from: 102) == 102)
        #expect(try first(51) == nil)
        let latest = try batch.recordWithMaxTimestamp(decompressionLimit: 1000)
        #expect(latest == TimestampedOffset(offset: 103, timestamp: 50))
    }

    @Test func `offsets with gaps are kept`() throws {
        var builder = RecordBatchBuilder(codec: .lz4)
        builder.baseOffset = 1000
        for delta: Int32 in [3, 5, 900] { builder.append(key: [1], value: nil, timestamp: 1, offsetDelta: delta) }
        let bytes = try builder.finish()
        var offsets: [Offset] = []
        try RecordBatch(bytes.span.bytes).forEachRecord(decompressionLimit: 1000) { record in
            offsets.append(record.offset)
            return true
        }
        #expect(offsets == [1003, 1005, 1900])
        #expect(try RecordBatchHeader.read(bytes.span.bytes).lastOffset == 1900)
    }

    @Test func `batches back to back are walked by their headers`() throws {
        let batches = try [Vectors.load("batch-none"), Vectors.load("batch-zstd"), Vectors.load("marker-abort")]
        let bytes = Array(batches.joined())
        var sequence = RecordBatchSequence(bytes.span.bytes)
        var sizes: [Int] = []
        while let (range, header) = try sequence.next() {
            #expect(range.count == header.totalSize)
            sizes.append(range.count)
        }
        #expect(sizes == batches.map(\.count))

        let whole = sizes[0] + sizes[1]
        #expect(end(of: Array(bytes.dropLast())) == (whole, .truncated(needed: sizes[2], available: sizes[2] - 1)))
        #expect(end(of: Array(bytes[..<(whole + 60)])) == (whole, .truncated(needed: 61, available: 60)))
        #expect(end(of: batches[0] + [UInt8](repeating: 0, count: 100)) == (sizes[0], .unsupportedMagic(0)))
    }

    /// Where walking stops, and why.
    private func end(of bytes: [UInt8]) -> (position: Int, error: RecordError?) {
        var sequence = RecordBatchSequence(bytes.span.bytes)
        do { while try sequence.next() != nil {} } catch { return (sequence.position, error) }
        return (sequence.position, nil)
    }
}
