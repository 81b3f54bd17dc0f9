// Generated from Schemas/Messages/061-DescribeProducers.schema. Edit the schema, then run `swift run generate-protocol`.
package import OttlaVocabulary

/// Shows the producers a partition knows.
package struct DescribeProducersRequest: RequestMessage {
    package var topics: [TopicRequest] = []

    package typealias Response = DescribeProducersResponse
    package static var apiKey: APIKey { .describeProducers }
    package static var versions: ClosedRange<Int16> { 0...0 }
    package static func isFlexible(_ version: Int16) -> Bool { true }

    package init() {}

    package init(topics: [TopicRequest] = []) {
        self.topics = topics
    }

    package init(from reader: inout ByteReader, version: Int16) throws(DecodeError) {
        try Self.check(version)
        topics = try reader.readArray(of: TopicRequest.self, version, true)
        try reader.skipTags()
    }

    package func encode(into writer: inout ByteWriter, version: Int16) {
        Self.require(version)
        writer.writeArray(topics, version, true)
        writer.write(0 as UInt8)
    }

    package struct TopicRequest: WireStructure {
        package var name: String = ""
        package var partitionIndexes: [Int32] = []

        package init() {}

        package init(name: String = "", partitionIndexes: [Int32] = []) {
            self.name = name
            self.partitionIndexes = partitionIndexes
        }

        package init(from reader: inout ByteReader, version: Int16) throws(DecodeError) {
            name = try reader.readString(true)
            partitionIndexes = try reader.readArray(of: Int32.self, true)
            try reader.skipTags()
        }

        package func encode(into writer: inout ByteWriter, version: Int16) {
            writer.writeString(name, true)
            writer.writeArray(partitionIndexes, true)
            writer.write(0 as UInt8)
        }
    }
}

/// The answer to `DescribeProducersRequest`.
package struct DescribeProducersResponse: ResponseMessage {
    package var throttleTimeMs: Int32 = 0
    package var topics: [TopicResponse] = []

    package static var versions: ClosedRange<Int16> { 0...0 }
    package static func isFlexible(_ version: Int16) -> Bool { true }

    package init() {}

    package init(throttleTimeMs: Int32 = 0, topics: [TopicResponse] = []) {
        self.throttleTimeMs = throttleTimeMs
        self.topics = topics
    }

    package init(from reader: inout ByteReader, version: Int16) throws(DecodeError) {
        try Self.check(version)
        throttleTimeMs = try reader.readInt32()
        topics = try reader.readArray(of: TopicResponse.self, version, true)
        try reader.skipTags()
    }

    package func encode(into writer: inout ByteWriter, version: Int16) {
        Self.require(version)
        writer.write(throttleTimeMs)
        writer.writeArray(topics, version, true)
        writer.write(0 as UInt8)
    }

    package struct ProducerState: WireStructure {
        package var producerID: Int64 = 0
        package var producerEpoch: Int32 = 0
        package var lastSequence: Int32 = -1
        package var lastTimestamp: Int64 = -1
        package var coordinatorEpoch: Int32 = 0
        package var currentTxnStartOffset: Offset = -1

        package init() {}

        package init(
            producerID: Int64 = 0,
            producerEpoch: Int32 = 0,
            lastSequence: Int32 = -1,
            lastTimestamp: Int64 = -1,
            coordinatorEpoch: Int32 = 0,
            currentTxnStartOffset: Offset = -1
        ) {
            self.producerID = producerID
            self.producerEpoch = producerEpoch
            self.lastSequence = lastSequence
            self.lastTimestamp = lastTimestamp
            self.coordinatorEpoch = coordinatorEpoch
            self.currentTxnStartOffset = currentTxnStartOffset
        }

        package init(from reader: inout ByteReader, version: Int16) throws(DecodeError) {
            producerID = try reader.readInt64()
            producerEpoch = try reader.readInt32()
            lastSequence = try reader.readInt32()
            lastTimestamp = try reader.readInt64()
            coordinatorEpoch = try reader.readInt32()
            currentTxnStartOffset = Offset(try reader.readInt64())
            try reader.skipTags()
        }

        package func encode(into writer: inout ByteWriter, version: Int16) {
            writer.write(producerID)
            writer.write(producerEpoch)
            writer.write(lastSequence)
            writer.write(lastTimestamp)
            writer.write(coordinatorEpoch)
            writer.write(currentTxnStartOffset.value)
            writer.write(0 as UInt8)
        }
    }

    package struct PartitionResponse: WireStructure {
        package var partitionIndex: Int32 = 0
        package var errorCode: ErrorCode = .none
        package var errorMessage: String? = nil
        package var activeProducers: [ProducerState] = []

        package init() {}

        package init(
            partitionIndex: Int32 = 0,
            errorCode: ErrorCode = .none,
            errorMessage: String? = nil,
            activeProducers: [ProducerState] = []
        ) {
            self.partitionIndex = partitionIndex
            self.errorCode = errorCode
            self.errorMessage = errorMessage
            self.activeProducers = activeProducers
        }

        package init(from reader: inout ByteReader, version: Int16) throws(DecodeError) {
            partitionIndex = try reader.readInt32()
            errorCode = ErrorCode(rawValue: try reader.readInt16())
            errorMessage = try reader.readNullableString(true)
            activeProducers = try reader.readArray(of: ProducerState.self, version, true)
            try reader.skipTags()
        }

        package func encode(into writer: inout ByteWriter, version: Int16) {
            writer.write(partitionIndex)
            writer.write(errorCode.rawValue)
            writer.writeNullableString(errorMessage, true)
            writer.writeArray(activeProducers, version, true)
            writer.write(0 as UInt8)
        }
    }

    package struct TopicResponse: WireStructure {
        package var name: String = ""
        package var partitions: [PartitionResponse] = []

        package init() {}

        package init(name: String = "", partitions: [PartitionResponse] = []) {
            self.name = name
            self.partitions = partitions
        }

        package init(from reader: inout ByteReader, version: Int16) throws(DecodeError) {
            name = try reader.readString(true)
            partitions = try reader.readArray(of: PartitionResponse.self, version, true)
            try reader.skipTags()
        }

        package func encode(into writer: inout ByteWriter, version: Int16) {
            writer.writeString(name, true)
            writer.writeArray(partitions, version, true)
            writer.write(0 as UInt8)
        }
    }
}
