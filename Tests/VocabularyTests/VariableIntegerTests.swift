import OttlaVocabulary
import Testing

struct VariableIntegerTests {
    private func write(_ body: (inout ByteWriter) -> Void) -> [UInt8] {
        var writer = ByteWriter(capacity: 16)
        body(&writer)
        return writer.array
    }

    private func read<T>(_ bytes: [UInt8], _ body: (inout ByteReader) throws -> T) throws -> T {
        var reader = ByteReader(bytes.span.bytes)
        let value = try body(&reader)
        guard reader.remaining == 0 else { throw DecodeError.trailingBytes(reader.remaining) }
        return value
    }

    @Test(
        arguments: [
            (0, [0x00]), (1, [0x01]), (127, [0x7F]), (128, [0x80, 0x01]), (300, [0xAC, 0x02]), (16_383, [0xFF, 0x7F]),
            (16_384, [0x80, 0x80, 0x01]), (UInt32.max, [0xFF, 0xFF, 0xFF, 0xFF, 0x0F]),
        ] as [(UInt32, [UInt8])])
    func `unsigned varints are as Kafka writes them`(value: UInt32, bytes: [UInt8]) throws {
        #expect(write { $0.writeUnsignedVarInt(value) } == bytes)
        #expect(try read(bytes) { try $0.readUnsignedVarInt() } == value)
    }

    @Test(
        arguments: [
            (0, [0x00]), (-1, [0x01]), (1, [0x02]), (-64, [0x7F]), (64, [0x80, 0x01]), (.max, [0xFE, 0xFF, 0xFF, 0xFF, 0x0F]),
            (.min, [0xFF, 0xFF, 0xFF, 0xFF, 0x0F]),
        ] as [(Int32, [UInt8])])
    func `varints are as Kafka writes them`(value: Int32, bytes: [UInt8]) throws {
        #expect(write { $0.writeVarInt(value) } == bytes)
        #expect(try read(bytes) { try $0.readVarInt() } == value)
    }

    @Test(
        arguments: [
            (0, [0x00]), (-1, [0x01]), (1, [0x02]), (-64, [0x7F]), (64, [0x80, 0x01]),
            (.max, [0xFE, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x01]),
            (.min, [0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x01]),
        ] as [(Int64, [UInt8])])
    func `varlongs are as Kafka writes them`(value: Int64, bytes: [UInt8]) throws {
        #expect(write { $0.writeVarLong(value) } == bytes)
        #expect(try read(bytes) { try $0.readVarLong() } == value)
    }

    @Test func `an integer with too many bits is refused`() {
        let five: [UInt8] = [0xFF, 0xFF, 0xFF, 0xFF, 0x10]
        #expect(throws: DecodeError.variableIntegerTooLong) {
            try read(five) { try $0.readUnsignedVarInt() }
        }
        let ten = [UInt8](repeating: 0xFF, count: 9) + [2]
        #expect(throws: DecodeError.variableIntegerTooLong) { try read(ten) { try $0.readVarLong() } }
    }

    @Test func `an integer that stops in the middle is refused`() {
        #expect(throws: DecodeError.truncated(needed: 1, remaining: 0)) {
            try read([0x80, 0x80]) { try $0.readUnsignedVarInt() }
        }
        #expect(throws: DecodeError.truncated(needed: 1, remaining: 0)) {
            try read([0x80, 0x80]) { try $0.readVarLong() }
        }
    }
}
