// Generated from Schemas/Messages/028-TxnOffsetCommit.schema. Edit the schema, then run `swift run generate-protocol`.
package import OttlaVocabulary

/// Stores a group's offsets as part of a transaction.
package struct TxnOffsetCommitRequest: RequestMessage {
    package var transactionalID: String = ""
    package var groupID: String = ""
    package var producerID: Int64 = 0
    package var producerEpoch: Int16 = 0
    package var generationID: Int32 = -1
    package var memberID: String = ""
    package var groupInstanceID: String? = nil
    package var topics: [TxnOffsetCommitRequestTopic] = []

    package typealias Response = TxnOffsetCommitResponse
    package static var apiKey: APIKey { .txnOffsetCommit }
    package static var versions: ClosedRange<Int16> { 0...5 }
    package static func isFlexible(_ version: Int16) -> Bool { version >= 3 }

    package init() {}

    package init(
        transactionalID: String = "",
        groupID: String = "",
        producerID: Int64 = 0,
        producerEpoch: Int16 = 0,
        generationID: Int32 = -1,
        memberID: String = "",
        groupInstanceID: String? = nil,
        topics: [TxnOffsetCommitRequestTopic] = []
    ) {
        self.transactionalID = transactionalID
        self.groupID = groupID
        self.producerID = producerID
        self.producerEpoch = producerEpoch
        self.generationID = generationID
        self.memberID = memberID
        self.groupInstanceID = groupInstanceID
        self.topics = topics
    }

    package init(from reader: inout ByteReader, version: Int16) throws(DecodeError) {
        try Self.check(version)
        let flexible = version >= 3
        transactionalID = try reader.readString(flexible)
        groupID = try reader.readString(flexible)
        producerID = try reader.readInt64()
        producerEpoch = try reader.readInt16()
        if version >= 3 {
            generationID = try reader.readInt32()
            memberID = try reader.readString(flexible)
            groupInstanceID = try reader.readNullableString(flexible)
        }
        topics = try reader.readArray(of: TxnOffsetCommitRequestTopic.self, version, flexible)
        if flexible {
            try reader.skipTags()
        }
    }

    package func encode(into writer: inout ByteWriter, version: Int16) {
        Self.require(version)
        let flexible = version >= 3
        writer.writeString(transactionalID, flexible)
        writer.writeString(groupID, flexible)
        writer.write(producerID)
        writer.write(producerEpoch)
        if version >= 3 {
            writer.write(generationID)
            writer.writeString(memberID, flexible)
            writer.writeNullableString(groupInstanceID, flexible)
        }
        writer.writeArray(topics, version, flexible)
        if flexible {
            writer.write(0 as UInt8)
        }
    }

    package struct TxnOffsetCommitRequestPartition: WireStructure {
        package var partitionIndex: Int32 = 0
        package var committedOffset: Offset = 0
        package var committedLeaderEpoch: Int32 = -1
        package var committedMetadata: String? = ""

        package init() {}

        package init(
            partitionIndex: Int32 = 0,
            committedOffset: Offset = 0,
            committedLeaderEpoch: Int32 = -1,
            committedMetadata: String? = ""
        ) {
            self.partitionIndex = partitionIndex
            self.committedOffset = committedOffset
            self.committedLeaderEpoch = committedLeaderEpoch
            self.committedMetadata = committedMetadata
        }

        package init(from reader: inout ByteReader, version: Int16) throws(DecodeError) {
            let flexible = version >= 3
            partitionIndex = try reader.readInt32()
            committedOffset = Offset(try reader.readInt64())
            if version >= 2 {
                committedLeaderEpoch = try reader.readInt32()
            }
            committedMetadata = try reader.readNullableString(flexible)
            if flexible {
                try reader.skipTags()
            }
        }

        package func encode(into writer: inout ByteWriter, version: Int16) {
            let flexible = version >= 3
            writer.write(partitionIndex)
            writer.write(committedOffset.value)
            if version >= 2 {
                writer.write(committedLeaderEpoch)
            }
            writer.writeNullableString(committedMetadata, flexible)
            if flexible {
                writer.write(0 as UInt8)
            }
        }
    }

    package struct TxnOffsetCommitRequestTopic: WireStructure {
        package var name: String = ""
        package var partitions: [TxnOffsetCommitRequestPartition] = []

        package init() {}

        package init(name: String = "", partitions: [TxnOffsetCommitRequestPartition] = []) {
            self.name = name
            self.partitions = partitions
        }

        package init(from reader: inout ByteReader, version: Int16) throws(DecodeError) {
            let flexible = version >= 3
            name = try reader.readString(flexible)
            partitions = try reader.readArray(of: TxnOffsetCommitRequestPartition.self, version, flexible)
            if flexible {
                try reader.skipTags()
            }
        }

        package func encode(into writer: inout ByteWriter, version: Int16) {
            let flexible = version >= 3
            writer.writeString(name, flexible)
            writer.writeArray(partitions, version, flexible)
            if flexible {
                writer.write(0 as UInt8)
            }
        }
    }
}

