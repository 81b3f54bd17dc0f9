import OttlaVocabulary

/// What the accumulator knows of one partition: its batches, its leader, and the producer's numbering in it.
struct PartitionQueue {
    let topic: Int
    let name: TopicPartition
    /// The node that leads it; -1 while nobody does.
    var leader: Int32 = -1
    /// The last of `waiting`, while it takes records.
    var open: ProducerBatch?
    var waiting = BatchQueue()
    /// Sent at least once and not done with, in the order of their records. With idempotence at most five.
    var outstanding: [ProducerBatch] = []
    var inFlight = 0
    /// Listed among the partitions that have something to do.
    var isActive = false
    /// How large the last batch became: the room the next one starts with.
    var usualBytes = 0

    // The numbering: a batch's sequence is its first record's number, counted from where the epoch began.

    /// Records in batches that were drained, ever.
    var recordsDrained: Int64 = 0
    var identity: ProducerIdentity?
    /// The broker has taken a batch under this identity. Before, it would take any sequence for the first: so the first goes
    /// alone, or one that overtakes it would lock it out.
    var isEstablished = false
    /// The number of the record that has sequence 0.
    var epochStart: Int64 = 0
    /// A batch that had a sequence is gone without having been stored, or it is not known whether: numbering has to start
    /// over in a new epoch once nothing is in flight (KIP-360).
    var needsNewEpoch = false

    /// The transaction that it was last added to.
    var addedIn: UInt64 = 0

    var isIdle: Bool { waiting.isEmpty && outstanding.isEmpty }

    /// Sequences wrap from 2^31-1 to 0.
    func sequence(of batch: ProducerBatch) -> Int32 { Int32((batch.firstRecord - epochStart) & 0x7FFF_FFFF) }
}
