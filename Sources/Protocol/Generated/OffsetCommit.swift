// Generated from Schemas/Messages/008-OffsetCommit.schema. Edit the schema, then run `swift run generate-protocol`.
package import OttlaVocabulary

/// Stores how far a group has read.
package struct OffsetCommitRequest: RequestMessage {
    package var groupID: String = ""
    package var generationIDOrMemberEpoch: Int32 = -1
    package var memberID: String = ""
    package var groupInstanceID: String? = nil
    package var retentionTimeMs: Int64 = -1
    package var topics: [OffsetCommitRequestTopic] = []

    package typealias Response = OffsetCommitResponse
    package static var apiKey: APIKey { .offsetCommit }
    package static var versions: ClosedRange<Int16> { 0...10 }
    package static func isFlexible(_ version: Int16) -> Bool { version >= 8 }

    package init() {}

    package init(
        groupID: String = "",
        generationIDOrMemberEpoch: Int32 = -1,
        memberID: String = "",
        groupInstanceID: String? = nil,
        retentionTimeMs: Int64 = -1,
        topics: [OffsetCommitRequestTopic] = []
    ) {
        self.groupID = groupID
        self.generationIDOrMemberEpoch = generationIDOrMemberEpoch
        self.memberID = memberID
        self.groupInstanceID = groupInstanceID
        self.retentionTimeMs = retentionTimeMs
        self.topics = topics
    }

    package init(from reader: inout ByteReader, version: Int16) throws(DecodeError) {
        try Self.check(version)
        let flexible = version >= 8
        groupID = try reader.readString(flexible)
        if version >= 1 {
            generationIDOrMemberEpoch = try reader.readInt32()
            memberID = try reader.readString(flexible)
        }
        if version >= 7 {
            groupInstanceID = try reader.readNullableString(flexible)
        }
        if version >= 2 && version <= 4 {
            retentionTimeMs = try reader.readInt64()
        }
        topics = try reader.readArray(of: OffsetCommitRequestTopic.self, version, flexible)
        if flexible {
            try reader.skipTags()
        }
    }

    package func encode(into writer: inout ByteWriter, version: Int16) {
        Self.require(version)
        let flexible = version >= 8
        writer.writeString(groupID, flexible)
        if version >= 1 {
            writer.write(generationIDOrMemberEpoch)
            writer.writeString(memberID, flexible)
        }
        if version >= 7 {
            writer.writeNullableString(groupInstanceID, flexible)
        }
        if version >= 2 && version <= 4 {
            writer.write(retentionTimeMs)
        }
        writer.writeArray(topics, version, flexible)
        if flexible {
            writer.write(0 as UInt8)
        }
    }

    package struct OffsetCommitRequestPartition: WireStructure {
        package var partitionIndex: Int32 = 0
        package var committedOffset: Offset = 0
        package var committedLeaderEpoch: Int32 = -1
        package var commitTimestamp: Int64 = -1
        package var committedMetadata: String? = ""

        package init() {}

        package init(
            partitionIndex: Int32 = 0,
            committedOffset: Offset = 0,
            committedLeaderEpoch: Int32 = -1,
            commitTimestamp: Int64 = -1,
            committedMetadata: String? = ""
        ) {
            self.partitionIndex = partitionIndex
            self.committedOffset = committedOffset
            self.committedLeaderEpoch = committedLeaderEpoch
            self.commitTimestamp = commitTimestamp
            self.committedMetadata = committedMetadata
        }

        package init(from reader: inout ByteReader, version: Int16) throws(DecodeError) {
            let flexible = version >= 8
            partitionIndex = try reader.readInt32()
            committedOffset = Offset(try reader.readInt64())
            if version >= 6 {
                committedLeaderEpoch = try reader.readInt32()
            }
            if version == 1 {
                commitTimestamp = try reader.readInt64()
            }
            committedMetadata = try reader.readNullableString(flexible)
            if flexible {
                try reader.skipTags()
            }
        }

        package func encode(into writer: inout ByteWriter, version: Int16) {
            let flexible = version >= 8
            writer.write(partitionIndex)
            writer.write(committedOffset.value)
            if version >= 6 {
                writer.write(committedLeaderEpoch)
            }
            if version == 1 {
                writer.write(commitTimestamp)
            }
            writer.writeNullableString(committedMetadata, flexible)
            if flexible {
                writer.write(0 as UInt8)
            }
        }
    }

    package struct OffsetCommitRequestTopic: WireStructure {
        package var name: String = ""
        package var topicID: UUID = .zero
        package var partitions: [OffsetCommitRequestPartition] = []

        package init() {}

        package init(name: String = "", topicID: UUID = .zero, partitions: [OffsetCommitRequestPartition] = []) {
            self.name = name
            self.topicID = topicID
            self.partitions = partitions
        }

        package init(from reader: inout ByteReader, version: Int16) throws(DecodeError) {
            let flexible = version >= 8
            if version <= 9 {
                name = try reader.readString(flexible)
            }
            if version >= 10 {
                topicID = try reader.readUUID()
            }
            partitions = try reader.readArray(of: OffsetCommitRequestPartition.self, version, flexible)
            if flexible {
                try reader.skipTags()
            }
        }

        package func encode(into writer: inout ByteWriter, version: Int16) {
            let flexible = version >= 8
            if version <= 9 {
                writer.writeString(name, flexible)
            }
            if version >= 10 {
                writer.write(topicID)
            }
            writer.writeArray(partitions, version, flexible)
            if flexible {
                writer.write(0 as UInt8)
            }
        }
    }
}

