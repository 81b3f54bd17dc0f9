/// An open transaction: what is sent through it is seen by readers of committed records all together, or not at all.
public struct Transaction: Sendable {
    let producer: Producer
    let id: String

    /// Sends a record and waits until it is stored. It counts once the transaction is committed.
    ///
    /// - Throws: as `Producer.send`; the transaction is then aborted, whatever else is done in it.
    @discardableResult
    public func send(_ record: ProducerRecord) async throws(ClientError) -> RecordMetadata { try await producer.send(record) }

    /// Takes a record to be sent. The commit waits for it, so nothing else has to.
    ///
    /// - Throws: as `Producer.enqueue`.
    @discardableResult
    public func enqueue(_ record: ProducerRecord) async throws(ClientError) -> Delivery { try await producer.enqueue(record) }

    /// Commits a consumer's offsets with the transaction, so that records are read and their results written exactly once.
    ///
    /// - Parameters:
    ///   - offsets: where the group goes on with each partition: one after the last record that was worked off.
    ///   - group: who the consumer is (KIP-447).
    /// - Throws: `ClientError`: `groupMembershipLost` if the partitions are another's by now, `fenced`, `refused`.
    public func sendOffsets(
        _ offsets: [TopicPartition: CommittedOffset], of group: ConsumerGroupMetadata
    ) async throws(ClientError) {
        let core = producer.core
        let id = id
        try await core.client.onLane { () async throws(ClientError) in try await core.sendOffsets(offsets, of: group, id) }
    }
}

extension Producer {
    /// Runs `body` in a transaction: commits when it returns, aborts when it throws or its task is cancelled.
    ///
    /// Needs `ProducerConfiguration.transactionalID`. One transaction at a time; the first one fences every other producer of
    /// that id, on this machine or elsewhere.
    ///
    /// - Throws: what `body` throws, or `ClientError`: `transactionAborted` if something that was sent could not be stored,
    ///   `fenced` if another producer has taken the id, which ends this one, `invalidArgument` without a transactional id.
    @discardableResult
    public func withTransaction<Result: Sendable>(
        _ body: (Transaction) async throws -> Result
    ) async throws -> Result {
        guard let id = core.configuration.transactionalID else {
            throw ClientError(.invalidArgument, "the producer has no transactional id: set ProducerConfiguration.transactionalID")
        }
        let core = core
        try await core.client.onLane { () async throws(ClientError) in try await core.beginTransaction(id) }
        let result: Result
        do {
            result = try await body(Transaction(producer: self, id: id))
            if Task.isCancelled { throw ClientError.cancelled }
        } catch {
            let cause = (error as? ClientError) ?? ClientError(.transactionAborted, "\(error)")
            await core.client.entry.perform { await core.abortTransaction(id, because: cause) }
            throw error
        }
        try await core.client.onLane { () async throws(ClientError) in try await core.commitTransaction(id) }
        return result
    }
}
