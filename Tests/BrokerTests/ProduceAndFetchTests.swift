import OttlaBrokerServer
import OttlaCommitLog
import OttlaMetadata
import OttlaNetwork
import OttlaProtocol
import OttlaRecords
import OttlaStateMachines
import OttlaVocabulary
import Testing

struct ProduceAndFetchTests {
    @Test func `what was produced is fetched`() throws {
        let broker = try TestBroker()
        try broker.createTopic("t")
        let client = broker.connect()
        let produced = try client.ask(produce(batch(["a", "b", "c"]), to: "t"), version: 9)
        #expect(produced.responses[0].partitionResponses[0].errorCode == .none)
        #expect(produced.responses[0].partitionResponses[0].baseOffset == 0)
        let fetched = try client.ask(fetch("t", from: 0), version: 11)
        #expect(fetched.responses[0].partitions[0].highWatermark == 3)
        #expect(try client.values(fetched.responses[0].partitions[0].records) == ["a", "b", "c"])
    }

    @Test func `every version of produce and fetch carries the same records`() throws {
        for version in ProduceHandlerVersions.modern {
            let broker = try TestBroker()
            let id = try broker.createTopic("t")
            let client = broker.connect()
            var request = produce(try batch(["x"]), to: "t")
            request.topicData[0].topicID = id
            let produced = try client.ask(request, version: version)
            #expect(produced.responses[0].partitionResponses[0].errorCode == .none, "version \(version)")
        }
        let broker = try TestBroker()
        let id = try broker.createTopic("t")
        let client = broker.connect()
        _ = try client.ask(produce(batch(["x", "y"]), to: "t"), version: 9)
        for version: Int16 in 4...18 {
            var request = fetch("t", from: 0)
            request.topics[0].topicID = id
            let fetched = try client.ask(request, version: version)
            #expect(try client.values(fetched.responses[0].partitions[0].records) == ["x", "y"], "version \(version)")
        }
    }

    @Test func `a fetch waits for an append and is answered in its turn`() throws {
        let broker = try TestBroker()
        try broker.createTopic("t")
        let consumer = broker.connect()
        let id = consumer.send(fetch("t", from: 0, wait: 500), version: 11)
        #expect(consumer.nextFrame() == nil)
        _ = try broker.connect().ask(produce(batch(["late"]), to: "t"), version: 9)
        let fetched = try #require(try consumer.receive(FetchRequest.self, version: 11, correlationID: id))
        #expect(try consumer.values(fetched.responses[0].partitions[0].records) == ["late"])
    }

    @Test func `a fetch that finds nothing is answered when its time is over`() throws {
        let broker = try TestBroker()
        try broker.createTopic("t")
        let consumer = broker.connect()
        let id = consumer.send(fetch("t", from: 0, wait: 500), version: 11)
        broker.advance(milliseconds: 499)
        #expect(consumer.nextFrame() == nil)
        broker.advance(milliseconds: 1)
        let fetched = try #require(try consumer.receive(FetchRequest.self, version: 11, correlationID: id))
        #expect(fetched.responses[0].partitions[0].records.count == 0)
    }

    @Test func `answers keep the order of requests though a fetch waits in front`() throws {
        let broker = try TestBroker()
        try broker.createTopic("t")
        let client = broker.connect()
        let first = client.send(fetch("t", from: 0, wait: 500), version: 11)
        let second = client.send(produce(try batch(["x"]), to: "t"), version: 9)
        #expect(try client.receive(FetchRequest.self, version: 11, correlationID: first) != nil)
        #expect(try client.receive(ProduceRequest.self, version: 9, correlationID: second) != nil)
    }

    @Test func `acks 0 is not answered, and what follows is`() throws {
        let broker = try TestBroker()
        try broker.createTopic("t")
        let client = broker.connect()
        client.send(produce(try batch(["silent"]), to: "t", acks: 0), version: 9)
        let fetched = try client.ask(fetch("t", from: 0, wait: 100), version: 11)
        #expect(try client.values(fetched.responses[0].partitions[0].records) == ["silent"])
    }

    @Test func `a client that asks much and reads nothing is not listened to any more`() throws {
        let broker = try TestBroker()
        try broker.createTopic("t")
        let client = broker.connect(capacity: 1 << 16)
        let value = String(repeating: "x", count: 1 << 19)
        for _ in 0..<2 { _ = try broker.connect().ask(produce(batch([value]), to: "t"), version: 9) }
        for _ in 0..<40 { client.send(fetch("t", from: 0), version: 4) }
        broker.lane.runUntilIdle()
        #expect(client.wire.served.pendingOutput < 12 << 20)
        // Nothing is lost: once it reads, all is answered.
        var answers = 0
        while client.nextFrame() != nil { answers += 1 }
        #expect(answers == 40)
    }

