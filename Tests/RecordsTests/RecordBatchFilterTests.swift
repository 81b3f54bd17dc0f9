import OttlaRecords
import OttlaStateMachines
import OttlaVocabulary
import Testing

/// Records taken out of batches, byte by byte.
struct RecordBatchFilterTests {
    private struct Kept: Equatable {
        var offset: Int64
        var key: [UInt8]?
        var value: [UInt8]?
        var headers: [RecordHeader]
        var time: Int64
    }

    private func records(of bytes: [UInt8]) throws -> [Kept] {
        var found: [Kept] = []
        let batch = try RecordBatch(bytes.span.bytes)
        try batch.header.checkChecksum(of: bytes.span.bytes)
        try batch.forEachRecord(decompressionLimit: 1 << 20) { record throws(RecordError) in
            found.append(
                Kept(
                    offset: record.offset.value, key: record.key, value: record.value, headers: record.headers,
                    time: record.timestamp.milliseconds))
            return true
        }
        return found
    }

    private func header(of bytes: [UInt8]) -> RecordBatchHeader {
        guard let header = RecordBatchHeader(reading: bytes.span.bytes) else { preconditionFailure("a batch has a header") }
        return header
    }

    private func filter(
        _ bytes: [UInt8], horizon: Timestamp?, learning: Bool = true, keeps: (Int) -> Bool
    ) throws -> (outcome: FilteredBatch, batch: [UInt8]) {
        let filter = RecordBatchFilter()
        let header = self.header(of: bytes)
        let outcome = bytes.withUnsafeBytes { raw in
            Result { () throws(RecordError) in
                if learning {
                    try filter.filter(
                        raw, header, decompressionLimit: 1 << 20, deleteHorizon: horizon, learns: { _ in },
                        keeps: { index, _, _, _ in keeps(index) })
                } else {
                    try filter.filter(raw, header, decompressionLimit: 1 << 20, deleteHorizon: horizon) { index, _, _, _ in keeps(index) }
                }
            }
        }
        switch try outcome.get() {
        case .unchanged: return (.unchanged, bytes)
        case .rewritten: return (.rewritten, Array(filter.output))
        case .emptied:
            filter.empty(header)
            return (.emptied, Array(filter.output))
        }
    }

    private func random(_ generator: inout SeededGenerator) throws -> [UInt8] {
        let codecs: [CompressionCodec] = [.none, .none, .gzip, .snappy, .lz4, .zstd]
        var builder = RecordBatchBuilder(codec: codecs[Int.random(in: 0..<codecs.count, using: &generator)])
        builder.baseOffset = Offset(Int64.random(in: 0..<1 << 40, using: &generator))
        builder.partitionLeaderEpoch = 7
        builder.producerID = 9
        builder.producerEpoch = 3
        builder.baseSequence = 100
        builder.isTransactional = generator.oneIn(2)
        if generator.oneIn(4) {
            builder.timestampType = .logAppendTime
            builder.appendTime = 5_000_000
        }
        var delta: Int32 = -1
        for _ in 0..<Int.random(in: 1..<20, using: &generator) {
            delta += Int32.random(in: 1..<300, using: &generator)
            let key = generator.oneIn(5) ? nil : [UInt8](repeating: 1, count: Int.random(in: 0..<200, using: &generator))
            let value = generator.oneIn(3) ? nil : [UInt8](repeating: 2, count: Int.random(in: 0..<200, using: &generator))
            let headers = generator.oneIn(3) ? [RecordHeader(key: "h", value: nil), RecordHeader(key: "", value: [3])] : []
            builder.append(
                key: key, value: value, headers: headers,
                timestamp: Timestamp(milliseconds: Int64.random(in: 0..<1 << 41, using: &generator)), offsetDelta: delta)
        }
        return try builder.finish()
    }

    @Test func `what is kept is what it was, under a header that says so`() throws {
        for seed in 0..<500 as Range<UInt64> {
            var generator = SeededGenerator(seed: seed)
            let bytes = try random(&generator)
            let before = try records(of: bytes)
            let original = header(of: bytes)
            let chosen = before.indices.filter { _ in generator.oneIn(2) }
            let horizon: Timestamp? = generator.oneIn(2) ? Timestamp(milliseconds: Int64.random(in: 0..<1 << 42, using: &generator)) : nil
            let learning = generator.oneIn(2)
            let (outcome, batch) = try filter(bytes, horizon: horizon, learning: learning) { chosen.contains($0) }
            #expect(try records(of: batch) == chosen.map { before[$0] }, "seed \(seed)")
            let marks = horizon != nil && chosen.contains { before[$0].value == nil }
            #expect(
                outcome == (chosen.isEmpty ? .emptied : chosen.count == before.count && !marks ? .unchanged : .rewritten), "seed \(seed)")
            var expected = original
            let found = header(of: batch)
            expected.batchLength = found.batchLength
            expected.checksum = found.checksum
            expected.recordCount = Int32(chosen.count)
            if chosen.isEmpty {
                expected.attributes &= ~7
                expected.baseTimestamp = original.maxTimestamp
            } else {
                if original.timestampType == .createTime, outcome == .rewritten {
                    expected.maxTimestamp = Timestamp(milliseconds: chosen.map { before[$0].time }.max() ?? -1)
                }
                if marks {
                    expected.attributes |= 64
                    expected.baseTimestamp = horizon ?? .none
                }
            }
            #expect(found == expected, "seed \(seed)")
        }
    }

    @Test func `a batch that has a horizon keeps it`() throws {
        var builder = RecordBatchBuilder()
        for time in [100, 200, 300] as [Int64] {
            builder.append(key: [1], value: nil as [UInt8]?, timestamp: Timestamp(milliseconds: time))
        }
        let first = try filter(try builder.finish(), horizon: 1_000) { _ in true }
        let second = try filter(first.batch, horizon: 9_000) { $0 > 0 }
        let header = self.header(of: second.batch)
        #expect(header.hasDeleteHorizon && header.baseTimestamp == 1_000)
        #expect(try records(of: second.batch).map(\.time) == [200, 300])
    }

    @Test func `records that cannot be read are an error, whatever their bytes`() throws {
        for seed in 0..<2_000 as Range<UInt64> {
            var generator = SeededGenerator(seed: seed)
            var bytes = try random(&generator)
            for _ in 0..<3 { bytes[Int.random(in: 61..<bytes.count, using: &generator)] = UInt8.random(in: 0...255, using: &generator) }
            let damaged = bytes
            // It ends, with an answer or an error: nothing is read beyond the batch.
            if let (outcome, batch) = try? filter(damaged, horizon: 5, learning: seed % 2 == 0, keeps: { $0 % 2 == 0 }),
                outcome == .rewritten
            {
                #expect(header(of: batch).totalSize == batch.count)
            }
        }
    }
}
