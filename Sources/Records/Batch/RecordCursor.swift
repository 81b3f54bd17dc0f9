/// The fields of one record as they lie in the bytes: places and deltas, nothing copied.
package struct RecordFields {
    package var timestampDelta: Int64 = 0
    package var offsetDelta: Int64 = 0
    /// -1: null.
    package var keyLength = -1
    package var keyStart = 0
    /// -1: null.
    package var valueLength = -1
    package var valueStart = 0
    package var headerCount = 0
    package var headersStart = 0
    package var end = 0

    @inlinable package init() {}
}

/// Reads records one after another from memory that somebody else keeps alive. The hot loop of the produce path: it
/// works on a raw pointer, and every read is checked against `end` here.
///
/// A read that fails leaves `failed` set and goes on with zeros, so that the loop has one check for each record.
package struct RecordCursor {
    package let base: UnsafeRawPointer
    package var position: Int
    package let end: Int
    package var failed = false

    /// `bytes` must outlive the cursor: callers make it inside of `withUnsafeBytes`.
    @inlinable package init(_ bytes: UnsafeRawBufferPointer, from start: Int = 0) {
        precondition(start >= 0 && start <= bytes.count, "a cursor outside of its bytes")
        // An empty buffer may have no address; then end is 0 and nothing is ever read through it.
        base = bytes.baseAddress ?? UnsafeRawPointer(bitPattern: 1)!
        position = start
        end = bytes.count
    }

    var isAtEnd: Bool { position == end }

    /// Zigzag LEB128, as an Int64 whatever the field's own width; reads no byte at or past `bound`.
    @inlinable @inline(__always)
    package mutating func readVariable(bound: Int) -> Int64 {
        guard position < bound else { return fail() }
        let first = base.load(fromByteOffset: position, as: UInt8.self)
        position += 1
        if first < 0x80 { return Int64(first >> 1) ^ -Int64(first & 1) }
        guard position < bound else { return fail() }
        let second = base.load(fromByteOffset: position, as: UInt8.self)
        position += 1
        let low = UInt64(first & 0x7F) | UInt64(second & 0x7F) << 7
        if second < 0x80 { return Self.unzigzag(low) }
        return readLongVariable(low, bound: bound)
    }

    /// The third byte of a number and those after it.
    @inline(never)
    package mutating func readLongVariable(_ low: UInt64, bound: Int) -> Int64 {
        var value = low
        var shift: UInt64 = 14
        while position < bound, shift < 70 {
            let byte = base.load(fromByteOffset: position, as: UInt8.self)
            position += 1
            if shift == 63, byte > 1 { break }
            value |= UInt64(byte & 0x7F) << shift
            if byte < 0x80 { return Self.unzigzag(value) }
            shift += 7
        }
        return fail()
    }

    @inlinable @inline(__always)
    package static func unzigzag(_ raw: UInt64) -> Int64 { Int64(bitPattern: raw >> 1) ^ -Int64(bitPattern: raw & 1) }

    @inlinable package mutating func fail() -> Int64 {
        failed = true
        return 0
    }

    /// Steps over `count` bytes; a negative count other than -1 (null), or one past `bound`, fails.
    @inlinable @inline(__always)
    package mutating func skip(_ count: Int64, bound: Int) {
        if count > 0 {
            guard count <= Int64(bound - position) else { return failed = true }
            position += Int(count)
        } else if count < -1 {
            failed = true
        }
    }

    /// The next record, or `nil` if its fields do not lie one behind the other within its length.
    @inlinable @inline(__always)
    package mutating func next() -> RecordFields? {
        var record = RecordFields()
        let length = readVariable(bound: end)
        guard !failed, length > 0, length <= Int64(end - position) else { return nil }
        let bound = position + Int(length)
        record.end = bound
        position += 1  // attributes, none of which is in use
        record.timestampDelta = readVariable(bound: bound)
        record.offsetDelta = readVariable(bound: bound)
        let keyLength = readVariable(bound: bound)
        record.keyLength = Int(keyLength)
        record.keyStart = position
        skip(keyLength, bound: bound)
        let valueLength = readVariable(bound: bound)
        record.valueLength = Int(valueLength)
        record.valueStart = position
        skip(valueLength, bound: bound)
        let headerCount = readVariable(bound: bound)
        record.headerCount = Int(headerCount)
        record.headersStart = position
        if headerCount != 0 { skipHeaders(headerCount, bound: bound) }
        return failed || position != bound ? nil : record
    }

    @inline(never)
    package mutating func skipHeaders(_ count: Int64, bound: Int) {
        // Each header has at least its two lengths.
        guard count > 0, count <= Int64(bound - position) / 2 else { return failed = true }
        for _ in 0..<count where !failed { _ = nextHeader(bound: bound) }
    }

    /// The next header of a record that ends at `bound`. Empty and meaningless once `failed`.
    package mutating func nextHeader(bound: Int) -> (key: Range<Int>, value: Range<Int>?) {
        let keyLength = readVariable(bound: bound)
        if keyLength < 0 { failed = true }
        let key = position
        skip(keyLength, bound: bound)
        let keyEnd = position
        let valueLength = readVariable(bound: bound)
        let value = position
        skip(valueLength, bound: bound)
        return (key..<keyEnd, valueLength < 0 ? nil : value..<position)
    }
}
