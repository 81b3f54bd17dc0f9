import OttlaProtocol
import OttlaRecords
import OttlaStateMachines
import OttlaVocabulary
import Testing

@testable import OttlaClient

private typealias Name = OttlaClient.TopicPartition

/// What is fetched from whom, and what readers get, without network and clock.
struct FetchMachineTests {
    private let now = Instant(nanoseconds: 0)

    private func machine(
        _ partitions: [Name: StartPosition], leaders: [Name: Int32] = [:], _ change: (inout FetchSettings) -> Void = { _ in }
    ) -> FetchMachine {
        var settings = FetchSettings()
        change(&settings)
        var machine = FetchMachine(settings: settings)
        for (partition, start) in partitions { machine.add(partition, at: start) }
        machine.clusterChanged(view(Dictionary(uniqueKeysWithValues: partitions.keys.map { ($0, leaders[$0] ?? 1) })), at: now)
        return machine
    }

    private func view(_ leaders: [Name: Int32], epoch: Int32 = 0, ids: UInt64 = 1) -> ClusterView {
        var view = ClusterView()
        for node in 1...3 { view.brokers[Int32(node)] = BrokerAddress(host: "h", port: UInt16(node)) }
        for (topic, partitions) in Dictionary(grouping: leaders, by: \.key.topic) {
            view.topics[topic] = ClusterView.Topic(
                name: topic, id: UUID(high: ids, low: UInt64(topic.utf8.first ?? 0)), isInternal: false, errorCode: .none,
                partitions: partitions.map {
                    ClusterView.Partition(
                        number: $0.key.partition, errorCode: .none, leader: $0.value, leaderEpoch: epoch, replicas: [], inSyncReplicas: [],
                        offlineReplicas: [])
                }.sorted { $0.number < $1.number })
        }
        return view
    }

    /// A broker's answer about one partition of topic `t`.
    private func answer(
        _ machine: inout FetchMachine, _ partition: Int32 = 0, node: Int32 = 1, records: [UInt8] = [], error: ErrorCode = .none,
        session: Int32 = 5, at now: Instant? = nil, _ change: (inout FetchResponse.PartitionData) -> Void = { _ in }
    ) {
        let name = Name("t", partition)
        var data = FetchResponse.PartitionData(partitionIndex: partition, errorCode: error, highWatermark: 100)
        if !records.isEmpty { data.records = .range(0..<records.count) }
        change(&data)
        let response = FetchResponse(
            sessionID: session,
            responses: [.init(topicID: machine.nodes[node]?.session.asked[name]?.topicID ?? .zero, partitions: [data])])
        machine.answered(node, response, TestBatches.frame(records), version: 17, at: now ?? self.now)
    }

    private func offsets(_ machine: inout FetchMachine) -> [Int64] {
        var offsets: [Int64] = []
        while case .batch(_, _, let batch, _) = machine.take() {
            offsets.append(contentsOf: max(batch.from, batch.header.baseOffset.value)..<batch.nextOffset)
        }
        return offsets
    }

    private func expect(_ machine: inout FetchMachine, _ wanted: [Int64], _ place: SourceLocation = #_sourceLocation) {
        let found = offsets(&machine)
        #expect(found == wanted, sourceLocation: place)
    }

    private func fetch(_ machine: inout FetchMachine, from node: Int32) throws -> (request: FetchRequest, version: Int16) {
        let fetch = machine.fetch(from: node, upTo: 17, at: now)
        return try #require(fetch)
    }

    private func question(_ machine: inout FetchMachine, to node: Int32) throws -> FetchMachine.Question {
        let questions = machine.takeQuestions(at: now)
        return try #require(questions[node]?.first)
    }

