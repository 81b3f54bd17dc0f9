import OttlaBrokerServer
import OttlaCommitLog
import OttlaProtocol
import OttlaVocabulary
import Testing

struct OffsetsTests {
    private func list(_ timestamp: Int64, epoch: Int32 = -1) -> ListOffsetsRequest {
        ListOffsetsRequest(
            replicaID: -1,
            topics: [
                .init(name: "t", partitions: [.init(partitionIndex: 0, currentLeaderEpoch: epoch, timestamp: timestamp, maxNumOffsets: 1)])
            ])
    }

    @Test func `offsets are found by time and by the signals for first, last and newest`() throws {
        let broker = try TestBroker()
        try broker.createTopic("t")
        let client = broker.connect()
        for (value, time): (String, Timestamp) in [("a", 1_700_000_000_100), ("b", 1_700_000_000_300), ("c", 1_700_000_000_200)] {
            _ = try client.ask(produce(batch([value], timestamp: time), to: "t"), version: 9)
        }
        func offset(_ timestamp: Int64, version: Int16 = 9) throws -> Offset {
            try client.ask(list(timestamp), version: version).topics[0].partitions[0].offset
        }
        #expect(try offset(-1) == 3)
        #expect(try offset(-2) == 0)
        #expect(try offset(-3) == 1)
        #expect(try offset(-4) == 0)
        #expect(try offset(-5) == -1)
        #expect(try offset(1_700_000_000_150) == 1)
        #expect(try offset(1_700_000_000_301) == -1)
        #expect(try client.ask(list(-1), version: 0).topics[0].partitions[0].oldStyleOffsets == [3])
    }

    @Test func `a signal that the version does not have is refused`() throws {
        let broker = try TestBroker()
        try broker.createTopic("t")
        let client = broker.connect()
        for (timestamp, version): (Int64, Int16) in [(-3, 6), (-4, 7), (-5, 8), (-6, 10), (-7, 11)] {
            let answer = try client.ask(list(timestamp), version: version)
            #expect(answer.topics[0].partitions[0].errorCode == .unsupportedVersion, "\(timestamp) in \(version)")
        }
    }

    @Test func `an epoch that is not ours is refused`() throws {
        let broker = try TestBroker()
        try broker.createTopic("t")
        let answer = try broker.connect().ask(list(-1, epoch: 5), version: 9)
        #expect(answer.topics[0].partitions[0].errorCode == .unknownLeaderEpoch)
    }

    @Test func `the leader's term is known in a log without records`() throws {
        let broker = try TestBroker()
        try broker.createTopic("t")
        let request = OffsetForLeaderEpochRequest(topics: [.init(topic: "t", partitions: [.init(partition: 0, leaderEpoch: 0)])])
        let answer = try broker.connect().ask(request, version: 3).topics[0].partitions[0]
        #expect(answer.leaderEpoch == 0)
        #expect(answer.endOffset == 0)
    }

    @Test func `a session without partitions is answered at once`() throws {
        let broker = try TestBroker()
        try broker.createTopic("t")
        let client = broker.connect()
        var open = fetch("t", from: 0)
        open.sessionEpoch = 0
        let session = try client.ask(open, version: 11).sessionID
        var empty = FetchRequest(maxWaitMs: 30_000, minBytes: 1, sessionID: session, sessionEpoch: 1)
        empty.forgottenTopicsData = [.init(topic: "t", partitions: [0])]
        #expect(try client.ask(empty, version: 11).responses.isEmpty)
    }

    @Test func `records are deleted up to an offset and stay so after a kill`() throws {
        let files = MemoryFileSystem()
        let first = try TestBroker(fileSystem: files)
        try first.createTopic("t")
        let client = first.connect()
        for value in ["a", "b", "c"] { _ = try client.ask(produce(batch([value]), to: "t"), version: 9) }
        let request = DeleteRecordsRequest(topics: [.init(name: "t", partitions: [.init(partitionIndex: 0, offset: 2)])], timeoutMs: 1000)
        #expect(try client.ask(request, version: 2).topics[0].partitions[0].lowWatermark == 2)
        #expect(try client.ask(fetch("t", from: 1), version: 11).responses[0].partitions[0].errorCode == .offsetOutOfRange)
        files.kill()
        let second = try TestBroker(fileSystem: files)
        let answer = try second.connect().ask(list(-2), version: 9)
        #expect(answer.topics[0].partitions[0].offset == 2)
    }
}
