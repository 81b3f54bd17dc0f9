import OttlaVocabulary
import Testing

@testable import OttlaRecords

@Suite struct GoldenBatchTests {
    static let codecs = [
        "batch-none", "batch-gzip", "batch-gzip-two-members", "batch-snappy", "batch-snappy-raw", "batch-lz4", "batch-zstd",
    ]

    @Test(arguments: codecs)
    func `a batch made elsewhere is accepted and gives its records`(_ name: String) throws {
        var bytes = try Vectors.load(name)
        let before = bytes
        let header = try bytes.withUnsafeMutableBytes { try RecordBatchValidator.accept($0, RecordBatchRules()) }
        #expect(bytes == before)
        #expect(header.baseOffset == 1234 && header.lastOffset == 1237 && header.partitionLeaderEpoch == 3)
        #expect(header.producerID == 4001 && header.producerEpoch == 7)
        #expect(header.baseSequence == 2_147_483_646 && header.lastSequence == 1, "sequences wrap to 0")
        #expect(try TestRecord.all(in: bytes) == Vectors.records)
    }

    @Test func `our builder writes the same bytes`() throws {
        let bytes = try TestRecord.batch(Vectors.records) { builder in
            builder.baseOffset = 1234
            builder.partitionLeaderEpoch = 3
            builder.producerID = 4001
            builder.producerEpoch = 7
            builder.baseSequence = 2_147_483_646
            builder.isTransactional = true
        }
        #expect(bytes == (try Vectors.load("batch-transactional")))
    }

    @Test(arguments: [true, false])
    func `a transaction's end is the same control batch everywhere`(_ commits: Bool) throws {
        var bytes = ControlRecord.endTransaction(
            commit: commits, coordinatorEpoch: 42, producerID: 4001, producerEpoch: 7, timestamp: Vectors.time)
        bytes.withUnsafeMutableBytes { RecordBatchHeader.setBaseOffset(1234, leaderEpoch: 3, in: $0) }
        #expect(bytes == (try Vectors.load(commits ? "marker-commit" : "marker-abort")))
        let record = try RecordBatch(bytes.span.bytes).controlRecord()
        #expect(record == (commits ? .commit(coordinatorEpoch: 42) : .abort(coordinatorEpoch: 42)))
    }

    @Test func `a header says what it is in a line`() throws {
        let bytes = try Vectors.load("batch-lz4")
        #expect(
            try RecordBatchHeader.read(bytes.span.bytes).description
                == "offsets 1234...1237, 4 records, 402 bytes, codec lz4, leader epoch 3, "
                + "created 1700000000000...1700000100000, producer 4001 epoch 7 sequences 2147483646...1")
    }

    @Test func `clients may not write control batches`() throws {
        let marker = try Vectors.load("marker-commit")
        #expect(throws: RecordError.invalid("clients may not write control batches")) {
            try RecordBatchValidator.validate(marker.span.bytes, RecordBatchRules())
        }
        var rules = RecordBatchRules()
        rules.allowsControl = true
        #expect(try RecordBatchValidator.validate(marker.span.bytes, rules).isControl)
    }
}