    @Test func `one fetch is under way at a broker, and the next one goes on where it ended`() throws {
        var machine = machine([Name("t", 0): .offset(0)])
        #expect(machine.nodesToFetch(at: now) == [1])
        let first = try fetch(&machine, from: 1)
        #expect(first.request.topics.first?.partitions.first?.fetchOffset == 0)
        #expect(first.request.sessionEpoch == 0)
        #expect(machine.nodesToFetch(at: now).isEmpty)
        answer(&machine, records: try TestBatches.batch(at: 0, ["a", "b"]))
        let second = try fetch(&machine, from: 1)
        #expect(second.request.topics.first?.partitions.first?.fetchOffset == 2)
        #expect((second.request.sessionID, second.request.sessionEpoch) == (5, 1))
        expect(&machine, [0, 1])
        #expect(machine.partitions[Name("t", 0)]?.position == 2)
    }

    @Test func `what did not change is not told again, and what is not wanted any more is forgotten`() throws {
        var machine = machine([Name("t", 0): .offset(0), Name("t", 1): .offset(0)])
        let first = try fetch(&machine, from: 1)
        #expect(first.request.topics.first?.partitions.count == 2)
        answer(&machine, records: try TestBatches.batch(at: 0, ["a"]))
        let second = try fetch(&machine, from: 1)
        #expect(second.request.topics.first?.partitions.map(\.partition) == [0])
        answer(&machine)
        machine.setPaused(Name("t", 1), true)
        let third = try fetch(&machine, from: 1)
        #expect(third.request.topics.isEmpty)
        #expect(third.request.forgottenTopicsData.map(\.partitions) == [[1]])
        answer(&machine)
        machine.setPaused(Name("t", 1), false)
        let fourth = try fetch(&machine, from: 1)
        #expect(fourth.request.topics.first?.partitions.map(\.partition) == [1])
        #expect(fourth.request.sessionEpoch == 3)
    }

    @Test func `a session that the broker forgot is begun anew at once`() throws {
        var machine = machine([Name("t", 0): .offset(0)])
        _ = machine.fetch(from: 1, upTo: 17, at: now)
        answer(&machine)
        _ = machine.fetch(from: 1, upTo: 17, at: now)
        machine.answered(
            1, FetchResponse(errorCode: .fetchSessionIDNotFound), TestBatches.frame([]), version: 17, at: now)
        let again = try fetch(&machine, from: 1)
        #expect((again.request.sessionID, again.request.sessionEpoch) == (0, 0))
        #expect(again.request.topics.count == 1)
    }

    @Test func `nothing is fetched while a partition's reader is behind`() throws {
        var machine = machine([Name("t", 0): .offset(0)]) { $0.partitionQueueBytes = 100 }
        _ = machine.fetch(from: 1, upTo: 17, at: now)
        answer(&machine, records: try TestBatches.batch(at: 0, [String(repeating: "x", count: 200)]))
        #expect(machine.nodesToFetch(at: now).isEmpty)
        guard case .batch(_, _, _, let madeRoom) = machine.take() else { throw ClientError(.closed, "no batch") }
        #expect(madeRoom)
        #expect(machine.nodesToFetch(at: now) == [1])
        #expect(machine.queuedBytes == 0)
    }

    @Test func `answers for what was revoked or sought meanwhile do not count`() throws {
        var machine = machine([Name("t", 0): .offset(0)])
        _ = machine.fetch(from: 1, upTo: 17, at: now)
        machine.seek(Name("t", 0), to: .offset(50))
        answer(&machine, records: try TestBatches.batch(at: 0, ["a"]))
        expect(&machine, [])
        #expect(machine.partitions[Name("t", 0)]?.next == 50)
        let request = try fetch(&machine, from: 1).request
        #expect(request.topics.first?.partitions.first?.fetchOffset == 50)
        machine.remove(Name("t", 0))
        answer(&machine, records: try TestBatches.batch(at: 50, ["a"]))
        expect(&machine, [])
        #expect(machine.queuedBytes == 0)
    }

