import OttlaBrokerServer
import OttlaMetadata
import OttlaNetwork
import OttlaProtocol
import OttlaVocabulary
import Testing

@Suite struct MetadataHandlerTests {
    private let versions: ClosedRange<Int16> = 0...13

    private func ask(_ names: [String]?, create: Bool = false) -> MetadataRequest {
        MetadataRequest(topics: names?.map { .init(name: $0) }, allowAutoTopicCreation: create)
    }

    @Test func `every version tells of the broker and of the topic asked for`() throws {
        let broker = try TestBroker()
        let id = try broker.createTopic("orders", partitions: 3)
        let client = broker.connect()
        for version in versions {
            let answer = try client.ask(ask(["orders"], create: version < 4), version: version)
            #expect(answer.brokers.map(\.nodeID) == [1], "version \(version)")
            #expect(answer.brokers.first?.port == 9092, "version \(version)")
            #expect(answer.topics.count == 1, "version \(version)")
            let topic = try #require(answer.topics.first)
            #expect(topic.errorCode == .none && topic.name == "orders", "version \(version)")
            #expect(topic.topicID == (version >= 10 ? id : .zero), "version \(version)")
            #expect(topic.partitions.map(\.partitionIndex) == [0, 1, 2], "version \(version)")
            #expect(topic.partitions.allSatisfy { $0.leaderID == 1 && $0.replicaNodes == [1] && $0.isrNodes == [1] }, "version \(version)")
            #expect(topic.partitions.first?.leaderEpoch == (version >= 7 ? 0 : -1), "version \(version)")
            #expect(answer.controllerID == (version >= 1 ? 1 : -1), "version \(version)")
            #expect((answer.clusterID?.count == 22) == (version >= 2), "version \(version)")
        }
    }

    @Test func `all topics are asked for by null, in version 0 by an empty list`() throws {
        let broker = try TestBroker()
        for name in ["b", "a"] { try broker.createTopic(name) }
        let client = broker.connect()
        #expect(try client.ask(ask([]), version: 0).topics.map(\.name) == ["a", "b"])
        for version in versions.dropFirst() {
            #expect(try client.ask(ask([]), version: version).topics.isEmpty, "version \(version)")
            #expect(try client.ask(ask(nil), version: version).topics.map(\.name) == ["a", "b"], "version \(version)")
        }
    }

    /// What librdkafka 2.16 sends for all topics: a null list, and three bytes too many.
    @Test func `bytes after the last field are passed over`() throws {
        let broker = try TestBroker()
        try broker.createTopic("orders")
        let client = broker.connect()
        var writer = ByteWriter()
        Frame.encode(ask(nil), version: 13, correlationID: 1, clientID: "rdkafka", into: &writer)
        writer.write([0, 0, 0] as [UInt8])
        writer.patch(Int32(writer.count - 4), at: 0)
        client.wire.write(writer.array)
        let answer = try client.receive(MetadataRequest.self, version: 13, correlationID: 1)
        #expect(answer?.topics.map(\.name) == ["orders"])
    }

    @Test func `a topic is created by being asked for, where both sides allow it`() throws {
        let broker = try TestBroker([("num.partitions", "4")])
        let client = broker.connect()
        let declined = try client.ask(ask(["orders"]), version: 9)
        #expect(declined.topics.map(\.errorCode) == [.unknownTopicOrPartition])
        let created = try client.ask(ask(["orders"], create: true), version: 9)
        #expect(created.topics.map(\.errorCode) == [.none])
        #expect(created.topics.first?.partitions.count == 4)
        #expect(try client.ask(ask(["old"], create: true), version: 1).topics.map(\.errorCode) == [.none])

        let strict = try TestBroker([("auto.create.topics.enable", "false")])
        #expect(try strict.connect().ask(ask(["orders"], create: true), version: 9).topics.map(\.errorCode) == [.unknownTopicOrPartition])
    }

    @Test func `what cannot be a topic is not created`() throws {
        let broker = try TestBroker()
        try broker.createTopic("a.b")
        let answer = try broker.connect().ask(ask(["no/good", "a_b", "__transaction_state", "fine", "fine"], create: true), version: 9)
        #expect(
            answer.topics.map { "\($0.name ?? "-") \($0.errorCode.name)" } == [
                "no/good INVALID_TOPIC_EXCEPTION", "a_b INVALID_TOPIC_EXCEPTION", "__transaction_state UNKNOWN_TOPIC_OR_PARTITION",
                "fine NONE",
            ])
    }

    @Test func `topics are found by id from version 12 on`() throws {
        let broker = try TestBroker()
        let id = try broker.createTopic("orders")
        let client = broker.connect()
        let unknown = UUID(high: 1, low: 2)
        let request = MetadataRequest(topics: [.init(topicID: id, name: nil), .init(topicID: unknown, name: nil)])
        let answer = try client.ask(request, version: 12)
        #expect(answer.topics.map(\.name) == ["orders", nil])
        #expect(answer.topics.map(\.errorCode) == [.none, .unknownTopicID])
        #expect(answer.topics.map(\.topicID) == [id, unknown])
        #expect(try client.ask(request, version: 10).topics.map(\.errorCode) == [.invalidRequest, .invalidRequest])
    }

    @Test func `clients are told the address that is advertised`() throws {
        let broker = try TestBroker([("advertised.listeners", "PLAINTEXT://broker.example:1234"), ("broker.rack", "left")])
        let answer = try broker.connect().ask(ask(nil), version: 9)
        #expect(answer.brokers == [.init(nodeID: 1, host: "broker.example", port: 1234, rack: "left")])
    }

    @Test func `rights are told where they are asked for`() throws {
        let broker = try TestBroker()
        try broker.createTopic("orders")
        var request = ask(nil)
        request.includeTopicAuthorizedOperations = true
        request.includeClusterAuthorizedOperations = true
        let answer = try broker.connect().ask(request, version: 8)
        #expect(answer.topics.first?.topicAuthorizedOperations == 0b1101_1111_1000)
        #expect(answer.clusterAuthorizedOperations == 0b1_1111_1010_0000)
        #expect(try broker.connect().ask(ask(nil), version: 8).clusterAuthorizedOperations == .min)
    }
}
