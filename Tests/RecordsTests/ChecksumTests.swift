import OttlaStateMachines
import OttlaVocabulary
import Testing

@Suite struct ChecksumTests {
    /// The definition, one bit at a time.
    private func bitwise(_ bytes: some Sequence<UInt8>, polynomial: UInt32, after crc: UInt32 = 0) -> UInt32 {
        var state = ~crc
        for byte in bytes {
            state ^= UInt32(byte)
            for _ in 0..<8 { state = state >> 1 ^ (state & 1 == 1 ? polynomial : 0) }
        }
        return ~state
    }

    @Test func `the known check values come out`() {
        let digits = Array("123456789".utf8)
        #expect(CRC32C.checksum(digits.span.bytes) == 0xE306_9283)
        #expect(CRC32.checksum(digits.span.bytes) == 0xCBF4_3926)
    }

    @Test(arguments: CRC32C.ways)
    func `each way agrees with the definition at every short length and alignment`(_ way: CRC32C.Way) {
        var random = SeededGenerator(seed: 20)
        let bytes = (0..<1200).map { _ in UInt8.random(in: 0...255, using: &random) }
        bytes.withUnsafeBytes { raw in
            for start in [0, 1, 2, 3, 5, 7, 8, 15, 31, 63] {
                for count in stride(from: 0, through: 1100, by: start == 0 ? 1 : 17) {
                    let piece = UnsafeRawBufferPointer(rebasing: raw[start..<start + count])
                    let crc = UInt32(truncatingIfNeeded: random.next())
                    let expected = bitwise(piece, polynomial: 0x82F6_3B78, after: crc)
                    #expect(way.checksum(piece, after: crc) == expected, "\(way) at \(start), \(count) bytes")
                }
            }
        }
    }

    @Test(arguments: CRC32C.ways)
    func `each way agrees with the definition at long lengths`(_ way: CRC32C.Way) {
        var random = SeededGenerator(seed: 21)
        let bytes = (0..<20_000).map { _ in UInt8.random(in: 0...255, using: &random) }
        for count in [1023, 1024, 3071, 3072, 3073, 4096, 12_288, 12_301, 19_999] {
            let expected = bitwise(bytes[..<count], polynomial: 0x82F6_3B78)
            bytes.withUnsafeBytes { raw in
                #expect(way.checksum(UnsafeRawBufferPointer(rebasing: raw[..<count])) == expected, "\(way), \(count) bytes")
            }
        }
    }

    @Test func `a checksum can be computed in pieces`() {
        let bytes = (0..<1000).map { UInt8(truncatingIfNeeded: $0 * 7) }
        let whole = CRC32C.checksum(bytes.span.bytes)
        for cut in stride(from: 0, through: 1000, by: 91) {
            let first = CRC32C.checksum(Array(bytes[..<cut]).span.bytes)
            #expect(CRC32C.checksum(Array(bytes[cut...]).span.bytes, after: first) == whole)
        }
    }

    @Test func `the legacy checksum agrees with its definition`() {
        let bytes = (0..<300).map { UInt8(truncatingIfNeeded: $0 * 13) }
        for count in 0...300 {
            let piece = Array(bytes[..<count])
            #expect(CRC32.checksum(piece.span.bytes) == bitwise(piece, polynomial: 0xEDB8_8320))
        }
    }
}
