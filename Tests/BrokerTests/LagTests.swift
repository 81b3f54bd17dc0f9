import OttlaBrokerServer
import OttlaCommitLog
import OttlaProtocol
import OttlaRecords
import OttlaVocabulary
import Synchronization
import Testing

struct LagTests {
    private func lag(_ broker: TestBroker, behind committed: Offset, bytes: Int64 = 1 << 30) throws -> Lag {
        var budget = WalkBudget(bytes: bytes)
        return try #require(try broker.partition("t").lag(behind: committed, within: &budget))
    }

    /// Raw produce refuses transactional batches of nobody's transaction, so they go to the partition itself.
    private func append(_ bytes: [UInt8], to broker: TestBroker) throws {
        try broker.partition("t").withLog { (log, _) throws(LogError) in
            let copy = UnsafeMutableRawBufferPointer.allocate(byteCount: bytes.count, alignment: 16)
            defer { copy.deallocate() }
            copy.copyBytes(from: bytes)
            let header = RecordBatchHeader(reading: bytes.span.bytes)!
            _ = try log.append(copy, header: header, leaderEpoch: 0, now: broker.clock.timestamp())
            try log.flushTurn()
            log.advanceHighWatermark(to: log.logEndOffset)
        }
    }

    private func transactional(_ values: [String], producer: Int64) throws -> [UInt8] {
        var builder = RecordBatchBuilder()
        builder.producerID = producer
        builder.producerEpoch = 0
        builder.baseSequence = 0
        builder.isTransactional = true
        for value in values { builder.append(key: nil as [UInt8]?, value: Array(value.utf8), timestamp: 1_700_000_000_000) }
        return try builder.finish()
    }

    private func ask(_ committed: Offset) -> ListOffsetsRequest {
        ListOffsetsRequest(
            replicaID: -1,
            topics: [.init(name: "t", partitions: [.init(partitionIndex: 0, timestamp: -1, committedOffset: committed)])])
    }

    @Test func `lag is told in records and in time`() throws {
        let broker = try TestBroker()
        try broker.createTopic("t")
        let client = broker.connect()
        _ = try client.ask(produce(batch(["a", "b", "c"], codec: .gzip, timestamp: 1_700_000_000_000), to: "t"), version: 9)
        _ = try client.ask(produce(batch(["d"], timestamp: 1_700_000_005_000), to: "t"), version: 9)
        let behind = try lag(broker, behind: 1)
        #expect(behind.records == RecordCount(3))
        #expect(behind.highWatermark == 4)
        #expect(behind.nextOffset == 1)
        #expect(behind.age(now: 1_700_000_060_000) == 60_000)
        #expect(behind.lostOffsets == 0)
        let level = try lag(broker, behind: 4)
        #expect(level.records == RecordCount(0))
        #expect(level.age(now: 1_700_000_060_000) == nil)
        #expect(!level.isBeyondEnd)
    }

    @Test func `records lost unread and offsets beyond the end are said`() throws {
        let broker = try TestBroker()
        try broker.createTopic("t")
        let client = broker.connect()
        for value in ["a", "b", "c"] { _ = try client.ask(produce(batch([value]), to: "t"), version: 9) }
        let request = DeleteRecordsRequest(topics: [.init(name: "t", partitions: [.init(partitionIndex: 0, offset: 2)])], timeoutMs: 1000)
        _ = try client.ask(request, version: 2)
        let cut = try lag(broker, behind: 0)
        #expect(cut.lostOffsets == 2)
        #expect(cut.nextOffset == 2)
        #expect(cut.records == RecordCount(1))
        let beyond = try lag(broker, behind: 10)
        #expect(beyond.isBeyondEnd)
        #expect(beyond.records == RecordCount(0))
    }

