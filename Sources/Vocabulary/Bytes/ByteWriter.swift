#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Writes big-endian fields into one growing block of memory. Owns the block until `finish` hands it on.
///
/// A large payload that lives in a file need not pass through: `splice` leaves a mark where the sender puts it in.
package struct ByteWriter: ~Copyable {
    @usableFromInline package private(set) var base: UnsafeMutableRawPointer
    @usableFromInline package private(set) var capacity: Int
    /// Bytes written so far, spliced payloads not counted.
    package private(set) var count = 0
    /// Payloads to be put in by the sender, in order of position.
    package private(set) var splices: [Splice] = []

    /// A payload the sender puts in at `position`, known to both sides by `token`.
    package struct Splice: Equatable, Sendable {
        package var position: Int
        package var token: Int
        package var length: Int
    }

    package init(capacity: Int = 256) {
        self.capacity = max(capacity, 16)
        base = .allocate(byteCount: self.capacity, alignment: 16)
    }

    deinit { if capacity > 0 { base.deallocate() } }

    @inline(never)
    @usableFromInline package mutating func grow(by needed: Int) {
        capacity = max(capacity * 2, count + needed)
        let larger = UnsafeMutableRawPointer.allocate(byteCount: capacity, alignment: 16)
        larger.copyMemory(from: base, byteCount: count)
        base.deallocate()
        base = larger
    }

    /// Room for `size` more bytes, which the caller fills.
    @inlinable package mutating func reserve(_ size: Int) -> UnsafeMutableRawPointer {
        if capacity - count < size { grow(by: size) }
        let place = base + count
        count += size
        return place
    }

    @inlinable package mutating func write(_ value: Int8) { reserve(1).storeBytes(of: value, as: Int8.self) }
    @inlinable package mutating func write(_ value: UInt8) { reserve(1).storeBytes(of: value, as: UInt8.self) }
    @inlinable package mutating func write(_ value: Bool) { write(value ? 1 as UInt8 : 0) }
    @inlinable package mutating func write(_ value: Int16) { reserve(2).storeBytes(of: value.bigEndian, as: Int16.self) }
    @inlinable package mutating func write(_ value: UInt16) { reserve(2).storeBytes(of: value.bigEndian, as: UInt16.self) }
    @inlinable package mutating func write(_ value: Int32) { reserve(4).storeBytes(of: value.bigEndian, as: Int32.self) }
    @inlinable package mutating func write(_ value: UInt32) { reserve(4).storeBytes(of: value.bigEndian, as: UInt32.self) }
    @inlinable package mutating func write(_ value: Int64) { reserve(8).storeBytes(of: value.bigEndian, as: Int64.self) }
    @inlinable package mutating func write(_ value: UInt64) { reserve(8).storeBytes(of: value.bigEndian, as: UInt64.self) }
    @inlinable package mutating func write(_ value: Double) { write(value.bitPattern) }

    @inlinable package mutating func write(_ value: UUID) {
        write(value.high)
        write(value.low)
    }

    /// Unsigned LEB128.
    @inlinable package mutating func writeUnsignedVarInt(_ value: UInt32) {
        var rest = value
        while rest >= 0x80 {
            write(UInt8(truncatingIfNeeded: rest) | 0x80)
            rest >>= 7
        }
        write(UInt8(rest))
    }

    /// Zigzag LEB128.
    @inlinable package mutating func writeVarInt(_ value: Int32) {
        writeUnsignedVarInt(UInt32(bitPattern: value << 1 ^ value >> 31))
    }

    /// Zigzag LEB128.
    @inlinable package mutating func writeVarLong(_ value: Int64) {
        var rest = UInt64(bitPattern: value << 1 ^ value >> 63)
        while rest >= 0x80 {
            write(UInt8(truncatingIfNeeded: rest) | 0x80)
            rest >>= 7
        }
        write(UInt8(rest))
    }

    package mutating func write(_ bytes: UnsafeRawBufferPointer) {
        guard let source = bytes.baseAddress, !bytes.isEmpty else { return }
        reserve(bytes.count).copyMemory(from: source, byteCount: bytes.count)
    }

    package mutating func write(_ bytes: RawSpan) { bytes.withUnsafeBytes { write($0) } }

    package mutating func write(_ bytes: [UInt8]) { bytes.withUnsafeBytes { write($0) } }

    /// The text's UTF-8, without a length.
    package mutating func write(utf8 text: String) {
        var text = text
        text.withUTF8 { write(UnsafeRawBufferPointer($0)) }
    }

    /// Leaves a mark for `length` bytes that the sender puts in here.
    package mutating func splice(token: Int, length: Int) {
        splices.append(Splice(position: count, token: token, length: length))
    }

    /// Everything that will be sent: bytes written and payloads spliced in.
    package var totalCount: Int { splices.reduce(count) { $0 + $1.length } }

    /// Overwrites four bytes at `position`: a size known only at the end.
    package mutating func patch(_ value: Int32, at position: Int) {
        precondition(position >= 0 && position + 4 <= count, "patch outside of what was written")
        (base + position).storeBytes(of: value.bigEndian, as: Int32.self)
    }

    /// Puts an unsigned varint before the bytes written from `position` on: the size of what was just written.
    /// Nothing may be spliced after `position`.
    package mutating func insertUnsignedVarInt(_ value: UInt32, at position: Int) {
        precondition(position >= 0 && position <= count, "insert outside of what was written")
        precondition(splices.last.map { $0.position <= position } ?? true, "insert before a spliced payload")
        var size = 1
        var rest = value
        while rest >= 0x80 { rest >>= 7; size += 1 }
        let tail = count - position
        _ = reserve(size)
        memmove(base + position + size, base + position, tail)
        let end = count
        count = position
        writeUnsignedVarInt(value)
        count = end
    }

    package var bytes: UnsafeRawBufferPointer { UnsafeRawBufferPointer(start: base, count: count) }

    /// A copy of everything written.
    package var array: [UInt8] { [UInt8](bytes) }

    /// Starts over with the same block.
    package mutating func removeAll() {
        count = 0
        splices.removeAll(keepingCapacity: true)
    }

    /// Hands the block on to the caller, who deallocates it.
    package consuming func finish() -> (block: UnsafeMutableRawPointer, count: Int, splices: [Splice]) {
        let result = (base, count, splices)
        // The block is the caller's now: a capacity of 0 keeps deinit away from it.
        capacity = 0
        return result
    }
}
