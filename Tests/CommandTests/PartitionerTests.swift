import OttlaBlockingClient
import Testing

@Suite struct PartitionerTests {
    /// Computed with a separate program from the published definition of MurmurHash2, with Kafka's seed and without sign.
    static let vectors: [(key: String, hash: Int32)] = [
        ("", 275646681),
        ("a", -1563381124),
        ("ab", 316155434),
        ("abc", 479470107),
        ("abcd", -1323649548),
        ("21", -973932308),
        ("foobar", -790332482),
        ("orders-1", 253392195),
        ("a-little-bit-long-string", -985981536),
        ("a-little-bit-longer-string", -1486304829),
    ]

    @Test(arguments: vectors)
    func `keys hash as Kafka's clients hash them`(key: String, hash: Int32) {
        #expect(Array(key.utf8).withUnsafeBytes { Murmur2.hash($0) } == hash)
    }

    @Test func `bytes above 127 are not taken for negative numbers`() {
        #expect(([0xFF, 0xFE, 0xFD, 0xFC, 0xFB] as [UInt8]).withUnsafeBytes { Murmur2.hash($0) } == 524068735)
    }

    @Test func `a key goes to the positive remainder of its hash`() {
        let partitioner = Partitioner(partitionCount: 7)
        for (key, hash) in Self.vectors {
            let partition = Array(key.utf8).withUnsafeBytes { partitioner.partition(forKey: $0) }
            #expect(partition == (hash & 0x7FFF_FFFF) % 7)
        }
    }

    @Test func `records without a key stay together until a batch is full`() {
        var partitioner = Partitioner(partitionCount: 5)
        for _ in 0..<100 {
            let first = partitioner.partitionWithoutKey
            #expect((0..<5).contains(first))
            #expect(partitioner.partitionWithoutKey == first)
            partitioner.moveOn()
            #expect(partitioner.partitionWithoutKey != first)
        }
    }

    @Test func `a single partition takes everything`() {
        var partitioner = Partitioner(partitionCount: 1)
        partitioner.moveOn()
        #expect(partitioner.partitionWithoutKey == 0)
    }
}
