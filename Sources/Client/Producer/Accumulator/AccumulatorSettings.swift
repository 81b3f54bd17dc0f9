package import OttlaRecords

/// What the accumulator goes by, in plain numbers; `ProducerConfiguration` is what users see.
package struct AccumulatorSettings: Sendable {
    /// Bytes at which a batch is closed.
    package var batchBytes = 64 << 10
    package var lingerMilliseconds: Int64 = 5
    /// Bytes of all batches that are not done with.
    package var bufferBytes = 32 << 20
    package var maxRequestBytes = 1 << 20
    package var maxBlockMilliseconds: Int64 = 60_000
    package var deliveryTimeoutMilliseconds: Int64 = 120_000
    package var retryBackoffMilliseconds: Int64 = 100
    package var retryBackoffMaxMilliseconds: Int64 = 1_000
    package var retryLimit = Int.max
    package var maxInFlight = 5
    package var isIdempotent = true
    package var isTransactional = false
    package var codec = CompressionCodec.none
    package var level: Int32?
    package var partitioning = Partitioning.keyHash.way
    /// Prefers partitions whose queues are short (KIP-794).
    package var isAdaptive = true

    package init() {}
}

/// Under which number a producer writes, so that brokers know a batch that comes twice.
package struct ProducerIdentity: Hashable, Sendable, CustomStringConvertible {
    package var id: Int64
    package var epoch: Int16

    package init(id: Int64, epoch: Int16) {
        self.id = id
        self.epoch = epoch
    }

    package var description: String { "\(id)/\(epoch)" }
}
