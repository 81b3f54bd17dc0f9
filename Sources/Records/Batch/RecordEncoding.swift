/// The bytes of one record, behind each other, lengths first.
extension GrowingBytes {
    mutating func appendRecord(
        timestampDelta: Int64, offsetDelta: Int32, key: RawSpan?, value: RawSpan?, headers: [RecordHeader]
    ) {
        var size = 1 + variableSize(timestampDelta) + variableSize(Int64(offsetDelta)) + variableSize(Int64(headers.count))
        size += sizedLength(key?.byteCount) + sizedLength(value?.byteCount)
        for header in headers { size += sizedLength(header.key.utf8.count) + sizedLength(header.value?.count) }
        appendVariable(Int64(size))
        appendByte(0)
        appendVariable(timestampDelta)
        appendVariable(Int64(offsetDelta))
        appendSized(key)
        appendSized(value)
        appendVariable(Int64(headers.count))
        for header in headers {
            appendSized(Array(header.key.utf8).span.bytes)
            if let value = header.value { appendSized(value.span.bytes) } else { appendVariable(-1) }
        }
    }

    private mutating func appendSized(_ bytes: RawSpan?) {
        guard let bytes else { return appendVariable(-1) }
        appendVariable(Int64(bytes.byteCount))
        bytes.withUnsafeBytes { append($0) }
    }

    mutating func appendByte(_ byte: UInt8) {
        room(for: 1)[0] = byte
        advance(by: 1)
    }

    /// Zigzag LEB128. One that fits 32 bits has the same bytes as a varint.
    mutating func appendVariable(_ value: Int64) {
        var rest = UInt64(bitPattern: value << 1 ^ value >> 63)
        let room = room(for: 10)
        var size = 0
        while rest >= 0x80 {
            room[size] = UInt8(truncatingIfNeeded: rest) | 0x80
            rest >>= 7
            size += 1
        }
        room[size] = UInt8(rest)
        advance(by: size + 1)
    }
}

/// Bytes of a zigzag LEB128 number.
func variableSize(_ value: Int64) -> Int {
    let bits = UInt64.bitWidth - UInt64(bitPattern: value << 1 ^ value >> 63 | 1).leadingZeroBitCount
    return (bits + 6) / 7
}

/// Bytes of a length and what it counts; `nil` is written as -1.
private func sizedLength(_ count: Int?) -> Int {
    guard let count else { return 1 }
    return variableSize(Int64(count)) + count
}
