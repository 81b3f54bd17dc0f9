import OttlaBrokerServer
import OttlaCommitLog
import OttlaMetadata
import OttlaProtocol
import OttlaVocabulary
import Testing

/// Refused by an interceptor, every API answers in every version with the error where its clients look for it.
struct RefusalTests {
    private static let error = ErrorCode.policyViolation

    /// One request for each API served, asking about at least one thing.
    private static let requests: [any RequestMessage] = [
        ProduceRequest(acks: 1, topicData: [.init(name: "t", topicID: id, partitionData: [.init(index: 0, records: .bytes([]))])]),
        FetchRequest(topics: [.init(topic: "t", topicID: id, partitions: [.init(partition: 0)])]),
        ListOffsetsRequest(topics: [.init(name: "t", partitions: [.init(partitionIndex: 0)])]),
        OffsetForLeaderEpochRequest(topics: [.init(topic: "t", partitions: [.init(partition: 0)])]),
        InitProducerIdRequest(),
        DeleteRecordsRequest(topics: [.init(name: "t", partitions: [.init(partitionIndex: 0)])]),
        DescribeProducersRequest(topics: [.init(name: "t", partitionIndexes: [0])]),
        DescribeLogDirsRequest(),
        ApiVersionsRequest(clientSoftwareName: "a", clientSoftwareVersion: "1"),
        MetadataRequest(topics: [.init(name: "t")]),
        DescribeClusterRequest(),
        FindCoordinatorRequest(key: "g", coordinatorKeys: ["g"]),
        JoinGroupRequest(groupID: "g"),
        SyncGroupRequest(groupID: "g"),
        HeartbeatRequest(groupID: "g"),
        LeaveGroupRequest(groupID: "g"),
        ConsumerGroupHeartbeatRequest(groupID: "g"),
        ConsumerGroupDescribeRequest(groupIDs: ["g"]),
        OffsetCommitRequest(groupID: "g", topics: [.init(name: "t", topicID: id, partitions: [.init(partitionIndex: 0)])]),
        OffsetFetchRequest(
            groupID: "g", topics: [.init(name: "t", partitionIndexes: [0])], groups: [.init(groupID: "g", topics: [])]),
        OffsetDeleteRequest(groupID: "g"),
        DescribeGroupsRequest(groups: ["g"]),
        ListGroupsRequest(),
        DeleteGroupsRequest(groupsNames: ["g"]),
        CreateTopicsRequest(topics: [.init(name: "u", numPartitions: 1, replicationFactor: 1)]),
        DeleteTopicsRequest(topics: [.init(name: "t")], topicNames: ["t"]),
        CreatePartitionsRequest(topics: [.init(name: "t", count: 2)]),
        DescribeTopicPartitionsRequest(topics: [.init(name: "t")]),
        DescribeConfigsRequest(resources: [.init(resourceType: 2, resourceName: "t")]),
        IncrementalAlterConfigsRequest(resources: [.init(resourceType: 2, resourceName: "t")]),
        AlterConfigsRequest(resources: [.init(resourceType: 2, resourceName: "t")]),
        ListConfigResourcesRequest(),
    ]

    private static let id = UUID(high: 1, low: 2)

    @Test func `every API in every version carries the error, and nothing is done`() throws {
        let test = try TestBroker()
        try test.createTopic("t")
        let rule = test.broker.interception.add(.init()) { _ in .refuse(Self.error) }
        var asked: Set<Int16> = []
        var count = 0
        for request in Self.requests {
            let served = try #require(test.broker.handlers[type(of: request).apiKey.rawValue])
            asked.insert(served.key.rawValue)
            for version in served.versions {
                try check(request, version: version, on: test)
                count += 1
            }
        }
        #expect(asked == Set(test.broker.handlers.all.map(\.key.rawValue)))
        #expect(test.broker.interception.count(of: rule) == count)
        test.broker.interception.remove(rule)
        #expect(test.broker.image.topic(named: "t")?.partitionCount == 1)
        #expect(test.broker.image.topic(named: "u") == nil)
        #expect(try test.partition("t").withLog { log, _ in log.logEndOffset } == 0)
    }

    private func check<Request: RequestMessage>(_ request: Request, version: Int16, on test: TestBroker) throws {
        // Fails where the answer cannot be read to its last byte.
        let answer = try test.connect().ask(request, version: version)
        #expect(Self.errors(in: answer) == [Self.error], "\(Request.apiKey.name) version \(version): \(answer)")
    }

    /// All errors that an answer tells.
    private static func errors(in value: Any) -> Set<ErrorCode> {
        if let code = value as? ErrorCode { return code == .none ? [] : [code] }
        return Mirror(reflecting: value).children.reduce(into: []) { $0.formUnion(errors(in: $1.value)) }
    }

    @Test func `a produce request that wants no answer ends its connection`() throws {
        let test = try TestBroker()
        try test.createTopic("t")
        _ = test.broker.interception.add(.init(topic: "t")) { _ in .refuse(Self.error) }
        let connection = test.connect()
        connection.send(produce(try batch(["a"]), to: "t", acks: 0), version: 9)
        #expect(connection.isClosed)
    }
}
