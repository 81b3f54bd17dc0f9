// Generated from Schemas/Messages/075-DescribeTopicPartitions.schema. Edit the schema, then run `swift run generate-protocol`.
package import OttlaVocabulary

/// Shows topics' partitions page by page.
package struct DescribeTopicPartitionsRequest: RequestMessage {
    package var topics: [TopicRequest] = []
    package var responsePartitionLimit: Int32 = 2000
    package var cursor: Cursor? = nil

    package typealias Response = DescribeTopicPartitionsResponse
    package static var apiKey: APIKey { .describeTopicPartitions }
    package static var versions: ClosedRange<Int16> { 0...0 }
    package static func isFlexible(_ version: Int16) -> Bool { true }

    package init() {}

    package init(topics: [TopicRequest] = [], responsePartitionLimit: Int32 = 2000, cursor: Cursor? = nil) {
        self.topics = topics
        self.responsePartitionLimit = responsePartitionLimit
        self.cursor = cursor
    }

    package init(from reader: inout ByteReader, version: Int16) throws(DecodeError) {
        try Self.check(version)
        topics = try reader.readArray(of: TopicRequest.self, version, true)
        responsePartitionLimit = try reader.readInt32()
        cursor = try reader.readNullable(Cursor.self, version)
        try reader.skipTags()
    }

    package func encode(into writer: inout ByteWriter, version: Int16) {
        Self.require(version)
        writer.writeArray(topics, version, true)
        writer.write(responsePartitionLimit)
        writer.writeNullable(cursor, version)
        writer.write(0 as UInt8)
    }

    package struct TopicRequest: WireStructure {
        package var name: String = ""

        package init() {}

        package init(name: String = "") {
            self.name = name
        }

        package init(from reader: inout ByteReader, version: Int16) throws(DecodeError) {
            name = try reader.readString(true)
            try reader.skipTags()
        }

        package func encode(into writer: inout ByteWriter, version: Int16) {
            writer.writeString(name, true)
            writer.write(0 as UInt8)
        }
    }

    package struct Cursor: WireStructure {
        package var topicName: String = ""
        package var partitionIndex: Int32 = 0

        package init() {}

        package init(topicName: String = "", partitionIndex: Int32 = 0) {
            self.topicName = topicName
            self.partitionIndex = partitionIndex
        }

        package init(from reader: inout ByteReader, version: Int16) throws(DecodeError) {
            topicName = try reader.readString(true)
            partitionIndex = try reader.readInt32()
            try reader.skipTags()
        }

        package func encode(into writer: inout ByteWriter, version: Int16) {
            writer.writeString(topicName, true)
            writer.write(partitionIndex)
            writer.write(0 as UInt8)
        }
    }
}

