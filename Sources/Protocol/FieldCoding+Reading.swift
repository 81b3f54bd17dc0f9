package import OttlaVocabulary

/// How fields with a length are read. `flexible` picks the compact form: an unsigned varint of the length plus one, where
/// 0 means null; the older form is a signed integer, where a negative one means null.
///
/// Nothing is allocated for a length before that many bytes have arrived.
package enum WireLimits {
    package static let arrayCount = 1_000_000
    package static let stringLength = 32_767
}

extension ByteReader {
    // MARK: - Lengths

    /// The length of bytes, records or an array. -1 for null.
    @inline(__always) @_lifetime(self: copy self)
    private mutating func readLength(_ flexible: Bool) throws(DecodeError) -> Int {
        if flexible { return Int(try readUnsignedVarInt()) - 1 }
        return max(-1, Int(try readInt32()))
    }

    @inline(__always) @_lifetime(self: copy self)
    private mutating func readStringLength(_ flexible: Bool) throws(DecodeError) -> Int {
        let length = flexible ? Int(try readUnsignedVarInt()) - 1 : max(-1, Int(try readInt16()))
        guard length <= WireLimits.stringLength else { throw .tooManyElements(count: length, limit: WireLimits.stringLength) }
        return length
    }

    /// The count of an array whose elements take at least `elementSize` bytes each. -1 for null.
    @inline(__always) @_lifetime(self: copy self)
    private mutating func readCount(_ flexible: Bool, elementSize: Int) throws(DecodeError) -> Int {
        let count = try readLength(flexible)
        guard count <= WireLimits.arrayCount, count <= remaining / elementSize else {
            throw .tooManyElements(count: count, limit: min(WireLimits.arrayCount, remaining / elementSize))
        }
        return count
    }

    /// Refuses what is left over after the last field.
    package func expectEnd() throws(DecodeError) {
        guard remaining == 0 else { throw .trailingBytes(remaining) }
    }

    // MARK: - Strings, bytes, records

    @_lifetime(self: copy self)
    mutating func readString(_ flexible: Bool) throws(DecodeError) -> String {
        let length = try readStringLength(flexible)
        guard length >= 0 else { throw .unexpectedNull }
        return try readString(count: length)
    }

    @_lifetime(self: copy self)
    mutating func readNullableString(_ flexible: Bool, allowed: Bool = true) throws(DecodeError) -> String? {
        let length = try readStringLength(flexible)
        guard length >= 0 else { return try Self.null(allowed) }
        return try readString(count: length)
    }

    @_lifetime(self: copy self)
    mutating func readBytes(_ flexible: Bool) throws(DecodeError) -> [UInt8] {
        let length = try readLength(flexible)
        guard length >= 0 else { throw .unexpectedNull }
        return try readBytes(count: length)
    }

    @_lifetime(self: copy self)
    mutating func readNullableBytes(_ flexible: Bool, allowed: Bool = true) throws(DecodeError) -> [UInt8]? {
        let length = try readLength(flexible)
        guard length >= 0 else { return try Self.null(allowed) }
        return try readBytes(count: length)
    }

    /// Says where the batches lie; they are not copied.
    @_lifetime(self: copy self)
    mutating func readRecords(_ flexible: Bool) throws(DecodeError) -> RecordsField {
        let length = try readLength(flexible)
        guard length >= 0 else { throw .unexpectedNull }
        let start = try advance(length)
        return .range(start..<start + length)
    }

    @_lifetime(self: copy self)
    mutating func readNullableRecords(_ flexible: Bool, allowed: Bool = true) throws(DecodeError) -> RecordsField {
        let length = try readLength(flexible)
        guard length >= 0 else {
            guard allowed else { throw .unexpectedNull }
            return .null
        }
        let start = try advance(length)
        return .range(start..<start + length)
    }

    @inline(__always)
    private static func null<T>(_ allowed: Bool) throws(DecodeError) -> T? {
        guard allowed else { throw .unexpectedNull }
        return nil
    }

    // MARK: - Structs

    /// A struct behind a byte that says whether it is there.
    @_lifetime(self: copy self)
    mutating func readNullable<T: WireStructure>(
        _ type: T.Type, _ version: Int16, allowed: Bool = true
    ) throws(DecodeError) -> T? {
        guard try readInt8() >= 0 else { return try Self.null(allowed) }
        return try T(from: &self, version: version)
    }

    // MARK: - Arrays

    @_lifetime(self: copy self)
    mutating func readArray<T: WireStructure>(of type: T.Type, _ version: Int16, _ flexible: Bool) throws(DecodeError) -> [T] {
        let count = try readCount(flexible, elementSize: 1)
        guard count >= 0 else { throw .unexpectedNull }
        return try readElements(count, of: type, version)
    }

    @_lifetime(self: copy self)
    mutating func readNullableArray<T: WireStructure>(
        of type: T.Type, _ version: Int16, _ flexible: Bool, allowed: Bool = true
    ) throws(DecodeError) -> [T]? {
        let count = try readCount(flexible, elementSize: 1)
        guard count >= 0 else { return try Self.null(allowed) }
        return try readElements(count, of: type, version)
    }

    /// Structs in memory are larger than on the wire, so room is made for a few and grows with what is really there.
    @_lifetime(self: copy self)
    private mutating func readElements<T: WireStructure>(_ count: Int, of type: T.Type, _ version: Int16) throws(DecodeError) -> [T] {
        var elements: [T] = []
        elements.reserveCapacity(min(count, 1024))
        for _ in 0..<count { elements.append(try T(from: &self, version: version)) }
        return elements
    }

    @_lifetime(self: copy self)
    mutating func readArray<T: WireScalar>(of type: T.Type, _ flexible: Bool) throws(DecodeError) -> [T] {
        let count = try readCount(flexible, elementSize: T.leastSize)
        guard count >= 0 else { throw .unexpectedNull }
        return try readElements(count, of: type, flexible)
    }

    @_lifetime(self: copy self)
    mutating func readNullableArray<T: WireScalar>(
        of type: T.Type, _ flexible: Bool, allowed: Bool = true
    ) throws(DecodeError) -> [T]? {
        let count = try readCount(flexible, elementSize: T.leastSize)
        guard count >= 0 else { return try Self.null(allowed) }
        return try readElements(count, of: type, flexible)
    }

    @_lifetime(self: copy self)
    private mutating func readElements<T: WireScalar>(_ count: Int, of type: T.Type, _ flexible: Bool) throws(DecodeError) -> [T] {
        var elements: [T] = []
        elements.reserveCapacity(count)
        for _ in 0..<count { elements.append(try T.read(from: &self, flexible)) }
        return elements
    }
}
