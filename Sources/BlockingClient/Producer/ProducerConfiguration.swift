package import OttlaRecords

/// How records are sent.
package struct ProducerConfiguration: Sendable {
    /// When the broker answers. Raw values are the protocol's.
    package enum Acks: Int16, Sendable {
        /// Never: sent is all that is known.
        case none = 0
        /// Once the leader has it.
        case leader = 1
        /// Once every in-sync replica has it.
        case all = -1
    }

    package var acks = Acks.all
    package var codec = CompressionCodec.none
    /// Records are gathered up to this size, uncompressed.
    package var batchBytes = 256 << 10
    /// All records go there; otherwise the partitioner chooses.
    package var partition: Int32?
    /// Numbers the batches, so that one sent again is stored once.
    package var isIdempotent = false
    /// How long a batch is tried before it is given up.
    package var deliveryTimeoutMilliseconds: Int64 = 30_000

    package init() {}
}
