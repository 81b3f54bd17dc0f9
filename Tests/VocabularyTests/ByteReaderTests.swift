import OttlaVocabulary
import Testing

struct ByteReaderTests {
    @Test func `fields are read in big-endian order`() throws {
        let bytes: [UInt8] = [
            0xFE, 1, 0x12, 0x34, 0xFF, 0xFE, 0x80, 0, 0, 1, 0xFF, 0xFF, 0xFF, 0xFF, 0x7F, 0, 0, 0, 0, 0, 0, 9,
            0x3F, 0xF0, 0, 0, 0, 0, 0, 0,
        ]
        var reader = ByteReader(bytes.span.bytes)
        #expect(try reader.readInt8() == -2)
        #expect(try reader.readBool())
        #expect(try reader.readInt16() == 0x1234)
        #expect(try reader.readUInt16() == 0xFFFE)
        #expect(try reader.readInt32() == -2_147_483_647)
        #expect(try reader.readUInt32() == .max)
        #expect(try reader.readInt64() == 0x7F00_0000_0000_0009)
        #expect(try reader.readFloat64() == 1)
        #expect(reader.remaining == 0)
    }

    @Test func `reading past the end is refused and moves nothing`() throws {
        let bytes: [UInt8] = [1, 2, 3]
        #expect(failure(bytes) { _ = try $0.readInt32() } == .truncated(needed: 4, remaining: 3))
        #expect(failure(bytes) { _ = try $0.readInt64() } == .truncated(needed: 8, remaining: 3))
        #expect(failure(bytes) { _ = try $0.advance(.max) } == .truncated(needed: .max, remaining: 3))
        #expect(failure(bytes) { _ = try $0.readString(count: -1) } == .negativeLength(-1))
        var reader = ByteReader(bytes.span.bytes)
        do { _ = try reader.readInt32() } catch {}
        #expect(reader.position == 0)
        #expect(try reader.readInt16() == 0x0102)
        #expect(try reader.readUInt8() == 3)
        #expect(reader.remaining == 0)
    }

    @Test func `nothing at all can be read from nothing`() {
        #expect(failure([]) { _ = try $0.readUnsignedVarInt() } == .truncated(needed: 1, remaining: 0))
        #expect(failure([]) { _ = try $0.readBytes(count: 0) } == nil)
        #expect(failure([]) { _ = try $0.readString(count: 0) } == nil)
    }

    private func failure(_ bytes: [UInt8], _ read: (inout ByteReader) throws -> Void) -> DecodeError? {
        var reader = ByteReader(bytes.span.bytes)
        do {
            try read(&reader)
            return nil
        } catch {
            return error as? DecodeError
        }
    }

    @Test func `text that is not UTF-8 is mended`() throws {
        let bytes: [UInt8] = [0x61, 0xC3, 0x28, 0xFF, 0x7A]
        var reader = ByteReader(bytes.span.bytes)
        #expect(try reader.readString(count: 5) == "a\u{FFFD}(\u{FFFD}z")
    }

    @Test func `bytes are copied out whole`() throws {
        let bytes: [UInt8] = Array(0..<10)
        var reader = ByteReader(bytes.span.bytes)
        _ = try reader.advance(3)
        #expect(try reader.readBytes(count: 4) == [3, 4, 5, 6])
        #expect(reader.position == 7)
    }
}
