import OttlaProtocol
import OttlaRecords
import OttlaStateMachines
import OttlaVocabulary
import Testing

@testable import OttlaClient

/// A machine against brokers that answer at random: with records, errors, moved leaders, lost sessions; and a reader that
/// pauses, seeks and stops reading. Each record must come once, in order, and memory stays bounded.
struct FetchModelTests {
    private typealias Name = OttlaClient.TopicPartition

    private struct World {
        var generator: SeededGenerator
        var machine: FetchMachine
        var now = Instant(nanoseconds: 0)
        var leaders: [Name: Int32] = [:]
        var epochs: [Name: Int32] = [:]
        var expected: [Name: Int64] = [:]
        /// Under way: the broker, and its request.
        var inFlight: [Int32: [Name: FetchSession.Asked]] = [:]
        var readCount = 0
        let end: Int64 = 200
        let limit = 400

        init(seed: UInt64) {
            generator = SeededGenerator(seed: seed)
            var settings = FetchSettings()
            settings.partitionQueueBytes = limit
            machine = FetchMachine(settings: settings)
            for number in 0..<Int32.random(in: 1...5, using: &generator) {
                let name = Name("t", number)
                leaders[name] = Int32.random(in: 1...3, using: &generator)
                epochs[name] = 0
                expected[name] = 0
                machine.add(name, at: .offset(0))
            }
            tellCluster()
        }

        var isDone: Bool { expected.values.allSatisfy { $0 >= end } }

        mutating func tellCluster() {
            var view = ClusterView()
            for node in 1...3 { view.brokers[Int32(node)] = BrokerAddress(host: "h", port: UInt16(node)) }
            let partitions = leaders.map { name, leader in
                ClusterView.Partition(
                    number: name.partition, errorCode: .none, leader: leader, leaderEpoch: epochs[name] ?? 0, replicas: [],
                    inSyncReplicas: [], offlineReplicas: [])
            }
            view.topics["t"] = ClusterView.Topic(
                name: "t", id: UUID(high: 1, low: 2), isInternal: false, errorCode: .none,
                partitions: partitions.sorted { $0.number < $1.number })
            machine.clusterChanged(view, at: now)
        }

        mutating func step(_ chaos: Bool) throws {
            now = now.advanced(milliseconds: Int64.random(in: 0...20, using: &generator))
            machine.tick(at: now)
            for (_, questions) in machine.takeQuestions(at: now) {
                for question in questions { machine.validated(question, end: end + 1, epoch: question.leaderEpoch) }
            }
            if machine.wantsMetadata {
                machine.wantsMetadata = false
                tellCluster()
            }
            for node in machine.nodesToFetch(at: now) {
                if machine.fetch(from: node, upTo: 17, at: now) != nil { inFlight[node] = machine.nodes[node]?.session.asked }
            }
            if let node = inFlight.keys.sorted().randomElement(using: &generator) { try answer(node, chaos) }
            if chaos { disturb() }
            for _ in 0..<Int.random(in: 0...4, using: &generator) { try read() }
        }

        private mutating func disturb() {
            let names = expected.keys.sorted()
            guard let name = names.randomElement(using: &generator) else { return }
            switch Int.random(in: 0..<30, using: &generator) {
            case 0:
                leaders[name] = Int32.random(in: 1...3, using: &generator)
                epochs[name, default: 0] += 1
            case 1: machine.setPaused(name, true)
            case 2...4: machine.setPaused(name, false)
            case 5:
                let to = Int64.random(in: 0...end, using: &generator)
                machine.seek(name, to: .offset(to))
                expected[name] = to
            default: break
            }
        }

        private mutating func answer(_ node: Int32, _ chaos: Bool) throws {
            let asked = inFlight.removeValue(forKey: node) ?? [:]
            if chaos, Int.random(in: 0..<15, using: &generator) == 0 { return machine.lost(node, at: now) }
            if chaos, Int.random(in: 0..<15, using: &generator) == 0 {
                return machine.answered(
                    node, FetchResponse(errorCode: .fetchSessionIDNotFound), TestBatches.frame([]), version: 17, at: now)
            }
            var bytes: [UInt8] = []
            var data: [FetchResponse.PartitionData] = []
            for (name, want) in asked.sorted(by: { $0.key < $1.key }) {
                var answer = FetchResponse.PartitionData(partitionIndex: name.partition, highWatermark: Offset(end))
                if leaders[name] != node {
                    answer.errorCode = .notLeaderOrFollower
                } else if want.offset < end {
                    let start = bytes.count
                    // A batch begins where it began when it was written.
                    var base = (want.offset / 4) * 4
                    for _ in 0..<Int.random(in: 1...3, using: &generator) where base < end {
                        bytes += try TestBatches.batch(at: base, (base..<base + 4).map(String.init))
                        base += 4
                    }
                    answer.records = .range(start..<bytes.count)
                }
                data.append(answer)
            }
            let id = asked.values.first?.topicID ?? .zero
            machine.answered(
                node, FetchResponse(sessionID: 7, responses: [.init(topicID: id, partitions: data)]), TestBatches.frame(bytes), version: 17,
                at: now)
        }

        private mutating func read() throws {
            switch machine.take() {
            case .nothing: return
            case .error(let error): throw error
            case .batch(let name, let generation, let batch, _):
                #expect(machine.isCurrent(name, generation))
                let records = try batch.open(name, checksCRC: true, limit: 1 << 20).map { Array($0) } ?? []
                for record in records {
                    #expect(record.offset == expected[name], "\(name)")
                    #expect(record.value?.string == String(record.offset))
                    expected[name] = record.offset + 1
                }
                readCount += 1
            }
        }

        func check() {
            var sum = 0
            for held in machine.partitions.values {
                // One answer more than the limit at most.
                #expect(held.queue.byteCount < limit + 1_000)
                sum += held.queue.byteCount
            }
            #expect(sum == machine.queuedBytes)
        }
    }

    @Test func `each record comes once and in order, whatever happens`() throws {
        for seed in Seeds.few(60) {
            var world = World(seed: seed)
            for _ in 0..<300 {
                try world.step(true)
                world.check()
            }
            for name in world.expected.keys { world.machine.setPaused(name, false) }
            for _ in 0..<4_000 where !world.isDone {
                try world.step(false)
                world.check()
            }
            #expect(world.isDone, "seed \(seed): \(world.expected)")
            #expect(world.readCount > 0)
        }
    }
}
