import OttlaVocabulary

/// A type without fields of its own that arrays carry.
protocol WireScalar {
    /// The fewest bytes one takes.
    static var leastSize: Int { get }
    static func read(from reader: inout ByteReader, _ flexible: Bool) throws(DecodeError) -> Self
    func write(into writer: inout ByteWriter, _ flexible: Bool)
}

extension Int8: WireScalar {
    static var leastSize: Int { 1 }
    static func read(from reader: inout ByteReader, _ flexible: Bool) throws(DecodeError) -> Int8 { try reader.readInt8() }
    func write(into writer: inout ByteWriter, _ flexible: Bool) { writer.write(self) }
}

extension Int16: WireScalar {
    static var leastSize: Int { 2 }
    static func read(from reader: inout ByteReader, _ flexible: Bool) throws(DecodeError) -> Int16 { try reader.readInt16() }
    func write(into writer: inout ByteWriter, _ flexible: Bool) { writer.write(self) }
}

extension Int32: WireScalar {
    static var leastSize: Int { 4 }
    static func read(from reader: inout ByteReader, _ flexible: Bool) throws(DecodeError) -> Int32 { try reader.readInt32() }
    func write(into writer: inout ByteWriter, _ flexible: Bool) { writer.write(self) }
}

extension Int64: WireScalar {
    static var leastSize: Int { 8 }
    static func read(from reader: inout ByteReader, _ flexible: Bool) throws(DecodeError) -> Int64 { try reader.readInt64() }
    func write(into writer: inout ByteWriter, _ flexible: Bool) { writer.write(self) }
}

extension UUID: WireScalar {
    static var leastSize: Int { 16 }
    static func read(from reader: inout ByteReader, _ flexible: Bool) throws(DecodeError) -> UUID { try reader.readUUID() }
    func write(into writer: inout ByteWriter, _ flexible: Bool) { writer.write(self) }
}

extension String: WireScalar {
    static var leastSize: Int { 1 }
    static func read(from reader: inout ByteReader, _ flexible: Bool) throws(DecodeError) -> String { try reader.readString(flexible) }
    func write(into writer: inout ByteWriter, _ flexible: Bool) { writer.writeString(self, flexible) }
}
