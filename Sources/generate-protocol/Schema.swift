/// What a schema file says, after parsing: messages made of fields, each with the versions that have it.

/// Versions from first to last, both included.
struct VersionRange: Equatable, Sendable {
    var first: Int
    var last: Int

    func contains(_ version: Int) -> Bool { version >= first && version <= last }
    func contains(_ other: VersionRange) -> Bool { other.first >= first && other.last <= last }
}

/// The types that need no definition.
enum Primitive: String, Sendable {
    case bool, int8, int16, uint16, int32, uint32, int64, float64, uuid, string, bytes, records
    case errorCode = "ErrorCode"
    case offset = "Offset"
}

indirect enum FieldType: Equatable, Sendable {
    case primitive(Primitive)
    /// By name, in `Message.structures`.
    case structure(String)
    case array(FieldType)
}

struct Field: Equatable, Sendable {
    var name: String
    var type: FieldType
    var versions: VersionRange
    /// The first version in which null is allowed, if any.
    var nullableFrom: Int?
    /// As written in the schema; `nil` for the type's own zero.
    var defaultValue: String?
    var tag: Int?
    /// Keeps its old form in flexible versions.
    var isInflexible = false
    var documentation: [String] = []

    var isNullable: Bool { nullableFrom != nil }
}

/// A group of fields inside a message. Its versions are those of the message in which it can occur.
struct Structure: Equatable, Sendable {
    var name: String
    var versions: VersionRange
    var fields: [Field] = []
}

/// A struct that travels alone: a request, a response, a header, a part of a log entry.
struct Message: Equatable, Sendable {
    enum Kind: Equatable, Sendable {
        case request(api: String, unstableFrom: Int?)
        case response
        case data
        /// A key or value in an internal log, whose keys start with this number.
        case entry(Int)
    }

    var kind: Kind
    var name: String
    var versions: VersionRange
    var flexibleFrom: Int?
    var documentation: [String] = []
    var fields: [Field] = []
    var structures: [Structure] = []

    func isFlexible(_ version: Int) -> Bool { flexibleFrom.map { version >= $0 } ?? false }
    func structure(_ name: String) -> Structure? { structures.first { $0.name == name } }
}

/// One API: a request and its response share a number, the versions and the first flexible one.
struct API: Equatable, Sendable {
    var name: String
    var key: Int
    var versions: VersionRange
    var flexibleFrom: Int?
    var unstableFrom: Int?
    var documentation: [String] = []
}

/// One file of `Schemas/`.
struct Schema: Equatable, Sendable {
    /// Path below the package's root.
    var path: String
    var apis: [API] = []
    var messages: [Message] = []
}

/// One line of `Schemas/Errors.schema`.
struct ErrorLine: Equatable, Sendable {
    var code: Int
    var name: String
    var isRetriable: Bool
}

/// What is wrong with a schema, and where.
struct SchemaError: Error, CustomStringConvertible, Equatable {
    var path: String
    var line: Int
    var problem: String

    var description: String { "\(path):\(line): \(problem)" }
}
