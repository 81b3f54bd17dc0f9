/// Records of a consumer's partitions, one by one, for as long as the consumer lives.
///
/// Asking for the next record says that the one before is done with: automatic commits go by that. Several tasks may read at
/// once, each with an iterator of its own; records of one partition are handed out in order.
public struct ConsumerRecords: AsyncSequence, Sendable {
    public typealias Element = ConsumerRecord
    public typealias Failure = ClientError
    let consumer: Consumer

    /// Hands out records until the consumer is closed.
    public struct AsyncIterator: AsyncIteratorProtocol {
        let reader: RecordReader

        /// The next record, waited for; `nil` when the consumer was closed.
        ///
        /// - Throws: `offsetOutOfRange`, `corruptRecords`, `notFound`, `refused` and others where a partition cannot be
        ///   read on; `cancelled`.
        public mutating func next(isolation actor: isolated (any Actor)? = #isolation) async throws(ClientError) -> ConsumerRecord? {
            while true {
                if let record = reader.nextRecord() { return record }
                guard let batch = try await reader.nextBatch() else { return nil }
                reader.begin(batch)
            }
        }

        public mutating func next() async throws(ClientError) -> ConsumerRecord? { try await next(isolation: nil) }
    }

    public func makeAsyncIterator() -> AsyncIterator { AsyncIterator(reader: RecordReader(consumer)) }
}

/// Records of a consumer's partitions in batches as they came: the quickest way to read.
///
/// Asking for the next batch says that the one before is done with.
public struct ConsumerBatches: AsyncSequence, Sendable {
    public typealias Element = RecordsBatch
    public typealias Failure = ClientError
    let consumer: Consumer

    /// Hands out batches until the consumer is closed.
    public struct AsyncIterator: AsyncIteratorProtocol {
        let reader: RecordReader

        /// The next batch, waited for; `nil` when the consumer was closed. Throws as `ConsumerRecords` does.
        public mutating func next(isolation actor: isolated (any Actor)? = #isolation) async throws(ClientError) -> RecordsBatch? {
            try await reader.nextBatch()
        }

        public mutating func next() async throws(ClientError) -> RecordsBatch? { try await next(isolation: nil) }
    }

    public func makeAsyncIterator() -> AsyncIterator { AsyncIterator(reader: RecordReader(consumer)) }
}
