package import OttlaVocabulary

/// One record of a batch, in the memory that its batch lies in or was unfolded to.
package struct Record: ~Escapable {
    /// All bytes of the batch's records; the ranges are places in it.
    package let bytes: RawSpan
    /// Its place in the batch, counted from 0. Not its offset delta, once a log was compacted.
    package let index: Int
    package let offset: Offset
    package let timestamp: Timestamp
    package let keyRange: Range<Int>?
    package let valueRange: Range<Int>?
    package let headerCount: Int
    let headersRange: Range<Int>

    @_lifetime(copy bytes)
    init(_ fields: RecordFields, index: Int, of header: RecordBatchHeader, in bytes: RawSpan) {
        self.bytes = bytes
        self.index = index
        offset = Offset(header.baseOffset.value &+ fields.offsetDelta)
        timestamp = header.timestampType == .logAppendTime ? header.maxTimestamp : header.baseTimestamp + fields.timestampDelta
        keyRange = fields.keyLength < 0 ? nil : fields.keyStart..<fields.keyStart + fields.keyLength
        valueRange = fields.valueLength < 0 ? nil : fields.valueStart..<fields.valueStart + fields.valueLength
        headerCount = fields.headerCount
        headersRange = fields.headersStart..<fields.end
    }

    /// The key's bytes where they lie.
    package var keySpan: RawSpan? {
        @_lifetime(copy self) get {
            guard let keyRange else { return nil }
            return bytes.extracting(keyRange)
        }
    }

    /// The value's bytes where they lie.
    package var valueSpan: RawSpan? {
        @_lifetime(copy self) get {
            guard let valueRange else { return nil }
            return bytes.extracting(valueRange)
        }
    }

    /// A copy of the key.
    package var key: [UInt8]? { copy(keyRange) }
    /// A copy of the value.
    package var value: [UInt8]? { copy(valueRange) }

    /// Copies of the headers, in their order.
    package var headers: [RecordHeader] {
        if headerCount == 0 { return [] }
        var headers: [RecordHeader] = []
        headers.reserveCapacity(min(headerCount, 64))
        bytes.extracting(0..<headersRange.upperBound).withUnsafeBytes { bytes in
            var cursor = RecordCursor(bytes, from: headersRange.lowerBound)
            for _ in 0..<headerCount {
                let (key, value) = cursor.nextHeader(bound: headersRange.upperBound)
                headers.append(RecordHeader(key: String(decoding: bytes[key], as: UTF8.self), value: value.map { [UInt8](bytes[$0]) }))
            }
        }
        return headers
    }

    private func copy(_ range: Range<Int>?) -> [UInt8]? {
        guard let range else { return nil }
        return bytes.extracting(range).withUnsafeBytes { [UInt8]($0) }
    }
}

/// A header of whatever type that can be written into a record.
package protocol RecordHeaderFields {
    var key: String { get }
    var value: [UInt8]? { get }
}

/// A name and a value beside a record's own. Names may repeat; order matters.
package struct RecordHeader: RecordHeaderFields, Hashable, Sendable {
    package var key: String
    package var value: [UInt8]?

    package init(key: String, value: [UInt8]?) {
        self.key = key
        self.value = value
    }
}
