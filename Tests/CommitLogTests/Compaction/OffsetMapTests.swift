@testable import OttlaCommitLog
import OttlaStateMachines
import OttlaVocabulary
import Testing

struct OffsetMapTests {
    private func bytes<Result>(_ text: String, _ body: (UnsafeRawBufferPointer) -> Result) -> Result {
        Array(text.utf8).withUnsafeBytes(body)
    }

    @Test func `the hash is SipHash of 128 bits`() {
        // The published vectors of SipHash-2-4-128 under the key 00 01 … 0f, for inputs of no byte and of one.
        let hasher = KeyHasher(secret: (0x0706_0504_0302_0100, 0x0F0E_0D0C_0B0A_0908))
        let expected: [[UInt8]] = [
            [0xA3, 0x81, 0x7F, 0x04, 0xBA, 0x25, 0xA8, 0xE6, 0x6D, 0xF6, 0x72, 0x14, 0xC7, 0x55, 0x02, 0x93],
            [0xDA, 0x87, 0xC1, 0xD8, 0x6B, 0x99, 0xAF, 0x44, 0x34, 0x76, 0x59, 0x11, 0x9B, 0x22, 0xFC, 0x45],
        ]
        for (count, vector) in expected.enumerated() {
            let hash = (0..<UInt8(count)).map { $0 }.withUnsafeBytes { hasher.hash($0, rounds: 2, finalRounds: 4) }
            let found = [hash.high, hash.low].flatMap { word in (0..<8).map { UInt8(truncatingIfNeeded: word >> ($0 * 8)) } }
            #expect(found == vector)
        }
    }

    @Test func `keys of one start and every length have hashes of their own`() {
        let hasher = KeyHasher(secret: (1, 2))
        var seen: Set<[UInt64]> = []
        for count in 0..<200 {
            let hash = [UInt8](repeating: 0, count: count).withUnsafeBytes { hasher.hash($0) }
            seen.insert([hash.high, hash.low])
        }
        #expect(seen.count == 200)
    }

    @Test func `the map holds what a dictionary holds`() {
        for seed in 0..<20 as Range<UInt64> {
            var generator = SeededGenerator(seed: seed)
            var map = OffsetMap(budget: 48_000, loadFactor: 0.9, keys: .max, hasher: KeyHasher(secret: (seed, 3)))
            var model: [String: Int64] = [:]
            for offset in 0..<6_000 as Range<Int64> {
                let key = "key \(Int.random(in: 0..<3_000, using: &generator))"
                let isTaken = bytes(key) { map.note($0, at: Offset(offset)) }
                #expect(isTaken || model[key] == nil && model.count == map.limit, "seed \(seed)")
                if isTaken { model[key] = offset }
            }
            #expect(map.count == model.count)
            #expect(map.count == map.limit)
            for number in 0..<3_100 {
                let key = "key \(number)"
                #expect(bytes(key) { map.offset(of: $0) }?.value == model[key], "seed \(seed)")
            }
        }
    }

    @Test func `the map is never larger than its budget, and no larger than its keys need`() {
        for budget in [100, 1_000, 4_096, 1 << 20] {
            let map = OffsetMap(budget: budget, loadFactor: 0.9, keys: .max, hasher: KeyHasher(secret: (1, 2)))
            #expect(map.byteCount <= budget)
            #expect(map.limit >= 1)
        }
        let small = OffsetMap(budget: 1 << 30, loadFactor: 0.9, keys: 1_000, hasher: KeyHasher(secret: (1, 2)))
        #expect(small.byteCount < 1_300 * OffsetMap.slotSize)
        #expect(small.limit >= 1_000)
    }
}
