/// Bytes of a record where they lie in the answer that brought them: no copy, and a slice of it is none either.
///
/// It keeps the whole answer in memory. Copy what you want to have for long: `Array(bytes)`.
public struct RecordBytes: Sendable {
    let memory: ReceivedFrame
    let range: Range<Int>

    init(_ memory: ReceivedFrame, _ range: Range<Int>) {
        self.memory = memory
        self.range = range
    }

    /// Bytes of your own making, as a test of code that consumes needs them.
    public init(_ bytes: some Sequence<UInt8>) {
        let bytes = Array(bytes)
        memory = bytes.withUnsafeBytes { ReceivedFrame(copying: $0) }
        range = 0..<bytes.count
    }

    /// Calls `body` with the bytes, which must not be kept.
    public func withUnsafeBytes<Result, Failure: Error>(
        _ body: (UnsafeRawBufferPointer) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        defer { withExtendedLifetime(memory) {} }
        return try body(UnsafeRawBufferPointer(rebasing: memory.bytes[range]))
    }

    /// The bytes as text in UTF-8. What is no UTF-8 becomes replacement characters.
    public var string: String { withUnsafeBytes { String(decoding: $0, as: UTF8.self) } }
}

extension RecordBytes: RandomAccessCollection {
    public var startIndex: Int { 0 }
    public var endIndex: Int { range.count }
    public subscript(position: Int) -> UInt8 {
        precondition(position >= 0 && position < range.count, "a place outside of the bytes")
        return memory.bytes[range.lowerBound + position]
    }

    public subscript(bounds: Range<Int>) -> RecordBytes {
        precondition(bounds.lowerBound >= 0 && bounds.upperBound <= range.count, "a range outside of the bytes")
        return RecordBytes(memory, range.lowerBound + bounds.lowerBound..<range.lowerBound + bounds.upperBound)
    }

    public func withContiguousStorageIfAvailable<Result>(
        _ body: (UnsafeBufferPointer<UInt8>) throws -> Result
    ) rethrows -> Result? {
        try withUnsafeBytes { bytes in try bytes.withMemoryRebound(to: UInt8.self, body) }
    }
}

extension RecordBytes: Hashable {
    public static func == (left: RecordBytes, right: RecordBytes) -> Bool {
        left.count == right.count && left.elementsEqual(right)
    }

    public func hash(into hasher: inout Hasher) { withUnsafeBytes { hasher.combine(bytes: $0) } }
}

extension RecordBytes: CustomStringConvertible {
    public var description: String { string }
}

extension RecordBytes: ExpressibleByStringLiteral {
    public init(stringLiteral value: String) { self.init(value.utf8) }
}
