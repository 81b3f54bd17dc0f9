// Generated from Schemas/Messages/086-DeleteShareGroupState.schema. Edit the schema, then run `swift run generate-protocol`.
package import OttlaVocabulary

/// Drops the state of share partitions.
package struct DeleteShareGroupStateRequest: RequestMessage {
    package var groupID: String = ""
    package var topics: [DeleteStateData] = []

    package typealias Response = DeleteShareGroupStateResponse
    package static var apiKey: APIKey { .deleteShareGroupState }
    package static var versions: ClosedRange<Int16> { 0...0 }
    package static func isFlexible(_ version: Int16) -> Bool { true }

    package init() {}

    package init(groupID: String = "", topics: [DeleteStateData] = []) {
        self.groupID = groupID
        self.topics = topics
    }

    package init(from reader: inout ByteReader, version: Int16) throws(DecodeError) {
        try Self.check(version)
        groupID = try reader.readString(true)
        topics = try reader.readArray(of: DeleteStateData.self, version, true)
        try reader.skipTags()
    }

    package func encode(into writer: inout ByteWriter, version: Int16) {
        Self.require(version)
        writer.writeString(groupID, true)
        writer.writeArray(topics, version, true)
        writer.write(0 as UInt8)
    }

    package struct PartitionData: WireStructure {
        package var partition: Int32 = 0

        package init() {}

        package init(partition: Int32 = 0) {
            self.partition = partition
        }

        package init(from reader: inout ByteReader, version: Int16) throws(DecodeError) {
            partition = try reader.readInt32()
            try reader.skipTags()
        }

        package func encode(into writer: inout ByteWriter, version: Int16) {
            writer.write(partition)
            writer.write(0 as UInt8)
        }
    }

    package struct DeleteStateData: WireStructure {
        package var topicID: UUID = .zero
        package var partitions: [PartitionData] = []

        package init() {}

        package init(topicID: UUID = .zero, partitions: [PartitionData] = []) {
            self.topicID = topicID
            self.partitions = partitions
        }

        package init(from reader: inout ByteReader, version: Int16) throws(DecodeError) {
            topicID = try reader.readUUID()
            partitions = try reader.readArray(of: PartitionData.self, version, true)
            try reader.skipTags()
        }

        package func encode(into writer: inout ByteWriter, version: Int16) {
            writer.write(topicID)
            writer.writeArray(partitions, version, true)
            writer.write(0 as UInt8)
        }
    }
}

/// The answer to `DeleteShareGroupStateRequest`.
package struct DeleteShareGroupStateResponse: ResponseMessage {
    package var results: [DeleteStateResult] = []

    package static var versions: ClosedRange<Int16> { 0...0 }
    package static func isFlexible(_ version: Int16) -> Bool { true }

    package init() {}

    package init(results: [DeleteStateResult] = []) {
        self.results = results
    }

    package init(from reader: inout ByteReader, version: Int16) throws(DecodeError) {
        try Self.check(version)
        results = try reader.readArray(of: DeleteStateResult.self, version, true)
        try reader.skipTags()
    }

    package func encode(into writer: inout ByteWriter, version: Int16) {
        Self.require(version)
        writer.writeArray(results, version, true)
        writer.write(0 as UInt8)
    }

    package struct PartitionResult: WireStructure {
        package var partition: Int32 = 0
        package var errorCode: ErrorCode = .none
        package var errorMessage: String? = nil

        package init() {}

        package init(partition: Int32 = 0, errorCode: ErrorCode = .none, errorMessage: String? = nil) {
            self.partition = partition
            self.errorCode = errorCode
            self.errorMessage = errorMessage
        }

        package init(from reader: inout ByteReader, version: Int16) throws(DecodeError) {
            partition = try reader.readInt32()
            errorCode = ErrorCode(rawValue: try reader.readInt16())
            errorMessage = try reader.readNullableString(true)
            try reader.skipTags()
        }

        package func encode(into writer: inout ByteWriter, version: Int16) {
            writer.write(partition)
            writer.write(errorCode.rawValue)
            writer.writeNullableString(errorMessage, true)
            writer.write(0 as UInt8)
        }
    }

    package struct DeleteStateResult: WireStructure {
        package var topicID: UUID = .zero
        package var partitions: [PartitionResult] = []

        package init() {}

        package init(topicID: UUID = .zero, partitions: [PartitionResult] = []) {
            self.topicID = topicID
            self.partitions = partitions
        }

        package init(from reader: inout ByteReader, version: Int16) throws(DecodeError) {
            topicID = try reader.readUUID()
            partitions = try reader.readArray(of: PartitionResult.self, version, true)
            try reader.skipTags()
        }

        package func encode(into writer: inout ByteWriter, version: Int16) {
            writer.write(topicID)
            writer.writeArray(partitions, version, true)
            writer.write(0 as UInt8)
        }
    }
}
