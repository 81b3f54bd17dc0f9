/// A name and a value that travel with a record beside its key and value.
public struct RecordHeader: Hashable, Sendable {
    /// The name; several headers of a record may share one.
    public var key: String
    /// The value; `nil` is a null, which is something else than no bytes.
    public var value: [UInt8]?

    /// A header of bytes.
    public init(_ key: String, _ value: [UInt8]?) {
        self.key = key
        self.value = value
    }

    /// A header of text, in UTF-8.
    public init(_ key: String, _ value: String) { self.init(key, Array(value.utf8)) }
}