    @Test func `the wire carries lag to those who ask for it, and to nobody else`() throws {
        let broker = try TestBroker()
        try broker.createTopic("t")
        let client = broker.connect()
        _ = try client.ask(produce(batch(["a", "b"]), to: "t"), version: 9)
        try append(transactional(["c"], producer: 7), to: broker)
        for version: Int16 in 6...11 {
            let answer = try client.ask(ask(1), version: version).topics[0].partitions[0]
            #expect(answer.offset == 3)
            let lag = try #require(answer.lag)
            #expect(lag.recordCount == 1 && lag.isRecordCountExact)
            #expect(lag.undecidedCount == 1 && lag.isUndecidedCountExact)
            #expect(lag.highWatermark == 3)
            #expect(lag.lastStableOffset == 2)
            #expect(lag.nextTimestamp == 1_700_000_000_000)
            #expect(try client.ask(ask(-1), version: version).topics[0].partitions[0].lag == nil)
        }
        for version: Int16 in 1...5 {
            let answer = try client.ask(ask(1), version: version).topics[0].partitions[0]
            #expect(answer.offset == 3)
            #expect(answer.lag == nil)
        }
    }

    @Test func `the committed offset 0 is one that can be asked for`() throws {
        let broker = try TestBroker()
        try broker.createTopic("t")
        let answer = try broker.connect().ask(ask(0), version: 9).topics[0].partitions[0]
        #expect(answer.lag?.recordCount == 0)
        #expect(answer.lag?.isRecordCountExact == true)
        #expect(answer.lag?.nextTimestamp == -1)
    }

    /// Does something once, when a segment's file is read for the `count`th time.
    private func upon(read count: Int, of files: FaultyFileSystem, _ body: @escaping @Sendable () -> Void) {
        let reads = Mutex(0)
        files.set { operation, path in
            guard operation == .read, path.hasSuffix(".log") else { return nil }
            let isDue = reads.withLock { reads in
                reads += 1
                return reads == count
            }
            if isDue { body() }
            return nil
        }
    }

    @Test func `a walk that a deletion overtook is done again`() throws {
        let files = FaultyFileSystem(MemoryFileSystem())
        let broker = try TestBroker(fileSystem: files)
        try broker.createTopic("t", configs: ["segment.bytes": "1048576"])
        let client = broker.connect()
        for _ in 0..<30 { _ = try client.ask(produce(batch([String(repeating: "x", count: 100_000)]), to: "t"), version: 9) }
        let partition = try broker.partition("t")
        // The first read finds the place under the lock, the second is the walk's.
        upon(read: 2, of: files) {
            #expect(throws: Never.self) { try partition.withLog { log, _ in _ = try log.deleteRecords(before: 25) } }
        }
        let found = try lag(broker, behind: 3)
        #expect(found.logStartOffset == 25)
        #expect(found.lostOffsets == 22)
        #expect(found.records == RecordCount(5))
    }

    @Test func `a disk that cannot be read is an error of its partition`() throws {
        let files = FaultyFileSystem(MemoryFileSystem())
        let broker = try TestBroker(fileSystem: files)
        try broker.createTopic("t")
        let client = broker.connect()
        _ = try client.ask(produce(batch(["a"]), to: "t"), version: 9)
        files.set { operation, _ in operation == .read ? .error(5) : nil }
        #expect(try client.ask(ask(0), version: 9).topics[0].partitions[0].errorCode == .kafkaStorageError)
        files.set { _, _ in nil }
        #expect(try client.ask(ask(0), version: 9).topics[0].partitions[0].lag?.recordCount == 1)
    }

    @Test func `a partition that is gone has no lag`() throws {
        let broker = try TestBroker()
        try broker.createTopic("t")
        let partition = try broker.partition("t")
        _ = try broker.connect().ask(DeleteTopicsRequest(topicNames: ["t"], timeoutMs: 1000), version: 5)
        var budget = WalkBudget(bytes: 1 << 20)
        #expect(try partition.lag(behind: 0, within: &budget) == nil)
        #expect(try broker.connect().ask(ask(0), version: 9).topics[0].partitions[0].errorCode == .unknownTopicOrPartition)
    }
}