/// The answer to `DescribeTopicPartitionsRequest`.
package struct DescribeTopicPartitionsResponse: ResponseMessage {
    package var throttleTimeMs: Int32 = 0
    package var topics: [DescribeTopicPartitionsResponseTopic] = []
    package var nextCursor: Cursor? = nil

    package static var versions: ClosedRange<Int16> { 0...0 }
    package static func isFlexible(_ version: Int16) -> Bool { true }

    package init() {}

    package init(
        throttleTimeMs: Int32 = 0,
        topics: [DescribeTopicPartitionsResponseTopic] = [],
        nextCursor: Cursor? = nil
    ) {
        self.throttleTimeMs = throttleTimeMs
        self.topics = topics
        self.nextCursor = nextCursor
    }

    package init(from reader: inout ByteReader, version: Int16) throws(DecodeError) {
        try Self.check(version)
        throttleTimeMs = try reader.readInt32()
        topics = try reader.readArray(of: DescribeTopicPartitionsResponseTopic.self, version, true)
        nextCursor = try reader.readNullable(Cursor.self, version)
        try reader.skipTags()
    }

    package func encode(into writer: inout ByteWriter, version: Int16) {
        Self.require(version)
        writer.write(throttleTimeMs)
        writer.writeArray(topics, version, true)
        writer.writeNullable(nextCursor, version)
        writer.write(0 as UInt8)
    }

    package struct DescribeTopicPartitionsResponsePartition: WireStructure {
        package var errorCode: ErrorCode = .none
        package var partitionIndex: Int32 = 0
        package var leaderID: Int32 = 0
        package var leaderEpoch: Int32 = -1
        package var replicaNodes: [Int32] = []
        package var isrNodes: [Int32] = []
        package var eligibleLeaderReplicas: [Int32]? = nil
        package var lastKnownElr: [Int32]? = nil
        package var offlineReplicas: [Int32] = []

        package init() {}

        package init(
            errorCode: ErrorCode = .none,
            partitionIndex: Int32 = 0,
            leaderID: Int32 = 0,
            leaderEpoch: Int32 = -1,
            replicaNodes: [Int32] = [],
            isrNodes: [Int32] = [],
            eligibleLeaderReplicas: [Int32]? = nil,
            lastKnownElr: [Int32]? = nil,
            offlineReplicas: [Int32] = []
        ) {
            self.errorCode = errorCode
            self.partitionIndex = partitionIndex
            self.leaderID = leaderID
            self.leaderEpoch = leaderEpoch
            self.replicaNodes = replicaNodes
            self.isrNodes = isrNodes
            self.eligibleLeaderReplicas = eligibleLeaderReplicas
            self.lastKnownElr = lastKnownElr
            self.offlineReplicas = offlineReplicas
        }

        package init(from reader: inout ByteReader, version: Int16) throws(DecodeError) {
            errorCode = ErrorCode(rawValue: try reader.readInt16())
            partitionIndex = try reader.readInt32()
            leaderID = try reader.readInt32()
            leaderEpoch = try reader.readInt32()
            replicaNodes = try reader.readArray(of: Int32.self, true)
            isrNodes = try reader.readArray(of: Int32.self, true)
            eligibleLeaderReplicas = try reader.readNullableArray(of: Int32.self, true)
            lastKnownElr = try reader.readNullableArray(of: Int32.self, true)
            offlineReplicas = try reader.readArray(of: Int32.self, true)
            try reader.skipTags()
        }

        package func encode(into writer: inout ByteWriter, version: Int16) {
            writer.write(errorCode.rawValue)
            writer.write(partitionIndex)
            writer.write(leaderID)
            writer.write(leaderEpoch)
            writer.writeArray(replicaNodes, true)
            writer.writeArray(isrNodes, true)
            writer.writeNullableArray(eligibleLeaderReplicas, true)
            writer.writeNullableArray(lastKnownElr, true)
            writer.writeArray(offlineReplicas, true)
            writer.write(0 as UInt8)
        }
    }

    package struct DescribeTopicPartitionsResponseTopic: WireStructure {
        package var errorCode: ErrorCode = .none
        package var name: String? = ""
        package var topicID: UUID = .zero
        package var isInternal: Bool = false
        package var partitions: [DescribeTopicPartitionsResponsePartition] = []
        package var topicAuthorizedOperations: Int32 = -2147483648

        package init() {}

        package init(
            errorCode: ErrorCode = .none,
            name: String? = "",
            topicID: UUID = .zero,
            isInternal: Bool = false,
            partitions: [DescribeTopicPartitionsResponsePartition] = [],
            topicAuthorizedOperations: Int32 = -2147483648
        ) {
            self.errorCode = errorCode
            self.name = name
            self.topicID = topicID
            self.isInternal = isInternal
            self.partitions = partitions
            self.topicAuthorizedOperations = topicAuthorizedOperations
        }

        package init(from reader: inout ByteReader, version: Int16) throws(DecodeError) {
            errorCode = ErrorCode(rawValue: try reader.readInt16())
            name = try reader.readNullableString(true)
            topicID = try reader.readUUID()
            isInternal = try reader.readBool()
            partitions = try reader.readArray(of: DescribeTopicPartitionsResponsePartition.self, version, true)
            topicAuthorizedOperations = try reader.readInt32()
            try reader.skipTags()
        }

        package func encode(into writer: inout ByteWriter, version: Int16) {
            writer.write(errorCode.rawValue)
            writer.writeNullableString(name, true)
            writer.write(topicID)
            writer.write(isInternal)
            writer.writeArray(partitions, version, true)
            writer.write(topicAuthorizedOperations)
            writer.write(0 as UInt8)
        }
    }

    package struct Cursor: WireStructure {
        package var topicName: String = ""
        package var partitionIndex: Int32 = 0

        package init() {}

        package init(topicName: String = "", partitionIndex: Int32 = 0) {
            self.topicName = topicName
            self.partitionIndex = partitionIndex
        }

        package init(from reader: inout ByteReader, version: Int16) throws(DecodeError) {
            topicName = try reader.readString(true)
            partitionIndex = try reader.readInt32()
            try reader.skipTags()
        }

        package func encode(into writer: inout ByteWriter, version: Int16) {
            writer.writeString(topicName, true)
            writer.write(partitionIndex)
            writer.write(0 as UInt8)
        }
    }
}
