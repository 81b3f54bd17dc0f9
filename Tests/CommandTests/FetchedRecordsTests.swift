import OttlaRecords
import OttlaVocabulary
import Testing

@testable import OttlaBlockingClient

@Suite struct FetchedRecordsTests {
    /// A batch of records with one byte each, their offset.
    private func batch(
        _ offsets: ClosedRange<Int64>, producerID: Int64 = -1, transactional: Bool = false, codec: CompressionCodec = .none
    ) throws -> [UInt8] {
        var builder = RecordBatchBuilder(codec: codec)
        builder.baseOffset = Offset(offsets.lowerBound)
        builder.producerID = producerID
        builder.producerEpoch = producerID < 0 ? -1 : 0
        builder.isTransactional = transactional
        for offset in offsets { builder.append(key: nil, value: [UInt8(offset)], timestamp: 1) }
        return try builder.finish()
    }

    private func marker(at offset: Int64, producerID: Int64, commit: Bool) -> [UInt8] {
        var bytes = ControlRecord.endTransaction(
            commit: commit, coordinatorEpoch: 0, producerID: producerID, producerEpoch: 0, timestamp: 1)
        // The base offset lies before what the checksum covers.
        withUnsafeBytes(of: offset.bigEndian) { bytes.replaceSubrange(0..<8, with: $0) }
        return bytes
    }

    private func fetched(
        _ bytes: [UInt8], from: Offset = 0, until: Offset? = nil, aborted: [AbortedRange] = []
    ) -> FetchedRecords {
        FetchedRecords(
            partition: 0, from: from, until: until, logStartOffset: 0, highWatermark: 100, records: .bytes(bytes),
            frame: ReceivedFrame(count: 0), aborted: aborted, decompressionLimit: 1 << 20)
    }

    private func values(_ fetched: FetchedRecords, limit: Int = .max) throws -> [UInt8] {
        var values: [UInt8] = []
        try fetched.forEachRecord { record in
            values += record.value ?? []
            return values.count < limit
        }
        return values
    }

    @Test func `records before and behind what was asked for are left out`() throws {
        let bytes = try batch(0...4) + batch(5...9) + batch(10...14)
        #expect(try values(fetched(bytes)) == Array(0...14))
        #expect(try values(fetched(bytes, from: 3)) == Array(3...14))
        #expect(try values(fetched(bytes, from: 7, until: 11)) == Array(7...10))
        #expect(try values(fetched(bytes, until: 10)) == Array(0...9))
        #expect(try values(fetched(bytes), limit: 3) == [0, 1, 2])
    }

    @Test func `a last batch that is cut off is left for the next fetch`() throws {
        let whole = try batch(0...4)
        let cut = try whole + batch(5...9).dropLast(3)
        #expect(try values(fetched(cut)) == Array(0...4))
        let frame = ReceivedFrame(count: 0)
        #expect(try FetchedRecords.nextOffset(after: .bytes(cut), in: frame) == 5)
        #expect(try FetchedRecords.nextOffset(after: .bytes(Array(whole.dropLast())), in: frame) == nil)
    }

    @Test func `a damaged batch is an error, not other records`() throws {
        var bytes = try batch(0...4)
        bytes[bytes.count - 2] ^= 1
        #expect(throws: ClientError.self) { try values(fetched(bytes)) }
        do {
            _ = try values(fetched(bytes))
        } catch let error as ClientError {
            #expect(error.kind == .corruptRecords)
        }
    }

    @Test func `aborted transactions and markers are left out`() throws {
        var bytes: [UInt8] = try batch(0...1, producerID: 7, transactional: true) + batch(2...3, producerID: 8, transactional: true)
        bytes += try batch(4...5) + marker(at: 6, producerID: 7, commit: false) + batch(7...8, producerID: 7, transactional: true)
        bytes += marker(at: 9, producerID: 8, commit: true) + marker(at: 10, producerID: 7, commit: true)
        #expect(try values(fetched(bytes, aborted: [AbortedRange(producerID: 7, firstOffset: 0)])) == [2, 3, 4, 5, 7, 8])
        #expect(try values(fetched(bytes)) == [0, 1, 2, 3, 4, 5, 7, 8])
        #expect(try FetchedRecords.nextOffset(after: .bytes(bytes), in: ReceivedFrame(count: 0)) == 11)
    }

    @Test func `a batch that is too large is sent as two, nothing lost`() throws {
        var identity: ProducerIdentity? = ProducerIdentity(id: 5, epoch: 1)
        let open = OpenBatch(partition: 2, codec: .none, capacity: 100)
        let headers = [RecordHeader(key: "h", value: [1])]
        for line in [3, 4, 5, 9, 10] {
            let value = [UInt8(line)]
            open.append(key: nil, value: value.span.bytes, headers: headers, timestamp: Timestamp(milliseconds: Int64(line)), tag: line)
        }
        let halves = try open.seal(&identity).halves(codec: .none)
        #expect(RecordTags.summary(of: [halves[0].tags]) == "3-4")
        #expect(RecordTags.summary(of: [halves[1].tags]) == "5, 9-10")
        let sealed = [try halves[0].seal(&identity), try halves[1].seal(&identity)]
        let stored = try sealed.flatMap { try values(fetched($0.bytes)) }
        #expect(stored == [3, 4, 5, 9, 10])
        let bytes = sealed[1].bytes
        let second = RecordBatchHeader(reading: bytes.span.bytes)
        #expect(second?.producerID == 5)
        #expect(second?.baseSequence == 7)
    }

    @Test func `sequences wrap to zero`() {
        var identity = ProducerIdentity(id: 1, epoch: 0)
        #expect(identity.takeSequences(.max, partition: 0) == 0)
        #expect(identity.takeSequences(2, partition: 0) == .max)
        #expect(identity.takeSequences(1, partition: 0) == 1)
        #expect(identity.takeSequences(1, partition: 1) == 0)
    }
}
