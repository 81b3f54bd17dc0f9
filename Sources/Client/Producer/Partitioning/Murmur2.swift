/// The hash by which Kafka's own clients choose a partition for a key. Ours must agree, or the same key lands in two places.
package enum Murmur2 {
    package static func hash(_ key: RawSpan) -> Int32 { key.withUnsafeBytes { hash($0) } }

    /// The partition of a key, as the Java client computes it. An empty key is a key.
    package static func partition(of key: RawSpan, count: Int32) -> Int32 { (hash(key) & 0x7FFF_FFFF) % count }

    private static func hash(_ bytes: UnsafeRawBufferPointer) -> Int32 {
        let multiplier: UInt32 = 0x5BD1_E995
        var hash = 0x9747_B28C ^ UInt32(truncatingIfNeeded: bytes.count)
        var position = 0
        while bytes.count - position >= 4 {
            var word = UInt32(littleEndian: bytes.loadUnaligned(fromByteOffset: position, as: UInt32.self))
            word &*= multiplier
            word ^= word >> 24
            word &*= multiplier
            hash &*= multiplier
            hash ^= word
            position += 4
        }
        let tail = bytes.count - position
        if tail > 0 {
            for index in (0..<tail).reversed() { hash ^= UInt32(bytes[position + index]) << (8 * UInt32(index)) }
            hash &*= multiplier
        }
        hash ^= hash >> 13
        hash &*= multiplier
        hash ^= hash >> 15
        return Int32(bitPattern: hash)
    }
}
