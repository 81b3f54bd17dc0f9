/// The bytes of one record, behind each other, lengths first.
extension GrowingBytes {
    /// Room is asked for once, by the size that is known beforehand; then everything is written without looking again.
    mutating func appendRecord(
        timestampDelta: Int64, offsetDelta: Int32, key: RawSpan?, value: RawSpan?, headers: [some RecordHeaderFields]
    ) {
        var size = 1 + variableSize(timestampDelta) + variableSize(Int64(offsetDelta)) + variableSize(Int64(headers.count))
        size += sizedLength(key?.byteCount) + sizedLength(value?.byteCount)
        for header in headers { size += sizedLength(header.key.utf8.count) + sizedLength(header.value?.count) }
        let whole = variableSize(Int64(size)) + size
        var pen = RecordPen(place: room(for: whole).baseAddress!)
        pen.writeStart(size: size, timestampDelta: timestampDelta, offsetDelta: offsetDelta, key: key, value: value)
        pen.writeVariable(Int64(headers.count))
        for header in headers { pen.write(header) }
        advance(by: whole)
    }

    /// The same for a record without headers, as most are.
    mutating func appendRecord(timestampDelta: Int64, offsetDelta: Int32, key: RawSpan?, value: RawSpan?) {
        var size = 2 + variableSize(timestampDelta) + variableSize(Int64(offsetDelta))
        size += sizedLength(key?.byteCount) + sizedLength(value?.byteCount)
        let whole = variableSize(Int64(size)) + size
        var pen = RecordPen(place: room(for: whole).baseAddress!)
        pen.writeStart(size: size, timestampDelta: timestampDelta, offsetDelta: offsetDelta, key: key, value: value)
        pen.writeByte(0)
        advance(by: whole)
    }

    mutating func appendByte(_ byte: UInt8) {
        room(for: 1)[0] = byte
        advance(by: 1)
    }

    /// Zigzag LEB128. One that fits 32 bits has the same bytes as a varint.
    mutating func appendVariable(_ value: Int64) {
        let start = room(for: 10).baseAddress!
        var pen = RecordPen(place: start)
        pen.writeVariable(value)
        advance(by: pen.place - start)
    }
}

/// Writes fields one behind the other into memory that has room for them: whoever makes one has counted.
private struct RecordPen {
    private(set) var place: UnsafeMutableRawPointer

    init(place: UnsafeMutableRawPointer) { self.place = place }

    @inline(__always)
    mutating func writeStart(size: Int, timestampDelta: Int64, offsetDelta: Int32, key: RawSpan?, value: RawSpan?) {
        writeVariable(Int64(size))
        writeByte(0)
        writeVariable(timestampDelta)
        writeVariable(Int64(offsetDelta))
        writeSized(key)
        writeSized(value)
    }

    mutating func write(_ header: some RecordHeaderFields) {
        var name = header.key
        name.withUTF8 { writeSized(UnsafeRawBufferPointer($0)) }
        if let value = header.value { writeSized(value.span.bytes) } else { writeByte(1) }
    }

    /// A length and its bytes; null is a length of -1.
    @inline(__always)
    private mutating func writeSized(_ bytes: RawSpan?) {
        guard let bytes else { return writeByte(1) }
        bytes.withUnsafeBytes { writeSized($0) }
    }

    @inline(__always)
    private mutating func writeSized(_ bytes: UnsafeRawBufferPointer) {
        writeVariable(Int64(bytes.count))
        guard let source = bytes.baseAddress, !bytes.isEmpty else { return }
        place.copyMemory(from: source, byteCount: bytes.count)
        place += bytes.count
    }

    @inline(__always)
    mutating func writeByte(_ byte: UInt8) {
        place.storeBytes(of: byte, as: UInt8.self)
        place += 1
    }

    @inline(__always)
    mutating func writeVariable(_ value: Int64) {
        var rest = UInt64(bitPattern: value << 1 ^ value >> 63)
        while rest >= 0x80 {
            writeByte(UInt8(truncatingIfNeeded: rest) | 0x80)
            rest >>= 7
        }
        writeByte(UInt8(rest))
    }
}

/// Bytes of a zigzag LEB128 number.
@inline(__always)
func variableSize(_ value: Int64) -> Int {
    let bits = UInt64.bitWidth - UInt64(bitPattern: value << 1 ^ value >> 63 | 1).leadingZeroBitCount
    // The number of sevens in 1...64 bits, without a division.
    return (bits * 37 + 6 * 37) >> 8
}

/// Bytes of a length and what it counts; `nil` is written as -1.
@inline(__always)
private func sizedLength(_ count: Int?) -> Int {
    guard let count else { return 1 }
    return variableSize(Int64(count)) + count
}
