@testable import OttlaCommitLog
import OttlaRecords
import OttlaVocabulary
import Testing

/// The bytes of each file, worked out by hand from the format's description.
struct FileFormatTests {
    private func contents(_ fixture: LogFixture, _ name: String) throws -> [UInt8]? {
        try fixture.files.contents(of: "/data/events-0/\(name)")
    }

    @Test func `a segment holds the batch as it came, with its offset and epoch`() throws {
        let fixture = try LogFixture()
        var sent = batch(count: 2)
        try fixture.write(batch(count: 1), epoch: 3)
        try fixture.write(sent, epoch: 5)
        sent.replaceSubrange(0..<8, with: [0, 0, 0, 0, 0, 0, 0, 1])
        sent.replaceSubrange(12..<16, with: [0, 0, 0, 5])
        let file = try #require(try contents(fixture, "00000000000000000000.log"))
        #expect(Array(file.suffix(sent.count)) == sent)
    }

    @Test func `index entries name the last offset of a batch and where it starts`() throws {
        let fixture = try LogFixture { $0.indexIntervalBytes = 100 }
        // Each batch has 61 bytes of header and records of 17 and 17: 95 bytes.
        for time in [1000, 3000, 2000, 4000] { try fixture.write(batch(count: 2, time: Int64(time))) }
        let size = batch(count: 2).count
        #expect(size == 95)
        try fixture.log.close()
        // After 190 bytes, more than the interval, the third batch gets an entry. Its time is not the largest: the second's is.
        #expect(try contents(fixture, "00000000000000000000.index") == [0, 0, 0, 5, 0, 0, 0, 190])
        #expect(
            try contents(fixture, "00000000000000000000.timeindex") == [
                0, 0, 0, 0, 0, 0, 0x0B, 0xB9, 0, 0, 0, 3,
                0, 0, 0, 0, 0, 0, 0x0F, 0xA1, 0, 0, 0, 7,
            ])
    }

    @Test func `an aborted transaction takes 34 bytes`() {
        let entry = AbortedTransaction(producerID: 258, firstOffset: 3, lastOffset: 9, lastStableOffset: 10)
        let expected: [UInt8] = [
            0, 0,
            0, 0, 0, 0, 0, 0, 1, 2,
            0, 0, 0, 0, 0, 0, 0, 3,
            0, 0, 0, 0, 0, 0, 0, 9,
            0, 0, 0, 0, 0, 0, 0, 10,
        ]
        #expect(entry.encoded == expected)
        #expect(AbortedTransaction.decode(entry.encoded) == [entry])
    }

    @Test func `a snapshot has 10 bytes of header and 46 for each producer`() {
        var state = ProducerState(producerID: 7, epoch: 2)
        state.add(ProducerState.Batch(lastSequence: 4, offsetDelta: 1, lastOffset: 20, timestamp: 300))
        state.coordinatorEpoch = 9
        state.transactionStart = 19
        let bytes = ProducerSnapshot.encode([state])
        #expect(bytes.count == 56)
        #expect(Array(bytes[0..<2]) == [0, 1])
        #expect(Array(bytes[6..<10]) == [0, 0, 0, 1])
        let expected: [UInt8] = [
            0, 0, 0, 0, 0, 0, 0, 7,
            0, 2,
            0, 0, 0, 4,
            0, 0, 0, 0, 0, 0, 0, 20,
            0, 0, 0, 1,
            0, 0, 0, 0, 0, 0, 1, 44,
            0, 0, 0, 9,
            0, 0, 0, 0, 0, 0, 0, 19,
        ]
        #expect(Array(bytes[10...]) == expected)
        let checksum = bytes[6...].withUnsafeBytes { CRC32C.checksum($0) }
        #expect(bytes[2..<6].reduce(0 as UInt32) { $0 << 8 | UInt32($1) } == checksum)
        #expect(ProducerSnapshot.decode(bytes) == [state])
        var broken = bytes
        broken[20] ^= 1
        #expect(ProducerSnapshot.decode(broken) == nil)
    }

    @Test func `text files read as Kafka's do`() throws {
        let id = UUID(high: 0x0102_0304_0506_0708, low: 0x090A_0B0C_0D0E_0F10)
        #expect(String(decoding: PartitionMetadata.encode(id), as: UTF8.self) == "version: 0\ntopic_id: AQIDBAUGBwgJCgsMDQ4PEA\n")
        #expect(PartitionMetadata.decode(PartitionMetadata.encode(id)) == id)
        var epochs = LeaderEpochs()
        epochs.assign(0, startOffset: 0)
        epochs.assign(4, startOffset: 17)
        #expect(String(decoding: epochs.encoded, as: UTF8.self) == "0\n2\n0 0\n4 17\n")
        #expect(LeaderEpochs(decoding: epochs.encoded) == epochs)
        let offsets: [TopicPartition: Offset] = [TopicPartition("b", 1): 5, TopicPartition("a-x", 10): 6]
        #expect(String(decoding: OffsetCheckpoint.encode(offsets), as: UTF8.self) == "0\n2\na-x 10 6\nb 1 5\n")
        #expect(OffsetCheckpoint.decode(OffsetCheckpoint.encode(offsets)) == offsets)
        #expect(OffsetCheckpoint.decode(Array("0\n3\na 1 2\n".utf8)) == nil)
        let properties = MetaProperties(clusterID: id, nodeID: 3, directoryID: id)
        #expect(MetaProperties(decoding: properties.encoded) == properties)
        let old = "#Mon\nversion=0\nbroker.id=2\ncluster.id=AQIDBAUGBwgJCgsMDQ4PEA\n"
        #expect(MetaProperties(decoding: Array(old.utf8)) == MetaProperties(clusterID: id, nodeID: 2))
    }

    @Test func `zeros that were allocated ahead end an index`() {
        let entries: [UInt8] = [0, 0, 0, 5, 0, 0, 0, 190, 0, 0, 0, 9, 0, 0, 1, 0]
        #expect(OffsetIndex(decoding: entries + [UInt8](repeating: 0, count: 80), logSize: 1000).count == 2)
        #expect(OffsetIndex(decoding: entries, logSize: 200).count == 1)
        let times: [UInt8] = [0, 0, 0, 0, 0, 0, 0, 9, 0, 0, 0, 1]
        #expect(TimeIndex(decoding: times + [UInt8](repeating: 0, count: 120)).count == 1)
    }

    @Test func `directory names are read from their last dash`() {
        #expect(PartitionDirectoryName("a-b-12") == .partition(TopicPartition("a-b", 12)))
        #expect(PartitionDirectoryName("a-b") == .other)
        #expect(PartitionDirectoryName("-1") == .other)
        let name = PartitionDirectoryName.deleted(TopicPartition(String(repeating: "t", count: 249), 3), uniqueID: UUID(high: 1, low: 2))
        #expect(name.utf8.count == 255)
        #expect(name.hasSuffix("-3.00000000000000010000000000000002-delete"))
        #expect(PartitionDirectoryName(name) == .leftover)
    }
}
