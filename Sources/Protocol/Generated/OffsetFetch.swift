// Generated from Schemas/Messages/009-OffsetFetch.schema. Edit the schema, then run `swift run generate-protocol`.
package import OttlaVocabulary

/// Asks how far groups have read.
package struct OffsetFetchRequest: RequestMessage {
    package var groupID: String = ""
    package var topics: [OffsetFetchRequestTopic]? = []
    package var groups: [OffsetFetchRequestGroup] = []
    package var requireStable: Bool = false

    package typealias Response = OffsetFetchResponse
    package static var apiKey: APIKey { .offsetFetch }
    package static var versions: ClosedRange<Int16> { 0...10 }
    package static func isFlexible(_ version: Int16) -> Bool { version >= 6 }

    package init() {}

    package init(
        groupID: String = "",
        topics: [OffsetFetchRequestTopic]? = [],
        groups: [OffsetFetchRequestGroup] = [],
        requireStable: Bool = false
    ) {
        self.groupID = groupID
        self.topics = topics
        self.groups = groups
        self.requireStable = requireStable
    }

    package init(from reader: inout ByteReader, version: Int16) throws(DecodeError) {
        try Self.check(version)
        let flexible = version >= 6
        if version <= 7 {
            groupID = try reader.readString(flexible)
            topics = try reader.readNullableArray(of: OffsetFetchRequestTopic.self, version, flexible, allowed: version >= 2)
        }
        if version >= 8 {
            groups = try reader.readArray(of: OffsetFetchRequestGroup.self, version, flexible)
        }
        if version >= 7 {
            requireStable = try reader.readBool()
        }
        if flexible {
            try reader.skipTags()
        }
    }

    package func encode(into writer: inout ByteWriter, version: Int16) {
        Self.require(version)
        let flexible = version >= 6
        if version <= 7 {
            writer.writeString(groupID, flexible)
            writer.writeNullableArray(topics, version, flexible, allowed: version >= 2)
        }
        if version >= 8 {
            writer.writeArray(groups, version, flexible)
        }
        if version >= 7 {
            writer.write(requireStable)
        }
        if flexible {
            writer.write(0 as UInt8)
        }
    }

    package struct OffsetFetchRequestTopic: WireStructure {
        package var name: String = ""
        package var partitionIndexes: [Int32] = []

        package init() {}

        package init(name: String = "", partitionIndexes: [Int32] = []) {
            self.name = name
            self.partitionIndexes = partitionIndexes
        }

        package init(from reader: inout ByteReader, version: Int16) throws(DecodeError) {
            let flexible = version >= 6
            name = try reader.readString(flexible)
            partitionIndexes = try reader.readArray(of: Int32.self, flexible)
            if flexible {
                try reader.skipTags()
            }
        }

        package func encode(into writer: inout ByteWriter, version: Int16) {
            let flexible = version >= 6
            writer.writeString(name, flexible)
            writer.writeArray(partitionIndexes, flexible)
            if flexible {
                writer.write(0 as UInt8)
            }
        }
    }

    package struct OffsetFetchRequestTopics: WireStructure {
        package var name: String = ""
        package var topicID: UUID = .zero
        package var partitionIndexes: [Int32] = []

        package init() {}

        package init(name: String = "", topicID: UUID = .zero, partitionIndexes: [Int32] = []) {
            self.name = name
            self.topicID = topicID
            self.partitionIndexes = partitionIndexes
        }

        package init(from reader: inout ByteReader, version: Int16) throws(DecodeError) {
            if version <= 9 {
                name = try reader.readString(true)
            }
            if version >= 10 {
                topicID = try reader.readUUID()
            }
            partitionIndexes = try reader.readArray(of: Int32.self, true)
            try reader.skipTags()
        }

        package func encode(into writer: inout ByteWriter, version: Int16) {
            if version <= 9 {
                writer.writeString(name, true)
            }
            if version >= 10 {
                writer.write(topicID)
            }
            writer.writeArray(partitionIndexes, true)
            writer.write(0 as UInt8)
        }
    }

    package struct OffsetFetchRequestGroup: WireStructure {
        package var groupID: String = ""
        package var memberID: String? = nil
        package var memberEpoch: Int32 = -1
        package var topics: [OffsetFetchRequestTopics]? = []

        package init() {}

        package init(
            groupID: String = "",
            memberID: String? = nil,
            memberEpoch: Int32 = -1,
            topics: [OffsetFetchRequestTopics]? = []
        ) {
            self.groupID = groupID
            self.memberID = memberID
            self.memberEpoch = memberEpoch
            self.topics = topics
        }

        package init(from reader: inout ByteReader, version: Int16) throws(DecodeError) {
            groupID = try reader.readString(true)
            if version >= 9 {
                memberID = try reader.readNullableString(true)
                memberEpoch = try reader.readInt32()
            }
            topics = try reader.readNullableArray(of: OffsetFetchRequestTopics.self, version, true)
            try reader.skipTags()
        }

        package func encode(into writer: inout ByteWriter, version: Int16) {
            writer.writeString(groupID, true)
            if version >= 9 {
                writer.writeNullableString(memberID, true)
                writer.write(memberEpoch)
            }
            writer.writeNullableArray(topics, version, true)
            writer.write(0 as UInt8)
        }
    }
}

