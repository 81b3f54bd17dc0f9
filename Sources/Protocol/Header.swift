package import OttlaVocabulary

extension RequestHeader {
    /// Reads a header whose own version follows from the API and version it names. `isFlexible` answers `nil` for an API it
    /// does not know; what all headers have in common is read then, so that the caller can say what was asked for.
    package init(
        from reader: inout ByteReader, isFlexible: (_ apiKey: Int16, _ version: Int16) -> Bool?
    ) throws(DecodeError) {
        var ahead = reader
        let key = try ahead.readInt16()
        let version = try ahead.readInt16()
        try self.init(from: &reader, version: Self.version(apiKey: key, version: version, isFlexible: isFlexible(key, version)))
    }

    /// The same, for the APIs of this room.
    package init(from reader: inout ByteReader) throws(DecodeError) {
        try self.init(from: &reader) { key, version in APIKey(rawValue: key).isFlexible(version) }
    }

    package func encode(into writer: inout ByteWriter, isFlexible: Bool) {
        encode(into: &writer, version: Self.version(apiKey: apiKey, version: apiVersion, isFlexible: isFlexible))
    }

    private static func version(apiKey: Int16, version: Int16, isFlexible: Bool?) -> Int16 {
        if isFlexible == true { return 2 }
        // The first broker-to-controller request came before client ids did.
        return apiKey == APIKey.controlledShutdown.rawValue && version == 0 ? 0 : 1
    }
}

extension ResponseHeader {
    package static func encode(correlationID: Int32, flexible: Bool, into writer: inout ByteWriter) {
        ResponseHeader(correlationID: correlationID).encode(into: &writer, version: flexible ? 1 : 0)
    }
}
