package import OttlaVocabulary

/// A group of fields that is read from and written to the wire in the versions its message has.
///
/// Reading goes as deep as structs nest, which the schemas bound: the generator refuses a struct that contains itself.
package protocol WireStructure: Equatable, Sendable {
    init()
    /// Fields that the version lacks keep their defaults; tagged fields unknown here are skipped.
    init(from reader: inout ByteReader, version: Int16) throws(DecodeError)
    /// Fields that the version lacks are left out.
    func encode(into writer: inout ByteWriter, version: Int16)
}

/// A struct that travels alone, in these versions.
package protocol WireMessage: WireStructure {
    static var versions: ClosedRange<Int16> { get }
    /// Whether the version has compact lengths and tagged fields.
    static func isFlexible(_ version: Int16) -> Bool
}

extension WireMessage {
    /// A version that came from outside.
    static func check(_ version: Int16) throws(DecodeError) {
        guard versions.contains(version) else { throw .unsupportedVersion(version) }
    }

    /// A version that we chose.
    static func require(_ version: Int16) {
        precondition(versions.contains(version), "\(Self.self) has no such version")
    }
}

/// The body of a request: what a client asks of an API.
package protocol RequestMessage: WireMessage {
    associatedtype Response: ResponseMessage
    static var apiKey: APIKey { get }
    /// The versions that will not change any more.
    static var stableVersions: ClosedRange<Int16> { get }
}

extension RequestMessage {
    package static var stableVersions: ClosedRange<Int16> { versions }
}

/// The body of a response.
package protocol ResponseMessage: WireMessage {}

/// A key or a value in one of the broker's own logs. Keys and values of one kind share a number, which a key's bytes
/// start with.
package protocol LogEntryPart: WireMessage {
    static var entryType: Int16 { get }
}
