import Ottla
import OttlaProtocol
import OttlaRecords
import OttlaVocabulary
import Synchronization
import Testing

@testable import OttlaClient

/// Consumers with a real broker in this process.
@Suite(.serialized, .timeLimit(.minutes(2))) struct ConsumerTests {
    private typealias Name = OttlaClient.TopicPartition

    /// Runs a client of a broker for a test.
    private func withCluster(
        topics: [String: Int] = ["t": 1], settings: [String: String] = [:],
        _ body: (EmbeddedBroker, Client) async throws -> Void
    ) async throws {
        try await withBroker(topics: topics, settings: settings) { broker in
            var configuration = try ClientConfiguration(bootstrapServers: broker.bootstrapServers)
            configuration.callTimeout = .seconds(10)
            try await withClient(configuration) { client in try await body(broker, client) }
        }
    }

    /// Appends records to a partition.
    private func write(_ values: [String], _ client: Client, _ partition: Int32 = 0, topic: String = "t", codec: CompressionCodec = .none)
        async throws
    {
        var builder = RecordBatchBuilder(codec: codec)
        for (index, value) in values.enumerated() {
            builder.append(
                key: Array("k\(value)".utf8), value: Array(value.utf8), headers: [OttlaRecords.RecordHeader(key: "h", value: [1])],
                timestamp: OttlaVocabulary.Timestamp(milliseconds: 1_000_000 + Int64(index)))
        }
        let batch = try builder.finish()
        let core = client.core
        let code = try await core.onLane { () async throws(ClientError) in
            _ = try await core.metadata.topic(topic, deadline: core.callDeadline)
            let node = core.metadata.leader(of: topic, partition)?.node ?? 0
            let request = ProduceRequest(
                acks: -1, timeoutMs: 5_000,
                topicData: [.init(name: topic, partitionData: [.init(index: partition, records: .bytes(batch))])])
            return try await core.call(request, to: .node(node), upTo: 9).responses.first?.partitionResponses.first?.errorCode
        }
        #expect(code == ErrorCode.none)
    }

    private func values(_ range: Range<Int>) -> [String] { range.map(String.init) }

    @Test(arguments: [CompressionCodec.none] + Compression.available.filter { $0 != .none }.sorted { $0.rawValue < $1.rawValue })
    func `records come with all they have`(codec: CompressionCodec) async throws {
        try await withCluster { _, client in
            try await write(["a", "b"], client, codec: codec)
            let consumer = try Consumer(client: client)
            try await consumer.assign([Name("t", 0): .beginning])
            var iterator = consumer.records.makeAsyncIterator()
            let first = try #require(try await iterator.next())
            #expect((first.topic, first.partition, first.offset) == ("t", 0, 0))
            #expect(first.key?.string == "ka")
            #expect(first.value == "a")
            #expect(first.headers == [RecordHeader("h", [1])])
            #expect(first.timestamp.millisecondsSince1970 == 1_000_000)
            #expect(try consumer.position(of: Name("t", 0)) == 1)
            let second = try #require(try await iterator.next())
            #expect(second.value?.string == "b")
            #expect(try consumer.position(of: Name("t", 0)) == 2)
        }
    }

    @Test func `batches show records where they lie`() async throws {
        try await withCluster(topics: ["t": 3]) { _, client in
            for partition in 0..<3 { try await write(values(0..<100), client, Int32(partition)) }
            let consumer = try Consumer(client: client)
            try await consumer.assign([Name("t", 0): .beginning, Name("t", 1): .offset(40), Name("t", 2): .beginning])
            var (count, bytes, offsets) = (0, 0, Set<Int64>())
            for try await batch in consumer.batches {
                batch.forEach { record in
                    count += 1
                    bytes += record.value?.byteCount ?? 0
                    if batch.topicPartition.partition == 1 { offsets.insert(record.offset) }
                }
                #expect(batch.map(\.offset) == Array(batch.firstOffset..<batch.nextOffset))
                if count == 260 { break }
            }
            #expect(offsets == Set(40..<100))
            #expect(bytes == 190 * 2 + 60 * 2)
        }
    }

    @Test func `who leaves a loop goes on with the next record in the next one`() async throws {
        try await withCluster { _, client in
            try await write(values(0..<10), client)
            let consumer = try Consumer(client: client)
            try await consumer.assign([Name("t", 0): .beginning])
            var seen: [String] = []
            for stop in [3, 4, 10] {
                for try await record in consumer.records {
                    seen.append(record.value?.string ?? "")
                    if seen.count == stop { break }
                }
            }
            #expect(seen == values(0..<10))
        }
    }

    @Test func `seek, pause and resume take hold at once`() async throws {
        try await withCluster(topics: ["t": 2]) { _, client in
            try await write(values(0..<10), client, 0)
            try await write(values(100..<110), client, 1)
            let consumer = try Consumer(client: client)
            try await consumer.assign([Name("t", 0): .beginning])
            var iterator = consumer.records.makeAsyncIterator()
            #expect(try await iterator.next()?.offset == 0)
            try consumer.seek(Name("t", 0), to: .offset(7))
            #expect(try await iterator.next()?.offset == 7)
            try consumer.pause([Name("t", 0)])
            try await consumer.assign([Name("t", 0): .beginning, Name("t", 1): .offset(9)])
            #expect(try await iterator.next()?.value == "109")
            #expect(try consumer.position(of: Name("t", 0)) == 8)
            try consumer.resume([Name("t", 0)])
            #expect(try await iterator.next()?.offset == 8)
            #expect(throws: ClientError.self) { try consumer.seek(Name("x", 0), to: .end) }
        }
    }

    @Test func `offsets are found by time, at the beginning and at the end`() async throws {
        try await withCluster { _, client in
            try await write(values(0..<10), client)
            let consumer = try Consumer(client: client)
            let name = Name("t", 0)
            #expect(try await consumer.beginningOffsets([name]) == [name: 0])
            #expect(try await consumer.endOffsets([name]) == [name: 10])
            let found = try await consumer.offsets(forTimes: [name: Timestamp(millisecondsSince1970: 1_000_004)])
            #expect(found[name]?.offset == 4)
            #expect(try await consumer.offsets(forTimes: [name: Timestamp(millisecondsSince1970: 2_000_000)]).isEmpty)
            try await consumer.assign([name: .timestamp(Timestamp(millisecondsSince1970: 1_000_006))])
            var iterator = consumer.records.makeAsyncIterator()
            #expect(try await iterator.next()?.offset == 6)
        }
    }

    @Test func `an offset that is not there fails loudly, or goes where the policy says`() async throws {
        try await withCluster { _, client in
            try await write(values(0..<3), client)
            let strict = try Consumer(client: client)
            try await strict.assign([Name("t", 0): .offset(50)])
            var iterator = strict.records.makeAsyncIterator()
            let error = await #expect(throws: ClientError.self) { _ = try await iterator.next() }
            #expect(error?.code == .offsetOutOfRange)
            try strict.seek(Name("t", 0), to: .offset(2))
            #expect(try await iterator.next()?.offset == 2)
            var configuration = ConsumerConfiguration()
            configuration.outOfRange = .earliest
            let lenient = try Consumer(client: client, configuration)
            try await lenient.assign([Name("t", 0): .offset(50)])
            var other = lenient.records.makeAsyncIterator()
            #expect(try await other.next()?.offset == 0)
        }
    }

    @Test func `a group goes on where its member had finished`() async throws {
        try await withCluster { _, client in
            try await write(values(0..<10), client)
            var configuration = ConsumerConfiguration(groupID: "g")
            configuration.startWithoutOffset = .earliest
            configuration.autoCommitInterval = .seconds(60)
            for (expected, next) in [(0..<4, 3), (3..<6, 5)] {
                let consumer = try Consumer(client: client, configuration)
                try await consumer.subscribe(["t"])
                var seen: [Int64] = []
                for try await record in consumer.records {
                    seen.append(record.offset)
                    if seen.count == expected.count { break }
                }
                #expect(seen == expected.map(Int64.init))
                // The last one was handed out, and nobody said that it is done with.
                await consumer.close()
                let committed = try await Consumer(client: client, configuration).committed([Name("t", 0)])
                #expect(committed[Name("t", 0)]?.offset == Int64(next))
            }
            let consumer = try Consumer(client: client, configuration)
            try await consumer.subscribe(["t"])
            var iterator = consumer.records.makeAsyncIterator()
            #expect(try await iterator.next()?.offset == 5)
            try await consumer.commit()
            #expect(try await consumer.committed([Name("t", 0)])[Name("t", 0)]?.offset == 6)
            await consumer.close()
            #expect(try await iterator.next() == nil)
        }
    }

    @Test func `offsets are committed for who assigns by hand`() async throws {
        try await withCluster { _, client in
            try await write(values(0..<10), client)
            let consumer = try Consumer(client: client, ConsumerConfiguration(groupID: "h"))
            try await consumer.commit([Name("t", 0): CommittedOffset(offset: 4, metadata: "here")])
            try await consumer.assign([Name("t", 0): .committed])
            var iterator = consumer.records.makeAsyncIterator()
            #expect(try await iterator.next()?.offset == 4)
            try await consumer.commit()
            #expect(try await consumer.committed([Name("t", 0)])[Name("t", 0)]?.offset == 5)
        }
    }

    @Test func `a reader that stops stops the fetching`() async throws {
        try await withCluster { broker, client in
            var configuration = ConsumerConfiguration()
            configuration.partitionFetchBytes = 10_000
            configuration.partitionQueueBytes = 20_000
            for _ in 0..<40 { try await write([String(repeating: "x", count: 5_000)], client) }
            let consumer = try Consumer(client: client, configuration)
            try await consumer.assign([Name("t", 0): .beginning])
            var iterator = consumer.records.makeAsyncIterator()
            _ = try await iterator.next()
            try await Task.sleep(for: .milliseconds(200))
            let queued = consumer.state.read { $0.machine.queuedBytes }
            #expect(queued >= 15_000 && queued <= 40_000)
            var count = 1
            while count < 40, try await iterator.next() != nil { count += 1 }
            #expect(count == 40)
        }
    }

    @Test func `a broker that restarts is read on`() async throws {
        try await withCluster { broker, client in
            try await write(values(0..<3), client)
            let consumer = try Consumer(client: client)
            try await consumer.assign([Name("t", 0): .beginning])
            var iterator = consumer.records.makeAsyncIterator()
            for offset in 0..<3 { #expect(try await iterator.next()?.offset == Int64(offset)) }
            try await broker.restart(killing: false)
            try await write(values(3..<6), client)
            for offset in 3..<6 { #expect(try await iterator.next()?.offset == Int64(offset)) }
        }
    }

    @Test func `errors that pass are not seen`() async throws {
        try await withCluster { broker, client in
            try await write(values(0..<5), client)
            let codes: [AnswerCode] = [.notLeaderOrFollower, .unknownLeaderEpoch, .kafkaStorageError]
            for code in codes { broker.intercept(.fetch, times: 1) { _ in .error(code) } }
            let consumer = try Consumer(client: client)
            try await consumer.assign([Name("t", 0): .beginning])
            var iterator = consumer.records.makeAsyncIterator()
            for offset in 0..<5 { #expect(try await iterator.next()?.offset == Int64(offset)) }
        }
    }

    @Test func `who waits is told of a cancelled task and of the client's end`() async throws {
        try await withCluster { _, client in
            let consumer = try Consumer(client: client)
            try await consumer.assign([Name("t", 0): .beginning])
            let task = Task {
                var iterator = consumer.records.makeAsyncIterator()
                return try await iterator.next()?.offset
            }
            try await Task.sleep(for: .milliseconds(50))
            task.cancel()
            let result = await task.result
            #expect(throws: ClientError.self) { try result.get() }
            let other = Task { () -> Int in
                var count = 0
                for try await _ in consumer.records { count += 1 }
                return count
            }
            try await Task.sleep(for: .milliseconds(50))
            client.shutDown()
            #expect(try await other.value == 0)
        }
    }

    private struct Refusal: Error {}

    @Test func `records that cannot be processed are tried again, skipped, or laid aside`() async throws {
        try await withCluster { _, client in
            try await write(values(0..<3), client)
            let sent = Mutex<[ProducerRecord]>([])
            let tries = Mutex(0)
            let done = Mutex<[String]>([])
            let consumer = try Consumer(client: client)
            try await consumer.assign([Name("t", 0): .beginning])
            let aside = FailurePolicy.deadLetter(topic: "dead") { record in sent.withLock { $0.append(record) } }
            try await consumer.process(onFailure: .retry(times: 2, backoff: .milliseconds(1), then: aside)) { record in
                if record.value == "1" {
                    tries.withLock { $0 += 1 }
                    throw Refusal()
                }
                done.withLock { $0.append(record.value?.string ?? "") }
                if record.value == "2" { await consumer.close() }
            }
            #expect(tries.withLock { $0 } == 3)
            #expect(done.withLock { $0 } == ["0", "2"])
            let dead = try #require(sent.withLock { $0.first })
            #expect((dead.topic, dead.key, dead.value) == ("dead", Array("k1".utf8), Array("1".utf8)))
            #expect(dead.headers.contains(RecordHeader("dead-letter.offset", "1")))
            #expect(dead.headers.contains(RecordHeader("dead-letter.topic", "t")))
        }
    }
}
