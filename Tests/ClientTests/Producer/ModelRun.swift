import OttlaRecords
import OttlaStateMachines
import OttlaVocabulary
import Synchronization
import Testing

@testable import OttlaClient

/// A producer's accumulator against a model of the brokers, in random order: losses, refusals, moves and delays. At the
/// end everybody has been answered once, and what was acknowledged is stored, once and in order.
final class ModelRun {
    private struct Flying {
        var plan: UInt64
        var node: Int32
        var batches: [(partition: Int, bytes: [UInt8])]
        /// Nobody waits for an answer any more, but the broker may still read it.
        var isGhost = false
    }

    private var accumulator: RecordAccumulator
    private var broker: ModelBroker
    private var random: SeededGenerator
    private var now = Instant(nanoseconds: 0)
    private var flying: [Flying] = []
    private var nextValue: UInt64 = 1
    private var waiting: Set<WaiterID> = []
    private let book = AnswerBook()
    private var sent: [UInt64: Int] = [:]
    private var flushes: Set<FlushID> = []
    private var nextEpochlessID: Int64 = 100
    let seed: UInt64
    var isCalm = false

    init(seed: UInt64, settings: AccumulatorSettings, partitions: Int = 3) {
        self.seed = seed
        random = SeededGenerator(seed: seed)
        accumulator = RecordAccumulator(settings: settings, seed: seed &+ 1)
        broker = ModelBroker(partitions: (0..<partitions).map { ModelBroker.Partition(leader: Int32($0 % 2)) })
        broker.maxMessageBytes = random.oneIn(2) ? .max : settings.batchBytes * 2 / 3
    }

    func run(steps: Int) {
        for _ in 0..<steps { step() }
        isCalm = true
        accumulator.close()
        flushes.insert(accumulator.flush())
        for _ in 0..<4_000 where accumulator.batchCount > 0 || !flying.isEmpty { step() }
        doActions()
        check()
    }

    private func step() {
        switch Int.random(in: 0..<12, using: &random) {
        case 0...4 where !isCalm: send()
        case 5, 6: drain()
        case 7, 8: if !flying.isEmpty { land(Int.random(in: 0..<flying.count, using: &random)) }
        case 9: advance(milliseconds: Int64.random(in: 0...(isCalm ? 40 : 400), using: &random))
        case 10: if random.oneIn(isCalm ? 1 : 6) { learn() }
        default: if !isCalm, random.oneIn(6) { disturb() }
        }
        doActions()
    }

    private func advance(milliseconds: Int64) {
        now = now.advanced(milliseconds: milliseconds)
        accumulator.expire(at: now)
        // A request has its time-out: a lost one is known to be so.
        if accumulator.needsIdentity {
            nextEpochlessID += 1
            accumulator.identified(ProducerIdentity(id: nextEpochlessID, epoch: 0))
        }
    }

    private func send() {
        let partition = Int.random(in: broker.partitions.indices, using: &random)
        let value = nextValue
        var bytes = (0..<8).map { UInt8(truncatingIfNeeded: value >> (56 - 8 * $0)) }
        bytes += [UInt8](repeating: 7, count: Int.random(in: 0..<60, using: &random))
        let headers = random.oneIn(5) ? [RecordHeader("h", "v")] : []
        let record = RecordToAppend(
            key: nil, value: bytes.span.bytes, headers: headers,
            timestamp: OttlaVocabulary.Timestamp(milliseconds: Int64(value)), wantsCompletion: true)
        let waiter = waiting.isEmpty || !random.oneIn(2) ? nil : resumed.popLast()
        if let waiter { waiting.remove(waiter) }
        switch accumulator.append(topic: "t", partition: Int32(partition), record, waiter: waiter, at: now) {
        case .taken(let place, _):
            nextValue += 1
            sent[value] = partition
            let book = book
            place.batch.completion?.wait(for: place.index) { outcome, index in
                book.outcomes.withLock { $0[value, default: []].append((outcome, index)) }
            }
        case .full(let bytes): waiting.insert(accumulator.waitForRoom(bytes, until: now.advanced(milliseconds: 300)))
        case .unknownTopic: waiting.insert(accumulator.waitForTopic("t", until: now.advanced(milliseconds: 300)))
        case .refused(let error): Issue.record("seed \(seed): refused: \(error)")
        }
    }

    private var resumed: [WaiterID] = []

    private func drain() {
        for node in accumulator.nodesToSend(at: now) {
            while let plan = accumulator.nextPlan(to: node, at: now) {
                #expect(Set(plan.batches.map(\.slot)).count == plan.batches.count)
                let batches = plan.batches.map { batch -> (Int, [UInt8]) in
                    do { try batch.builder.seal() } catch { Issue.record("\(error)") }
                    return (Int(batch.topicPartition.partition), batch.builder.sealedArray)
                }
                flying.append(Flying(plan: plan.number, node: node, batches: batches))
            }
        }
    }

