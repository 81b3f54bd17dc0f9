// Generated from Schemas/Messages/021-DeleteRecords.schema. Edit the schema, then run `swift run generate-protocol`.
package import OttlaVocabulary

/// Moves the log start of partitions forward.
package struct DeleteRecordsRequest: RequestMessage {
    package var topics: [DeleteRecordsTopic] = []
    package var timeoutMs: Int32 = 0

    package typealias Response = DeleteRecordsResponse
    package static var apiKey: APIKey { .deleteRecords }
    package static var versions: ClosedRange<Int16> { 0...2 }
    package static func isFlexible(_ version: Int16) -> Bool { version >= 2 }

    package init() {}

    package init(topics: [DeleteRecordsTopic] = [], timeoutMs: Int32 = 0) {
        self.topics = topics
        self.timeoutMs = timeoutMs
    }

    package init(from reader: inout ByteReader, version: Int16) throws(DecodeError) {
        try Self.check(version)
        let flexible = version >= 2
        topics = try reader.readArray(of: DeleteRecordsTopic.self, version, flexible)
        timeoutMs = try reader.readInt32()
        if flexible {
            try reader.skipTags()
        }
    }

    package func encode(into writer: inout ByteWriter, version: Int16) {
        Self.require(version)
        let flexible = version >= 2
        writer.writeArray(topics, version, flexible)
        writer.write(timeoutMs)
        if flexible {
            writer.write(0 as UInt8)
        }
    }

    package struct DeleteRecordsPartition: WireStructure {
        package var partitionIndex: Int32 = 0
        package var offset: Offset = 0

        package init() {}

        package init(partitionIndex: Int32 = 0, offset: Offset = 0) {
            self.partitionIndex = partitionIndex
            self.offset = offset
        }

        package init(from reader: inout ByteReader, version: Int16) throws(DecodeError) {
            let flexible = version >= 2
            partitionIndex = try reader.readInt32()
            offset = Offset(try reader.readInt64())
            if flexible {
                try reader.skipTags()
            }
        }

        package func encode(into writer: inout ByteWriter, version: Int16) {
            let flexible = version >= 2
            writer.write(partitionIndex)
            writer.write(offset.value)
            if flexible {
                writer.write(0 as UInt8)
            }
        }
    }

    package struct DeleteRecordsTopic: WireStructure {
        package var name: String = ""
        package var partitions: [DeleteRecordsPartition] = []

        package init() {}

        package init(name: String = "", partitions: [DeleteRecordsPartition] = []) {
            self.name = name
            self.partitions = partitions
        }

        package init(from reader: inout ByteReader, version: Int16) throws(DecodeError) {
            let flexible = version >= 2
            name = try reader.readString(flexible)
            partitions = try reader.readArray(of: DeleteRecordsPartition.self, version, flexible)
            if flexible {
                try reader.skipTags()
            }
        }

        package func encode(into writer: inout ByteWriter, version: Int16) {
            let flexible = version >= 2
            writer.writeString(name, flexible)
            writer.writeArray(partitions, version, flexible)
            if flexible {
                writer.write(0 as UInt8)
            }
        }
    }
}

/// The answer to `DeleteRecordsRequest`.
package struct DeleteRecordsResponse: ResponseMessage {
    package var throttleTimeMs: Int32 = 0
    package var topics: [DeleteRecordsTopicResult] = []

    package static var versions: ClosedRange<Int16> { 0...2 }
    package static func isFlexible(_ version: Int16) -> Bool { version >= 2 }

    package init() {}

    package init(throttleTimeMs: Int32 = 0, topics: [DeleteRecordsTopicResult] = []) {
        self.throttleTimeMs = throttleTimeMs
        self.topics = topics
    }

    package init(from reader: inout ByteReader, version: Int16) throws(DecodeError) {
        try Self.check(version)
        let flexible = version >= 2
        throttleTimeMs = try reader.readInt32()
        topics = try reader.readArray(of: DeleteRecordsTopicResult.self, version, flexible)
        if flexible {
            try reader.skipTags()
        }
    }

    package func encode(into writer: inout ByteWriter, version: Int16) {
        Self.require(version)
        let flexible = version >= 2
        writer.write(throttleTimeMs)
        writer.writeArray(topics, version, flexible)
        if flexible {
            writer.write(0 as UInt8)
        }
    }

    package struct DeleteRecordsPartitionResult: WireStructure {
        package var partitionIndex: Int32 = 0
        package var lowWatermark: Int64 = 0
        package var errorCode: ErrorCode = .none

        package init() {}

        package init(partitionIndex: Int32 = 0, lowWatermark: Int64 = 0, errorCode: ErrorCode = .none) {
            self.partitionIndex = partitionIndex
            self.lowWatermark = lowWatermark
            self.errorCode = errorCode
        }

        package init(from reader: inout ByteReader, version: Int16) throws(DecodeError) {
            let flexible = version >= 2
            partitionIndex = try reader.readInt32()
            lowWatermark = try reader.readInt64()
            errorCode = ErrorCode(rawValue: try reader.readInt16())
            if flexible {
                try reader.skipTags()
            }
        }

        package func encode(into writer: inout ByteWriter, version: Int16) {
            let flexible = version >= 2
            writer.write(partitionIndex)
            writer.write(lowWatermark)
            writer.write(errorCode.rawValue)
            if flexible {
                writer.write(0 as UInt8)
            }
        }
    }

    package struct DeleteRecordsTopicResult: WireStructure {
        package var name: String = ""
        package var partitions: [DeleteRecordsPartitionResult] = []

        package init() {}

        package init(name: String = "", partitions: [DeleteRecordsPartitionResult] = []) {
            self.name = name
            self.partitions = partitions
        }

        package init(from reader: inout ByteReader, version: Int16) throws(DecodeError) {
            let flexible = version >= 2
            name = try reader.readString(flexible)
            partitions = try reader.readArray(of: DeleteRecordsPartitionResult.self, version, flexible)
            if flexible {
                try reader.skipTags()
            }
        }

        package func encode(into writer: inout ByteWriter, version: Int16) {
            let flexible = version >= 2
            writer.writeString(name, flexible)
            writer.writeArray(partitions, version, flexible)
            if flexible {
                writer.write(0 as UInt8)
            }
        }
    }
}
