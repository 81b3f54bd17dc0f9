import OttlaVocabulary
import Testing

struct CRC32CTests {
    /// The vectors of RFC 3720, appendix B.4, and the usual check value.
    @Test(
        arguments: [
            ([], 0), (Array("123456789".utf8), 0xE306_9283), (Array(repeating: 0, count: 32), 0x8A91_36AA),
            (Array(repeating: 0xFF, count: 32), 0x62A8_AB43), (Array(0..<32), 0x46DD_794E), ((0..<32).reversed(), 0x113F_DB5C),
        ] as [([UInt8], UInt32)])
    func `known bytes have the known checksum`(bytes: [UInt8], checksum: UInt32) {
        #expect(CRC32C.checksum(bytes.span.bytes) == checksum)
    }

    /// Long inputs may take another path through the hardware than short ones; all must agree.
    @Test func `every length and alignment agrees with the plain algorithm`() {
        let bytes = (0..<20_000).map { UInt8(truncatingIfNeeded: $0 &* 31 &+ $0 >> 7) }
        for count in Array(0..<300) + [1_023, 1_024, 4_095, 8_192, 12_287, 19_000] {
            for start in [0, 1, 3, 7, 8, 63] {
                let slice = Array(bytes[start..<start + count])
                let expected = Self.plain(slice)
                let actual = bytes.withUnsafeBytes { CRC32C.checksum(UnsafeRawBufferPointer(rebasing: $0[start..<start + count])) }
                #expect(actual == expected, "\(count) bytes from \(start)")
            }
        }
    }

    @Test func `a checksum can be continued`() {
        let bytes = (0..<5_000).map { UInt8(truncatingIfNeeded: $0 &* 17) }
        let whole = CRC32C.checksum(bytes.span.bytes)
        for cut in [0, 1, 7, 8, 255, 4_096, 5_000] {
            let first = CRC32C.checksum(Array(bytes[..<cut]).span.bytes)
            #expect(CRC32C.checksum(Array(bytes[cut...]).span.bytes, after: first) == whole)
        }
    }

    private static let table: [UInt32] = (0..<256).map { byte in
        (0..<8).reduce(UInt32(byte)) { crc, _ in crc & 1 == 1 ? crc >> 1 ^ 0x82F6_3B78 : crc >> 1 }
    }

    private static func plain(_ bytes: [UInt8]) -> UInt32 {
        ~bytes.reduce(UInt32.max) { table[Int(UInt8(truncatingIfNeeded: $0) ^ $1)] ^ $0 >> 8 }
    }
}
