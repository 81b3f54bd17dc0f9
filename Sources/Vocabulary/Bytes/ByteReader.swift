/// Why bytes were not the message they claimed to be. Nothing was allocated beyond what had arrived.
package enum DecodeError: Error, Equatable, Sendable {
    /// The message ends before the field does.
    case truncated(needed: Int, remaining: Int)
    /// A length or count below what the field allows.
    case negativeLength(Int)
    /// An array or tag section longer than its bytes or the protocol's limits allow.
    case tooManyElements(count: Int, limit: Int)
    /// A variable-length integer of more bytes than its type has.
    case variableIntegerTooLong
    /// Structures nested deeper than any real message.
    case nestedTooDeep
    /// A null where the version does not allow one.
    case unexpectedNull
    /// A version this message does not have.
    case unsupportedVersion(Int16)
    /// A tagged field that ends elsewhere than its size says.
    case tagSizeMismatch(expected: Int, actual: Int)
    /// Bytes after the last field.
    case trailingBytes(Int)
}

/// Reads big-endian fields from received bytes, in place, and never past their end.
package struct ByteReader: ~Escapable {
    package let bytes: RawSpan
    /// Where the next field starts, counted from the start of `bytes`.
    package private(set) var position = 0

    @_lifetime(copy bytes)
    @inlinable package init(_ bytes: RawSpan) { self.bytes = bytes }

    @inlinable package var remaining: Int { bytes.byteCount - position }

    /// Takes `count` bytes and says where they were. Every read goes through here.
    @inlinable @_lifetime(self: copy self)
    package mutating func advance(_ count: Int) throws(DecodeError) -> Int {
        guard count >= 0 else { throw .negativeLength(count) }
        guard count <= remaining else { throw .truncated(needed: count, remaining: remaining) }
        let start = position
        position += count
        return start
    }

    @inlinable @_lifetime(self: copy self)
    package mutating func readInt8() throws(DecodeError) -> Int8 {
        let at = try advance(1)
        return unsafe bytes.unsafeLoad(fromByteOffset: at, as: Int8.self)
    }

    @inlinable @_lifetime(self: copy self)
    package mutating func readUInt8() throws(DecodeError) -> UInt8 {
        let at = try advance(1)
        return unsafe bytes.unsafeLoad(fromByteOffset: at, as: UInt8.self)
    }

    @inlinable @_lifetime(self: copy self)
    package mutating func readBool() throws(DecodeError) -> Bool { try readUInt8() != 0 }

    @inlinable @_lifetime(self: copy self)
    package mutating func readInt16() throws(DecodeError) -> Int16 {
        let at = try advance(2)
        return Int16(bigEndian: unsafe bytes.unsafeLoadUnaligned(fromByteOffset: at, as: Int16.self))
    }

    @inlinable @_lifetime(self: copy self)
    package mutating func readUInt16() throws(DecodeError) -> UInt16 { UInt16(bitPattern: try readInt16()) }

    @inlinable @_lifetime(self: copy self)
    package mutating func readInt32() throws(DecodeError) -> Int32 {
        let at = try advance(4)
        return Int32(bigEndian: unsafe bytes.unsafeLoadUnaligned(fromByteOffset: at, as: Int32.self))
    }

    @inlinable @_lifetime(self: copy self)
    package mutating func readUInt32() throws(DecodeError) -> UInt32 { UInt32(bitPattern: try readInt32()) }

    @inlinable @_lifetime(self: copy self)
    package mutating func readInt64() throws(DecodeError) -> Int64 {
        let at = try advance(8)
        return Int64(bigEndian: unsafe bytes.unsafeLoadUnaligned(fromByteOffset: at, as: Int64.self))
    }

    @inlinable @_lifetime(self: copy self)
    package mutating func readFloat64() throws(DecodeError) -> Double {
        Double(bitPattern: UInt64(bitPattern: try readInt64()))
    }

    @inlinable @_lifetime(self: copy self)
    package mutating func readUUID() throws(DecodeError) -> UUID {
        let high = UInt64(bitPattern: try readInt64())
        return UUID(high: high, low: UInt64(bitPattern: try readInt64()))
    }

    /// Unsigned LEB128 of at most 5 bytes.
    @inlinable @_lifetime(self: copy self)
    package mutating func readUnsignedVarInt() throws(DecodeError) -> UInt32 {
        var value: UInt32 = 0
        var shift: UInt32 = 0
        while true {
            let byte = try readUInt8()
            if shift == 28, byte > 0x0F { throw .variableIntegerTooLong }
            value |= UInt32(byte & 0x7F) << shift
            if byte < 0x80 { return value }
            shift += 7
        }
    }

    /// Zigzag LEB128 of at most 5 bytes.
    @inlinable @_lifetime(self: copy self)
    package mutating func readVarInt() throws(DecodeError) -> Int32 {
        let raw = try readUnsignedVarInt()
        return Int32(bitPattern: raw >> 1) ^ -Int32(bitPattern: raw & 1)
    }

    /// Zigzag LEB128 of at most 10 bytes.
    @inlinable @_lifetime(self: copy self)
    package mutating func readVarLong() throws(DecodeError) -> Int64 {
        var value: UInt64 = 0
        var shift: UInt64 = 0
        while true {
            let byte = try readUInt8()
            if shift == 63, byte > 1 { throw .variableIntegerTooLong }
            value |= UInt64(byte & 0x7F) << shift
            if byte < 0x80 { return Int64(bitPattern: value >> 1) ^ -Int64(bitPattern: value & 1) }
            shift += 7
        }
    }

    /// Text of `count` bytes; what is not UTF-8 is replaced, as Java does.
    @_lifetime(self: copy self)
    package mutating func readString(count: Int) throws(DecodeError) -> String {
        let start = try advance(count)
        return bytes.extracting(start..<start + count).withUnsafeBytes { String(decoding: $0, as: UTF8.self) }
    }

    @_lifetime(self: copy self)
    package mutating func readBytes(count: Int) throws(DecodeError) -> [UInt8] {
        let start = try advance(count)
        return bytes.extracting(start..<start + count).withUnsafeBytes { [UInt8]($0) }
    }
}
