// Generated from Schemas/Messages/087-ReadShareGroupStateSummary.schema. Edit the schema, then run `swift run generate-protocol`.
package import OttlaVocabulary

/// Reads the state of share partitions without its batches.
package struct ReadShareGroupStateSummaryRequest: RequestMessage {
    package var groupID: String = ""
    package var topics: [ReadStateSummaryData] = []

    package typealias Response = ReadShareGroupStateSummaryResponse
    package static var apiKey: APIKey { .readShareGroupStateSummary }
    package static var versions: ClosedRange<Int16> { 0...1 }
    package static func isFlexible(_ version: Int16) -> Bool { true }

    package init() {}

    package init(groupID: String = "", topics: [ReadStateSummaryData] = []) {
        self.groupID = groupID
        self.topics = topics
    }

    package init(from reader: inout ByteReader, version: Int16) throws(DecodeError) {
        try Self.check(version)
        groupID = try reader.readString(true)
        topics = try reader.readArray(of: ReadStateSummaryData.self, version, true)
        try reader.skipTags()
    }

    package func encode(into writer: inout ByteWriter, version: Int16) {
        Self.require(version)
        writer.writeString(groupID, true)
        writer.writeArray(topics, version, true)
        writer.write(0 as UInt8)
    }

    package struct PartitionData: WireStructure {
        package var partition: Int32 = 0
        package var leaderEpoch: Int32 = 0

        package init() {}

        package init(partition: Int32 = 0, leaderEpoch: Int32 = 0) {
            self.partition = partition
            self.leaderEpoch = leaderEpoch
        }

        package init(from reader: inout ByteReader, version: Int16) throws(DecodeError) {
            partition = try reader.readInt32()
            leaderEpoch = try reader.readInt32()
            try reader.skipTags()
        }

        package func encode(into writer: inout ByteWriter, version: Int16) {
            writer.write(partition)
            writer.write(leaderEpoch)
            writer.write(0 as UInt8)
        }
    }

    package struct ReadStateSummaryData: WireStructure {
        package var topicID: UUID = .zero
        package var partitions: [PartitionData] = []

        package init() {}

        package init(topicID: UUID = .zero, partitions: [PartitionData] = []) {
            self.topicID = topicID
            self.partitions = partitions
        }

        package init(from reader: inout ByteReader, version: Int16) throws(DecodeError) {
            topicID = try reader.readUUID()
            partitions = try reader.readArray(of: PartitionData.self, version, true)
            try reader.skipTags()
        }

        package func encode(into writer: inout ByteWriter, version: Int16) {
            writer.write(topicID)
            writer.writeArray(partitions, version, true)
            writer.write(0 as UInt8)
        }
    }
}

/// The answer to `ReadShareGroupStateSummaryRequest`.
package struct ReadShareGroupStateSummaryResponse: ResponseMessage {
    package var results: [ReadStateSummaryResult] = []

    package static var versions: ClosedRange<Int16> { 0...1 }
    package static func isFlexible(_ version: Int16) -> Bool { true }

    package init() {}

    package init(results: [ReadStateSummaryResult] = []) {
        self.results = results
    }

    package init(from reader: inout ByteReader, version: Int16) throws(DecodeError) {
        try Self.check(version)
        results = try reader.readArray(of: ReadStateSummaryResult.self, version, true)
        try reader.skipTags()
    }

    package func encode(into writer: inout ByteWriter, version: Int16) {
        Self.require(version)
        writer.writeArray(results, version, true)
        writer.write(0 as UInt8)
    }

    package struct PartitionResult: WireStructure {
        package var partition: Int32 = 0
        package var errorCode: ErrorCode = .none
        package var errorMessage: String? = nil
        package var stateEpoch: Int32 = 0
        package var leaderEpoch: Int32 = 0
        package var startOffset: Offset = 0
        package var deliveryCompleteCount: Int32 = -1

        package init() {}

        package init(
            partition: Int32 = 0,
            errorCode: ErrorCode = .none,
            errorMessage: String? = nil,
            stateEpoch: Int32 = 0,
            leaderEpoch: Int32 = 0,
            startOffset: Offset = 0,
            deliveryCompleteCount: Int32 = -1
        ) {
            self.partition = partition
            self.errorCode = errorCode
            self.errorMessage = errorMessage
            self.stateEpoch = stateEpoch
            self.leaderEpoch = leaderEpoch
            self.startOffset = startOffset
            self.deliveryCompleteCount = deliveryCompleteCount
        }

        package init(from reader: inout ByteReader, version: Int16) throws(DecodeError) {
            partition = try reader.readInt32()
            errorCode = ErrorCode(rawValue: try reader.readInt16())
            errorMessage = try reader.readNullableString(true)
            stateEpoch = try reader.readInt32()
            leaderEpoch = try reader.readInt32()
            startOffset = Offset(try reader.readInt64())
            if version >= 1 {
                deliveryCompleteCount = try reader.readInt32()
            }
            try reader.skipTags()
        }

        package func encode(into writer: inout ByteWriter, version: Int16) {
            writer.write(partition)
            writer.write(errorCode.rawValue)
            writer.writeNullableString(errorMessage, true)
            writer.write(stateEpoch)
            writer.write(leaderEpoch)
            writer.write(startOffset.value)
            if version >= 1 {
                writer.write(deliveryCompleteCount)
            }
            writer.write(0 as UInt8)
        }
    }

    package struct ReadStateSummaryResult: WireStructure {
        package var topicID: UUID = .zero
        package var partitions: [PartitionResult] = []

        package init() {}

        package init(topicID: UUID = .zero, partitions: [PartitionResult] = []) {
            self.topicID = topicID
            self.partitions = partitions
        }

        package init(from reader: inout ByteReader, version: Int16) throws(DecodeError) {
            topicID = try reader.readUUID()
            partitions = try reader.readArray(of: PartitionResult.self, version, true)
            try reader.skipTags()
        }

        package func encode(into writer: inout ByteWriter, version: Int16) {
            writer.write(topicID)
            writer.writeArray(partitions, version, true)
            writer.write(0 as UInt8)
        }
    }
}
