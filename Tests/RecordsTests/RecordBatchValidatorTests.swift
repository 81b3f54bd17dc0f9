import OttlaVocabulary
import Testing

@testable import OttlaRecords

@Suite struct RecordBatchValidatorTests {
    private func records(_ count: Int = 3, key: [UInt8]? = [1], from time: Int64 = 1000) -> [TestRecord] {
        (0..<count).map {
            TestRecord(key: key, value: Array("value \($0)".utf8), timestamp: Timestamp(milliseconds: time + Int64($0)))
        }
    }

    private func refusal(_ bytes: [UInt8], _ rules: RecordBatchRules = RecordBatchRules()) -> RecordError? {
        do {
            _ = try RecordBatchValidator.validate(bytes.span.bytes, rules)
            return nil
        } catch { return error }
    }

    /// The batch with some bytes of it overwritten and its checksum made right again.
    private func resealed(_ batch: [UInt8], at position: Int, _ new: [UInt8]) -> [UInt8] {
        var batch = batch
        batch.replaceSubrange(position..<position + new.count, with: new)
        Vectors.seal(&batch)
        return batch
    }

    @Test func `every flipped bit after the epoch is found`() throws {
        let bytes = try Vectors.load("batch-none")
        for position in 16..<bytes.count {
            var broken = bytes
            broken[position] ^= 1 << (position % 8)
            #expect(refusal(broken) != nil, "byte \(position)")
        }
    }

