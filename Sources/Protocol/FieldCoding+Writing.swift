import OttlaVocabulary

/// How fields with a length are written; the forms are those that `FieldCoding+Reading.swift` reads.
extension ByteWriter {
    // MARK: - Lengths

    @inline(__always)
    private mutating func writeLength(_ length: Int, _ flexible: Bool) {
        if flexible { writeUnsignedVarInt(UInt32(length + 1)) } else { write(Int32(length)) }
    }

    // MARK: - Strings, bytes, records

    /// Text longer than the protocol allows is cut, not refused: it can only be an echo of bytes that were not UTF-8, or an
    /// error message.
    mutating func writeString(_ text: String, _ flexible: Bool) {
        var text = text
        text.withUTF8 { utf8 in
            var length = utf8.count
            if length > WireLimits.stringLength {
                length = WireLimits.stringLength
                while length > 0, utf8[length] & 0xC0 == 0x80 { length -= 1 }
            }
            if flexible { writeUnsignedVarInt(UInt32(length + 1)) } else { write(Int16(length)) }
            write(UnsafeRawBufferPointer(rebasing: UnsafeRawBufferPointer(utf8)[..<length]))
        }
    }

    /// Null where the version does not allow it is written as empty; so in all that follow.
    mutating func writeNullableString(_ text: String?, _ flexible: Bool, allowed: Bool = true) {
        if let text { return writeString(text, flexible) }
        if !allowed { return writeString("", flexible) }
        if flexible { write(0 as UInt8) } else { write(-1 as Int16) }
    }

    mutating func writeBytes(_ bytes: [UInt8], _ flexible: Bool) {
        writeLength(bytes.count, flexible)
        write(bytes)
    }

    mutating func writeNullableBytes(_ bytes: [UInt8]?, _ flexible: Bool, allowed: Bool = true) {
        writeLength(bytes?.count ?? (allowed ? -1 : 0), flexible)
        if let bytes { write(bytes) }
    }

    mutating func writeRecords(_ records: RecordsField, _ flexible: Bool) {
        writeNullableRecords(records, flexible, allowed: false)
    }

    /// A spliced payload is counted, and put in by whoever sends.
    mutating func writeNullableRecords(_ records: RecordsField, _ flexible: Bool, allowed: Bool = true) {
        switch records {
        case .null: writeLength(allowed ? -1 : 0, flexible)
        case .bytes(let bytes): writeBytes(bytes, flexible)
        case .spliced(let token, let length):
            writeLength(length, flexible)
            splice(token: token, length: length)
        case .range: preconditionFailure("records that lie in a received frame cannot be written: take their bytes out first")
        }
    }

    // MARK: - Structs and arrays

    mutating func writeNullable(_ value: (some WireStructure)?, _ version: Int16, allowed: Bool = true) {
        precondition(value != nil || allowed, "a struct is missing that this version requires")
        write(value == nil ? -1 : 1 as Int8)
        value?.encode(into: &self, version: version)
    }

    mutating func writeArray<T: WireStructure>(_ values: [T], _ version: Int16, _ flexible: Bool) {
        writeLength(values.count, flexible)
        for index in values.indices { values[index].encode(into: &self, version: version) }
    }

    mutating func writeNullableArray<T: WireStructure>(_ values: [T]?, _ version: Int16, _ flexible: Bool, allowed: Bool = true) {
        if let values { writeArray(values, version, flexible) } else { writeLength(allowed ? -1 : 0, flexible) }
    }

    mutating func writeArray<T: WireScalar>(_ values: [T], _ flexible: Bool) {
        writeLength(values.count, flexible)
        for index in values.indices { values[index].write(into: &self, flexible) }
    }

    mutating func writeNullableArray<T: WireScalar>(_ values: [T]?, _ flexible: Bool, allowed: Bool = true) {
        if let values { writeArray(values, flexible) } else { writeLength(allowed ? -1 : 0, flexible) }
    }
}
