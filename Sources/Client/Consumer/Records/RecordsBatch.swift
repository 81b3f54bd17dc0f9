import OttlaRecords
import OttlaVocabulary

/// Records of one partition that came together and share one buffer. As a sequence it gives `ConsumerRecord`s; `forEach`
/// with a `RecordView` is quicker still, since nothing is made for a record.
public struct RecordsBatch: Sendable {
    /// Where they were read from.
    public let topicPartition: TopicPartition
    /// The epoch of the leader that appended them; `nil` where the log does not say.
    public let leaderEpoch: Int32?
    /// What the records' timestamps mean.
    public let timestampType: ConsumerRecord.TimestampType
    /// How many records there are.
    public let count: Int
    /// The offset of the first record.
    public let firstOffset: Int64
    /// Where to go on after this batch.
    public let nextOffset: Int64
    let memory: ReceivedFrame
    /// The bytes of the records: from the first that is wanted to the end.
    let range: Range<Int>
    let baseOffset: Int64
    /// Of the batch; where the broker set the time, that of all its records.
    let baseTimestamp: Int64

    init(
        _ topicPartition: TopicPartition, _ header: RecordBatchHeader, count: Int, firstOffset: Int64, nextOffset: Int64,
        memory: ReceivedFrame, range: Range<Int>
    ) {
        self.topicPartition = topicPartition
        leaderEpoch = header.partitionLeaderEpoch >= 0 ? header.partitionLeaderEpoch : nil
        let isBrokersTime = header.timestampType == .logAppendTime
        timestampType = isBrokersTime ? .logAppendTime : .createTime
        self.count = count
        self.firstOffset = firstOffset
        self.nextOffset = nextOffset
        self.memory = memory
        self.range = range
        baseOffset = header.baseOffset.value
        baseTimestamp = isBrokersTime ? header.maxTimestamp.milliseconds : header.baseTimestamp.milliseconds
    }

    func offset(of fields: RecordFields) -> Int64 { baseOffset &+ fields.offsetDelta }

    func timestamp(of fields: RecordFields) -> Timestamp {
        let delta = timestampType == .logAppendTime ? 0 : fields.timestampDelta
        return Timestamp(millisecondsSince1970: baseTimestamp &+ delta)
    }

    var cursor: RecordCursor { RecordCursor(UnsafeRawBufferPointer(rebasing: memory.bytes[..<range.upperBound]), from: range.lowerBound) }

    /// Bytes the records take.
    public var byteCount: Int { range.count }

    /// Calls `body` with each record in order, where it lies.
    public func forEach<Failure: Error>(_ body: (borrowing RecordView) throws(Failure) -> Void) throws(Failure) {
        defer { withExtendedLifetime(memory) {} }
        let bytes = memory.bytes
        var cursor = cursor
        for _ in 0..<count {
            let fields = cursor.nextChecked()
            try body(RecordView(unsafe bytes.bytes, fields, offset: offset(of: fields), timestamp: timestamp(of: fields)))
        }
    }
}

extension RecordCursor {
    /// The next record of a batch that was walked before.
    mutating func nextChecked() -> RecordFields {
        guard let fields = next() else { preconditionFailure("a batch is walked before it is handed out") }
        return fields
    }
}

extension RecordsBatch: Sequence {
    /// Gives the records of a batch one by one.
    public struct Iterator: IteratorProtocol, Sendable {
        private let batch: RecordsBatch
        private var position: Int
        private(set) var rest: Int

        init(_ batch: RecordsBatch) {
            self.batch = batch
            position = batch.range.lowerBound
            rest = batch.count
        }

        public mutating func next() -> ConsumerRecord? {
            guard rest > 0 else { return nil }
            rest -= 1
            var cursor = RecordCursor(
                UnsafeRawBufferPointer(start: batch.memory.bytes.baseAddress, count: batch.range.upperBound), from: position)
            let fields = cursor.nextChecked()
            position = cursor.position
            return ConsumerRecord(fields, in: batch)
        }
    }

    public func makeIterator() -> Iterator { Iterator(self) }
    public var underestimatedCount: Int { count }
}
