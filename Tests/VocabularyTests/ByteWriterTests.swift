import OttlaVocabulary
import Testing

struct ByteWriterTests {
    @Test func `fields are written in big-endian order`() {
        var writer = ByteWriter()
        writer.write(-2 as Int8)
        writer.write(true)
        writer.write(0x1234 as Int16)
        writer.write(0xFFFE as UInt16)
        writer.write(Int32.min)
        writer.write(UInt32.max)
        writer.write(9 as Int64)
        writer.write(1.0)
        writer.write(UUID(high: 1, low: 2))
        writer.write(utf8: "é")
        let expected: [UInt8] =
            [0xFE, 1, 0x12, 0x34, 0xFF, 0xFE, 0x80, 0, 0, 0, 0xFF, 0xFF, 0xFF, 0xFF, 0, 0, 0, 0, 0, 0, 0, 9]
            + [0x3F, 0xF0, 0, 0, 0, 0, 0, 0] + [0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 2] + [0xC3, 0xA9]
        #expect(writer.array == expected)
    }

    @Test func `what was written survives growing`() {
        var writer = ByteWriter(capacity: 16)
        for value in 0..<10_000 as Range<Int32> { writer.write(value) }
        writer.write([UInt8](repeating: 7, count: 100_000))
        #expect(writer.count == 140_000)
        let bytes = writer.array
        #expect(Array(bytes[4 * 777..<4 * 778]) == [0, 0, 3, 9])
        #expect(bytes.suffix(100_000).allSatisfy { $0 == 7 })
    }

    @Test func `a size can be filled in at the end`() {
        var writer = ByteWriter()
        writer.write(0 as Int32)
        writer.write(5 as UInt8)
        writer.patch(0x0102_0304, at: 0)
        #expect(writer.array == [1, 2, 3, 4, 5])
    }

    @Test(arguments: [0, 1, 127, 128, 16_383, 16_384, 70_000])
    func `a size can be put before what it counts`(size: Int) {
        var writer = ByteWriter(capacity: 16)
        writer.write(0xEE as UInt8)
        let position = writer.count
        writer.write([UInt8](repeating: 3, count: size))
        writer.insertUnsignedVarInt(UInt32(size), at: position)
        writer.write(0xDD as UInt8)
        var expected = ByteWriter()
        expected.write(0xEE as UInt8)
        expected.writeUnsignedVarInt(UInt32(size))
        expected.write([UInt8](repeating: 3, count: size))
        expected.write(0xDD as UInt8)
        #expect(writer.array == expected.array)
    }

    @Test func `spliced payloads are marked, and counted only in total`() {
        var writer = ByteWriter()
        writer.write(1 as Int32)
        writer.splice(token: 0, length: 100)
        let position = writer.count
        writer.write(2 as Int32)
        writer.insertUnsignedVarInt(4, at: position)
        writer.splice(token: 1, length: 50)
        #expect(writer.count == 9)
        #expect(writer.totalCount == 159)
        #expect(writer.splices.map(\.position) == [4, 9])
        #expect(writer.splices.map(\.token) == [0, 1])
        #expect(writer.splices.map(\.length) == [100, 50])
    }

    @Test func `a writer can start over`() {
        var writer = ByteWriter()
        writer.write(1 as Int32)
        writer.splice(token: 0, length: 1)
        writer.removeAll()
        writer.write(2 as UInt8)
        #expect(writer.array == [2])
        #expect(writer.splices.isEmpty)
    }

    @Test func `finishing hands the block on`() {
        var writer = ByteWriter()
        writer.write([1, 2, 3])
        writer.splice(token: 4, length: 5)
        let (block, count, splices) = writer.finish()
        #expect([UInt8](UnsafeRawBufferPointer(start: block, count: count)) == [1, 2, 3])
        #expect(splices.map(\.token) == [4])
        block.deallocate()
    }
}
