import OttlaBrokerServer
import OttlaNetwork
import OttlaProtocol
import Testing

struct ForeignGreetingTests {
    private func recognise(_ bytes: [UInt8]) -> ForeignGreeting? {
        bytes.withUnsafeBytes { ForeignGreeting.recognise($0) }
    }

    @Test func `a TLS hello and HTTP requests are recognised`() {
        #expect(recognise([22, 3, 1, 2, 0]) == .tls)
        for method in ["GET / HTTP/1.1", "POST /", "HEAD /", "OPTIONS *", "PRI * HTTP/2.0"] {
            #expect(recognise(Array(method.utf8)) == .http, "\(method)")
        }
    }

    @Test func `a request of the protocol is not taken for something else`() {
        #expect(recognise([0, 0, 0, 20, 0, 18, 0, 3]) == nil)
        #expect(recognise([22, 3]) == nil)
    }

    @Test func `a browser is told what the port is, and the connection ends`() throws {
        let broker = try TestBroker()
        let client = broker.connect()
        client.wire.write(Array("GET / HTTP/1.1\r\nHost: x\r\n\r\n".utf8))
        broker.lane.runUntilIdle()
        let answer = String(decoding: client.wire.read(), as: UTF8.self)
        #expect(answer.hasPrefix("HTTP/1.1 400 "))
        #expect(answer.contains("Kafka"))
    }

    @Test func `TLS is answered with an alert`() throws {
        let broker = try TestBroker()
        let client = broker.connect()
        client.wire.write([22, 3, 1, 0, 200, 1, 0, 0, 196, 3, 3])
        broker.lane.runUntilIdle()
        #expect(client.wire.read() == [21, 3, 3, 0, 2, 2, 40])
    }

    @Test func `a frame too large, an unknown API and a version not served end the connection`() throws {
        let broker = try TestBroker()
        for bytes: [UInt8] in [
            [0x7F, 0xFF, 0xFF, 0xFF, 0, 3], [0xFF, 0xFF, 0xFF, 0xFF], [0, 0, 0, 1, 0],
            [0, 0, 0, 10, 0x70, 0, 0, 0, 0, 0, 0, 1, 0xFF, 0xFF],
            [0, 0, 0, 10, 0, 0, 0, 99, 0, 0, 0, 1, 0xFF, 0xFF],
        ] {
            let client = broker.connect()
            client.wire.write(bytes)
            broker.lane.runUntilIdle()
            #expect(client.wire.served.closeReason == .local, "\(bytes)")
        }
    }

    @Test func `an ApiVersions request newer than ours is answered in version 0`() throws {
        let broker = try TestBroker()
        let client = broker.connect()
        client.wire.write([0, 0, 0, 11, 0, 18, 0, 99, 0, 0, 0, 7, 0xFF, 0xFF, 0])
        let frame = try #require(client.nextFrame())
        // Correlation id 7, then UNSUPPORTED_VERSION.
        #expect(Array(frame.prefix(6)) == [0, 0, 0, 7, 0, 35])
    }
}
