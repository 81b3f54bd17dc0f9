import OttlaRecords
package import OttlaVocabulary

/// The records of one partition that travel together, from the first record to the answer.
///
/// `@unchecked Sendable`: while it takes records it is touched under the accumulator's lock only; from when it is drained
/// until it is done, on the client's lane only.
package final class ProducerBatch: @unchecked Sendable {
    /// The accumulator's number of its partition.
    let slot: Int
    package let topicPartition: TopicPartition
    var builder: RecordBatchBuilder
    /// The larger, the later it was opened; the parts of a batch that was split share it.
    let number: UInt64
    let created: Instant
    /// When it must be acknowledged at the latest.
    let deadline: Instant
    /// Bytes that it counts in the buffer.
    var charge: Int
    /// What the records' senders wait for; none if nobody does.
    package var completion: BatchCompletion?

    /// How many records of the partition were sent before its first; -1 until it is drained.
    var firstRecord: Int64 = -1
    var attempts = 0
    /// Not to be sent again before this.
    var retryAt: Instant
    /// The node of the last attempt.
    var sentTo: Int32 = -1
    /// The broker may have stored it: the answer to some attempt never came, or left that open.
    var mayBeAppended = false
    /// When it was last sent, everything before it in its partition was done with.
    var wasSentFirst = false
    /// Why the last attempt did not succeed.
    var lastError: ClientError?
    var state = State.waiting

    enum State {
        case waiting
        case inFlight
        /// Its senders were told that it is too late, but the answer of the broker is still to come.
        case abandoned
        case done
    }

    init(
        slot: Int, _ topicPartition: TopicPartition, number: UInt64, builder: consuming RecordBatchBuilder, created: Instant,
        deadline: Instant, charge: Int
    ) {
        self.slot = slot
        self.topicPartition = topicPartition
        self.number = number
        self.builder = builder
        self.created = created
        self.deadline = deadline
        self.charge = charge
        retryAt = created
    }

    package var recordCount: Int32 { builder.recordCount }
    /// Bytes on the wire, an upper bound until it is sealed.
    package var size: Int { builder.uncompressedSize }
    package var age: Instant { created }
}
