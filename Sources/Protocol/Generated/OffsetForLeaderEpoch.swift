// Generated from Schemas/Messages/023-OffsetForLeaderEpoch.schema. Edit the schema, then run `swift run generate-protocol`.
package import OttlaVocabulary

/// Asks where a leader epoch ended, to find where two logs part.
package struct OffsetForLeaderEpochRequest: RequestMessage {
    package var replicaID: Int32 = -2
    package var topics: [OffsetForLeaderTopic] = []

    package typealias Response = OffsetForLeaderEpochResponse
    package static var apiKey: APIKey { .offsetForLeaderEpoch }
    package static var versions: ClosedRange<Int16> { 0...4 }
    package static func isFlexible(_ version: Int16) -> Bool { version >= 4 }

    package init() {}

    package init(replicaID: Int32 = -2, topics: [OffsetForLeaderTopic] = []) {
        self.replicaID = replicaID
        self.topics = topics
    }

    package init(from reader: inout ByteReader, version: Int16) throws(DecodeError) {
        try Self.check(version)
        let flexible = version >= 4
        if version >= 3 {
            replicaID = try reader.readInt32()
        }
        topics = try reader.readArray(of: OffsetForLeaderTopic.self, version, flexible)
        if flexible {
            try reader.skipTags()
        }
    }

    package func encode(into writer: inout ByteWriter, version: Int16) {
        Self.require(version)
        let flexible = version >= 4
        if version >= 3 {
            writer.write(replicaID)
        }
        writer.writeArray(topics, version, flexible)
        if flexible {
            writer.write(0 as UInt8)
        }
    }

    package struct OffsetForLeaderPartition: WireStructure {
        package var partition: Int32 = 0
        package var currentLeaderEpoch: Int32 = -1
        package var leaderEpoch: Int32 = 0

        package init() {}

        package init(partition: Int32 = 0, currentLeaderEpoch: Int32 = -1, leaderEpoch: Int32 = 0) {
            self.partition = partition
            self.currentLeaderEpoch = currentLeaderEpoch
            self.leaderEpoch = leaderEpoch
        }

        package init(from reader: inout ByteReader, version: Int16) throws(DecodeError) {
            let flexible = version >= 4
            partition = try reader.readInt32()
            if version >= 2 {
                currentLeaderEpoch = try reader.readInt32()
            }
            leaderEpoch = try reader.readInt32()
            if flexible {
                try reader.skipTags()
            }
        }

        package func encode(into writer: inout ByteWriter, version: Int16) {
            let flexible = version >= 4
            writer.write(partition)
            if version >= 2 {
                writer.write(currentLeaderEpoch)
            }
            writer.write(leaderEpoch)
            if flexible {
                writer.write(0 as UInt8)
            }
        }
    }

    package struct OffsetForLeaderTopic: WireStructure {
        package var topic: String = ""
        package var partitions: [OffsetForLeaderPartition] = []

        package init() {}

        package init(topic: String = "", partitions: [OffsetForLeaderPartition] = []) {
            self.topic = topic
            self.partitions = partitions
        }

        package init(from reader: inout ByteReader, version: Int16) throws(DecodeError) {
            let flexible = version >= 4
            topic = try reader.readString(flexible)
            partitions = try reader.readArray(of: OffsetForLeaderPartition.self, version, flexible)
            if flexible {
                try reader.skipTags()
            }
        }

        package func encode(into writer: inout ByteWriter, version: Int16) {
            let flexible = version >= 4
            writer.writeString(topic, flexible)
            writer.writeArray(partitions, version, flexible)
            if flexible {
                writer.write(0 as UInt8)
            }
        }
    }
}

/// The answer to `OffsetForLeaderEpochRequest`.
package struct OffsetForLeaderEpochResponse: ResponseMessage {
    package var throttleTimeMs: Int32 = 0
    package var topics: [OffsetForLeaderTopicResult] = []

    package static var versions: ClosedRange<Int16> { 0...4 }
    package static func isFlexible(_ version: Int16) -> Bool { version >= 4 }

    package init() {}

    package init(throttleTimeMs: Int32 = 0, topics: [OffsetForLeaderTopicResult] = []) {
        self.throttleTimeMs = throttleTimeMs
        self.topics = topics
    }

    package init(from reader: inout ByteReader, version: Int16) throws(DecodeError) {
        try Self.check(version)
        let flexible = version >= 4
        if version >= 2 {
            throttleTimeMs = try reader.readInt32()
        }
        topics = try reader.readArray(of: OffsetForLeaderTopicResult.self, version, flexible)
        if flexible {
            try reader.skipTags()
        }
    }

    package func encode(into writer: inout ByteWriter, version: Int16) {
        Self.require(version)
        let flexible = version >= 4
        if version >= 2 {
            writer.write(throttleTimeMs)
        }
        writer.writeArray(topics, version, flexible)
        if flexible {
            writer.write(0 as UInt8)
        }
    }

    package struct EpochEndOffset: WireStructure {
        package var errorCode: ErrorCode = .none
        package var partition: Int32 = 0
        package var leaderEpoch: Int32 = -1
        package var endOffset: Offset = -1

        package init() {}

        package init(
            errorCode: ErrorCode = .none,
            partition: Int32 = 0,
            leaderEpoch: Int32 = -1,
            endOffset: Offset = -1
        ) {
            self.errorCode = errorCode
            self.partition = partition
            self.leaderEpoch = leaderEpoch
            self.endOffset = endOffset
        }

        package init(from reader: inout ByteReader, version: Int16) throws(DecodeError) {
            let flexible = version >= 4
            errorCode = ErrorCode(rawValue: try reader.readInt16())
            partition = try reader.readInt32()
            if version >= 1 {
                leaderEpoch = try reader.readInt32()
            }
            endOffset = Offset(try reader.readInt64())
            if flexible {
                try reader.skipTags()
            }
        }

        package func encode(into writer: inout ByteWriter, version: Int16) {
            let flexible = version >= 4
            writer.write(errorCode.rawValue)
            writer.write(partition)
            if version >= 1 {
                writer.write(leaderEpoch)
            }
            writer.write(endOffset.value)
            if flexible {
                writer.write(0 as UInt8)
            }
        }
    }

    package struct OffsetForLeaderTopicResult: WireStructure {
        package var topic: String = ""
        package var partitions: [EpochEndOffset] = []

        package init() {}

        package init(topic: String = "", partitions: [EpochEndOffset] = []) {
            self.topic = topic
            self.partitions = partitions
        }

        package init(from reader: inout ByteReader, version: Int16) throws(DecodeError) {
            let flexible = version >= 4
            topic = try reader.readString(flexible)
            partitions = try reader.readArray(of: EpochEndOffset.self, version, flexible)
            if flexible {
                try reader.skipTags()
            }
        }

        package func encode(into writer: inout ByteWriter, version: Int16) {
            let flexible = version >= 4
            writer.writeString(topic, flexible)
            writer.writeArray(partitions, version, flexible)
            if flexible {
                writer.write(0 as UInt8)
            }
        }
    }
}