    @Test func `a cut batch and one with bytes behind it are corrupt`() throws {
        let bytes = try TestRecord.batch(records())
        #expect(refusal([]) == .invalid("no batch"))
        for count in 1..<bytes.count { #expect(refusal(Array(bytes[..<count]))?.errorCode == .corruptMessage) }
        #expect(refusal(bytes + bytes) == .invalid("more than one batch"))
        #expect(refusal(bytes + [0]) == .corrupt("1 bytes follow the batch"))
        #expect(refusal(resealed(bytes, at: 8, [0, 0, 0, 48]))?.errorCode == .corruptMessage)
        #expect(refusal(resealed(bytes, at: 8, [0xFF, 0xFF, 0xFF, 0xFF]))?.errorCode == .corruptMessage)
        #expect(refusal(resealed(bytes, at: 8, [0x7F, 0xFF, 0xFF, 0xFF]))?.errorCode == .corruptMessage)
    }

    @Test func `only magic 2 is a batch`() throws {
        let bytes = resealed(try TestRecord.batch(records()), at: 16, [1])
        #expect(refusal(bytes) == .unsupportedMagic(1))
        let short = Array(try Vectors.load("set1-none").prefix(38))
        #expect(refusal(short) == .unsupportedMagic(1), "messages of old may be shorter than a header")
    }

    @Test func `a batch above the limit is too large`() throws {
        let bytes = try TestRecord.batch(records())
        var rules = RecordBatchRules()
        rules.maxSize = bytes.count
        #expect(refusal(bytes, rules) == nil)
        rules.maxSize -= 1
        #expect(refusal(bytes, rules) == .tooLarge(size: bytes.count, limit: rules.maxSize))
        #expect(refusal(bytes, rules)?.errorCode == .messageTooLarge)
    }

    @Test(arguments: CompressionCodec.allCases)
    func `a compacted topic asks each record for its key`(_ codec: CompressionCodec) throws {
        var mixed = records(5)
        mixed[1].key = nil
        mixed[4].key = nil
        let bytes = try TestRecord.batch(mixed, codec: codec)
        var rules = RecordBatchRules()
        #expect(refusal(bytes, rules) == nil)
        rules.requiresKeys = true
        let faults = [1, 4].map { RecordFault(index: $0, reason: .missingKey) }
        #expect(refusal(bytes, rules) == .invalidRecords(faults))
        #expect(refusal(bytes, rules)?.faults.map(\.index) == [1, 4])
        #expect(refusal(bytes, rules)?.errorCode == .invalidRecord)
        #expect(refusal(try TestRecord.batch(records(), codec: codec), rules) == nil)
    }

    @Test(arguments: [CompressionCodec.none, .lz4])
    func `times out of bounds are named by record`(_ codec: CompressionCodec) throws {
        var some = records(4)
        some[2].timestamp = 5000
        some[3].timestamp = .none
        let bytes = try TestRecord.batch(some, codec: codec)
        var rules = RecordBatchRules()
        rules.setTimestampBounds(now: 2000, beforeMax: .max, afterMax: 1000)
        #expect(refusal(bytes, rules) == .invalidTimestamps([RecordFault(index: 2, reason: .tooLate(5000, latest: 3000))]))
        #expect(refusal(bytes, rules)?.errorCode == .invalidTimestamp)
        rules.setTimestampBounds(now: 2000, beforeMax: 999, afterMax: .max)
        #expect(refusal(bytes, rules) == .invalidTimestamps([RecordFault(index: 0, reason: .tooEarly(1000, earliest: 1001))]))
        rules.setTimestampBounds(now: 2000, beforeMax: .max, afterMax: .max)
        #expect(refusal(bytes, rules) == nil)
        rules.setTimestampBounds(now: 2000, beforeMax: 0, afterMax: 0)
        rules.timestampType = .logAppendTime
        #expect(refusal(bytes, rules) == nil, "the broker's own time is not the producer's fault")
    }

    @Test func `at most a hundred faults are named`() throws {
        var rules = RecordBatchRules()
        rules.requiresKeys = true
        #expect(refusal(try TestRecord.batch(records(1000, key: nil)), rules)?.faults.count == RecordFault.limit)
    }

    @Test func `offset deltas must count up from zero`() throws {
        var builder = RecordBatchBuilder()
        for delta: Int32 in [0, 2, 3] { builder.append(key: [1], value: [2], timestamp: 1, offsetDelta: delta) }
        let gap = try builder.finish()
        #expect(refusal(gap) == .invalid("the last offset delta 3 is not that of 3 records"))
        let hidden = resealed(gap, at: 23, [0, 0, 0, 2])
        let faults = [(1, 2), (2, 3)].map { RecordFault(index: $0, reason: .offsetDelta($1)) }
        #expect(refusal(hidden) == .invalidRecords(faults))
    }

    @Test func `counts that contradict the records are refused`() throws {
        let bytes = try TestRecord.batch(records())
        let two = resealed(resealed(bytes, at: 57, [0, 0, 0, 2]), at: 23, [0, 0, 0, 1])
        #expect(refusal(two) == .invalid("bytes follow the batch's 2 records"))
        let four = resealed(resealed(bytes, at: 57, [0, 0, 0, 4]), at: 23, [0, 0, 0, 3])
        #expect(refusal(four) == .invalidRecords([RecordFault(index: 3, reason: .malformed)]))
        for count: [UInt8] in [[0, 0, 0, 0], [0xFF, 0xFF, 0xFF, 0xFF], [0x7F, 0xFF, 0xFF, 0xFF]] {
            #expect(refusal(resealed(bytes, at: 57, count))?.errorCode == .invalidRecord)
        }
    }

    @Test func `a producer id needs an epoch and a sequence`() throws {
        let idempotent = try TestRecord.batch(records()) { builder in
            builder.producerID = 5
            builder.producerEpoch = 0
            builder.baseSequence = 0
        }
        #expect(refusal(idempotent) == nil)
        #expect(refusal(resealed(idempotent, at: 51, [0xFF, 0xFF]))?.errorCode == .invalidRecord)
        #expect(refusal(resealed(idempotent, at: 53, [0xFF, 0xFF, 0xFF, 0xFF]))?.errorCode == .invalidRecord)
    }

    @Test func `codecs have their versions`() throws {
        let bytes = try TestRecord.batch(records(), codec: .zstd)
        var rules = RecordBatchRules()
        rules.allowsZstd = false
        #expect(refusal(bytes, rules)?.errorCode == .unsupportedCompressionType)
        #expect(refusal(resealed(bytes, at: 21, [0, 6]))?.errorCode == .unsupportedCompressionType)
    }

    @Test func `the broker's time is set in place`() throws {
        var bytes = try TestRecord.batch(records())
        var rules = RecordBatchRules()
        rules.timestampType = .logAppendTime
        rules.now = 777_777
        let header = try bytes.withUnsafeMutableBytes { try RecordBatchValidator.accept($0, rules) }
        #expect(header.timestampType == .logAppendTime && header.maxTimestamp == 777_777)
        #expect(try TestRecord.all(in: bytes).map(\.timestamp) == [777_777, 777_777, 777_777])
        try RecordBatchHeader.read(bytes.span.bytes).checkChecksum(of: bytes.span.bytes)
        #expect(refusal(bytes)?.errorCode == .invalidRecord, "a producer may not claim the broker's time")
    }

    @Test func `a wrong largest timestamp is set right`() throws {
        let sound = try TestRecord.batch(records())
        var bytes = resealed(sound, at: 35, [0, 0, 0, 0, 0, 0, 0, 9])
        let header = try bytes.withUnsafeMutableBytes { try RecordBatchValidator.accept($0, RecordBatchRules()) }
        #expect(header.maxTimestamp == 1002)
        #expect(bytes == sound)
    }

    @Test func `a record whose fields do not fill its length is malformed`() throws {
        let bytes = try TestRecord.batch([TestRecord(key: [1, 2], value: [3, 4], timestamp: 0)])
        // length, attributes, timestamp delta, offset delta, key length, key, key, value length ...
        for (position, byte) in [(61, 16), (61, 22), (61, 1), (65, 2), (65, 3), (65, 0x7E), (68, 2), (68, 6), (71, 1), (71, 2)] {
            #expect(refusal(resealed(bytes, at: position, [UInt8(byte)]))?.errorCode == .invalidRecord, "\(position) \(byte)")
        }
    }

    @Test func `offset and epoch are set without touching the checksum`() throws {
        var bytes = try TestRecord.batch(records())
        bytes.withUnsafeMutableBytes { RecordBatchHeader.setBaseOffset(Offset(1 << 40), leaderEpoch: 9, in: $0) }
        let header = try RecordBatchValidator.validate(bytes.span.bytes, RecordBatchRules())
        #expect(header.baseOffset == Offset(1 << 40) && header.partitionLeaderEpoch == 9)
        #expect(header.lastOffset == Offset((1 << 40) + 2))
    }
}
