import OttlaRecords
import OttlaVocabulary
import Testing

@testable import OttlaClient

/// What transactions ask of the accumulator.
@Suite struct TransactionSendingTests {
    private let now = Instant(nanoseconds: 0)

    /// A transactional producer that knows its topic's one partition, on node 1.
    private func makeAccumulator() -> RecordAccumulator {
        var settings = AccumulatorSettings()
        settings.isTransactional = true
        settings.lingerMilliseconds = 0
        var accumulator = RecordAccumulator(settings: settings, seed: 1)
        accumulator.topicChanged("t", id: .zero, leaders: [1], at: now)
        accumulator.identified(ProducerIdentity(id: 7, epoch: 0))
        return accumulator
    }

    private func append(to accumulator: inout RecordAccumulator) -> ClientError.Code? {
        let record = RecordToAppend(key: nil, value: nil, timestamp: OttlaVocabulary.Timestamp(milliseconds: 0))
        if case .refused(let error) = accumulator.append(topic: "t", partition: 0, record, at: now) { return error.code }
        return nil
    }

    @Test func `records are taken within a transaction only`() {
        var accumulator = makeAccumulator()
        #expect(append(to: &accumulator) == .invalidArgument)
        accumulator.beginTransaction(addsImplicitly: false)
        #expect(append(to: &accumulator) == nil)
    }

    @Test func `a partition is sent to once the coordinator knows it, and anew in each transaction`() {
        var accumulator = makeAccumulator()
        for _ in 0..<2 {
            accumulator.beginTransaction(addsImplicitly: false)
            _ = append(to: &accumulator)
            let early = accumulator.nodesToSend(at: now)
            let toAdd = accumulator.partitionsToAdd
            #expect(early.isEmpty && toAdd == [TopicPartition("t", 0)])
            accumulator.partitionsAdded([TopicPartition("t", 0)])
            let nodes = accumulator.nodesToSend(at: now)
            #expect(nodes == [1])
            let plan = accumulator.nextPlan(to: 1, at: now)
            #expect(plan?.batches.count == 1)
            if let plan { accumulator.answered(plan.number, [ProduceAnswer()], at: now) }
            let hasContent = accumulator.transactionHasContent
            #expect(hasContent)
            accumulator.endTransaction()
        }
    }

    @Test func `in version 2 nobody has to ask`() {
        var accumulator = makeAccumulator()
        accumulator.beginTransaction(addsImplicitly: true)
        let before = accumulator.transactionHasContent
        _ = append(to: &accumulator)
        let toAdd = accumulator.partitionsToAdd
        let plan = accumulator.nextPlan(to: 1, at: now)
        let after = accumulator.transactionHasContent
        #expect(!before && toAdd.isEmpty && plan?.batches.count == 1 && after)
    }

    @Test func `a batch that fails takes the transaction with it, and the next one begins in a new epoch`() {
        var accumulator = makeAccumulator()
        accumulator.beginTransaction(addsImplicitly: true)
        _ = append(to: &accumulator)
        if let plan = accumulator.nextPlan(to: 1, at: now) {
            accumulator.answered(plan.number, [ProduceAnswer(error: .invalidRecord)], at: now)
        }
        accumulator.failTransaction(ClientError(.refused, "it is invalid"))
        #expect(append(to: &accumulator) == .transactionAborted)
        let (needsEpoch, batches) = (accumulator.transactionNeedsNewEpoch, accumulator.batchCount)
        #expect(needsEpoch && batches == 0)
        accumulator.endTransaction()
        accumulator.identified(ProducerIdentity(id: 7, epoch: 1))
        accumulator.beginTransaction(addsImplicitly: true)
        #expect(append(to: &accumulator) == nil)
        guard let batch = accumulator.nextPlan(to: 1, at: now)?.batches.first else { Issue.record("nothing is sent"); return }
        let (epoch, sequence, isTransactional) = (batch.builder.producerEpoch, batch.builder.baseSequence, batch.builder.isTransactional)
        #expect(epoch == 1 && sequence == 0 && isTransactional)
    }
}