/// The answer to `OffsetCommitRequest`.
package struct OffsetCommitResponse: ResponseMessage {
    package var throttleTimeMs: Int32 = 0
    package var topics: [OffsetCommitResponseTopic] = []

    package static var versions: ClosedRange<Int16> { 0...10 }
    package static func isFlexible(_ version: Int16) -> Bool { version >= 8 }

    package init() {}

    package init(throttleTimeMs: Int32 = 0, topics: [OffsetCommitResponseTopic] = []) {
        self.throttleTimeMs = throttleTimeMs
        self.topics = topics
    }

    package init(from reader: inout ByteReader, version: Int16) throws(DecodeError) {
        try Self.check(version)
        let flexible = version >= 8
        if version >= 3 {
            throttleTimeMs = try reader.readInt32()
        }
        topics = try reader.readArray(of: OffsetCommitResponseTopic.self, version, flexible)
        if flexible {
            try reader.skipTags()
        }
    }

    package func encode(into writer: inout ByteWriter, version: Int16) {
        Self.require(version)
        let flexible = version >= 8
        if version >= 3 {
            writer.write(throttleTimeMs)
        }
        writer.writeArray(topics, version, flexible)
        if flexible {
            writer.write(0 as UInt8)
        }
    }

    package struct OffsetCommitResponsePartition: WireStructure {
        package var partitionIndex: Int32 = 0
        package var errorCode: ErrorCode = .none

        package init() {}

        package init(partitionIndex: Int32 = 0, errorCode: ErrorCode = .none) {
            self.partitionIndex = partitionIndex
            self.errorCode = errorCode
        }

        package init(from reader: inout ByteReader, version: Int16) throws(DecodeError) {
            let flexible = version >= 8
            partitionIndex = try reader.readInt32()
            errorCode = ErrorCode(rawValue: try reader.readInt16())
            if flexible {
                try reader.skipTags()
            }
        }

        package func encode(into writer: inout ByteWriter, version: Int16) {
            let flexible = version >= 8
            writer.write(partitionIndex)
            writer.write(errorCode.rawValue)
            if flexible {
                writer.write(0 as UInt8)
            }
        }
    }

    package struct OffsetCommitResponseTopic: WireStructure {
        package var name: String = ""
        package var topicID: UUID = .zero
        package var partitions: [OffsetCommitResponsePartition] = []

        package init() {}

        package init(name: String = "", topicID: UUID = .zero, partitions: [OffsetCommitResponsePartition] = []) {
            self.name = name
            self.topicID = topicID
            self.partitions = partitions
        }

        package init(from reader: inout ByteReader, version: Int16) throws(DecodeError) {
            let flexible = version >= 8
            if version <= 9 {
                name = try reader.readString(flexible)
            }
            if version >= 10 {
                topicID = try reader.readUUID()
            }
            partitions = try reader.readArray(of: OffsetCommitResponsePartition.self, version, flexible)
            if flexible {
                try reader.skipTags()
            }
        }

        package func encode(into writer: inout ByteWriter, version: Int16) {
            let flexible = version >= 8
            if version <= 9 {
                writer.writeString(name, flexible)
            }
            if version >= 10 {
                writer.write(topicID)
            }
            writer.writeArray(partitions, version, flexible)
            if flexible {
                writer.write(0 as UInt8)
            }
        }
    }
}
