import OttlaStateMachines
import OttlaVocabulary

/// Where records go that name no partition.
extension RecordAccumulator {
    /// A topic's partition for a record of that key and size.
    mutating func choosePartition(_ topic: Int, key: RawSpan?, bytes: Int) -> Int32 {
        let count = Int32(topics[topic].slots.count)
        switch settings.partitioning {
        case .keyHash: if let key { return Murmur2.partition(of: key, count: count) }
        case .crc32: if let key { return Int32(CRC32.checksum(key) % UInt32(count)) }
        case .random: return Int32.random(in: 0..<count, using: &generator)
        case .roundRobin:
            topics[topic].roundRobin = (topics[topic].roundRobin + 1) % count
            return topics[topic].roundRobin
        case .sticky, .custom: break
        }
        return stickyPartition(topic, bytes: bytes)
    }

    /// KIP-794: one partition until it has had a batch's worth of bytes, then another.
    private mutating func stickyPartition(_ topic: Int, bytes: Int) -> Int32 {
        if topics[topic].sticky < 0 || topics[topic].stickyBytes >= topics[topic].batchBytes {
            topics[topic].sticky = nextSticky(topic)
            topics[topic].stickyBytes = 0
        }
        topics[topic].stickyBytes += bytes
        return topics[topic].sticky
    }

    /// Any partition with a leader; the longer a partition's queue, the less often it is chosen.
    private mutating func nextSticky(_ topic: Int) -> Int32 {
        let slots = topics[topic].slots
        let led = slots.indices.filter { partitions[slots[$0]].leader >= 0 }
        let choices = led.isEmpty ? Array(slots.indices) : led
        guard settings.isAdaptive, choices.count > 1 else { return Int32(choices.randomElement(using: &generator) ?? 0) }
        let lengths = choices.map { partitions[slots[$0]].waiting.count }
        let longest = (lengths.max() ?? 0) + 1
        var ticket = Int.random(in: 0..<lengths.reduce(0) { $0 + longest - $1 }, using: &generator)
        for (choice, length) in zip(choices, lengths) {
            ticket -= longest - length
            if ticket < 0 { return Int32(choice) }
        }
        return Int32(choices[0])
    }
}
