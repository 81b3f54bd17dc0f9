@testable import OttlaBrokerServer
import OttlaCommitLog
import OttlaNetwork
import OttlaProtocol
import OttlaRecords
import OttlaVocabulary
import Testing

/// Topics that go, and come again under the same name.
struct TopicRebirthTests {
    private func deleteRecords(of topic: String, before offset: Int64) -> DeleteRecordsRequest {
        DeleteRecordsRequest(topics: [.init(name: topic, partitions: [.init(partitionIndex: 0, offset: Offset(offset))])], timeoutMs: 1000)
    }

    private func delete(_ topic: String, at client: TestConnection) throws {
        let answer = try client.ask(DeleteTopicsRequest(topicNames: [topic]), version: 5)
        try #require(answer.responses[0].errorCode == .none)
    }

    @Test func `a topic made anew under its name keeps its records through a kill`() throws {
        let files = MemoryFileSystem()
        do {
            let broker = try TestBroker(fileSystem: files)
            try broker.createTopic("t")
            let client = broker.connect()
            for _ in 0..<3 { _ = try client.ask(produce(batch(["old"]), to: "t"), version: 9) }
            let cut = try client.ask(deleteRecords(of: "t", before: 3), version: 2)
            try #require(cut.topics[0].partitions[0].errorCode == .none)
            try delete("t", at: client)
            try broker.createTopic("t")
            _ = try client.ask(produce(batch(["new"]), to: "t"), version: 9)
        }
        let broker = try TestBroker(fileSystem: files)
        let client = broker.connect()
        let fetched = try client.ask(fetch("t", from: 0), version: 11)
        #expect(fetched.responses[0].partitions[0].errorCode == .none)
        #expect(try client.values(fetched.responses[0].partitions[0].records) == ["new"])
    }

    @Test func `a log that is offline keeps its start, and its stop is not called clean`() throws {
        let files = FaultyFileSystem(MemoryFileSystem())
        do {
            let broker = try TestBroker(fileSystem: files)
            try broker.createTopic("t")
            let client = broker.connect()
            for _ in 0..<3 { _ = try client.ask(produce(batch(["x"]), to: "t"), version: 9) }
            _ = try client.ask(deleteRecords(of: "t", before: 2), version: 2)
            try broker.broker.close()
        }
        files.set { operation, path in operation == .list && path.hasSuffix("/t-0") ? .error(5) : nil }
        do {
            let broker = try TestBroker(fileSystem: files)
            #expect(broker.broker.directory.table.partition("t", 0) == nil)
            try broker.broker.close()
        }
        files.set { _, _ in nil }
        let broker = try TestBroker(fileSystem: files)
        #expect(!broker.broker.dataDirectory.wasCleanShutdown)
        #expect(try broker.partition("t").withLog { log, _ in log.logStartOffset } == 2)
    }

    @Test func `a deleted partition touches no file any more`() throws {
        let broker = try TestBroker()
        try broker.createTopic("t")
        let client = broker.connect()
        _ = try client.ask(produce(batch(["x"]), to: "t"), version: 9)
        let old = try broker.partition("t")
        var late = try batch(["late"])
        guard let header = RecordBatchHeader(reading: late.span.bytes) else { preconditionFailure("a batch has a header") }
        let appended = try late.withUnsafeMutableBytes { try old.append($0, header: header, now: 1_000) }
        try delete("t", at: client)
        try broker.createTopic("t")
        old.flushTurn(on: broker.work)
        #expect(old.outcome(ofAppendUpTo: appended.lastOffset + 1, undone: appended.undone) == .failed)
        #expect(old.withOpenLog { _, _ in true } == nil)
        #expect(try broker.partition("t").withLog { log, _ in log.logEndOffset } == 0)
        let size = try broker.fileSystem.status(of: "/data/t-0/00000000000000000000.log")?.size ?? 0
        #expect(size == 0)
    }
}
