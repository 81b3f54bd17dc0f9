import Ottla
import Testing

struct WithBrokerTests {
    @Test func `a broker starts, has a port and is gone`() async throws {
        let broker = try await withBroker(topics: ["orders": 3]) { broker in
            #expect(broker.isRunning)
            #expect(broker.port > 0)
            #expect(broker.bootstrapServers == "127.0.0.1:\(broker.port)")
            return broker
        }
        #expect(!broker.isRunning)
    }
}
