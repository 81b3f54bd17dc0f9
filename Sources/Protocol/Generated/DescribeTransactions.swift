// Generated from Schemas/Messages/065-DescribeTransactions.schema. Edit the schema, then run `swift run generate-protocol`.
package import OttlaVocabulary

/// Shows the state of transactions.
package struct DescribeTransactionsRequest: RequestMessage {
    package var transactionalIDs: [String] = []

    package typealias Response = DescribeTransactionsResponse
    package static var apiKey: APIKey { .describeTransactions }
    package static var versions: ClosedRange<Int16> { 0...0 }
    package static func isFlexible(_ version: Int16) -> Bool { true }

    package init() {}

    package init(transactionalIDs: [String] = []) {
        self.transactionalIDs = transactionalIDs
    }

    package init(from reader: inout ByteReader, version: Int16) throws(DecodeError) {
        try Self.check(version)
        transactionalIDs = try reader.readArray(of: String.self, true)
        try reader.skipTags()
    }

    package func encode(into writer: inout ByteWriter, version: Int16) {
        Self.require(version)
        writer.writeArray(transactionalIDs, true)
        writer.write(0 as UInt8)
    }
}

/// The answer to `DescribeTransactionsRequest`.
package struct DescribeTransactionsResponse: ResponseMessage {
    package var throttleTimeMs: Int32 = 0
    package var transactionStates: [TransactionState] = []

    package static var versions: ClosedRange<Int16> { 0...0 }
    package static func isFlexible(_ version: Int16) -> Bool { true }

    package init() {}

    package init(throttleTimeMs: Int32 = 0, transactionStates: [TransactionState] = []) {
        self.throttleTimeMs = throttleTimeMs
        self.transactionStates = transactionStates
    }

    package init(from reader: inout ByteReader, version: Int16) throws(DecodeError) {
        try Self.check(version)
        throttleTimeMs = try reader.readInt32()
        transactionStates = try reader.readArray(of: TransactionState.self, version, true)
        try reader.skipTags()
    }

    package func encode(into writer: inout ByteWriter, version: Int16) {
        Self.require(version)
        writer.write(throttleTimeMs)
        writer.writeArray(transactionStates, version, true)
        writer.write(0 as UInt8)
    }

    package struct TopicData: WireStructure {
        package var topic: String = ""
        package var partitions: [Int32] = []

        package init() {}

        package init(topic: String = "", partitions: [Int32] = []) {
            self.topic = topic
            self.partitions = partitions
        }

        package init(from reader: inout ByteReader, version: Int16) throws(DecodeError) {
            topic = try reader.readString(true)
            partitions = try reader.readArray(of: Int32.self, true)
            try reader.skipTags()
        }

        package func encode(into writer: inout ByteWriter, version: Int16) {
            writer.writeString(topic, true)
            writer.writeArray(partitions, true)
            writer.write(0 as UInt8)
        }
    }

    package struct TransactionState: WireStructure {
        package var errorCode: ErrorCode = .none
        package var transactionalID: String = ""
        package var transactionState: String = ""
        package var transactionTimeoutMs: Int32 = 0
        package var transactionStartTimeMs: Int64 = 0
        package var producerID: Int64 = 0
        package var producerEpoch: Int16 = 0
        package var topics: [TopicData] = []

        package init() {}

        package init(
            errorCode: ErrorCode = .none,
            transactionalID: String = "",
            transactionState: String = "",
            transactionTimeoutMs: Int32 = 0,
            transactionStartTimeMs: Int64 = 0,
            producerID: Int64 = 0,
            producerEpoch: Int16 = 0,
            topics: [TopicData] = []
        ) {
            self.errorCode = errorCode
            self.transactionalID = transactionalID
            self.transactionState = transactionState
            self.transactionTimeoutMs = transactionTimeoutMs
            self.transactionStartTimeMs = transactionStartTimeMs
            self.producerID = producerID
            self.producerEpoch = producerEpoch
            self.topics = topics
        }

        package init(from reader: inout ByteReader, version: Int16) throws(DecodeError) {
            errorCode = ErrorCode(rawValue: try reader.readInt16())
            transactionalID = try reader.readString(true)
            transactionState = try reader.readString(true)
            transactionTimeoutMs = try reader.readInt32()
            transactionStartTimeMs = try reader.readInt64()
            producerID = try reader.readInt64()
            producerEpoch = try reader.readInt16()
            topics = try reader.readArray(of: TopicData.self, version, true)
            try reader.skipTags()
        }

        package func encode(into writer: inout ByteWriter, version: Int16) {
            writer.write(errorCode.rawValue)
            writer.writeString(transactionalID, true)
            writer.writeString(transactionState, true)
            writer.write(transactionTimeoutMs)
            writer.write(transactionStartTimeMs)
            writer.write(producerID)
            writer.write(producerEpoch)
            writer.writeArray(topics, version, true)
            writer.write(0 as UInt8)
        }
    }
}
