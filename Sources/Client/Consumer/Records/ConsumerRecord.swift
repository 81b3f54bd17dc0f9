import OttlaRecords

/// A record as it was read. Key and value are slices of the answer they came in.
public struct ConsumerRecord: Sendable {
    /// Whether a record's time was set by its producer or by the broker.
    public enum TimestampType: Hashable, Sendable {
        /// By the producer.
        case createTime
        /// By the broker, when it was appended.
        case logAppendTime
    }

    /// Where it was read from.
    public let topicPartition: TopicPartition
    /// Its place in the partition.
    public let offset: Int64
    /// The epoch of the leader that appended it; `nil` where the log does not say.
    public let leaderEpoch: Int32?
    /// When it happened.
    public let timestamp: Timestamp
    /// What `timestamp` means.
    public let timestampType: TimestampType
    private let memory: ReceivedFrame
    private let fields: RecordFields

    init(_ fields: RecordFields, in batch: borrowing RecordsBatch) {
        topicPartition = batch.topicPartition
        offset = batch.offset(of: fields)
        leaderEpoch = batch.leaderEpoch
        timestamp = batch.timestamp(of: fields)
        timestampType = batch.timestampType
        memory = batch.memory
        self.fields = fields
    }

    /// The topic it was read from.
    public var topic: String { topicPartition.topic }
    /// The partition it was read from.
    public var partition: Int32 { topicPartition.partition }

    /// What it is about; `nil` if it has no key.
    public var key: RecordBytes? {
        fields.keyLength < 0 ? nil : RecordBytes(memory, fields.keyStart..<fields.keyStart + fields.keyLength)
    }

    /// The content; `nil` is a tombstone.
    public var value: RecordBytes? {
        fields.valueLength < 0 ? nil : RecordBytes(memory, fields.valueStart..<fields.valueStart + fields.valueLength)
    }

    /// Names and values beside the content, in their order. Made anew each time it is asked for.
    public var headers: [RecordHeader] {
        defer { withExtendedLifetime(memory) {} }
        return fields.headers(in: memory.bytes)
    }

    /// How many headers there are, without making them.
    public var headerCount: Int { fields.headerCount }

    /// Bytes of key and value.
    var byteCount: Int { max(0, fields.keyLength) + max(0, fields.valueLength) }
}

extension RecordFields {
    /// Copies of the headers.
    func headers(in bytes: UnsafeRawBufferPointer) -> [RecordHeader] {
        guard headerCount > 0 else { return [] }
        var cursor = RecordCursor(bytes, from: headersStart)
        var headers: [RecordHeader] = []
        headers.reserveCapacity(min(headerCount, 64))
        for _ in 0..<headerCount {
            let (key, value) = cursor.nextHeader(bound: end)
            headers.append(
                RecordHeader(String(decoding: bytes[key], as: UTF8.self), value.map { [UInt8](bytes[$0]) }))
        }
        return headers
    }
}
