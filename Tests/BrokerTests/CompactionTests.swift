@testable import OttlaBrokerServer
import OttlaCommitLog
import OttlaMetadata
import OttlaNetwork
import OttlaProtocol
import OttlaRecords
import OttlaVocabulary
import Testing

/// Compaction as the broker runs it: on its timer, bounded, and past what cannot be compacted.
struct CompactionTests {
    private func keyed(_ pairs: [(String, String)]) throws -> [UInt8] {
        var builder = RecordBatchBuilder()
        for pair in pairs {
            builder.append(key: Array(pair.0.utf8), value: Array(pair.1.utf8), timestamp: Timestamp(milliseconds: 1_700_000_000_000))
        }
        return try builder.finish()
    }

    /// A broker with compacted topics, each with a part that waits to be compacted.
    private func broker(
        _ topics: [String], _ settings: [(name: String, value: String)] = [], files: any FileSystem = MemoryFileSystem()
    ) throws -> TestBroker {
        let broker = try TestBroker([("log.cleaner.backoff.ms", "1000")] + settings, fileSystem: files)
        for topic in topics {
            try broker.createTopic(topic, configs: ["cleanup.policy": "compact", "segment.ms": "1000"])
            try fill(topic, of: broker)
        }
        broker.broker.compactor.start(on: broker.lane)
        return broker
    }

    private func fill(_ topic: String, of broker: TestBroker) throws {
        let client = broker.connect()
        for value in ["1", "2", "3"] {
            let answer = try client.ask(
                produce(keyed([("a", value), ("b \(value)", String(repeating: "x", count: 500))]), to: topic), version: 9)
            try #require(answer.responses[0].partitionResponses[0].errorCode == .none)
        }
        let partition = try broker.partition(topic)
        try partition.withLog { (log, _) throws(LogError) in try log.roll() }
        partition.startSync()
    }

    private func records(_ topic: String, of broker: TestBroker) throws -> [String] {
        let client = broker.connect()
        let fetched = try client.ask(fetch(topic, from: 0), version: 11)
        return try client.values(fetched.responses[0].partitions[0].records).filter { $0.count < 10 }
    }

    @Test func `a compacted topic is compacted on the timer, and the checkpoint says how far`() throws {
        let broker = try broker(["t"])
        #expect(try records("t", of: broker) == ["1", "2", "3"])
        broker.advance(milliseconds: 1_000)
        #expect(try records("t", of: broker) == ["3"])
        let file = try broker.fileSystem.contents(of: "/data/\(LogDirectory.cleanerFile)") ?? []
        #expect(OffsetCheckpoint.decode(file) == [TopicPartition("t", 0): 6])
    }

    @Test func `a topic that only deletes, and a broker without the cleaner, keep all records`() throws {
        let off = try broker(["t"], [("log.cleaner.enable", "false")])
        off.advance(milliseconds: 5_000)
        #expect(try records("t", of: off) == ["1", "2", "3"])
        let other = try TestBroker([("log.cleaner.backoff.ms", "1000")])
        try other.createTopic("t")
        try fill("t", of: other)
        other.broker.compactor.start(on: other.lane)
        other.advance(milliseconds: 5_000)
        #expect(try records("t", of: other) == ["1", "2", "3"])
    }

    @Test func `a damaged partition is named with its reason, and the others go on`() throws {
        let files = MemoryFileSystem()
        let broker = try broker(["bad", "good"], files: files)
        files.flipBit(0, at: 100, of: "/data/bad-0/00000000000000000000.log")
        broker.advance(milliseconds: 1_000)
        #expect(broker.broker.compactor.marked.keys.map(\.description) == ["bad-0"])
        #expect(broker.broker.compactor.marked.values.first?.contains("checksum") == true)
        #expect(try records("good", of: broker) == ["3"])
        broker.advance(milliseconds: 1_000_000)
        #expect(broker.broker.compactor.marked.count == 1)
        let left = try files.entries(in: "/data/bad-0").map(\.name).filter { $0.hasSuffix(".cleaned") }
        #expect(left.isEmpty)
    }

