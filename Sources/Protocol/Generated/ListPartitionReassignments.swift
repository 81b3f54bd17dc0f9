// Generated from Schemas/Messages/046-ListPartitionReassignments.schema. Edit the schema, then run `swift run generate-protocol`.
package import OttlaVocabulary

/// Lists the moves of replicas under way.
package struct ListPartitionReassignmentsRequest: RequestMessage {
    package var timeoutMs: Int32 = 60000
    package var topics: [ListPartitionReassignmentsTopics]? = nil

    package typealias Response = ListPartitionReassignmentsResponse
    package static var apiKey: APIKey { .listPartitionReassignments }
    package static var versions: ClosedRange<Int16> { 0...0 }
    package static func isFlexible(_ version: Int16) -> Bool { true }

    package init() {}

    package init(timeoutMs: Int32 = 60000, topics: [ListPartitionReassignmentsTopics]? = nil) {
        self.timeoutMs = timeoutMs
        self.topics = topics
    }

    package init(from reader: inout ByteReader, version: Int16) throws(DecodeError) {
        try Self.check(version)
        timeoutMs = try reader.readInt32()
        topics = try reader.readNullableArray(of: ListPartitionReassignmentsTopics.self, version, true)
        try reader.skipTags()
    }

    package func encode(into writer: inout ByteWriter, version: Int16) {
        Self.require(version)
        writer.write(timeoutMs)
        writer.writeNullableArray(topics, version, true)
        writer.write(0 as UInt8)
    }

    package struct ListPartitionReassignmentsTopics: WireStructure {
        package var name: String = ""
        package var partitionIndexes: [Int32] = []

        package init() {}

        package init(name: String = "", partitionIndexes: [Int32] = []) {
            self.name = name
            self.partitionIndexes = partitionIndexes
        }

        package init(from reader: inout ByteReader, version: Int16) throws(DecodeError) {
            name = try reader.readString(true)
            partitionIndexes = try reader.readArray(of: Int32.self, true)
            try reader.skipTags()
        }

        package func encode(into writer: inout ByteWriter, version: Int16) {
            writer.writeString(name, true)
            writer.writeArray(partitionIndexes, true)
            writer.write(0 as UInt8)
        }
    }
}

/// The answer to `ListPartitionReassignmentsRequest`.
package struct ListPartitionReassignmentsResponse: ResponseMessage {
    package var throttleTimeMs: Int32 = 0
    package var errorCode: ErrorCode = .none
    package var errorMessage: String? = ""
    package var topics: [OngoingTopicReassignment] = []

    package static var versions: ClosedRange<Int16> { 0...0 }
    package static func isFlexible(_ version: Int16) -> Bool { true }

    package init() {}

    package init(
        throttleTimeMs: Int32 = 0,
        errorCode: ErrorCode = .none,
        errorMessage: String? = "",
        topics: [OngoingTopicReassignment] = []
    ) {
        self.throttleTimeMs = throttleTimeMs
        self.errorCode = errorCode
        self.errorMessage = errorMessage
        self.topics = topics
    }

    package init(from reader: inout ByteReader, version: Int16) throws(DecodeError) {
        try Self.check(version)
        throttleTimeMs = try reader.readInt32()
        errorCode = ErrorCode(rawValue: try reader.readInt16())
        errorMessage = try reader.readNullableString(true)
        topics = try reader.readArray(of: OngoingTopicReassignment.self, version, true)
        try reader.skipTags()
    }

    package func encode(into writer: inout ByteWriter, version: Int16) {
        Self.require(version)
        writer.write(throttleTimeMs)
        writer.write(errorCode.rawValue)
        writer.writeNullableString(errorMessage, true)
        writer.writeArray(topics, version, true)
        writer.write(0 as UInt8)
    }

    package struct OngoingPartitionReassignment: WireStructure {
        package var partitionIndex: Int32 = 0
        package var replicas: [Int32] = []
        package var addingReplicas: [Int32] = []
        package var removingReplicas: [Int32] = []

        package init() {}

        package init(
            partitionIndex: Int32 = 0,
            replicas: [Int32] = [],
            addingReplicas: [Int32] = [],
            removingReplicas: [Int32] = []
        ) {
            self.partitionIndex = partitionIndex
            self.replicas = replicas
            self.addingReplicas = addingReplicas
            self.removingReplicas = removingReplicas
        }

        package init(from reader: inout ByteReader, version: Int16) throws(DecodeError) {
            partitionIndex = try reader.readInt32()
            replicas = try reader.readArray(of: Int32.self, true)
            addingReplicas = try reader.readArray(of: Int32.self, true)
            removingReplicas = try reader.readArray(of: Int32.self, true)
            try reader.skipTags()
        }

        package func encode(into writer: inout ByteWriter, version: Int16) {
            writer.write(partitionIndex)
            writer.writeArray(replicas, true)
            writer.writeArray(addingReplicas, true)
            writer.writeArray(removingReplicas, true)
            writer.write(0 as UInt8)
        }
    }

    package struct OngoingTopicReassignment: WireStructure {
        package var name: String = ""
        package var partitions: [OngoingPartitionReassignment] = []

        package init() {}

        package init(name: String = "", partitions: [OngoingPartitionReassignment] = []) {
            self.name = name
            self.partitions = partitions
        }

        package init(from reader: inout ByteReader, version: Int16) throws(DecodeError) {
            name = try reader.readString(true)
            partitions = try reader.readArray(of: OngoingPartitionReassignment.self, version, true)
            try reader.skipTags()
        }

        package func encode(into writer: inout ByteWriter, version: Int16) {
            writer.writeString(name, true)
            writer.writeArray(partitions, version, true)
            writer.write(0 as UInt8)
        }
    }
}
