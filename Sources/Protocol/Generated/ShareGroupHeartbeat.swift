// Generated from Schemas/Messages/076-ShareGroupHeartbeat.schema. Edit the schema, then run `swift run generate-protocol`.
package import OttlaVocabulary

/// Everything a member of a share group says and hears.
package struct ShareGroupHeartbeatRequest: RequestMessage {
    package var groupID: String = ""
    package var memberID: String = ""
    package var memberEpoch: Int32 = 0
    package var rackID: String? = nil
    package var subscribedTopicNames: [String]? = nil

    package typealias Response = ShareGroupHeartbeatResponse
    package static var apiKey: APIKey { .shareGroupHeartbeat }
    package static var versions: ClosedRange<Int16> { 1...1 }
    package static func isFlexible(_ version: Int16) -> Bool { true }

    package init() {}

    package init(
        groupID: String = "",
        memberID: String = "",
        memberEpoch: Int32 = 0,
        rackID: String? = nil,
        subscribedTopicNames: [String]? = nil
    ) {
        self.groupID = groupID
        self.memberID = memberID
        self.memberEpoch = memberEpoch
        self.rackID = rackID
        self.subscribedTopicNames = subscribedTopicNames
    }

    package init(from reader: inout ByteReader, version: Int16) throws(DecodeError) {
        try Self.check(version)
        groupID = try reader.readString(true)
        memberID = try reader.readString(true)
        memberEpoch = try reader.readInt32()
        rackID = try reader.readNullableString(true)
        subscribedTopicNames = try reader.readNullableArray(of: String.self, true)
        try reader.skipTags()
    }

    package func encode(into writer: inout ByteWriter, version: Int16) {
        Self.require(version)
        writer.writeString(groupID, true)
        writer.writeString(memberID, true)
        writer.write(memberEpoch)
        writer.writeNullableString(rackID, true)
        writer.writeNullableArray(subscribedTopicNames, true)
        writer.write(0 as UInt8)
    }
}

/// The answer to `ShareGroupHeartbeatRequest`.
package struct ShareGroupHeartbeatResponse: ResponseMessage {
    package var throttleTimeMs: Int32 = 0
    package var errorCode: ErrorCode = .none
    package var errorMessage: String? = nil
    package var memberID: String? = nil
    package var memberEpoch: Int32 = 0
    package var heartbeatIntervalMs: Int32 = 0
    package var assignment: Assignment? = nil

    package static var versions: ClosedRange<Int16> { 1...1 }
    package static func isFlexible(_ version: Int16) -> Bool { true }

    package init() {}

    package init(
        throttleTimeMs: Int32 = 0,
        errorCode: ErrorCode = .none,
        errorMessage: String? = nil,
        memberID: String? = nil,
        memberEpoch: Int32 = 0,
        heartbeatIntervalMs: Int32 = 0,
        assignment: Assignment? = nil
    ) {
        self.throttleTimeMs = throttleTimeMs
        self.errorCode = errorCode
        self.errorMessage = errorMessage
        self.memberID = memberID
        self.memberEpoch = memberEpoch
        self.heartbeatIntervalMs = heartbeatIntervalMs
        self.assignment = assignment
    }

    package init(from reader: inout ByteReader, version: Int16) throws(DecodeError) {
        try Self.check(version)
        throttleTimeMs = try reader.readInt32()
        errorCode = ErrorCode(rawValue: try reader.readInt16())
        errorMessage = try reader.readNullableString(true)
        memberID = try reader.readNullableString(true)
        memberEpoch = try reader.readInt32()
        heartbeatIntervalMs = try reader.readInt32()
        assignment = try reader.readNullable(Assignment.self, version)
        try reader.skipTags()
    }

    package func encode(into writer: inout ByteWriter, version: Int16) {
        Self.require(version)
        writer.write(throttleTimeMs)
        writer.write(errorCode.rawValue)
        writer.writeNullableString(errorMessage, true)
        writer.writeNullableString(memberID, true)
        writer.write(memberEpoch)
        writer.write(heartbeatIntervalMs)
        writer.writeNullable(assignment, version)
        writer.write(0 as UInt8)
    }

    package struct TopicPartitions: WireStructure {
        package var topicID: UUID = .zero
        package var partitions: [Int32] = []

        package init() {}

        package init(topicID: UUID = .zero, partitions: [Int32] = []) {
            self.topicID = topicID
            self.partitions = partitions
        }

        package init(from reader: inout ByteReader, version: Int16) throws(DecodeError) {
            topicID = try reader.readUUID()
            partitions = try reader.readArray(of: Int32.self, true)
            try reader.skipTags()
        }

        package func encode(into writer: inout ByteWriter, version: Int16) {
            writer.write(topicID)
            writer.writeArray(partitions, true)
            writer.write(0 as UInt8)
        }
    }

    package struct Assignment: WireStructure {
        package var topicPartitions: [TopicPartitions] = []

        package init() {}

        package init(topicPartitions: [TopicPartitions] = []) {
            self.topicPartitions = topicPartitions
        }

        package init(from reader: inout ByteReader, version: Int16) throws(DecodeError) {
            topicPartitions = try reader.readArray(of: TopicPartitions.self, version, true)
            try reader.skipTags()
        }

        package func encode(into writer: inout ByteWriter, version: Int16) {
            writer.writeArray(topicPartitions, version, true)
            writer.write(0 as UInt8)
        }
    }
}
