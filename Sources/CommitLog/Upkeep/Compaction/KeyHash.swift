/// 128 bits that stand for a record's key.
struct KeyHash: Equatable {
    var high: UInt64
    var low: UInt64
}

/// Hashes keys with SipHash of 128 bits under a secret of its own: nobody who does not know the secret can make two keys that
/// share a hash, and by chance two of 10^12 keys do so with a probability of less than 10^-14.
struct KeyHasher {
    private let key: (UInt64, UInt64)

    init(secret: (UInt64, UInt64)) { key = secret }

    /// Rounds as in SipHash-1-3: enough under a secret that lives for one compaction.
    @inline(__always)
    func hash(_ bytes: UnsafeRawBufferPointer) -> KeyHash { hash(bytes, rounds: 1, finalRounds: 3) }

    @inline(__always)
    func hash(_ bytes: UnsafeRawBufferPointer, rounds: Int, finalRounds: Int) -> KeyHash {
        var state = SipState(key)
        var position = 0
        while position + 8 <= bytes.count {
            state.absorb(UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: position, as: UInt64.self)), rounds)
            position += 8
        }
        var last = UInt64(truncatingIfNeeded: bytes.count) << 56
        var shift: UInt64 = 0
        while position < bytes.count {
            last |= UInt64(bytes[position]) << shift
            shift += 8
            position += 1
        }
        state.absorb(last, rounds)
        return state.finish(finalRounds)
    }
}

/// The four words of SipHash.
private struct SipState {
    private var a: UInt64
    private var b: UInt64
    private var c: UInt64
    private var d: UInt64

    @inline(__always)
    init(_ key: (UInt64, UInt64)) {
        a = key.0 ^ 0x736F_6D65_7073_6575
        b = key.1 ^ 0x646F_7261_6E64_6F6D ^ 0xEE
        c = key.0 ^ 0x6C79_6765_6E65_7261
        d = key.1 ^ 0x7465_6462_7974_6573
    }

    @inline(__always)
    mutating func absorb(_ word: UInt64, _ rounds: Int) {
        d ^= word
        for _ in 0..<rounds { mix() }
        a ^= word
    }

    @inline(__always)
    mutating func finish(_ rounds: Int) -> KeyHash {
        c ^= 0xEE
        for _ in 0..<rounds { mix() }
        let first = a ^ b ^ c ^ d
        b ^= 0xDD
        for _ in 0..<rounds { mix() }
        return KeyHash(high: first, low: a ^ b ^ c ^ d)
    }

    @inline(__always)
    private mutating func mix() {
        a = a &+ b
        b = Self.rotate(b, 13) ^ a
        a = Self.rotate(a, 32)
        c = c &+ d
        d = Self.rotate(d, 16) ^ c
        a = a &+ d
        d = Self.rotate(d, 21) ^ a
        c = c &+ b
        b = Self.rotate(b, 17) ^ c
        c = Self.rotate(c, 32)
    }

    @inline(__always)
    private static func rotate(_ word: UInt64, _ count: UInt64) -> UInt64 { word << count | word >> (64 - count) }
}