    @Test func `records of a revoked partition are not handed out any more, and its position stays known`() throws {
        var machine = machine([Name("t", 0): .offset(0)])
        _ = machine.fetch(from: 1, upTo: 17, at: now)
        answer(&machine, records: try TestBatches.batch(at: 0, ["a"]) + TestBatches.batch(at: 1, ["b"]))
        guard case .batch(_, let generation, _, _) = machine.take() else { throw ClientError(.closed, "no batch") }
        #expect(machine.isCurrent(Name("t", 0), generation))
        machine.stop(Name("t", 0))
        #expect(!machine.isCurrent(Name("t", 0), generation))
        expect(&machine, [])
        #expect(machine.partitions[Name("t", 0)]?.position == 1)
    }

    @Test func `a position that is not in the log fails loudly, and goes on after a seek`() throws {
        var machine = machine([Name("t", 0): .offset(7)])
        _ = machine.fetch(from: 1, upTo: 17, at: now)
        answer(&machine, error: .offsetOutOfRange)
        for _ in 0..<2 {
            guard case .error(let error) = machine.take() else { throw ClientError(.closed, "no error") }
            #expect(error.code == .offsetOutOfRange)
            #expect(error.message.contains("offset 7 of t-0"))
        }
        #expect(machine.nodesToFetch(at: now).isEmpty)
        machine.seek(Name("t", 0), to: .beginning)
        if case .error = machine.take() { Issue.record("still failing") }
        let question = try self.question(&machine, to: 1)
        #expect(question.lookup == .earliest)
        machine.located(question, offset: 9, epoch: 0)
        let again = try fetch(&machine, from: 1)
        #expect(again.request.topics.first?.partitions.first?.fetchOffset == 9)
    }

    @Test func `with a policy it goes on by itself`() throws {
        var machine = machine([Name("t", 0): .offset(7)]) { $0.outOfRange = .earliest }
        _ = machine.fetch(from: 1, upTo: 17, at: now)
        answer(&machine, error: .offsetOutOfRange)
        let first = try question(&machine, to: 1)
        #expect(first.lookup == .earliest)
        let none = machine.takeQuestions(at: now)
        #expect(none.isEmpty)
    }

    @Test func `without a committed offset the start is the one that is set`() throws {
        for (policy, lookup) in [(ConsumerConfiguration.OffsetReset.latest, OffsetLookup.latest), (.earliest, .earliest)] {
            var machine = machine([Name("t", 0): .committed]) { $0.startWithoutOffset = policy }
            let none = machine.takeQuestions(at: now)
            #expect(none.isEmpty)
            machine.committed(Name("t", 0), nil)
            let first = try question(&machine, to: 1)
            #expect(first.lookup == lookup)
        }
        var machine = machine([Name("t", 0): .committed]) { $0.startWithoutOffset = .fail }
        machine.committed(Name("t", 0), nil)
        guard case .error(let error) = machine.take() else { throw ClientError(.closed, "no error") }
        #expect(error.code == .offsetOutOfRange)
    }

    @Test func `a new leader is asked whether the log was cut before it is read`() throws {
        var machine = machine([Name("t", 0): .offset(0)])
        _ = machine.fetch(from: 1, upTo: 17, at: now)
        answer(&machine, records: try TestBatches.batch(at: 0, ["a", "b"]))
        machine.clusterChanged(view([Name("t", 0): 2], epoch: 1), at: now)
        #expect(machine.nodesToFetch(at: now).isEmpty)
        let question = try self.question(&machine, to: 2)
        #expect((question.lookup, question.lastEpoch) == (nil, 0))
        machine.validated(question, end: 2, epoch: 0)
        #expect(machine.nodesToFetch(at: now) == [2])
        machine.clusterChanged(view([Name("t", 0): 3], epoch: 2), at: now)
        let second = try self.question(&machine, to: 3)
        machine.validated(second, end: 1, epoch: 0)
        expect(&machine, [0, 1])
        guard case .error(let error) = machine.take() else { throw ClientError(.closed, "no error") }
        #expect(error.message.contains("was cut before offset 2"))
    }

