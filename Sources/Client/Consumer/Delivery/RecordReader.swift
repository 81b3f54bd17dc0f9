import Synchronization
import OttlaVocabulary

/// One reader of a consumer: what an iterator has in hand. Its end gives back what was not handed out.
///
/// `@unchecked Sendable`: an iterator is used by one task at a time, as its protocol demands; others see the atomic
/// `handover` only.
final class RecordReader: @unchecked Sendable {
    let consumer: Consumer
    private let handover = Handover()
    private let number: UInt64
    private var fetched: FetchedBatch?
    private var partition = TopicPartition("", 0)
    private var generation: UInt64 = 0
    private var seenChanges: UInt64 = 0
    /// Records still to be handed out one by one.
    private var records: RecordsBatch.Iterator?

    init(_ consumer: Consumer) {
        self.consumer = consumer
        number = consumer.state.newNumber()
    }

    deinit {
        let handed = handover.handed.load(ordering: .relaxed)
        var rest = records.map { $0.rest > 0 } == true ? fetched : nil
        rest?.from = handed
        consumer.state.leave(number, rest: rest)
    }

    /// The next batch, waited for. `nil`: the consumer is closed.
    func nextBatch() async throws(ClientError) -> RecordsBatch? {
        records = nil
        fetched = nil
        consumer.polled()
        while true {
            // Before it is taken: what changes from now on is looked at.
            seenChanges = consumer.state.changes.load(ordering: .relaxed)
            switch consumer.state.take(for: number, handover) {
            case .end: return nil
            case .error(let error): throw error
            case .wait:
                await consumer.state.waitForMore(number)
                if Task.isCancelled { throw .cancelled }
            case .batch(let partition, let generation, let batch):
                (self.partition, self.generation, fetched) = (partition, generation, batch)
                if let opened = try open(batch) { return opened }
            }
        }
    }

    private func open(_ batch: FetchedBatch) throws(ClientError) -> RecordsBatch? {
        do throws(ClientError) {
            let configuration = consumer.configuration
            let opened = try batch.open(partition, checksCRC: configuration.checksCRC, limit: configuration.decompressionLimit)
            if let opened { consumer.metrics.took(opened, of: consumer.state) }
            return opened
        } catch {
            consumer.state.spoil(partition, generation, from: batch.from, error)
            throw error
        }
    }

    /// The next record of the batch in hand. `nil`: another batch is to be waited for.
    func nextRecord() -> ConsumerRecord? {
        guard records != nil else { return nil }
        if seenChanges != consumer.state.changes.load(ordering: .relaxed), !isStillOurs() { return nil }
        guard let record = records?.next() else { return nil }
        handover.unfinished.store(record.offset, ordering: .relaxed)
        let next = records?.rest == 0 ? fetched?.nextOffset ?? record.offset + 1 : record.offset + 1
        handover.handed.store(next, ordering: .relaxed)
        return record
    }

    /// Begins to hand out the records of a batch one by one.
    func begin(_ batch: RecordsBatch) {
        records = batch.makeIterator()
        handover.handed.store(batch.firstOffset, ordering: .relaxed)
    }

    /// Something was revoked, moved or paused: perhaps what is in hand. What is only paused waits in the queue again.
    private func isStillOurs() -> Bool {
        let (partition, generation) = (partition, generation)
        seenChanges = consumer.state.changes.load(ordering: .relaxed)
        if consumer.state.read({ $0.machine.isCurrent(partition, generation) }) { return true }
        var rest = fetched
        rest?.from = handover.handed.load(ordering: .relaxed)
        let given = records?.rest == 0 ? nil : rest
        records = nil
        fetched = nil
        consumer.state.change { state in
            if let given { state.machine.giveBack(partition, generation, given) }
        }
        return false
    }
}
