import Testing

@testable import OttlaClient

@Suite struct Murmur2Tests {
    @Test(arguments: [
        ("21", -973_932_308), ("foobar", -790_332_482), ("a-little-bit-long-string", -985_981_536),
        ("a-little-bit-longer-string", -1_486_304_829), ("lkjh234lh9fiuh90y23oiuhsafujhadof229phr9h19h89h8", -58_897_971),
        ("abc", 479_470_107),
    ])
    func `a key has the hash that other clients give it`(key: String, hash: Int32) {
        let bytes = Array(key.utf8)
        #expect(Murmur2.hash(bytes.span.bytes) == hash)
    }

    @Test func `a hash below zero loses its sign, not its size`() {
        let bytes = Array("21".utf8)
        #expect(Murmur2.partition(of: bytes.span.bytes, count: 100) == Int32((-973_932_308 & 0x7FFF_FFFF) % 100))
    }
}
