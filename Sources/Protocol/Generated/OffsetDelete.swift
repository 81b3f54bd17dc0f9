// Generated from Schemas/Messages/047-OffsetDelete.schema. Edit the schema, then run `swift run generate-protocol`.
package import OttlaVocabulary

/// Forgets how far a group has read some partitions.
package struct OffsetDeleteRequest: RequestMessage {
    package var groupID: String = ""
    package var topics: [OffsetDeleteRequestTopic] = []

    package typealias Response = OffsetDeleteResponse
    package static var apiKey: APIKey { .offsetDelete }
    package static var versions: ClosedRange<Int16> { 0...0 }
    package static func isFlexible(_ version: Int16) -> Bool { false }

    package init() {}

    package init(groupID: String = "", topics: [OffsetDeleteRequestTopic] = []) {
        self.groupID = groupID
        self.topics = topics
    }

    package init(from reader: inout ByteReader, version: Int16) throws(DecodeError) {
        try Self.check(version)
        groupID = try reader.readString(false)
        topics = try reader.readArray(of: OffsetDeleteRequestTopic.self, version, false)
    }

    package func encode(into writer: inout ByteWriter, version: Int16) {
        Self.require(version)
        writer.writeString(groupID, false)
        writer.writeArray(topics, version, false)
    }

    package struct OffsetDeleteRequestPartition: WireStructure {
        package var partitionIndex: Int32 = 0

        package init() {}

        package init(partitionIndex: Int32 = 0) {
            self.partitionIndex = partitionIndex
        }

        package init(from reader: inout ByteReader, version: Int16) throws(DecodeError) {
            partitionIndex = try reader.readInt32()
        }

        package func encode(into writer: inout ByteWriter, version: Int16) {
            writer.write(partitionIndex)
        }
    }

    package struct OffsetDeleteRequestTopic: WireStructure {
        package var name: String = ""
        package var partitions: [OffsetDeleteRequestPartition] = []

        package init() {}

        package init(name: String = "", partitions: [OffsetDeleteRequestPartition] = []) {
            self.name = name
            self.partitions = partitions
        }

        package init(from reader: inout ByteReader, version: Int16) throws(DecodeError) {
            name = try reader.readString(false)
            partitions = try reader.readArray(of: OffsetDeleteRequestPartition.self, version, false)
        }

        package func encode(into writer: inout ByteWriter, version: Int16) {
            writer.writeString(name, false)
            writer.writeArray(partitions, version, false)
        }
    }
}

/// The answer to `OffsetDeleteRequest`.
package struct OffsetDeleteResponse: ResponseMessage {
    package var errorCode: ErrorCode = .none
    package var throttleTimeMs: Int32 = 0
    package var topics: [OffsetDeleteResponseTopic] = []

    package static var versions: ClosedRange<Int16> { 0...0 }
    package static func isFlexible(_ version: Int16) -> Bool { false }

    package init() {}

    package init(errorCode: ErrorCode = .none, throttleTimeMs: Int32 = 0, topics: [OffsetDeleteResponseTopic] = []) {
        self.errorCode = errorCode
        self.throttleTimeMs = throttleTimeMs
        self.topics = topics
    }

    package init(from reader: inout ByteReader, version: Int16) throws(DecodeError) {
        try Self.check(version)
        errorCode = ErrorCode(rawValue: try reader.readInt16())
        throttleTimeMs = try reader.readInt32()
        topics = try reader.readArray(of: OffsetDeleteResponseTopic.self, version, false)
    }

    package func encode(into writer: inout ByteWriter, version: Int16) {
        Self.require(version)
        writer.write(errorCode.rawValue)
        writer.write(throttleTimeMs)
        writer.writeArray(topics, version, false)
    }

    package struct OffsetDeleteResponsePartition: WireStructure {
        package var partitionIndex: Int32 = 0
        package var errorCode: ErrorCode = .none

        package init() {}

        package init(partitionIndex: Int32 = 0, errorCode: ErrorCode = .none) {
            self.partitionIndex = partitionIndex
            self.errorCode = errorCode
        }

        package init(from reader: inout ByteReader, version: Int16) throws(DecodeError) {
            partitionIndex = try reader.readInt32()
            errorCode = ErrorCode(rawValue: try reader.readInt16())
        }

        package func encode(into writer: inout ByteWriter, version: Int16) {
            writer.write(partitionIndex)
            writer.write(errorCode.rawValue)
        }
    }

    package struct OffsetDeleteResponseTopic: WireStructure {
        package var name: String = ""
        package var partitions: [OffsetDeleteResponsePartition] = []

        package init() {}

        package init(name: String = "", partitions: [OffsetDeleteResponsePartition] = []) {
            self.name = name
            self.partitions = partitions
        }

        package init(from reader: inout ByteReader, version: Int16) throws(DecodeError) {
            name = try reader.readString(false)
            partitions = try reader.readArray(of: OffsetDeleteResponsePartition.self, version, false)
        }

        package func encode(into writer: inout ByteWriter, version: Int16) {
            writer.writeString(name, false)
            writer.writeArray(partitions, version, false)
        }
    }
}
