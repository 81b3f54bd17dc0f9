/// Chooses a partition for each record as the Java client does: by the key's hash, or, without a key,
/// the same one until a batch is full and then another.
package struct Partitioner {
    package let partitionCount: Int32
    private var sticky: Int32
    private var generator: any RandomNumberGenerator

    package init(partitionCount: Int32, generator: any RandomNumberGenerator = SystemRandomNumberGenerator()) {
        precondition(partitionCount > 0, "a topic without partitions")
        self.partitionCount = partitionCount
        self.generator = generator
        sticky = Int32.random(in: 0..<partitionCount, using: &self.generator)
    }

    /// The partition of a key. An empty key is a key.
    package func partition(forKey key: UnsafeRawBufferPointer) -> Int32 {
        (Murmur2.hash(key) & 0x7FFF_FFFF) % partitionCount
    }

    /// The partition of records without a key, for now.
    package var partitionWithoutKey: Int32 { sticky }

    /// To be called when a batch of records without keys has been filled.
    package mutating func moveOn() {
        guard partitionCount > 1 else { return }
        let previous = sticky
        repeat { sticky = Int32.random(in: 0..<partitionCount, using: &generator) } while sticky == previous
    }
}
