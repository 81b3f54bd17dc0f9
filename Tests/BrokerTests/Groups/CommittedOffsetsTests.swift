@testable import OttlaBrokerServer
import OttlaCommitLog
import OttlaMetadata
import OttlaNetwork
import OttlaProtocol
import OttlaStateMachines
import OttlaVocabulary
import Testing

@Suite struct CommittedOffsetsTests {
    private func broker(
        _ settings: [(name: String, value: String)] = [], fileSystem: any FileSystem = MemoryFileSystem(), lanes: Int = 1
    ) throws -> TestBroker {
        let broker = try TestBroker(settings, fileSystem: fileSystem, laneCount: lanes)
        try broker.createTopic("orders", partitions: 4)
        return broker
    }

    @Test func `looking for a coordinator creates the topic, once, and answers when it is there`() throws {
        let broker = try broker([("offsets.topic.num.partitions", "7")], lanes: 2)
        let first = broker.connect()
        let second = broker.connect(lane: 1)
        #expect(try first.groupError("g") == .notCoordinator)
        #expect(broker.broker.image.topic(named: "__consumer_offsets") == nil)
        let ids = [
            first.send(FindCoordinatorRequest(key: "g"), version: 2),
            second.send(FindCoordinatorRequest(coordinatorKeys: ["g", "h"]), version: 4),
        ]
        let one = try #require(try first.receive(FindCoordinatorRequest.self, version: 2, correlationID: ids[0]))
        #expect(one.errorCode == .none && one.nodeID == 1 && one.port == 9092, "\(one)")
        let many = try #require(try second.receive(FindCoordinatorRequest.self, version: 4, correlationID: ids[1]))
        #expect(many.coordinators.map(\.key) == ["g", "h"])
        #expect(many.coordinators.allSatisfy { $0.errorCode == .none && $0.nodeID == 1 })
        let topic = try #require(broker.broker.image.topic(named: "__consumer_offsets"))
        #expect(topic.partitionCount == 7 && topic.isInternal)
        #expect(
            broker.broker.image.configs(of: .topic("__consumer_offsets")) == [
                "cleanup.policy": "compact", "compression.type": "producer", "segment.bytes": "104857600",
            ])
        #expect(try first.commit("g", "orders", [0: 5]) == [.none], "and it is ready")
    }

    @Test func `asking for the topic's metadata creates it as it must be`() throws {
        let broker = try broker()
        let answer = try broker.connect().ask(
            MetadataRequest(topics: [.init(name: "__consumer_offsets")], allowAutoTopicCreation: true), version: 9)
        #expect(answer.topics.map(\.partitions.count) == [50])
        #expect(answer.topics.map(\.isInternal) == [true])
        #expect(broker.broker.image.configs(of: .topic("__consumer_offsets"))["cleanup.policy"] == "compact")
    }

    @Test func `nobody else writes into it`() throws {
        let broker = try broker()
        let client = broker.connect()
        try client.findCoordinator(of: "g")
        let answer = try client.ask(produce(batch(["x"]), to: "__consumer_offsets", 0), version: 9)
        #expect(answer.responses.first?.partitionResponses.first?.errorCode == .invalidTopicException)
    }

    @Test(arguments: [0, 1, 2, 5, 6, 7, 8, 9] as [Int16])
    func `what was committed is fetched`(version: Int16) throws {
        let broker = try broker()
        let client = broker.connect()
        try client.findCoordinator(of: "g")
        #expect(try client.commit("g", "orders", [0: 5, 2: 7], version: min(max(version, 1), 9)) == [.none, .none])
        let asked = OffsetFetchRequest(
            groupID: "g", topics: [.init(name: "orders", partitionIndexes: [0, 1, 2])],
            groups: [.init(groupID: "g", topics: [.init(name: "orders", partitionIndexes: [0, 1, 2])])])
        let answer = try client.ask(asked, version: version)
        let offsets =
            version < 8
            ? answer.topics.flatMap { $0.partitions.map(\.committedOffset) }
            : answer.groups.flatMap { $0.topics.flatMap { $0.partitions.map(\.committedOffset) } }
        #expect(offsets == [5, -1, 7])
    }

    @Test func `groups of several coordinators are fetched at once`() throws {
        let broker = try broker()
        let client = broker.connect()
        let groups = ["group1", "my-group", "third"]
        try client.findCoordinator(of: "g")
        for (index, group) in groups.enumerated() { #expect(try client.commit(group, "orders", [0: Offset(Int64(index))]) == [.none]) }
        // Some of what is asked for is not yet written when it is.
        client.send(TestConnection.commitRequest("third", "orders", [1: 9]), version: 8)
        let asked = OffsetFetchRequest(groups: (groups + ["unknown"]).map { .init(groupID: $0, topics: nil) })
        let id = client.send(asked, version: 8)
        _ = client.nextFrame()
        let answer = try #require(try client.receive(OffsetFetchRequest.self, version: 8, correlationID: id))
        #expect(answer.groups.map(\.groupID) == groups + ["unknown"])
        #expect(answer.groups.map { $0.topics.flatMap { $0.partitions.map(\.committedOffset) }.sorted() } == [[0], [1], [2, 9], []])
    }

    @Test func `many commits of one turn are one append`() throws {
        let broker = try broker()
        let clients = (0..<20).map { _ in broker.connect() }
        try clients[0].findCoordinator(of: "g")
        for (index, client) in clients.enumerated() {
            client.send(TestConnection.commitRequest("g", "orders", [0: Offset(Int64(index))]), version: 8)
        }
        broker.lanes.runUntilIdle()
        let partition = try broker.partition("__consumer_offsets", Int32(GroupPlacement.partition(ofGroup: "g", count: 50)))
        #expect(partition.withLog { log, _ in log.logEndOffset } == 20)
        let fetched = try broker.connect().ask(
            fetch("__consumer_offsets", from: 0, partition: partition.name.partition), version: 4)
        let records = try #require(fetched.responses.first?.partitions.first?.records)
        guard case .range(let range) = records else {
            Issue.record("no records")
            return
        }
        #expect(range.count < 2_000, "20 records under one header of 61 bytes, not under 20")
    }

    // MARK: Restart and crash

    @Test func `offsets are there after a restart`() throws {
        let files = MemoryFileSystem()
        let broker = try broker(fileSystem: files)
        let client = broker.connect()
        try client.findCoordinator(of: "g")
        for group in 0..<100 { #expect(try client.commit("g\(group)", "orders", [0: Offset(Int64(group)), 1: 1]) == [.none, .none]) }
        try broker.broker.close()
        let again = try TestBroker(fileSystem: files)
        for group in 0..<100 { #expect(try again.connect().committed("g\(group)", "orders", [0, 1]) == [Offset(Int64(group)), 1]) }
    }

    @Test(arguments: [1, 2, 3, 4, 5] as [UInt64])
    func `what was acknowledged with flush messages 1 is there after a crash`(seed: UInt64) throws {
        let files = MemoryFileSystem()
        let broker = try broker(fileSystem: files)
        let client = broker.connect()
        try client.findCoordinator(of: "g")
        let change = IncrementalAlterConfigsRequest(resources: [
            .init(
                resourceType: 2, resourceName: "__consumer_offsets",
                configs: [.init(name: "flush.messages", configOperation: 0, value: "1")])
        ])
        #expect(try client.ask(change, version: 1).responses.map(\.errorCode) == [.none])
        var generator = SeededGenerator(seed: seed)
        var committed: [String: Offset] = [:]
        for step in 0..<200 {
            let group = "g\(Int.random(in: 0..<20, using: &generator))"
            #expect(try client.commit(group, "orders", [0: Offset(Int64(step))]) == [.none], "seed \(seed)")
            committed[group] = Offset(Int64(step))
        }
        files.crash(using: &generator)
        let again = try TestBroker(fileSystem: files)
        for (group, offset) in committed { #expect(try again.connect().committed(group, "orders") == [offset], "seed \(seed)") }
    }

    @Test func `a deleted topic of groups takes all with it, and a new one begins`() throws {
        let broker = try broker()
        let client = broker.connect()
        try client.findCoordinator(of: "g")
        #expect(try client.commit("g", "orders", [0: 5]) == [.none])
        let deleted = try client.ask(DeleteTopicsRequest(topicNames: ["__consumer_offsets"]), version: 3)
        #expect(deleted.responses.map(\.errorCode) == [.none])
        #expect(try client.commit("g", "orders", [0: 6]) == [.notCoordinator])
        try client.findCoordinator(of: "g")
        #expect(try client.committed("g", "orders") == [-1])
        #expect(try client.commit("g", "orders", [0: 6]) == [.none])
    }

    @Test func `offsets of a deleted topic are forgotten`() throws {
        let broker = try broker()
        let client = broker.connect()
        try client.findCoordinator(of: "g")
        #expect(try client.commit("g", "orders", [0: 5]) == [.none])
        _ = try client.ask(DeleteTopicsRequest(topicNames: ["orders"]), version: 3)
        try broker.createTopic("orders")
        #expect(try client.committed("g", "orders") == [-1])
        #expect(try client.commit("g", "orders", [0: 1]) == [.none], "the topic is known as soon as its creation is answered")
    }

    // MARK: Faults

    @Test func `every form of answer tells of a coordinator that is loading`() throws {
        let files = MemoryFileSystem()
        let first = try broker(fileSystem: files)
        try first.connect().findCoordinator(of: "g")
        #expect(try first.connect().commit("g", "orders", [0: 5]) == [.none])
        try first.broker.close()
        let held = HeldWork()
        held.hold()
        let again = try TestBroker(fileSystem: files, fileWork: held)
        let client = again.connect()
        let loading = ErrorCode.coordinatorLoadInProgress
        let asked = OffsetFetchRequest(
            groupID: "g", topics: [.init(name: "orders", partitionIndexes: [0])], groups: [.init(groupID: "g", topics: nil)])
        #expect(try client.ask(asked, version: 1).topics.flatMap { $0.partitions.map(\.errorCode) } == [loading])
        #expect(try client.ask(asked, version: 2).errorCode == loading)
        #expect(try client.ask(asked, version: 8).groups.map(\.errorCode) == [loading])
        #expect(try client.commit("g", "orders", [0: 5]) == [loading])
        #expect(try client.groupError("g") == loading)
        #expect(try client.ask(JoinGroupRequest(groupID: "g"), version: 7).errorCode == loading)
        #expect(try client.ask(SyncGroupRequest(groupID: "g"), version: 5).errorCode == loading)
        #expect(try client.ask(LeaveGroupRequest(groupID: "g"), version: 4).errorCode == loading)
        #expect(try client.ask(OffsetDeleteRequest(groupID: "g"), version: 0).errorCode == loading)
        #expect(try client.ask(DescribeGroupsRequest(groups: ["g"]), version: 5).groups.map(\.errorCode) == [loading])
        #expect(try client.ask(DeleteGroupsRequest(groupsNames: ["g"]), version: 2).results.map(\.errorCode) == [loading])
        #expect(try client.ask(ListGroupsRequest(), version: 4).errorCode == loading)
        held.release()
        again.lanes.runUntilIdle()
        #expect(try client.committed("g", "orders") == [5])
        #expect(try client.ask(ListGroupsRequest(), version: 4).groups.map(\.groupID) == ["g"])
    }

    @Test func `a disk that refuses is told of, and what it took is there when it is well again`() throws {
        let files = FaultyFileSystem(MemoryFileSystem())
        let broker = try broker(fileSystem: files)
        let client = broker.connect()
        try client.findCoordinator(of: "g")
        #expect(try client.commit("g", "orders", [0: 5]) == [.none])
        files.set { operation, path in operation == .write && path.contains("__consumer_offsets") ? .error(28) : nil }
        #expect(try client.commit("g", "orders", [0: 6]) == [.notCoordinator])
        #expect(try client.commit("g", "orders", [0: 7]) == [.coordinatorLoadInProgress])
        files.set { _, _ in nil }
        broker.advance(milliseconds: 1_000)
        #expect(try client.committed("g", "orders") == [5])
        #expect(try client.commit("g", "orders", [0: 8]) == [.none])
    }

    @Test func `a topic made anew while the log is replayed has no offsets of before`() throws {
        let files = MemoryFileSystem()
        let first = try broker(fileSystem: files)
        try first.connect().findCoordinator(of: "g")
        #expect(try first.connect().commit("g", "orders", [0: 5]) == [.none])
        try first.broker.close()
        let held = HeldWork()
        held.hold()
        let again = try TestBroker(fileSystem: files, fileWork: held)
        let client = again.connect()
        held.letOthersPass()
        try makeAnew("orders", client)
        #expect(try client.groupError("g") == .coordinatorLoadInProgress)
        held.release()
        again.lanes.runUntilIdle()
        #expect(try client.committed("g", "orders") == [-1])
    }

    @Test func `a topic made anew while no coordinator serves has no offsets of before`() throws {
        let files = FaultyFileSystem(MemoryFileSystem())
        let broker = try broker(fileSystem: files)
        let client = broker.connect()
        try client.findCoordinator(of: "g")
        #expect(try client.commit("g", "orders", [0: 5]) == [.none])
        files.set { operation, path in operation == .write && path.contains("__consumer_offsets") ? .error(28) : nil }
        #expect(try client.commit("g", "orders", [0: 6]) == [.notCoordinator])
        files.set { _, _ in nil }
        #expect(try client.groupError("g") == .coordinatorLoadInProgress)
        try makeAnew("orders", client)
        broker.advance(milliseconds: 1_000)
        #expect(try client.committed("g", "orders") == [-1])
    }

    private func makeAnew(_ topic: String, _ client: TestConnection) throws {
        let deleted = try client.ask(DeleteTopicsRequest(topicNames: [topic]), version: 5)
        #expect(deleted.responses.map(\.errorCode) == [.none])
        let created = try client.ask(CreateTopicsRequest(topics: [.init(name: topic, numPartitions: 4, replicationFactor: 1)]), version: 5)
        #expect(created.topics.map(\.errorCode) == [.none])
    }

    @Test func `a group with many offsets is deleted, and others' offsets a slice at a time`() throws {
        let broker = try broker()
        try broker.createTopic("wide", partitions: 3_000)
        let client = broker.connect()
        try client.findCoordinator(of: "g")
        let offsets = Dictionary(uniqueKeysWithValues: (0..<3_000 as Range<Int32>).map { ($0, 7 as Offset) })
        for group in ["g", "h"] { #expect(Set(try client.commit(group, "wide", offsets)) == [.none]) }
        let id = client.send(DeleteGroupsRequest(groupsNames: ["g", "nobody"]), version: 2)
        broker.lanes.runUntilIdle()
        #expect(try client.receive(DeleteGroupsRequest.self, version: 2, correlationID: id) == nil, "it waits for the last offset")
        broker.advance(milliseconds: 100)
        let deleted = try #require(try client.receive(DeleteGroupsRequest.self, version: 2, correlationID: id))
        #expect(deleted.results.map(\.errorCode) == [.none, .groupIDNotFound])
        #expect(try client.committed("g", "wide", [0, 2_999]) == [-1, -1])
        let request = OffsetDeleteRequest(
            groupID: "h",
            topics: [
                .init(name: "wide", partitions: (0..<2_500).map { .init(partitionIndex: $0) }),
                .init(name: "orders", partitions: [.init(partitionIndex: 9)]),
            ])
        let answer = try client.ask(request, version: 0)
        #expect(answer.topics.map(\.name) == ["wide", "orders"])
        #expect(answer.topics.map(\.partitions.count) == [2_500, 1])
        #expect(answer.topics[0].partitions.map(\.partitionIndex) == Array(0..<2_500))
        #expect(answer.topics[0].partitions.allSatisfy { $0.errorCode == .none })
        #expect(answer.topics[1].partitions[0].errorCode == .unknownTopicOrPartition)
        #expect(try client.committed("h", "wide", [0, 2_499, 2_500]) == [-1, -1, 7])
    }
}
