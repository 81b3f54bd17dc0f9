import OttlaRecords

/// A record where it lies, for as long as `RecordsBatch.forEach` shows it.
public struct RecordView: ~Escapable {
    /// Its place in the partition.
    public let offset: Int64
    /// When it happened.
    public let timestamp: Timestamp
    private let bytes: RawSpan
    private let fields: RecordFields

    @_lifetime(copy bytes)
    init(_ bytes: RawSpan, _ fields: RecordFields, offset: Int64, timestamp: Timestamp) {
        self.bytes = bytes
        self.fields = fields
        self.offset = offset
        self.timestamp = timestamp
    }

    /// What it is about; `nil` if it has no key.
    public var key: RawSpan? {
        @_lifetime(copy self) get {
            guard fields.keyLength >= 0 else { return nil }
            return bytes.extracting(fields.keyStart..<fields.keyStart + fields.keyLength)
        }
    }

    /// The content; `nil` is a tombstone.
    public var value: RawSpan? {
        @_lifetime(copy self) get {
            guard fields.valueLength >= 0 else { return nil }
            return bytes.extracting(fields.valueStart..<fields.valueStart + fields.valueLength)
        }
    }

    /// Copies of the headers, in their order.
    public var headers: [RecordHeader] {
        let fields = fields
        return bytes.withUnsafeBytes { fields.headers(in: $0) }
    }

    /// How many headers there are, without making them.
    public var headerCount: Int { fields.headerCount }
}
