// Generated from Schemas/Messages/090-DescribeShareGroupOffsets.schema. Edit the schema, then run `swift run generate-protocol`.
package import OttlaVocabulary

/// Shows where share groups start in their partitions.
package struct DescribeShareGroupOffsetsRequest: RequestMessage {
    package var groups: [DescribeShareGroupOffsetsRequestGroup] = []

    package typealias Response = DescribeShareGroupOffsetsResponse
    package static var apiKey: APIKey { .describeShareGroupOffsets }
    package static var versions: ClosedRange<Int16> { 0...1 }
    package static func isFlexible(_ version: Int16) -> Bool { true }

    package init() {}

    package init(groups: [DescribeShareGroupOffsetsRequestGroup] = []) {
        self.groups = groups
    }

    package init(from reader: inout ByteReader, version: Int16) throws(DecodeError) {
        try Self.check(version)
        groups = try reader.readArray(of: DescribeShareGroupOffsetsRequestGroup.self, version, true)
        try reader.skipTags()
    }

    package func encode(into writer: inout ByteWriter, version: Int16) {
        Self.require(version)
        writer.writeArray(groups, version, true)
        writer.write(0 as UInt8)
    }

    package struct DescribeShareGroupOffsetsRequestTopic: WireStructure {
        package var topicName: String = ""
        package var partitions: [Int32] = []

        package init() {}

        package init(topicName: String = "", partitions: [Int32] = []) {
            self.topicName = topicName
            self.partitions = partitions
        }

        package init(from reader: inout ByteReader, version: Int16) throws(DecodeError) {
            topicName = try reader.readString(true)
            partitions = try reader.readArray(of: Int32.self, true)
            try reader.skipTags()
        }

        package func encode(into writer: inout ByteWriter, version: Int16) {
            writer.writeString(topicName, true)
            writer.writeArray(partitions, true)
            writer.write(0 as UInt8)
        }
    }

    package struct DescribeShareGroupOffsetsRequestGroup: WireStructure {
        package var groupID: String = ""
        package var topics: [DescribeShareGroupOffsetsRequestTopic]? = []

        package init() {}

        package init(groupID: String = "", topics: [DescribeShareGroupOffsetsRequestTopic]? = []) {
            self.groupID = groupID
            self.topics = topics
        }

        package init(from reader: inout ByteReader, version: Int16) throws(DecodeError) {
            groupID = try reader.readString(true)
            topics = try reader.readNullableArray(of: DescribeShareGroupOffsetsRequestTopic.self, version, true)
            try reader.skipTags()
        }

        package func encode(into writer: inout ByteWriter, version: Int16) {
            writer.writeString(groupID, true)
            writer.writeNullableArray(topics, version, true)
            writer.write(0 as UInt8)
        }
    }
}