    /// The oldest request to the same node as the chosen one gets to its broker: connections keep the order.
    private func land(_ choice: Int) {
        let index = flying[choice].isGhost ? choice : flying.firstIndex { $0.node == flying[choice].node && !$0.isGhost }!
        let request = flying.remove(at: index)
        var answers: [ProduceAnswer] = []
        for batch in request.batches { answers.append(answer(batch.bytes, batch.partition, request.node)) }
        if request.isGhost { return }
        if !isCalm, random.oneIn(10) {
            accumulator.lost(request.plan, ClientError(.connectionLost, "the answer is lost"), at: now)
            dropConnection(request.node)
        } else {
            accumulator.answered(request.plan, answers, at: now)
        }
    }

    private func answer(_ bytes: [UInt8], _ partition: Int, _ node: Int32) -> ProduceAnswer {
        if !isCalm, random.oneIn(15) {
            return ProduceAnswer(error: random.oneIn(2) ? .leaderNotAvailable : .notEnoughReplicas)
        }
        let (error, offset) = broker.append(bytes, to: partition, at: node)
        if error == .none, !isCalm, random.oneIn(15) { return ProduceAnswer(error: .notEnoughReplicasAfterAppend) }
        if error == .none, !isCalm, random.oneIn(40) { return ProduceAnswer(error: .requestTimedOut) }
        return ProduceAnswer(error: error, baseOffset: offset.map { Offset($0) })
    }

    /// Everything in flight to the node is lost to us. The broker may have read it, or does so later, or never.
    private func dropConnection(_ node: Int32) {
        var isGhostly = random.oneIn(3)
        for index in flying.indices.reversed() where flying[index].node == node && !flying[index].isGhost {
            accumulator.lost(flying[index].plan, ClientError(.connectionLost, "the connection is gone"), at: now)
            if isGhostly { flying[index].isGhost = true } else { flying.remove(at: index) }
            isGhostly = isGhostly && !random.oneIn(3)
        }
    }

    private func disturb() {
        switch Int.random(in: 0..<3, using: &random) {
        case 0: dropConnection(Int32.random(in: 0...1, using: &random))
        case 1:
            let partition = Int.random(in: broker.partitions.indices, using: &random)
            broker.partitions[partition].leader = Int32.random(in: 0...1, using: &random)
        default: flushes.insert(accumulator.flush())
        }
    }

    private func learn() {
        accumulator.topicChanged("t", id: .zero, leaders: broker.partitions.map(\.leader), at: now)
    }

    private func doActions() {
        for action in accumulator.takeActions() {
            switch action {
            case .complete(let batch, let outcome):
                if batch.completion == nil { Issue.record("seed \(seed): nobody waits") }
                batch.completion?.finish(outcome)
            case .split(let batch, let parts):
                var start: Int32 = 0
                var completions: [BatchCompletion.Part] = []
                for part in parts {
                    completions.append(BatchCompletion.Part(start: start, completion: part.completion!))
                    start += part.recordCount
                }
                #expect(start == batch.recordCount)
                batch.completion?.split(into: completions)
            case .resume(let id): resumed.append(id)
            case .refuse(let id, _):
                #expect(waiting.remove(id) != nil, "seed \(seed)")
            case .flushed(let id): #expect(flushes.remove(id) != nil, "seed \(seed): flushed twice")
            case .refreshMetadata: if isCalm || random.oneIn(3) { learn() }
            }
        }
    }

    private func check() {
        for id in resumed where waiting.remove(id) != nil { accumulator.cancelWaiter(id) }
        #expect(waiting.isEmpty && flushes.isEmpty, "seed \(seed): \(waiting.count) waiters, \(flushes.count) flushes unanswered")
        #expect(accumulator.available == accumulator.settings.bufferBytes, "seed \(seed): memory")
        #expect(accumulator.batchCount == 0 && accumulator.active.isEmpty, "seed \(seed): something is left")
        let outcomes = book.outcomes.withLock { $0 }
        for (value, partition) in sent {
            let all = outcomes[value] ?? []
            #expect(all.count == 1, "seed \(seed): record \(value) was answered \(all.count) times")
            guard case .acknowledged(let base?, _)? = all.first?.0 else { continue }
            let offset = Int(base.value) + Int(all[0].1)
            let log = broker.partitions[partition].log
            #expect(offset < log.count && log[offset] == value, "seed \(seed): record \(value) is not at \(offset)")
        }
        for partition in broker.partitions { checkLog(partition.log) }
        acknowledged = outcomes.values.count { if case .acknowledged? = $0.first?.0 { true } else { false } }
    }

    private(set) var acknowledged = 0

    private func checkLog(_ log: [UInt64]) {
        var seen: Set<UInt64> = []
        let firsts = log.filter { seen.insert($0).inserted }
        if accumulator.settings.isIdempotent { #expect(firsts.count == log.count, "seed \(seed): stored twice") }
        #expect(firsts == firsts.sorted(), "seed \(seed): out of order")
    }
}

/// What was answered about each record.
private final class AnswerBook: Sendable {
    let outcomes = Mutex<[UInt64: [(BatchOutcome, Int32)]]>([:])
}