    @Test func `a leader that moved is looked for, and the pause is kept`() throws {
        var machine = machine([Name("t", 0): .offset(0)])
        _ = machine.fetch(from: 1, upTo: 17, at: now)
        answer(&machine, error: .notLeaderOrFollower)
        #expect(machine.wantsMetadata)
        #expect(machine.nodesToFetch(at: now).isEmpty)
        #expect(machine.nextDeadline(after: now) == now.advanced(milliseconds: 100))
        machine.clusterChanged(view([Name("t", 0): 2], epoch: 1), at: now)
        #expect(machine.nodesToFetch(at: now.advanced(milliseconds: 100)) == [2])
    }

    @Test func `a replica nearby is read from, and left when it does not know the offset`() throws {
        var machine = machine([Name("t", 0): .offset(0)])
        _ = machine.fetch(from: 1, upTo: 17, at: now)
        answer(&machine) { $0.preferredReadReplica = 3 }
        #expect(machine.nodesToFetch(at: now) == [3])
        _ = machine.fetch(from: 3, upTo: 17, at: now)
        answer(&machine, node: 3, error: .offsetOutOfRange)
        #expect(machine.nodesToFetch(at: now) == [1])
        if case .error = machine.take() { Issue.record("a replica that is behind is no error") }
    }

    @Test func `a topic that is gone is told after a while, one made anew at once`() throws {
        var machine = machine([Name("t", 0): .offset(0)])
        var gone = ClusterView()
        gone.brokers[1] = BrokerAddress(host: "h", port: 1)
        gone.topics["t"] = ClusterView.Topic(
            name: "t", id: .zero, isInternal: false, errorCode: .unknownTopicOrPartition, partitions: [])
        machine.clusterChanged(gone, at: now)
        machine.tick(at: now.advanced(milliseconds: 4_999))
        if case .error = machine.take() { Issue.record("too early") }
        machine.tick(at: now.advanced(milliseconds: 5_000))
        guard case .error(let error) = machine.take() else { throw ClientError(.closed, "no error") }
        #expect(error.code == .notFound)
        var other = self.machine([Name("t", 0): .offset(3)])
        other.clusterChanged(view([Name("t", 0): 1], ids: 9), at: now)
        guard case .error(let renewed) = other.take() else { throw ClientError(.closed, "no error") }
        #expect(renewed.message.contains("created anew"))
    }

    @Test func `partitions come in turn`() throws {
        var machine = machine([Name("t", 0): .offset(0), Name("t", 1): .offset(0)])
        _ = machine.fetch(from: 1, upTo: 17, at: now)
        answer(&machine, records: try TestBatches.batch(at: 0, ["a"]) + TestBatches.batch(at: 1, ["b"]))
        _ = machine.fetch(from: 1, upTo: 17, at: now)
        answer(&machine, 1, records: try TestBatches.batch(at: 0, ["c"]) + TestBatches.batch(at: 1, ["d"]))
        var order: [Int32] = []
        while case .batch(let partition, _, _, _) = machine.take() { order.append(partition.partition) }
        #expect(order == [0, 1, 0, 1])
    }

    @Test func `a throttled broker is left alone for so long`() throws {
        var machine = machine([Name("t", 0): .offset(0)])
        _ = machine.fetch(from: 1, upTo: 17, at: now)
        machine.answered(1, FetchResponse(throttleTimeMs: 250, sessionID: 5), TestBatches.frame([]), version: 17, at: now)
        #expect(machine.nodesToFetch(at: now.advanced(milliseconds: 249)).isEmpty)
        #expect(machine.nextDeadline(after: now) == now.advanced(milliseconds: 250))
        #expect(machine.nodesToFetch(at: now.advanced(milliseconds: 250)) == [1])
    }
}
