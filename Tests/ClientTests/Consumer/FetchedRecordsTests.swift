import OttlaProtocol
import OttlaRecords
import OttlaStateMachines
import OttlaVocabulary
import Testing

@testable import OttlaClient

/// What of an answer's bytes a reader gets to see.
struct FetchedRecordsTests {
    @Test(arguments: [CompressionCodec.none] + Compression.available.filter { $0 != .none }.sorted { $0.rawValue < $1.rawValue })
    func `records before the position are left out, whatever the codec`(codec: CompressionCodec) throws {
        let bytes = try TestBatches.batch(at: 0, ["a", "b", "c"], codec: codec) + TestBatches.batch(at: 3, ["d"], codec: codec)
        let fetched = TestBatches.records(bytes, from: 1)
        #expect(try TestBatches.read(fetched).map(\.0) == [1, 2, 3])
        #expect(try TestBatches.read(fetched).map(\.1) == ["b", "c", "d"])
        #expect(fetched.nextOffset == 4)
    }

    @Test func `gaps from compaction are stepped over`() throws {
        let bytes = try TestBatches.batch(at: 10, ["a", "b"], deltas: [2, 7]) + TestBatches.batch(at: 30, ["c"])
        let fetched = TestBatches.records(bytes, from: 5)
        #expect(try TestBatches.read(fetched).map(\.0) == [12, 17, 30])
        #expect(fetched.nextOffset == 31)
    }

    @Test func `a batch cut off by the end comes later`() throws {
        let bytes = try TestBatches.batch(at: 0, ["a"]) + TestBatches.batch(at: 1, ["b"]).dropLast(3)
        let fetched = TestBatches.records(Array(bytes))
        #expect(try TestBatches.read(fetched).map(\.0) == [0])
        #expect(fetched.nextOffset == 1)
        #expect(!fetched.isTooLarge)
        #expect(fetched.fault == nil)
    }

    @Test func `a single batch that is cut off is said to be too large`() throws {
        let fetched = TestBatches.records(Array(try TestBatches.batch(at: 0, ["a"]).dropLast(1)))
        #expect(fetched.isTooLarge)
        #expect(fetched.nextOffset == 0)
    }

    @Test func `what was aborted is left out for those who read committed records`() throws {
        let bytes =
            try TestBatches.batch(at: 0, ["aborted"], producer: 7, isTransactional: true)
            + TestBatches.batch(at: 1, ["other"], producer: 8, isTransactional: true)
            + TestBatches.batch(at: 2, ["plain"]) + TestBatches.marker(at: 3, commit: false, producer: 7)
            + TestBatches.batch(at: 4, ["again"], producer: 7, isTransactional: true)
            + TestBatches.marker(at: 5, commit: true, producer: 7)
        let committed = TestBatches.records(bytes, readsCommitted: true, aborted: [(7, 0)])
        #expect(try TestBatches.read(committed).map(\.1) == ["other", "plain", "again"])
        #expect(committed.nextOffset == 6)
        #expect(committed.batches.last?.nextOffset == 6)
        let all = TestBatches.records(bytes, aborted: [(7, 0)])
        #expect(try TestBatches.read(all).map(\.1) == ["aborted", "other", "plain", "again"])
    }

    @Test func `a wrong checksum is told when the batch is handed out`() throws {
        var bytes = try TestBatches.batch(at: 0, ["abc"])
        bytes[bytes.count - 2] ^= 1
        let fetched = TestBatches.records(bytes)
        let error = #expect(throws: ClientError.self) { try TestBatches.read(fetched) }
        #expect(error?.code == .corruptRecords)
        #expect(error?.message.contains("t-0") == true)
    }

    @Test func `records that do not add up are told, not read`() throws {
        var bytes = try TestBatches.batch(at: 0, ["abc"])
        bytes[RecordBatchHeader.size] = 0x7E
        let batch = try #require(TestBatches.records(bytes).batches.first)
        #expect(throws: ClientError.self) {
            try batch.open(OttlaClient.TopicPartition("t", 0), checksCRC: false, limit: 1 << 20)
        }
    }

    @Test func `damaged answers never bring anything down`() throws {
        for seed in Seeds.few(300) {
            var generator = SeededGenerator(seed: seed)
            var bytes = try TestBatches.batch(at: 0, ["a", "bb", "ccc"]) + TestBatches.batch(at: 3, ["d"], codec: .none)
            for _ in 0..<Int.random(in: 1...4, using: &generator) {
                bytes[Int.random(in: 0..<bytes.count, using: &generator)] = UInt8.random(in: 0...255, using: &generator)
            }
            let fetched = TestBatches.records(bytes, from: Int64.random(in: 0...4, using: &generator))
            for batch in fetched.batches {
                let opened = try? batch.open(OttlaClient.TopicPartition("t", 0), checksCRC: Bool.random(using: &generator), limit: 1 << 16)
                var count = 0
                opened?.forEach { record in count += 1 + record.headerCount }
                #expect(count >= opened?.count ?? 0, "seed \(seed)")
            }
        }
    }
}