/// The answer to `OffsetFetchRequest`.
package struct OffsetFetchResponse: ResponseMessage {
    package var throttleTimeMs: Int32 = 0
    package var topics: [OffsetFetchResponseTopic] = []
    package var errorCode: ErrorCode = .none
    package var groups: [OffsetFetchResponseGroup] = []

    package static var versions: ClosedRange<Int16> { 0...10 }
    package static func isFlexible(_ version: Int16) -> Bool { version >= 6 }

    package init() {}

    package init(
        throttleTimeMs: Int32 = 0,
        topics: [OffsetFetchResponseTopic] = [],
        errorCode: ErrorCode = .none,
        groups: [OffsetFetchResponseGroup] = []
    ) {
        self.throttleTimeMs = throttleTimeMs
        self.topics = topics
        self.errorCode = errorCode
        self.groups = groups
    }

    package init(from reader: inout ByteReader, version: Int16) throws(DecodeError) {
        try Self.check(version)
        let flexible = version >= 6
        if version >= 3 {
            throttleTimeMs = try reader.readInt32()
        }
        if version <= 7 {
            topics = try reader.readArray(of: OffsetFetchResponseTopic.self, version, flexible)
        }
        if version >= 2 && version <= 7 {
            errorCode = ErrorCode(rawValue: try reader.readInt16())
        }
        if version >= 8 {
            groups = try reader.readArray(of: OffsetFetchResponseGroup.self, version, flexible)
        }
        if flexible {
            try reader.skipTags()
        }
    }

    package func encode(into writer: inout ByteWriter, version: Int16) {
        Self.require(version)
        let flexible = version >= 6
        if version >= 3 {
            writer.write(throttleTimeMs)
        }
        if version <= 7 {
            writer.writeArray(topics, version, flexible)
        }
        if version >= 2 && version <= 7 {
            writer.write(errorCode.rawValue)
        }
        if version >= 8 {
            writer.writeArray(groups, version, flexible)
        }
        if flexible {
            writer.write(0 as UInt8)
        }
    }

    package struct OffsetFetchResponsePartition: WireStructure {
        package var partitionIndex: Int32 = 0
        package var committedOffset: Offset = 0
        package var committedLeaderEpoch: Int32 = -1
        package var metadata: String? = ""
        package var errorCode: ErrorCode = .none

        package init() {}

        package init(
            partitionIndex: Int32 = 0,
            committedOffset: Offset = 0,
            committedLeaderEpoch: Int32 = -1,
            metadata: String? = "",
            errorCode: ErrorCode = .none
        ) {
            self.partitionIndex = partitionIndex
            self.committedOffset = committedOffset
            self.committedLeaderEpoch = committedLeaderEpoch
            self.metadata = metadata
            self.errorCode = errorCode
        }

        package init(from reader: inout ByteReader, version: Int16) throws(DecodeError) {
            let flexible = version >= 6
            partitionIndex = try reader.readInt32()
            committedOffset = Offset(try reader.readInt64())
            if version >= 5 {
                committedLeaderEpoch = try reader.readInt32()
            }
            metadata = try reader.readNullableString(flexible)
            errorCode = ErrorCode(rawValue: try reader.readInt16())
            if flexible {
                try reader.skipTags()
            }
        }

        package func encode(into writer: inout ByteWriter, version: Int16) {
            let flexible = version >= 6
            writer.write(partitionIndex)
            writer.write(committedOffset.value)
            if version >= 5 {
                writer.write(committedLeaderEpoch)
            }
            writer.writeNullableString(metadata, flexible)
            writer.write(errorCode.rawValue)
            if flexible {
                writer.write(0 as UInt8)
            }
        }
    }

    package struct OffsetFetchResponseTopic: WireStructure {
        package var name: String = ""
        package var partitions: [OffsetFetchResponsePartition] = []

        package init() {}

        package init(name: String = "", partitions: [OffsetFetchResponsePartition] = []) {
            self.name = name
            self.partitions = partitions
        }

        package init(from reader: inout ByteReader, version: Int16) throws(DecodeError) {
            let flexible = version >= 6
            name = try reader.readString(flexible)
            partitions = try reader.readArray(of: OffsetFetchResponsePartition.self, version, flexible)
            if flexible {
                try reader.skipTags()
            }
        }

        package func encode(into writer: inout ByteWriter, version: Int16) {
            let flexible = version >= 6
            writer.writeString(name, flexible)
            writer.writeArray(partitions, version, flexible)
            if flexible {
                writer.write(0 as UInt8)
            }
        }
    }

    package struct OffsetFetchResponsePartitions: WireStructure {
        package var partitionIndex: Int32 = 0
        package var committedOffset: Offset = 0
        package var committedLeaderEpoch: Int32 = -1
        package var metadata: String? = ""
        package var errorCode: ErrorCode = .none

        package init() {}

        package init(
            partitionIndex: Int32 = 0,
            committedOffset: Offset = 0,
            committedLeaderEpoch: Int32 = -1,
            metadata: String? = "",
            errorCode: ErrorCode = .none
        ) {
            self.partitionIndex = partitionIndex
            self.committedOffset = committedOffset
            self.committedLeaderEpoch = committedLeaderEpoch
            self.metadata = metadata
            self.errorCode = errorCode
        }

        package init(from reader: inout ByteReader, version: Int16) throws(DecodeError) {
            partitionIndex = try reader.readInt32()
            committedOffset = Offset(try reader.readInt64())
            committedLeaderEpoch = try reader.readInt32()
            metadata = try reader.readNullableString(true)
            errorCode = ErrorCode(rawValue: try reader.readInt16())
            try reader.skipTags()
        }

        package func encode(into writer: inout ByteWriter, version: Int16) {
            writer.write(partitionIndex)
            writer.write(committedOffset.value)
            writer.write(committedLeaderEpoch)
            writer.writeNullableString(metadata, true)
            writer.write(errorCode.rawValue)
            writer.write(0 as UInt8)
        }
    }

    package struct OffsetFetchResponseTopics: WireStructure {
        package var name: String = ""
        package var topicID: UUID = .zero
        package var partitions: [OffsetFetchResponsePartitions] = []

        package init() {}

        package init(name: String = "", topicID: UUID = .zero, partitions: [OffsetFetchResponsePartitions] = []) {
            self.name = name
            self.topicID = topicID
            self.partitions = partitions
        }

        package init(from reader: inout ByteReader, version: Int16) throws(DecodeError) {
            if version <= 9 {
                name = try reader.readString(true)
            }
            if version >= 10 {
                topicID = try reader.readUUID()
            }
            partitions = try reader.readArray(of: OffsetFetchResponsePartitions.self, version, true)
            try reader.skipTags()
        }

        package func encode(into writer: inout ByteWriter, version: Int16) {
            if version <= 9 {
                writer.writeString(name, true)
            }
            if version >= 10 {
                writer.write(topicID)
            }
            writer.writeArray(partitions, version, true)
            writer.write(0 as UInt8)
        }
    }

    package struct OffsetFetchResponseGroup: WireStructure {
        package var groupID: String = ""
        package var topics: [OffsetFetchResponseTopics] = []
        package var errorCode: ErrorCode = .none

        package init() {}

        package init(groupID: String = "", topics: [OffsetFetchResponseTopics] = [], errorCode: ErrorCode = .none) {
            self.groupID = groupID
            self.topics = topics
            self.errorCode = errorCode
        }

        package init(from reader: inout ByteReader, version: Int16) throws(DecodeError) {
            groupID = try reader.readString(true)
            topics = try reader.readArray(of: OffsetFetchResponseTopics.self, version, true)
            errorCode = ErrorCode(rawValue: try reader.readInt16())
            try reader.skipTags()
        }

        package func encode(into writer: inout ByteWriter, version: Int16) {
            writer.writeString(groupID, true)
            writer.writeArray(topics, version, true)
            writer.write(errorCode.rawValue)
            writer.write(0 as UInt8)
        }
    }
}
