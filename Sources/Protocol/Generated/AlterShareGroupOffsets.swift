// Generated from Schemas/Messages/091-AlterShareGroupOffsets.schema. Edit the schema, then run `swift run generate-protocol`.
package import OttlaVocabulary

/// Moves a share group's start offsets.
package struct AlterShareGroupOffsetsRequest: RequestMessage {
    package var groupID: String = ""
    package var topics: [AlterShareGroupOffsetsRequestTopic] = []

    package typealias Response = AlterShareGroupOffsetsResponse
    package static var apiKey: APIKey { .alterShareGroupOffsets }
    package static var versions: ClosedRange<Int16> { 0...0 }
    package static func isFlexible(_ version: Int16) -> Bool { true }

    package init() {}

    package init(groupID: String = "", topics: [AlterShareGroupOffsetsRequestTopic] = []) {
        self.groupID = groupID
        self.topics = topics
    }

    package init(from reader: inout ByteReader, version: Int16) throws(DecodeError) {
        try Self.check(version)
        groupID = try reader.readString(true)
        topics = try reader.readArray(of: AlterShareGroupOffsetsRequestTopic.self, version, true)
        try reader.skipTags()
    }

    package func encode(into writer: inout ByteWriter, version: Int16) {
        Self.require(version)
        writer.writeString(groupID, true)
        writer.writeArray(topics, version, true)
        writer.write(0 as UInt8)
    }

    package struct AlterShareGroupOffsetsRequestPartition: WireStructure {
        package var partitionIndex: Int32 = 0
        package var startOffset: Offset = 0

        package init() {}

        package init(partitionIndex: Int32 = 0, startOffset: Offset = 0) {
            self.partitionIndex = partitionIndex
            self.startOffset = startOffset
        }

        package init(from reader: inout ByteReader, version: Int16) throws(DecodeError) {
            partitionIndex = try reader.readInt32()
            startOffset = Offset(try reader.readInt64())
            try reader.skipTags()
        }

        package func encode(into writer: inout ByteWriter, version: Int16) {
            writer.write(partitionIndex)
            writer.write(startOffset.value)
            writer.write(0 as UInt8)
        }
    }

    package struct AlterShareGroupOffsetsRequestTopic: WireStructure {
        package var topicName: String = ""
        package var partitions: [AlterShareGroupOffsetsRequestPartition] = []

        package init() {}

        package init(topicName: String = "", partitions: [AlterShareGroupOffsetsRequestPartition] = []) {
            self.topicName = topicName
            self.partitions = partitions
        }

        package init(from reader: inout ByteReader, version: Int16) throws(DecodeError) {
            topicName = try reader.readString(true)
            partitions = try reader.readArray(of: AlterShareGroupOffsetsRequestPartition.self, version, true)
            try reader.skipTags()
        }

        package func encode(into writer: inout ByteWriter, version: Int16) {
            writer.writeString(topicName, true)
            writer.writeArray(partitions, version, true)
            writer.write(0 as UInt8)
        }
    }
}

/// The answer to `AlterShareGroupOffsetsRequest`.
package struct AlterShareGroupOffsetsResponse: ResponseMessage {
    package var throttleTimeMs: Int32 = 0
    package var errorCode: ErrorCode = .none
    package var errorMessage: String? = nil
    package var responses: [AlterShareGroupOffsetsResponseTopic] = []

    package static var versions: ClosedRange<Int16> { 0...0 }
    package static func isFlexible(_ version: Int16) -> Bool { true }

    package init() {}

    package init(
        throttleTimeMs: Int32 = 0,
        errorCode: ErrorCode = .none,
        errorMessage: String? = nil,
        responses: [AlterShareGroupOffsetsResponseTopic] = []
    ) {
        self.throttleTimeMs = throttleTimeMs
        self.errorCode = errorCode
        self.errorMessage = errorMessage
        self.responses = responses
    }

    package init(from reader: inout ByteReader, version: Int16) throws(DecodeError) {
        try Self.check(version)
        throttleTimeMs = try reader.readInt32()
        errorCode = ErrorCode(rawValue: try reader.readInt16())
        errorMessage = try reader.readNullableString(true)
        responses = try reader.readArray(of: AlterShareGroupOffsetsResponseTopic.self, version, true)
        try reader.skipTags()
    }

    package func encode(into writer: inout ByteWriter, version: Int16) {
        Self.require(version)
        writer.write(throttleTimeMs)
        writer.write(errorCode.rawValue)
        writer.writeNullableString(errorMessage, true)
        writer.writeArray(responses, version, true)
        writer.write(0 as UInt8)
    }

    package struct AlterShareGroupOffsetsResponsePartition: WireStructure {
        package var partitionIndex: Int32 = 0
        package var errorCode: ErrorCode = .none
        package var errorMessage: String? = nil

        package init() {}

        package init(partitionIndex: Int32 = 0, errorCode: ErrorCode = .none, errorMessage: String? = nil) {
            self.partitionIndex = partitionIndex
            self.errorCode = errorCode
            self.errorMessage = errorMessage
        }

        package init(from reader: inout ByteReader, version: Int16) throws(DecodeError) {
            partitionIndex = try reader.readInt32()
            errorCode = ErrorCode(rawValue: try reader.readInt16())
            errorMessage = try reader.readNullableString(true)
            try reader.skipTags()
        }

        package func encode(into writer: inout ByteWriter, version: Int16) {
            writer.write(partitionIndex)
            writer.write(errorCode.rawValue)
            writer.writeNullableString(errorMessage, true)
            writer.write(0 as UInt8)
        }
    }

    package struct AlterShareGroupOffsetsResponseTopic: WireStructure {
        package var topicName: String = ""
        package var topicID: UUID = .zero
        package var partitions: [AlterShareGroupOffsetsResponsePartition] = []

        package init() {}

        package init(
            topicName: String = "",
            topicID: UUID = .zero,
            partitions: [AlterShareGroupOffsetsResponsePartition] = []
        ) {
            self.topicName = topicName
            self.topicID = topicID
            self.partitions = partitions
        }

        package init(from reader: inout ByteReader, version: Int16) throws(DecodeError) {
            topicName = try reader.readString(true)
            topicID = try reader.readUUID()
            partitions = try reader.readArray(of: AlterShareGroupOffsetsResponsePartition.self, version, true)
            try reader.skipTags()
        }

        package func encode(into writer: inout ByteWriter, version: Int16) {
            writer.writeString(topicName, true)
            writer.write(topicID)
            writer.writeArray(partitions, version, true)
            writer.write(0 as UInt8)
        }
    }
}