/// The answer to `TxnOffsetCommitRequest`.
package struct TxnOffsetCommitResponse: ResponseMessage {
    package var throttleTimeMs: Int32 = 0
    package var topics: [TxnOffsetCommitResponseTopic] = []

    package static var versions: ClosedRange<Int16> { 0...5 }
    package static func isFlexible(_ version: Int16) -> Bool { version >= 3 }

    package init() {}

    package init(throttleTimeMs: Int32 = 0, topics: [TxnOffsetCommitResponseTopic] = []) {
        self.throttleTimeMs = throttleTimeMs
        self.topics = topics
    }

    package init(from reader: inout ByteReader, version: Int16) throws(DecodeError) {
        try Self.check(version)
        let flexible = version >= 3
        throttleTimeMs = try reader.readInt32()
        topics = try reader.readArray(of: TxnOffsetCommitResponseTopic.self, version, flexible)
        if flexible {
            try reader.skipTags()
        }
    }

    package func encode(into writer: inout ByteWriter, version: Int16) {
        Self.require(version)
        let flexible = version >= 3
        writer.write(throttleTimeMs)
        writer.writeArray(topics, version, flexible)
        if flexible {
            writer.write(0 as UInt8)
        }
    }

    package struct TxnOffsetCommitResponsePartition: WireStructure {
        package var partitionIndex: Int32 = 0
        package var errorCode: ErrorCode = .none

        package init() {}

        package init(partitionIndex: Int32 = 0, errorCode: ErrorCode = .none) {
            self.partitionIndex = partitionIndex
            self.errorCode = errorCode
        }

        package init(from reader: inout ByteReader, version: Int16) throws(DecodeError) {
            let flexible = version >= 3
            partitionIndex = try reader.readInt32()
            errorCode = ErrorCode(rawValue: try reader.readInt16())
            if flexible {
                try reader.skipTags()
            }
        }

        package func encode(into writer: inout ByteWriter, version: Int16) {
            let flexible = version >= 3
            writer.write(partitionIndex)
            writer.write(errorCode.rawValue)
            if flexible {
                writer.write(0 as UInt8)
            }
        }
    }

    package struct TxnOffsetCommitResponseTopic: WireStructure {
        package var name: String = ""
        package var partitions: [TxnOffsetCommitResponsePartition] = []

        package init() {}

        package init(name: String = "", partitions: [TxnOffsetCommitResponsePartition] = []) {
            self.name = name
            self.partitions = partitions
        }

        package init(from reader: inout ByteReader, version: Int16) throws(DecodeError) {
            let flexible = version >= 3
            name = try reader.readString(flexible)
            partitions = try reader.readArray(of: TxnOffsetCommitResponsePartition.self, version, flexible)
            if flexible {
                try reader.skipTags()
            }
        }

        package func encode(into writer: inout ByteWriter, version: Int16) {
            let flexible = version >= 3
            writer.writeString(name, flexible)
            writer.writeArray(partitions, version, flexible)
            if flexible {
                writer.write(0 as UInt8)
            }
        }
    }
}
