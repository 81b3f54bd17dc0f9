import Ottla
import OttlaBlockingClient
import OttlaCommitLog
import OttlaVocabulary
import Testing

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

struct RestartTests {
    @Test(arguments: [false, true]) func `records on memory outlive a restart at the same port`(killing: Bool) async throws {
        try await withBroker(topics: ["t": 1]) { broker in
            let port = broker.port
            try await withClient(of: broker) { _ = try $0.produce(["a", "b", "c"], to: "t") }
            for _ in 0..<3 { try await broker.restart(killing: killing) }
            #expect(broker.port == port)
            #expect(try await end(of: "t", in: broker) == 3)
        }
    }

    @Test(arguments: [false, true]) func `records in a folder are there for the next broker`(killing: Bool) async throws {
        let path = try temporaryDirectory()
        defer { try? PosixFileSystem().removeTree(path) }
        let first = try EmbeddedBroker(BrokerConfiguration(.directory(path), topics: ["t": 1]))
        try await first.start()
        try await withClient(of: first) { _ = try $0.produce(["a", "b"], to: "t") }
        let second = try EmbeddedBroker(BrokerConfiguration(.directory(path), topics: ["t": 1]))
        let error = await #expect(throws: EmbeddedBrokerError.self) { try await second.start() }
        #expect(error?.code == .locationUnusable)
        if killing { await first.kill() } else { try await first.stop() }
        try await second.start()
        #expect(try await end(of: "t", in: second) == 2)
        try await second.stop()
    }

    @Test func `a client of a killed broker loses its connection, and finds it again`() async throws {
        try await withBroker(topics: ["t": 1]) { broker in
            let lost = await failure {
                try await withClient(of: broker) { client in
                    _ = try client.produce(["a"], to: "t")
                    let done = Wait()
                    Task {
                        await broker.kill()
                        done.finish()
                    }
                    done.wait()
                    _ = try client.produce(["b"], to: "t")
                }
            }
            #expect(lost == .connectionLost)
            try await broker.start()
            #expect(try await end(of: "t", in: broker) == 1)
        }
    }

    private func temporaryDirectory() throws -> String {
        var template = Array("/tmp/ottla-embedded-XXXXXX".utf8CString)
        try #require(mkdtemp(&template) != nil)
        return String(decoding: template.dropLast().map(UInt8.init(bitPattern:)), as: UTF8.self)
    }
}