    @Test func `a disk that failed is tried again after a while`() throws {
        let files = FaultyFileSystem(MemoryFileSystem())
        let broker = try broker(["t"], files: files)
        files.set { operation, path in operation == .sync && path.hasSuffix(".cleaned") ? .error(28) : nil }
        broker.advance(milliseconds: 1_000)
        #expect(broker.broker.compactor.marked.values.first?.contains("ENOSPC") == true)
        #expect(try records("t", of: broker) == ["1", "2", "3"])
        files.set { _, _ in nil }
        broker.advance(milliseconds: 10_000)
        #expect(try records("t", of: broker) == ["1", "2", "3"])
        broker.advance(milliseconds: CompactionMarks.retryMilliseconds)
        #expect(try records("t", of: broker) == ["3"])
        #expect(broker.broker.compactor.marked.isEmpty)
    }

    @Test func `a throttled compaction takes its time and goes on by itself`() throws {
        // About 2 KB are read twice and written once.
        let broker = try broker(["t"], [("log.cleaner.io.max.bytes.per.second", "1000")])
        broker.advance(milliseconds: 1_000)
        #expect(try records("t", of: broker) == ["1", "2", "3"])
        for _ in 0..<10 { broker.advance(milliseconds: 1_000) }
        #expect(try records("t", of: broker) == ["3"])
    }

    @Test func `a topic that is deleted meanwhile ends its compaction without a mark`() throws {
        let broker = try broker(["t"], [("log.cleaner.io.max.bytes.per.second", "1000")])
        broker.advance(milliseconds: 1_000)
        let answer = try broker.connect().ask(DeleteTopicsRequest(topicNames: ["t"]), version: 5)
        #expect(answer.responses[0].errorCode == .none)
        for _ in 0..<20 { broker.advance(milliseconds: 1_000) }
        #expect(broker.broker.compactor.marked.isEmpty)
        try broker.createTopic("t", configs: ["cleanup.policy": "compact", "segment.ms": "1000"])
        try fill("t", of: broker)
        for _ in 0..<20 { broker.advance(milliseconds: 1_000) }
        #expect(try records("t", of: broker) == ["3"])
    }

    @Test func `the log that must be compacted goes before the dirtiest, and settings change while it runs`() throws {
        let broker = try broker([], [("log.cleaner.threads", "0")])
        for (topic, lag) in [("dirty", "1000000000"), ("old", "2000")] {
            try broker.createTopic(
                topic, configs: ["cleanup.policy": "compact", "max.compaction.lag.ms": lag, "min.cleanable.dirty.ratio": "0.2"])
            try fill(topic, of: broker)
        }
        broker.advance(milliseconds: 20_000)
        #expect(try records("old", of: broker) == ["1", "2", "3"])
        let change = IncrementalAlterConfigsRequest(resources: [
            .init(
                resourceType: 4, resourceName: "1",
                configs: [
                    .init(name: "log.cleaner.threads", configOperation: 0, value: "1"),
                    .init(name: "log.cleaner.io.max.bytes.per.second", configOperation: 0, value: "3000"),
                ])
        ])
        let answer = try broker.connect().ask(change, version: 1)
        #expect(answer.responses[0].errorCode == .none, "\(answer)")
        var rounds = 0
        while try records("old", of: broker) != ["3"], rounds < 20 {
            #expect(try records("dirty", of: broker) == ["1", "2", "3"])
            broker.advance(milliseconds: 1_000)
            rounds += 1
        }
        #expect(rounds < 20)
        for _ in 0..<20 { broker.advance(milliseconds: 1_000) }
        #expect(try records("dirty", of: broker) == ["3"])
    }
}

struct IOThrottleTests {
    private func at(_ milliseconds: Int64) -> Instant { Instant(nanoseconds: milliseconds * 1_000_000) }

    @Test func `what is spent is paid for in time, and little is saved up`() {
        var throttle = IOThrottle(bytesPerSecond: 1_000)
        #expect(throttle.spend(100, at: at(10_000)) == nil)
        #expect(throttle.spend(100, at: at(10_000)) == at(10_100))
        #expect(throttle.spend(100, at: at(10_100)) == at(10_200))
        #expect(throttle.spend(1_000, at: at(60_000)) == at(60_900))
        throttle.bytesPerSecond = .greatestFiniteMagnitude
        #expect(throttle.spend(1 << 30, at: at(61_000)) == nil)
        throttle.bytesPerSecond = 0
        #expect(throttle.spend(10, at: at(62_000)) == at(71_900))
    }
}