    @Test func `an unknown partition is said to be so`() throws {
        let broker = try TestBroker()
        try broker.createTopic("t")
        let client = broker.connect()
        let produced = try client.ask(produce(batch(["x"]), to: "t", 7), version: 9)
        #expect(produced.responses[0].partitionResponses[0].errorCode == .unknownTopicOrPartition)
        let fetched = try client.ask(fetch("nowhere", from: 0), version: 11)
        #expect(fetched.responses[0].partitions[0].errorCode == .unknownTopicOrPartition)
        #expect(try client.ask(fetch("t", from: 1), version: 11).responses[0].partitions[0].errorCode == .offsetOutOfRange)
    }

    @Test func `a damaged batch is refused and the connection goes on`() throws {
        let broker = try TestBroker()
        try broker.createTopic("t")
        let client = broker.connect()
        var damaged = try batch(["x"])
        damaged[damaged.count - 1] ^= 1
        let refused = try client.ask(produce(damaged, to: "t"), version: 9)
        #expect(refused.responses[0].partitionResponses[0].errorCode == .corruptMessage)
        #expect(refused.responses[0].partitionResponses[0].errorMessage?.isEmpty == false)
        let taken = try client.ask(produce(batch(["x"]), to: "t"), version: 9)
        #expect(taken.responses[0].partitionResponses[0].baseOffset == 0)
    }

    @Test func `a batch sent twice by an idempotent producer is stored once`() throws {
        let broker = try TestBroker()
        try broker.createTopic("t")
        let client = broker.connect()
        let given = try client.ask(InitProducerIdRequest(transactionalID: nil), version: 4)
        #expect(given.errorCode == .none)
        let id = given.producerID
        #expect(id >= 0)
        let first = try batch(["a", "b"], producerID: id, epoch: 0, sequence: 0)
        for _ in 0..<2 {
            let answer = try client.ask(produce(first, to: "t"), version: 9)
            #expect(answer.responses[0].partitionResponses[0].errorCode == .none)
            #expect(answer.responses[0].partitionResponses[0].baseOffset == 0)
        }
        let gap = try batch(["d"], producerID: id, epoch: 0, sequence: 3)
        #expect(
            try client.ask(produce(gap, to: "t"), version: 9).responses[0].partitionResponses[0].errorCode == .outOfOrderSequenceNumber)
        let fetched = try client.ask(fetch("t", from: 0), version: 11)
        #expect(try client.values(fetched.responses[0].partitions[0].records) == ["a", "b"])
    }

    @Test(arguments: 0..<40 as Range<UInt64>)
    func `flush messages 1 acknowledges what a crash cannot take`(seed: UInt64) throws {
        let files = MemoryFileSystem()
        do {
            let broker = try TestBroker(fileSystem: files)
            try broker.createTopic("t", configs: ["flush.messages": "1"])
            let answer = try broker.connect().ask(produce(batch(["kept"]), to: "t"), version: 9)
            #expect(answer.responses[0].partitionResponses[0].errorCode == .none)
        }
        var generator = SeededGenerator(seed: seed)
        files.crash(using: &generator)
        let broker = try TestBroker(fileSystem: files)
        let client = broker.connect()
        let fetched = try client.ask(fetch("t", from: 0), version: 11)
        #expect(fetched.responses[0].partitions[0].errorCode == .none)
        #expect(try client.values(fetched.responses[0].partitions[0].records) == ["kept"])
    }

    @Test func `topics and records are there after a clean restart`() throws {
        let files = MemoryFileSystem()
        let first = try TestBroker(fileSystem: files)
        try first.createTopic("t", partitions: 3, configs: ["retention.ms": "1234567"])
        _ = try first.connect().ask(produce(batch(["kept"]), to: "t", 2), version: 9)
        try first.broker.close()
        let second = try TestBroker(fileSystem: files)
        #expect(second.broker.clusterID == first.broker.clusterID)
        #expect(try second.partition("t", 2).settings.retentionMs == 1_234_567)
        #expect(try second.partition("t", 2).withLog { log, _ in log.logEndOffset } == 1)
    }

    @Test func `a failed write is answered as a storage error and the log goes on`() throws {
        let files = FaultyFileSystem(MemoryFileSystem())
        let broker = try TestBroker(fileSystem: files)
        try broker.createTopic("t")
        let client = broker.connect()
        _ = try client.ask(produce(batch(["before"]), to: "t"), version: 9)
        files.set { operation, path in operation == .write && path.hasSuffix(".log") ? .error(28) : nil }
        let failed = try client.ask(produce(batch(["lost"]), to: "t"), version: 9)
        #expect(failed.responses[0].partitionResponses[0].errorCode == .kafkaStorageError)
        files.set { _, _ in nil }
        let after = try client.ask(produce(batch(["after"]), to: "t"), version: 9)
        #expect(after.responses[0].partitionResponses[0].baseOffset == 1)
        let fetched = try client.ask(fetch("t", from: 0), version: 11)
        #expect(try client.values(fetched.responses[0].partitions[0].records) == ["before", "after"])
    }
}

enum ProduceHandlerVersions {
    /// Those that carry batches.
    static let modern: ClosedRange<Int16> = 3...13
}
