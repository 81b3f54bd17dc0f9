import Ottla
import OttlaBlockingClient
import OttlaProtocol
import OttlaVocabulary
import Testing

struct InterceptorTests {
    @Test func `an error is answered as often as asked for, and nothing is done`() async throws {
        try await withBroker(topics: ["t": 1]) { broker in
            let interceptor = broker.intercept(.produce, times: 2) { _ in .error(.notLeaderOrFollower) }
            let codes = try await withClient(of: broker) { client in
                try (0..<3).map { _ in try client.produce(["a"], to: "t").errorCode }
            }
            #expect(codes == [.notLeaderOrFollower, .notLeaderOrFollower, .none])
            #expect(interceptor.count == 2)
            let end1 = try await end(of: "t", in: broker)
            #expect(end1 == 1)
        }
    }

    @Test func `only requests of that topic and client are held up`() async throws {
        try await withBroker(topics: ["t": 1, "u": 1]) { broker in
            broker.intercept(.produce, clientID: "mine", topic: "u") { _ in .error(.brokerNotAvailable) }
            let mine = try await withClient(of: broker, id: "mine") {
                [try $0.produce(["a"], to: "t").errorCode, try $0.produce(["a"], to: "u").errorCode]
            }
            #expect(mine == [.none, .brokerNotAvailable])
            #expect(try await withClient(of: broker, id: "other") { try $0.produce(["a"], to: "u").errorCode } == .none)
            broker.removeInterceptors()
            #expect(try await withClient(of: broker, id: "mine") { try $0.produce(["a"], to: "u").errorCode } == .none)
        }
    }

    @Test func `a delay holds up the request and what follows it, in order`() async throws {
        try await withBroker(topics: ["t": 1]) { broker in
            broker.intercept(.listOffsets, times: 1) { _ in .delay(.milliseconds(200)) }
            let clock = ContinuousClock()
            let began = clock.now
            try await withClient(of: broker) { client in
                let slow = try client.send(
                    ListOffsetsRequest(topics: [.init(name: "t", partitions: [.init(partitionIndex: 0, timestamp: -1)])]))
                let quick = try client.send(MetadataRequest(topics: []))
                let (first, second) = (try client.receive(slow).response, try client.receive(quick).response)
                #expect(first.topics.first?.partitions.first?.errorCode == ErrorCode.none)
                #expect(second.brokers.count == 1)
            }
            #expect(clock.now - began >= .milliseconds(200))
        }
    }

    @Test func `a dropped connection does nothing, a lost answer has done it`() async throws {
        try await withBroker(topics: ["t": 1]) { broker in
            broker.intercept(.produce, times: 1) { _ in .dropConnection }
            #expect(await failure { try await withClient(of: broker, produceOne) } == .connectionLost)
            let end2 = try await end(of: "t", in: broker)
            #expect(end2 == 0)
            broker.intercept(.produce, times: 1) { _ in .loseAnswer }
            #expect(await failure { try await withClient(of: broker, produceOne) } == .connectionLost)
            let end3 = try await end(of: "t", in: broker)
            #expect(end3 == 1)
        }
    }

    @Test func `a silent broker lets a client wait`() async throws {
        try await withBroker(topics: ["t": 1]) { broker in
            broker.intercept(.produce) { _ in .fallSilent }
            let kind = await failure { try await withClient(of: broker, timeout: 300, produceOne) }
            #expect(kind == .timedOut)
            let end4 = try await end(of: "t", in: broker)
            #expect(end4 == 0)
        }
    }

    @Test func `an interceptor sees what is asked`() async throws {
        try await withBroker(topics: ["t": 1]) { broker in
            let seen = broker.intercept { request in
                request.kind == .listOffsets && request.topics == ["t"] && request.clientID == "me" && request.version > 0
                    ? .error(.unknownServerError) : .pass
            }
            _ = try await withClient(of: broker, id: "me") { client in
                try client.call(ListOffsetsRequest(topics: [.init(name: "t", partitions: [.init(partitionIndex: 0, timestamp: -1)])]))
            }
            #expect(seen.count == 1)
            seen.remove()
            #expect(seen.count == 1)
        }
    }

    private let produceOne: @Sendable (BrokerConnection) throws -> Void = { _ = try $0.produce(["a"], to: "t") }
}
