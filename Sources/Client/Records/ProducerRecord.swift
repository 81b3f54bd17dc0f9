/// A record to be sent.
public struct ProducerRecord: Sendable, Hashable {
    /// Where it goes.
    public var topic: String
    /// The partition, if you choose it; otherwise the producer's partitioner does.
    public var partition: Int32?
    /// Records of one key go to one partition, in order. `nil`: no key.
    public var key: [UInt8]?
    /// The content. `nil` is a tombstone: it removes the key from a compacted topic.
    public var value: [UInt8]?
    /// Names and values beside the content.
    public var headers: [RecordHeader]
    /// When it happened; `nil`: when it was handed over.
    public var timestamp: Timestamp?

    /// A record of bytes.
    public init(
        topic: String, partition: Int32? = nil, key: [UInt8]? = nil, value: [UInt8]?, headers: [RecordHeader] = [],
        timestamp: Timestamp? = nil
    ) {
        self.topic = topic
        self.partition = partition
        self.key = key
        self.value = value
        self.headers = headers
        self.timestamp = timestamp
    }

    /// A record of text, in UTF-8.
    public init(
        topic: String, partition: Int32? = nil, key: String? = nil, value: String, headers: [RecordHeader] = [],
        timestamp: Timestamp? = nil
    ) {
        self.init(
            topic: topic, partition: partition, key: key.map { Array($0.utf8) }, value: Array(value.utf8), headers: headers,
            timestamp: timestamp)
    }
}

/// Where a record was stored.
public struct RecordMetadata: Hashable, Sendable {
    /// The partition it is in.
    public var topicPartition: TopicPartition
    /// Its offset; `nil` if the broker was not asked to say (`acks` of none).
    public var offset: Int64?
    /// The time it is stored under: its own, or the broker's where the topic says so.
    public var timestamp: Timestamp

    /// For tests of code that produces.
    public init(topicPartition: TopicPartition, offset: Int64?, timestamp: Timestamp) {
        self.topicPartition = topicPartition
        self.offset = offset
        self.timestamp = timestamp
    }
}
