/// An idempotent producer's name at the brokers, and the number of the next record of each partition.
struct ProducerIdentity {
    let id: Int64
    let epoch: Int16
    private var nextSequences: [Int32: Int32] = [:]

    init(id: Int64, epoch: Int16) {
        self.id = id
        self.epoch = epoch
    }

    /// Takes numbers for so many records of a partition and returns the first.
    mutating func takeSequences(_ count: Int32, partition: Int32) -> Int32 {
        let first = nextSequences[partition, default: 0]
        // Sequences wrap from 2^31-1 to 0.
        nextSequences[partition] = Int32((Int64(first) + Int64(count)) & 0x7FFF_FFFF)
        return first
    }
}
