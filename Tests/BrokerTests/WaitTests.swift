@testable import OttlaBrokerServer
import OttlaCommitLog
import OttlaNetwork
import OttlaProtocol
import OttlaRecords
import OttlaVocabulary
import Testing

/// Requests that wait, for records or for a sync.
struct WaitTests {
    @Test func `a fetch that waits ends with its connection`() throws {
        let broker = try TestBroker()
        try broker.createTopic("t")
        let consumer = broker.connect()
        consumer.send(fetch("t", from: 0, wait: .max), version: 11)
        #expect(consumer.nextFrame() == nil)
        let partition = try broker.partition("t")
        #expect(partition.withState { $0.fetchWaits.count } == 1)
        consumer.wire.close()
        broker.lane.runUntilIdle()
        #expect(partition.withState { $0.fetchWaits.count } == 0)
    }

    @Test func `each partition's sync is answered for itself`() throws {
        let files = FaultyFileSystem(MemoryFileSystem())
        let broker = try TestBroker(fileSystem: files)
        try broker.createTopic("t", partitions: 2, configs: ["flush.messages": "1"])
        files.set { operation, path in operation == .sync && path.contains("/t-1/") ? .error(5) : nil }
        var request = produce(try batch(["kept"]), to: "t")
        request.topicData[0].partitionData.append(.init(index: 1, records: .bytes(try batch(["lost"]))))
        let answer = try broker.connect().ask(request, version: 9)
        #expect(answer.responses[0].partitionResponses.map(\.errorCode) == [.none, .kafkaStorageError])
    }

    @Test func `a sync that is late is said to be so`() throws {
        let work = HeldWork()
        let broker = try TestBroker(fileWork: work)
        try broker.createTopic("t", configs: ["flush.messages": "1"])
        work.hold()
        let client = broker.connect()
        let id = client.send(produce(try batch(["x"]), to: "t"), version: 9)
        #expect(client.nextFrame() == nil)
        broker.advance(milliseconds: 1_000)
        let answer = try #require(try client.receive(ProduceRequest.self, version: 9, correlationID: id))
        #expect(answer.responses[0].partitionResponses[0].errorCode == .requestTimedOut)
        work.release()
        broker.lane.runUntilIdle()
    }

    @Test func `what is acknowledged while an earlier sync runs is visible`() throws {
        let work = HeldWork()
        let broker = try TestBroker(fileWork: work)
        try broker.createTopic("t", configs: ["flush.messages": "2"])
        work.hold()
        let partition = try broker.partition("t")
        func append(_ values: [String]) throws -> AppendedBatch {
            var bytes = try batch(values)
            guard let header = RecordBatchHeader(reading: bytes.span.bytes) else { preconditionFailure("a batch has a header") }
            return try bytes.withUnsafeMutableBytes { try partition.append($0, header: header, now: 1_000) }
        }
        _ = try append(["a", "b"])
        partition.flushTurn(on: broker.work)
        partition.startSync()
        let late = try append(["c"])
        partition.flushTurn(on: broker.work)
        #expect(partition.withLog { log, _ in log.highWatermark } == 0)
        work.release()
        #expect(partition.outcome(ofAppendUpTo: 3, undone: late.undone) == .written)
        #expect(partition.withLog { log, _ in log.highWatermark } == 3)
    }

    @Test func `acks 0 in a transaction is not answered but closed`() throws {
        let broker = try TestBroker()
        try broker.createTopic("t")
        let client = broker.connect()
        var request = produce(try batch(["x"]), to: "t", acks: 0)
        request.transactionalID = "tx"
        client.send(request, version: 9)
        #expect(client.nextFrame() == nil)
        #expect(client.isClosed)
    }
}
