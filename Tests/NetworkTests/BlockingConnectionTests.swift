import OttlaNetwork
import OttlaVocabulary
import Testing

/// What a command's connection says when it fails.
struct BlockingConnectionTests {
    @Test func `nobody listening is said with host, port and reason`() throws {
        let server = try Loopback()
        let port = server.listener.port
        server.stop()
        let error = #expect(throws: NetworkError.self) {
            try BlockingConnection.connect(host: "127.0.0.1", port: port, deadline: .soon)
        }
        #expect(error?.description == "cannot connect to 127.0.0.1:\(port): Connection refused")
    }

    @Test func `an answer that does not come is a timeout`() throws {
        let server = try Loopback()
        let client = try server.client()
        var buffer = [UInt8](repeating: 0, count: 4)
        let error = #expect(throws: NetworkError.self) {
            let limit = SystemClock.now().advanced(milliseconds: 20)
            try buffer.withUnsafeMutableBytes { bytes in try client.read(exactly: bytes, deadline: limit) }
        }
        #expect(error?.cause == .timedOut)
        server.stop()
    }

    @Test func `a name that does not exist is said`() {
        let error = #expect(throws: NetworkError.self) {
            try BlockingConnection.connect(host: "no-such-host.invalid", port: 9092, deadline: .soon)
        }
        #expect(error?.target == "no-such-host.invalid:9092")
        if case .unresolvable = error?.cause {} else { Issue.record("\(String(describing: error))") }
    }

    @Test func `the other side closing is said`() throws {
        let server = try Loopback { $0.onFrame = { _, connection in connection.close() } }
        let client = try server.client()
        try client.write(EchoHandler.frame(1, size: 2))
        let error = #expect(throws: NetworkError.self) { try client.read(1) }
        #expect(error?.operation == "read from")
        server.stop()
    }
}
