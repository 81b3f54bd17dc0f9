/// Chooses a partition for records that do not name one: yours, in place of the client's own.
public protocol Partitioner: Sendable {
    /// The partition for a record, from 0 and below `partitionCount`; `nil` leaves it to the sticky choice, which fills a
    /// batch of one partition before it goes to the next.
    ///
    /// Called on the task that sends, once for each record, before it is copied. The spans hold during the call.
    func partition(topic: String, key: RawSpan?, value: RawSpan?, partitionCount: Int32) -> Int32?
}

/// How a partition is chosen for records that do not name one.
public struct Partitioning: Sendable {
    package enum Way: Sendable {
        case keyHash, crc32, sticky, random, roundRobin
        case custom(any Partitioner)
    }

    package var way: Way

    /// By the key's murmur2 hash, the same partition as the Java client for every key; without a key, the sticky choice
    /// (KIP-480, KIP-794). The default.
    public static let keyHash = Partitioning(way: .keyHash)
    /// By the key's CRC-32, as librdkafka's `consistent_random` does; without a key, the sticky choice.
    public static let crc32 = Partitioning(way: .crc32)
    /// Sticky for all records, whatever their key (Kafka's `partitioner.ignore.keys`).
    public static let sticky = Partitioning(way: .sticky)
    /// Any partition, anew for each record.
    public static let random = Partitioning(way: .random)
    /// One partition after the other, record by record.
    public static let roundRobin = Partitioning(way: .roundRobin)
    /// By rules of your own.
    public static func custom(_ partitioner: some Partitioner) -> Partitioning { Partitioning(way: .custom(partitioner)) }
}
