import OttlaVocabulary

/// The tagged fields at the end of a flexible struct: walks them, and sees that each is read whole and no further.
struct TagSection {
    static let limit: UInt32 = 10_000

    private var left: UInt32
    /// Where the field being read must end.
    private var end: Int

    fileprivate init(count: UInt32, position: Int) {
        left = count
        end = position
    }

    /// The next field's tag; its data must be read, or skipped, before the one after it.
    mutating func next(_ reader: inout ByteReader) throws(DecodeError) -> UInt32? {
        guard reader.position == end else { throw .tagSizeMismatch(expected: end, actual: reader.position) }
        guard left > 0 else { return nil }
        left -= 1
        let tag = try reader.readUnsignedVarInt()
        let size = Int(try reader.readUnsignedVarInt())
        guard size <= reader.remaining else { throw .truncated(needed: size, remaining: reader.remaining) }
        end = reader.position + size
        return tag
    }

    /// Passes over a field that nobody here knows.
    mutating func skip(_ reader: inout ByteReader) throws(DecodeError) {
        _ = try reader.advance(end - reader.position)
    }
}

extension ByteReader {
    @_lifetime(self: copy self)
    mutating func readTagSection() throws(DecodeError) -> TagSection {
        let count = try readUnsignedVarInt()
        guard count <= TagSection.limit else { throw .tooManyElements(count: Int(count), limit: Int(TagSection.limit)) }
        return TagSection(count: count, position: position)
    }

    /// Passes over a section of which nothing is known here. It is nearly always empty.
    @_lifetime(self: copy self)
    mutating func skipTags() throws(DecodeError) {
        var tags = try readTagSection()
        while try tags.next(&self) != nil { try tags.skip(&self) }
    }
}

extension ByteWriter {
    /// Writes a tag; its data follows. Returns what `endTag` needs.
    mutating func beginTag(_ tag: UInt32) -> Int {
        writeUnsignedVarInt(tag)
        return count
    }

    /// Puts the data's size before it.
    mutating func endTag(_ start: Int) {
        insertUnsignedVarInt(UInt32(count - start), at: start)
    }
}
