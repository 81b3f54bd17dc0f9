// Generated from Schemas/Messages/084-ReadShareGroupState.schema. Edit the schema, then run `swift run generate-protocol`.
package import OttlaVocabulary

/// Reads the state of share partitions.
package struct ReadShareGroupStateRequest: RequestMessage {
    package var groupID: String = ""
    package var topics: [ReadStateData] = []

    package typealias Response = ReadShareGroupStateResponse
    package static var apiKey: APIKey { .readShareGroupState }
    package static var versions: ClosedRange<Int16> { 0...0 }
    package static func isFlexible(_ version: Int16) -> Bool { true }

    package init() {}

    package init(groupID: String = "", topics: [ReadStateData] = []) {
        self.groupID = groupID
        self.topics = topics
    }

    package init(from reader: inout ByteReader, version: Int16) throws(DecodeError) {
        try Self.check(version)
        groupID = try reader.readString(true)
        topics = try reader.readArray(of: ReadStateData.self, version, true)
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

    package struct ReadStateData: WireStructure {
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

/// The answer to `ReadShareGroupStateRequest`.
package struct ReadShareGroupStateResponse: ResponseMessage {
    package var results: [ReadStateResult] = []

    package static var versions: ClosedRange<Int16> { 0...0 }
    package static func isFlexible(_ version: Int16) -> Bool { true }

    package init() {}

    package init(results: [ReadStateResult] = []) {
        self.results = results
    }

    package init(from reader: inout ByteReader, version: Int16) throws(DecodeError) {
        try Self.check(version)
        results = try reader.readArray(of: ReadStateResult.self, version, true)
        try reader.skipTags()
    }

    package func encode(into writer: inout ByteWriter, version: Int16) {
        Self.require(version)
        writer.writeArray(results, version, true)
        writer.write(0 as UInt8)
    }

    package struct StateBatch: WireStructure {
        package var firstOffset: Offset = 0
        package var lastOffset: Offset = 0
        package var deliveryState: Int8 = 0
        package var deliveryCount: Int16 = 0

        package init() {}

        package init(
            firstOffset: Offset = 0,
            lastOffset: Offset = 0,
            deliveryState: Int8 = 0,
            deliveryCount: Int16 = 0
        ) {
            self.firstOffset = firstOffset
            self.lastOffset = lastOffset
            self.deliveryState = deliveryState
            self.deliveryCount = deliveryCount
        }

        package init(from reader: inout ByteReader, version: Int16) throws(DecodeError) {
            firstOffset = Offset(try reader.readInt64())
            lastOffset = Offset(try reader.readInt64())
            deliveryState = try reader.readInt8()
            deliveryCount = try reader.readInt16()
            try reader.skipTags()
        }

        package func encode(into writer: inout ByteWriter, version: Int16) {
            writer.write(firstOffset.value)
            writer.write(lastOffset.value)
            writer.write(deliveryState)
            writer.write(deliveryCount)
            writer.write(0 as UInt8)
        }
    }

    package struct PartitionResult: WireStructure {
        package var partition: Int32 = 0
        package var errorCode: ErrorCode = .none
        package var errorMessage: String? = nil
        package var stateEpoch: Int32 = 0
        package var startOffset: Offset = 0
        package var stateBatches: [StateBatch] = []

        package init() {}

        package init(
            partition: Int32 = 0,
            errorCode: ErrorCode = .none,
            errorMessage: String? = nil,
            stateEpoch: Int32 = 0,
            startOffset: Offset = 0,
            stateBatches: [StateBatch] = []
        ) {
            self.partition = partition
            self.errorCode = errorCode
            self.errorMessage = errorMessage
            self.stateEpoch = stateEpoch
            self.startOffset = startOffset
            self.stateBatches = stateBatches
        }

        package init(from reader: inout ByteReader, version: Int16) throws(DecodeError) {
            partition = try reader.readInt32()
            errorCode = ErrorCode(rawValue: try reader.readInt16())
            errorMessage = try reader.readNullableString(true)
            stateEpoch = try reader.readInt32()
            startOffset = Offset(try reader.readInt64())
            stateBatches = try reader.readArray(of: StateBatch.self, version, true)
            try reader.skipTags()
        }

        package func encode(into writer: inout ByteWriter, version: Int16) {
            writer.write(partition)
            writer.write(errorCode.rawValue)
            writer.writeNullableString(errorMessage, true)
            writer.write(stateEpoch)
            writer.write(startOffset.value)
            writer.writeArray(stateBatches, version, true)
            writer.write(0 as UInt8)
        }
    }

    package struct ReadStateResult: WireStructure {
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
