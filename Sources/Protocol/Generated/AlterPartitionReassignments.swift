// Generated from Schemas/Messages/045-AlterPartitionReassignments.schema. Edit the schema, then run `swift run generate-protocol`.
package import OttlaVocabulary

/// Starts or cancels moves of replicas to other brokers.
package struct AlterPartitionReassignmentsRequest: RequestMessage {
    package var timeoutMs: Int32 = 60000
    package var allowReplicationFactorChange: Bool = true
    package var topics: [ReassignableTopic] = []

    package typealias Response = AlterPartitionReassignmentsResponse
    package static var apiKey: APIKey { .alterPartitionReassignments }
    package static var versions: ClosedRange<Int16> { 0...1 }
    package static func isFlexible(_ version: Int16) -> Bool { true }

    package init() {}

    package init(timeoutMs: Int32 = 60000, allowReplicationFactorChange: Bool = true, topics: [ReassignableTopic] = []) {
        self.timeoutMs = timeoutMs
        self.allowReplicationFactorChange = allowReplicationFactorChange
        self.topics = topics
    }

    package init(from reader: inout ByteReader, version: Int16) throws(DecodeError) {
        try Self.check(version)
        timeoutMs = try reader.readInt32()
        if version >= 1 {
            allowReplicationFactorChange = try reader.readBool()
        }
        topics = try reader.readArray(of: ReassignableTopic.self, version, true)
        try reader.skipTags()
    }

    package func encode(into writer: inout ByteWriter, version: Int16) {
        Self.require(version)
        writer.write(timeoutMs)
        if version >= 1 {
            writer.write(allowReplicationFactorChange)
        }
        writer.writeArray(topics, version, true)
        writer.write(0 as UInt8)
    }

    package struct ReassignablePartition: WireStructure {
        package var partitionIndex: Int32 = 0
        package var replicas: [Int32]? = nil

        package init() {}

        package init(partitionIndex: Int32 = 0, replicas: [Int32]? = nil) {
            self.partitionIndex = partitionIndex
            self.replicas = replicas
        }

        package init(from reader: inout ByteReader, version: Int16) throws(DecodeError) {
            partitionIndex = try reader.readInt32()
            replicas = try reader.readNullableArray(of: Int32.self, true)
            try reader.skipTags()
        }

        package func encode(into writer: inout ByteWriter, version: Int16) {
            writer.write(partitionIndex)
            writer.writeNullableArray(replicas, true)
            writer.write(0 as UInt8)
        }
    }

    package struct ReassignableTopic: WireStructure {
        package var name: String = ""
        package var partitions: [ReassignablePartition] = []

        package init() {}

        package init(name: String = "", partitions: [ReassignablePartition] = []) {
            self.name = name
            self.partitions = partitions
        }

        package init(from reader: inout ByteReader, version: Int16) throws(DecodeError) {
            name = try reader.readString(true)
            partitions = try reader.readArray(of: ReassignablePartition.self, version, true)
            try reader.skipTags()
        }

        package func encode(into writer: inout ByteWriter, version: Int16) {
            writer.writeString(name, true)
            writer.writeArray(partitions, version, true)
            writer.write(0 as UInt8)
        }
    }
}

/// The answer to `AlterPartitionReassignmentsRequest`.
package struct AlterPartitionReassignmentsResponse: ResponseMessage {
    package var throttleTimeMs: Int32 = 0
    package var allowReplicationFactorChange: Bool = true
    package var errorCode: ErrorCode = .none
    package var errorMessage: String? = ""
    package var responses: [ReassignableTopicResponse] = []

    package static var versions: ClosedRange<Int16> { 0...1 }
    package static func isFlexible(_ version: Int16) -> Bool { true }

    package init() {}

    package init(
        throttleTimeMs: Int32 = 0,
        allowReplicationFactorChange: Bool = true,
        errorCode: ErrorCode = .none,
        errorMessage: String? = "",
        responses: [ReassignableTopicResponse] = []
    ) {
        self.throttleTimeMs = throttleTimeMs
        self.allowReplicationFactorChange = allowReplicationFactorChange
        self.errorCode = errorCode
        self.errorMessage = errorMessage
        self.responses = responses
    }

    package init(from reader: inout ByteReader, version: Int16) throws(DecodeError) {
        try Self.check(version)
        throttleTimeMs = try reader.readInt32()
        if version >= 1 {
            allowReplicationFactorChange = try reader.readBool()
        }
        errorCode = ErrorCode(rawValue: try reader.readInt16())
        errorMessage = try reader.readNullableString(true)
        responses = try reader.readArray(of: ReassignableTopicResponse.self, version, true)
        try reader.skipTags()
    }

    package func encode(into writer: inout ByteWriter, version: Int16) {
        Self.require(version)
        writer.write(throttleTimeMs)
        if version >= 1 {
            writer.write(allowReplicationFactorChange)
        }
        writer.write(errorCode.rawValue)
        writer.writeNullableString(errorMessage, true)
        writer.writeArray(responses, version, true)
        writer.write(0 as UInt8)
    }

    package struct ReassignablePartitionResponse: WireStructure {
        package var partitionIndex: Int32 = 0
        package var errorCode: ErrorCode = .none
        package var errorMessage: String? = ""

        package init() {}

        package init(partitionIndex: Int32 = 0, errorCode: ErrorCode = .none, errorMessage: String? = "") {
            self.partitionIndex = partitionIndex
            self.errorCode = errorCode
            self.errorMessage = errorMessage
        }

        package init(from reader: inout ByteReader, version: Int16) throws(DecodeError) {
            partitionIndex = try reader.readInt32()
            errorCode = ErrorCode(rawValue: try reader.readInt16())
            errorMessage = try reader.readNullableString(true)
            try reader.skipTags()
        }

        package func encode(into writer: inout ByteWriter, version: Int16) {
            writer.write(partitionIndex)
            writer.write(errorCode.rawValue)
            writer.writeNullableString(errorMessage, true)
            writer.write(0 as UInt8)
        }
    }

    package struct ReassignableTopicResponse: WireStructure {
        package var name: String = ""
        package var partitions: [ReassignablePartitionResponse] = []

        package init() {}

        package init(name: String = "", partitions: [ReassignablePartitionResponse] = []) {
            self.name = name
            self.partitions = partitions
        }

        package init(from reader: inout ByteReader, version: Int16) throws(DecodeError) {
            name = try reader.readString(true)
            partitions = try reader.readArray(of: ReassignablePartitionResponse.self, version, true)
            try reader.skipTags()
        }

        package func encode(into writer: inout ByteWriter, version: Int16) {
            writer.writeString(name, true)
            writer.writeArray(partitions, version, true)
            writer.write(0 as UInt8)
        }
    }
}
