// Generated from Schemas/Messages/020-DeleteTopics.schema. Edit the schema, then run `swift run generate-protocol`.
package import OttlaVocabulary

/// Removes topics and their records.
package struct DeleteTopicsRequest: RequestMessage {
    package var topics: [DeleteTopicState] = []
    package var topicNames: [String] = []
    package var timeoutMs: Int32 = 0

    package typealias Response = DeleteTopicsResponse
    package static var apiKey: APIKey { .deleteTopics }
    package static var versions: ClosedRange<Int16> { 0...6 }
    package static func isFlexible(_ version: Int16) -> Bool { version >= 4 }

    package init() {}

    package init(topics: [DeleteTopicState] = [], topicNames: [String] = [], timeoutMs: Int32 = 0) {
        self.topics = topics
        self.topicNames = topicNames
        self.timeoutMs = timeoutMs
    }

    package init(from reader: inout ByteReader, version: Int16) throws(DecodeError) {
        try Self.check(version)
        let flexible = version >= 4
        if version >= 6 {
            topics = try reader.readArray(of: DeleteTopicState.self, version, flexible)
        }
        if version <= 5 {
            topicNames = try reader.readArray(of: String.self, flexible)
        }
        timeoutMs = try reader.readInt32()
        if flexible {
            try reader.skipTags()
        }
    }

    package func encode(into writer: inout ByteWriter, version: Int16) {
        Self.require(version)
        let flexible = version >= 4
        if version >= 6 {
            writer.writeArray(topics, version, flexible)
        }
        if version <= 5 {
            writer.writeArray(topicNames, flexible)
        }
        writer.write(timeoutMs)
        if flexible {
            writer.write(0 as UInt8)
        }
    }

    package struct DeleteTopicState: WireStructure {
        package var name: String? = nil
        package var topicID: UUID = .zero

        package init() {}

        package init(name: String? = nil, topicID: UUID = .zero) {
            self.name = name
            self.topicID = topicID
        }

        package init(from reader: inout ByteReader, version: Int16) throws(DecodeError) {
            name = try reader.readNullableString(true)
            topicID = try reader.readUUID()
            try reader.skipTags()
        }

        package func encode(into writer: inout ByteWriter, version: Int16) {
            writer.writeNullableString(name, true)
            writer.write(topicID)
            writer.write(0 as UInt8)
        }
    }
}

/// The answer to `DeleteTopicsRequest`.
package struct DeleteTopicsResponse: ResponseMessage {
    package var throttleTimeMs: Int32 = 0
    package var responses: [DeletableTopicResult] = []

    package static var versions: ClosedRange<Int16> { 0...6 }
    package static func isFlexible(_ version: Int16) -> Bool { version >= 4 }

    package init() {}

    package init(throttleTimeMs: Int32 = 0, responses: [DeletableTopicResult] = []) {
        self.throttleTimeMs = throttleTimeMs
        self.responses = responses
    }

    package init(from reader: inout ByteReader, version: Int16) throws(DecodeError) {
        try Self.check(version)
        let flexible = version >= 4
        if version >= 1 {
            throttleTimeMs = try reader.readInt32()
        }
        responses = try reader.readArray(of: DeletableTopicResult.self, version, flexible)
        if flexible {
            try reader.skipTags()
        }
    }

    package func encode(into writer: inout ByteWriter, version: Int16) {
        Self.require(version)
        let flexible = version >= 4
        if version >= 1 {
            writer.write(throttleTimeMs)
        }
        writer.writeArray(responses, version, flexible)
        if flexible {
            writer.write(0 as UInt8)
        }
    }

    package struct DeletableTopicResult: WireStructure {
        package var name: String? = ""
        package var topicID: UUID = .zero
        package var errorCode: ErrorCode = .none
        package var errorMessage: String? = nil

        package init() {}

        package init(
            name: String? = "",
            topicID: UUID = .zero,
            errorCode: ErrorCode = .none,
            errorMessage: String? = nil
        ) {
            self.name = name
            self.topicID = topicID
            self.errorCode = errorCode
            self.errorMessage = errorMessage
        }

        package init(from reader: inout ByteReader, version: Int16) throws(DecodeError) {
            let flexible = version >= 4
            name = try reader.readNullableString(flexible, allowed: version >= 6)
            if version >= 6 {
                topicID = try reader.readUUID()
            }
            errorCode = ErrorCode(rawValue: try reader.readInt16())
            if version >= 5 {
                errorMessage = try reader.readNullableString(flexible)
            }
            if flexible {
                try reader.skipTags()
            }
        }

        package func encode(into writer: inout ByteWriter, version: Int16) {
            let flexible = version >= 4
            writer.writeNullableString(name, flexible, allowed: version >= 6)
            if version >= 6 {
                writer.write(topicID)
            }
            writer.write(errorCode.rawValue)
            if version >= 5 {
                writer.writeNullableString(errorMessage, flexible)
            }
            if flexible {
                writer.write(0 as UInt8)
            }
        }
    }
}
