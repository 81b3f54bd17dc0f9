// Generated from Schemas/Messages/085-WriteShareGroupState.schema. Edit the schema, then run `swift run generate-protocol`.
package import OttlaVocabulary

/// Stores the state of share partitions.
package struct WriteShareGroupStateRequest: RequestMessage {
    package var groupID: String = ""
    package var topics: [WriteStateData] = []

    package typealias Response = WriteShareGroupStateResponse
    package static var apiKey: APIKey { .writeShareGroupState }
    package static var versions: ClosedRange<Int16> { 0...1 }
    package static func isFlexible(_ version: Int16) -> Bool { true }

    package init() {}

    package init(groupID: String = "", topics: [WriteStateData] = []) {
        self.groupID = groupID
        self.topics = topics
    }

    package init(from reader: inout ByteReader, version: Int16) throws(DecodeError) {
        try Self.check(version)
        groupID = try reader.readString(true)
        topics = try reader.readArray(of: WriteStateData.self, version, true)
        try reader.skipTags()
    }

    package func encode(into writer: inout ByteWriter, version: Int16) {
        Self.require(version)
        writer.writeString(groupID, true)
        writer.writeArray(topics, version, true)
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

    package struct PartitionData: WireStructure {
        package var partition: Int32 = 0
        package var stateEpoch: Int32 = 0
        package var leaderEpoch: Int32 = 0
        package var startOffset: Offset = 0
        package var deliveryCompleteCount: Int32 = -1
        package var stateBatches: [StateBatch] = []

        package init() {}

        package init(
            partition: Int32 = 0,
            stateEpoch: Int32 = 0,
            leaderEpoch: Int32 = 0,
            startOffset: Offset = 0,
            deliveryCompleteCount: Int32 = -1,
            stateBatches: [StateBatch] = []
        ) {
            self.partition = partition
            self.stateEpoch = stateEpoch
            self.leaderEpoch = leaderEpoch
            self.startOffset = startOffset
            self.deliveryCompleteCount = deliveryCompleteCount
            self.stateBatches = stateBatches
        }

        package init(from reader: inout ByteReader, version: Int16) throws(DecodeError) {
            partition = try reader.readInt32()
            stateEpoch = try reader.readInt32()
            leaderEpoch = try reader.readInt32()
            startOffset = Offset(try reader.readInt64())
            if version >= 1 {
                deliveryCompleteCount = try reader.readInt32()
            }
            stateBatches = try reader.readArray(of: StateBatch.self, version, true)
            try reader.skipTags()
        }

        package func encode(into writer: inout ByteWriter, version: Int16) {
            writer.write(partition)
            writer.write(stateEpoch)
            writer.write(leaderEpoch)
            writer.write(startOffset.value)
            if version >= 1 {
                writer.write(deliveryCompleteCount)
            }
            writer.writeArray(stateBatches, version, true)
            writer.write(0 as UInt8)
        }
    }

    package struct WriteStateData: WireStructure {
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

/// The answer to `WriteShareGroupStateRequest`.
package struct WriteShareGroupStateResponse: ResponseMessage {
    package var results: [WriteStateResult] = []

    package static var versions: ClosedRange<Int16> { 0...1 }
    package static func isFlexible(_ version: Int16) -> Bool { true }

    package init() {}

    package init(results: [WriteStateResult] = []) {
        self.results = results
    }

    package init(from reader: inout ByteReader, version: Int16) throws(DecodeError) {
        try Self.check(version)
        results = try reader.readArray(of: WriteStateResult.self, version, true)
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

        package init() {}

        package init(partition: Int32 = 0, errorCode: ErrorCode = .none, errorMessage: String? = nil) {
            self.partition = partition
            self.errorCode = errorCode
            self.errorMessage = errorMessage
        }

        package init(from reader: inout ByteReader, version: Int16) throws(DecodeError) {
            partition = try reader.readInt32()
            errorCode = ErrorCode(rawValue: try reader.readInt16())
            errorMessage = try reader.readNullableString(true)
            try reader.skipTags()
        }

        package func encode(into writer: inout ByteWriter, version: Int16) {
            writer.write(partition)
            writer.write(errorCode.rawValue)
            writer.writeNullableString(errorMessage, true)
            writer.write(0 as UInt8)
        }
    }

    package struct WriteStateResult: WireStructure {
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
