import OttlaBrokerServer
import OttlaCommitLog
import OttlaMetadata
import OttlaProtocol
import OttlaVocabulary
import Testing

@Suite struct TopicHandlersTests {
    @Test func `every version of CreateTopics creates`() throws {
        let broker = try TestBroker()
        let client = broker.connect()
        for version: Int16 in 0...7 {
            let request = CreateTopicsRequest(
                topics: [
                    .init(name: "t\(version)", numPartitions: 2, replicationFactor: 1, configs: [.init(name: "retention.ms", value: "9")])
                ])
            let topic = try #require(try client.ask(request, version: version).topics.first)
            #expect(topic.errorCode == .none, "version \(version)")
            #expect(topic.errorMessage == nil || version == 0, "version \(version)")
            #expect(topic.topicID == (version >= 7 ? broker.broker.image.topic(named: "t\(version)")?.id : .zero), "version \(version)")
            let retention = topic.configs?.first { $0.name == "retention.ms" }
            #expect((retention?.value == "9" && retention?.configSource == 1) == (version >= 5), "version \(version)")
            #expect(topic.numPartitions == (version >= 5 ? 2 : -1), "version \(version)")
            #expect(try broker.partition("t\(version)", 1).settings.retentionMs == 9, "version \(version)")
        }
    }

    @Test func `topics, partitions and settings are there after a restart`() throws {
        let fileSystem = MemoryFileSystem()
        let first = try TestBroker(fileSystem: fileSystem)
        let id = try first.createTopic("orders", partitions: 2, configs: ["retention.ms": "77"])
        try first.createTopic("gone")
        let client = first.connect()
        _ = try client.ask(CreatePartitionsRequest(topics: [.init(name: "orders", count: 3, assignments: nil)]), version: 2)
        _ = try client.ask(DeleteTopicsRequest(topicNames: ["gone"]), version: 4)
        _ = try client.ask(produce(batch(["kept"]), to: "orders", 2), version: 9)
        try first.broker.close()

        let second = try TestBroker(fileSystem: fileSystem)
        #expect(second.broker.clusterID == first.broker.clusterID)
        #expect(second.broker.image == first.broker.image)
        #expect(second.broker.image.topic(named: "orders")?.id == id)
        #expect(second.broker.image.topic(named: "gone") == nil)
        #expect(try second.partition("orders", 2).settings.retentionMs == 77)
        #expect(try second.partition("orders", 2).withLog { log, _ in log.logEndOffset } == 1)
    }

    @Test func `a deleted topic is gone for producers and may come back empty`() throws {
        let broker = try TestBroker()
        for version: Int16 in 0...6 {
            let id = try broker.createTopic("orders")
            let client = broker.connect()
            _ = try client.ask(produce(batch(["x"]), to: "orders"), version: 9)
            let request =
                version < 6
                ? DeleteTopicsRequest(topicNames: ["orders", "nothing"])
                : DeleteTopicsRequest(topics: [.init(topicID: id), .init(name: "nothing")])
            let answer = try client.ask(request, version: version)
            #expect(answer.responses.map(\.name) == ["orders", "nothing"], "version \(version)")
            #expect(answer.responses.map(\.errorCode) == [.none, .unknownTopicOrPartition], "version \(version)")
            let refused = try client.ask(produce(batch(["y"]), to: "orders"), version: 9)
            #expect(refused.responses.first?.partitionResponses.first?.errorCode == .unknownTopicOrPartition, "version \(version)")
        }
        try broker.createTopic("orders")
        #expect(try broker.partition("orders").withLog { log, _ in log.logEndOffset } == 0)
    }

    @Test func `the topic of groups is what it has to be, whoever makes it`() throws {
        let broker = try TestBroker()
        let request = CreateTopicsRequest(topics: [
            .init(
                name: "__consumer_offsets", numPartitions: -1, replicationFactor: -1,
                configs: [.init(name: "segment.bytes", value: "2097152")]),
            .init(name: "orders", numPartitions: -1, replicationFactor: -1),
        ])
        let answer = try broker.connect().ask(request, version: 7)
        #expect(answer.topics.map(\.errorCode) == [.none, .none])
        let image = broker.broker.image
        #expect(image.topic(named: "__consumer_offsets")?.partitionCount == 50)
        let configs = image.configs(of: .topic("__consumer_offsets"))
        #expect(configs["cleanup.policy"] == "compact")
        #expect(configs["segment.bytes"] == "2097152", "what is said stands")
        #expect(image.topic(named: "orders")?.partitionCount == 1 && image.configs(of: .topic("orders")).isEmpty)
    }

    @Test func `added partitions take records`() throws {
        let broker = try TestBroker()
        try broker.createTopic("orders")
        let client = broker.connect()
        for (version, count): (Int16, Int32) in [(0, 2), (1, 3), (2, 4), (3, 5)] {
            let answer = try client.ask(
                CreatePartitionsRequest(topics: [.init(name: "orders", count: count, assignments: nil)]), version: version)
            #expect(answer.results.map(\.errorCode) == [.none], "version \(version)")
            let produced = try client.ask(produce(batch(["x"]), to: "orders", count - 1), version: 9)
            #expect(produced.responses.first?.partitionResponses.first?.errorCode == ErrorCode.none, "version \(version)")
        }
    }

    @Test func `partitions are described a page at a time`() throws {
        let broker = try TestBroker()
        for (name, count): (String, Int32) in [("a", 2), ("b", 5), ("c", 1)] { try broker.createTopic(name, partitions: count) }
        let client = broker.connect()
        var pages: [String] = []
        var cursor: DescribeTopicPartitionsRequest.Cursor?
        repeat {
            let answer = try client.ask(DescribeTopicPartitionsRequest(responsePartitionLimit: 3, cursor: cursor), version: 0)
            pages.append(
                answer.topics.map { topic in "\(topic.name ?? "-")\(topic.partitions.map(\.partitionIndex))" }.joined(separator: " "))
            cursor = answer.nextCursor.map { .init(topicName: $0.topicName, partitionIndex: $0.partitionIndex) }
        } while cursor != nil && pages.count < 10
        #expect(pages == ["a[0, 1] b[0]", "b[1, 2, 3]", "b[4] c[0]"])
    }

    @Test func `topics asked for by name are described in their order, unknown ones too`() throws {
        let broker = try TestBroker()
        let id = try broker.createTopic("orders")
        let answer = try broker.connect().ask(
            DescribeTopicPartitionsRequest(topics: [.init(name: "x"), .init(name: "orders"), .init(name: "?")]), version: 0)
        #expect(answer.topics.map(\.name) == ["?", "orders", "x"])
        #expect(answer.topics.map(\.errorCode) == [.invalidTopicException, .none, .unknownTopicOrPartition])
        #expect(answer.topics.map(\.topicID) == [.zero, id, .zero])
        #expect(answer.nextCursor == nil)
        #expect(answer.topics[1].partitions.first?.leaderID == 1)
    }

    @Test func `a full disk is said, and nothing is half there`() throws {
        let disk = MemoryFileSystem()
        let faulty = FaultyFileSystem(disk)
        let broker = try TestBroker(fileSystem: faulty)
        let client = broker.connect()
        faulty.set { operation, _ in operation == .write ? .error(28) : nil }
        let answer = try client.ask(
            CreateTopicsRequest(topics: [.init(name: "orders", numPartitions: 1, replicationFactor: 1)]), version: 7)
        #expect(answer.topics.map(\.errorCode) == [.kafkaStorageError])
        #expect(answer.topics.first?.errorMessage?.contains("metadata log") == true)
        #expect(broker.broker.image.topics.isEmpty)
    }
}
