// Generated from Schemas/Messages/092-DeleteShareGroupOffsets.schema. Edit the schema, then run `swift run generate-protocol`.
package import OttlaVocabulary

/// Drops a share group's offsets for topics.
package struct DeleteShareGroupOffsetsRequest: RequestMessage {
    package var groupID: String = ""
    package var topics: [DeleteShareGroupOffsetsRequestTopic] = []

    package typealias Response = DeleteShareGroupOffsetsResponse
    package static var apiKey: APIKey { .deleteShareGroupOffsets }
    package static var versions: ClosedRange<Int16> { 0...0 }
    package static func isFlexible(_ version: Int16) -> Bool { true }

    package init() {}

    package init(groupID: String = "", topics: [DeleteShareGroupOffsetsRequestTopic] = []) {
        self.groupID = groupID
        self.topics = topics
    }

    package init(from reader: inout ByteReader, version: Int16) throws(DecodeError) {
        try Self.check(version)
        groupID = try reader.readString(true)
        topics = try reader.readArray(of: DeleteShareGroupOffsetsRequestTopic.self, version, true)
        try reader.skipTags()
    }

    package func encode(into writer: inout ByteWriter, version: Int16) {
        Self.require(version)
        writer.writeString(groupID, true)
        writer.writeArray(topics, version, true)
        writer.write(0 as UInt8)
    }

    package struct DeleteShareGroupOffsetsRequestTopic: WireStructure {
        package var topicName: String = ""

        package init() {}

        package init(topicName: String = "") {
            self.topicName = topicName
        }

        package init(from reader: inout ByteReader, version: Int16) throws(DecodeError) {
            topicName = try reader.readString(true)
            try reader.skipTags()
        }

        package func encode(into writer: inout ByteWriter, version: Int16) {
            writer.writeString(topicName, true)
            writer.write(0 as UInt8)
        }
    }
}

/// The answer to `DeleteShareGroupOffsetsRequest`.
package struct DeleteShareGroupOffsetsResponse: ResponseMessage {
    package var throttleTimeMs: Int32 = 0
    package var errorCode: ErrorCode = .none
    package var errorMessage: String? = nil
    package var responses: [DeleteShareGroupOffsetsResponseTopic] = []

    package static var versions: ClosedRange<Int16> { 0...0 }
    package static func isFlexible(_ version: Int16) -> Bool { true }

    package init() {}

    package init(
        throttleTimeMs: Int32 = 0,
        errorCode: ErrorCode = .none,
        errorMessage: String? = nil,
        responses: [DeleteShareGroupOffsetsResponseTopic] = []
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
        responses = try reader.readArray(of: DeleteShareGroupOffsetsResponseTopic.self, version, true)
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

    package struct DeleteShareGroupOffsetsResponseTopic: WireStructure {
        package var topicName: String = ""
        package var topicID: UUID = .zero
        package var errorCode: ErrorCode = .none
        package var errorMessage: String? = nil

        package init() {}

        package init(
            topicName: String = "",
            topicID: UUID = .zero,
            errorCode: ErrorCode = .none,
            errorMessage: String? = nil
        ) {
            self.topicName = topicName
            self.topicID = topicID
            self.errorCode = errorCode
            self.errorMessage = errorMessage
        }

        package init(from reader: inout ByteReader, version: Int16) throws(DecodeError) {
            topicName = try reader.readString(true)
            topicID = try reader.readUUID()
            errorCode = ErrorCode(rawValue: try reader.readInt16())
            errorMessage = try reader.readNullableString(true)
            try reader.skipTags()
        }

        package func encode(into writer: inout ByteWriter, version: Int16) {
            writer.writeString(topicName, true)
            writer.write(topicID)
            writer.write(errorCode.rawValue)
            writer.writeNullableString(errorMessage, true)
            writer.write(0 as UInt8)
        }
    }
}