/// The answer to `DescribeShareGroupOffsetsRequest`.
package struct DescribeShareGroupOffsetsResponse: ResponseMessage {
    package var throttleTimeMs: Int32 = 0
    package var groups: [DescribeShareGroupOffsetsResponseGroup] = []

    package static var versions: ClosedRange<Int16> { 0...1 }
    package static func isFlexible(_ version: Int16) -> Bool { true }

    package init() {}

    package init(throttleTimeMs: Int32 = 0, groups: [DescribeShareGroupOffsetsResponseGroup] = []) {
        self.throttleTimeMs = throttleTimeMs
        self.groups = groups
    }

    package init(from reader: inout ByteReader, version: Int16) throws(DecodeError) {
        try Self.check(version)
        throttleTimeMs = try reader.readInt32()
        groups = try reader.readArray(of: DescribeShareGroupOffsetsResponseGroup.self, version, true)
        try reader.skipTags()
    }

    package func encode(into writer: inout ByteWriter, version: Int16) {
        Self.require(version)
        writer.write(throttleTimeMs)
        writer.writeArray(groups, version, true)
        writer.write(0 as UInt8)
    }

    package struct DescribeShareGroupOffsetsResponsePartition: WireStructure {
        package var partitionIndex: Int32 = 0
        package var startOffset: Offset = 0
        package var leaderEpoch: Int32 = 0
        package var lag: Int64 = -1
        package var errorCode: ErrorCode = .none
        package var errorMessage: String? = nil

        package init() {}

        package init(
            partitionIndex: Int32 = 0,
            startOffset: Offset = 0,
            leaderEpoch: Int32 = 0,
            lag: Int64 = -1,
            errorCode: ErrorCode = .none,
            errorMessage: String? = nil
        ) {
            self.partitionIndex = partitionIndex
            self.startOffset = startOffset
            self.leaderEpoch = leaderEpoch
            self.lag = lag
            self.errorCode = errorCode
            self.errorMessage = errorMessage
        }

        package init(from reader: inout ByteReader, version: Int16) throws(DecodeError) {
            partitionIndex = try reader.readInt32()
            startOffset = Offset(try reader.readInt64())
            leaderEpoch = try reader.readInt32()
            if version >= 1 {
                lag = try reader.readInt64()
            }
            errorCode = ErrorCode(rawValue: try reader.readInt16())
            errorMessage = try reader.readNullableString(true)
            try reader.skipTags()
        }

        package func encode(into writer: inout ByteWriter, version: Int16) {
            writer.write(partitionIndex)
            writer.write(startOffset.value)
            writer.write(leaderEpoch)
            if version >= 1 {
                writer.write(lag)
            }
            writer.write(errorCode.rawValue)
            writer.writeNullableString(errorMessage, true)
            writer.write(0 as UInt8)
        }
    }

    package struct DescribeShareGroupOffsetsResponseTopic: WireStructure {
        package var topicName: String = ""
        package var topicID: UUID = .zero
        package var partitions: [DescribeShareGroupOffsetsResponsePartition] = []

        package init() {}

        package init(
            topicName: String = "",
            topicID: UUID = .zero,
            partitions: [DescribeShareGroupOffsetsResponsePartition] = []
        ) {
            self.topicName = topicName
            self.topicID = topicID
            self.partitions = partitions
        }

        package init(from reader: inout ByteReader, version: Int16) throws(DecodeError) {
            topicName = try reader.readString(true)
            topicID = try reader.readUUID()
            partitions = try reader.readArray(of: DescribeShareGroupOffsetsResponsePartition.self, version, true)
            try reader.skipTags()
        }

        package func encode(into writer: inout ByteWriter, version: Int16) {
            writer.writeString(topicName, true)
            writer.write(topicID)
            writer.writeArray(partitions, version, true)
            writer.write(0 as UInt8)
        }
    }

    package struct DescribeShareGroupOffsetsResponseGroup: WireStructure {
        package var groupID: String = ""
        package var topics: [DescribeShareGroupOffsetsResponseTopic] = []
        package var errorCode: ErrorCode = .none
        package var errorMessage: String? = nil

        package init() {}

        package init(
            groupID: String = "",
            topics: [DescribeShareGroupOffsetsResponseTopic] = [],
            errorCode: ErrorCode = .none,
            errorMessage: String? = nil
        ) {
            self.groupID = groupID
            self.topics = topics
            self.errorCode = errorCode
            self.errorMessage = errorMessage
        }

        package init(from reader: inout ByteReader, version: Int16) throws(DecodeError) {
            groupID = try reader.readString(true)
            topics = try reader.readArray(of: DescribeShareGroupOffsetsResponseTopic.self, version, true)
            errorCode = ErrorCode(rawValue: try reader.readInt16())
            errorMessage = try reader.readNullableString(true)
            try reader.skipTags()
        }

        package func encode(into writer: inout ByteWriter, version: Int16) {
            writer.writeString(groupID, true)
            writer.writeArray(topics, version, true)
            writer.write(errorCode.rawValue)
            writer.writeNullableString(errorMessage, true)
            writer.write(0 as UInt8)
        }
    }
}
