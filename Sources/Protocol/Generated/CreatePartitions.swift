// Generated from Schemas/Messages/037-CreatePartitions.schema. Edit the schema, then run `swift run generate-protocol`.
package import OttlaVocabulary

/// Gives topics more partitions.
package struct CreatePartitionsRequest: RequestMessage {
    package var topics: [CreatePartitionsTopic] = []
    package var timeoutMs: Int32 = 0
    package var validateOnly: Bool = false

    package typealias Response = CreatePartitionsResponse
    package static var apiKey: APIKey { .createPartitions }
    package static var versions: ClosedRange<Int16> { 0...3 }
    package static func isFlexible(_ version: Int16) -> Bool { version >= 2 }

    package init() {}

    package init(topics: [CreatePartitionsTopic] = [], timeoutMs: Int32 = 0, validateOnly: Bool = false) {
        self.topics = topics
        self.timeoutMs = timeoutMs
        self.validateOnly = validateOnly
    }

    package init(from reader: inout ByteReader, version: Int16) throws(DecodeError) {
        try Self.check(version)
        let flexible = version >= 2
        topics = try reader.readArray(of: CreatePartitionsTopic.self, version, flexible)
        timeoutMs = try reader.readInt32()
        validateOnly = try reader.readBool()
        if flexible {
            try reader.skipTags()
        }
    }

    package func encode(into writer: inout ByteWriter, version: Int16) {
        Self.require(version)
        let flexible = version >= 2
        writer.writeArray(topics, version, flexible)
        writer.write(timeoutMs)
        writer.write(validateOnly)
        if flexible {
            writer.write(0 as UInt8)
        }
    }

    package struct CreatePartitionsAssignment: WireStructure {
        package var brokerIDs: [Int32] = []

        package init() {}

        package init(brokerIDs: [Int32] = []) {
            self.brokerIDs = brokerIDs
        }

        package init(from reader: inout ByteReader, version: Int16) throws(DecodeError) {
            let flexible = version >= 2
            brokerIDs = try reader.readArray(of: Int32.self, flexible)
            if flexible {
                try reader.skipTags()
            }
        }

        package func encode(into writer: inout ByteWriter, version: Int16) {
            let flexible = version >= 2
            writer.writeArray(brokerIDs, flexible)
            if flexible {
                writer.write(0 as UInt8)
            }
        }
    }

    package struct CreatePartitionsTopic: WireStructure {
        package var name: String = ""
        package var count: Int32 = 0
        package var assignments: [CreatePartitionsAssignment]? = []

        package init() {}

        package init(name: String = "", count: Int32 = 0, assignments: [CreatePartitionsAssignment]? = []) {
            self.name = name
            self.count = count
            self.assignments = assignments
        }

        package init(from reader: inout ByteReader, version: Int16) throws(DecodeError) {
            let flexible = version >= 2
            name = try reader.readString(flexible)
            count = try reader.readInt32()
            assignments = try reader.readNullableArray(of: CreatePartitionsAssignment.self, version, flexible)
            if flexible {
                try reader.skipTags()
            }
        }

        package func encode(into writer: inout ByteWriter, version: Int16) {
            let flexible = version >= 2
            writer.writeString(name, flexible)
            writer.write(count)
            writer.writeNullableArray(assignments, version, flexible)
            if flexible {
                writer.write(0 as UInt8)
            }
        }
    }
}

/// The answer to `CreatePartitionsRequest`.
package struct CreatePartitionsResponse: ResponseMessage {
    package var throttleTimeMs: Int32 = 0
    package var results: [CreatePartitionsTopicResult] = []

    package static var versions: ClosedRange<Int16> { 0...3 }
    package static func isFlexible(_ version: Int16) -> Bool { version >= 2 }

    package init() {}

    package init(throttleTimeMs: Int32 = 0, results: [CreatePartitionsTopicResult] = []) {
        self.throttleTimeMs = throttleTimeMs
        self.results = results
    }

    package init(from reader: inout ByteReader, version: Int16) throws(DecodeError) {
        try Self.check(version)
        let flexible = version >= 2
        throttleTimeMs = try reader.readInt32()
        results = try reader.readArray(of: CreatePartitionsTopicResult.self, version, flexible)
        if flexible {
            try reader.skipTags()
        }
    }

    package func encode(into writer: inout ByteWriter, version: Int16) {
        Self.require(version)
        let flexible = version >= 2
        writer.write(throttleTimeMs)
        writer.writeArray(results, version, flexible)
        if flexible {
            writer.write(0 as UInt8)
        }
    }

    package struct CreatePartitionsTopicResult: WireStructure {
        package var name: String = ""
        package var errorCode: ErrorCode = .none
        package var errorMessage: String? = nil

        package init() {}

        package init(name: String = "", errorCode: ErrorCode = .none, errorMessage: String? = nil) {
            self.name = name
            self.errorCode = errorCode
            self.errorMessage = errorMessage
        }

        package init(from reader: inout ByteReader, version: Int16) throws(DecodeError) {
            let flexible = version >= 2
            name = try reader.readString(flexible)
            errorCode = ErrorCode(rawValue: try reader.readInt16())
            errorMessage = try reader.readNullableString(flexible)
            if flexible {
                try reader.skipTags()
            }
        }

        package func encode(into writer: inout ByteWriter, version: Int16) {
            let flexible = version >= 2
            writer.writeString(name, flexible)
            writer.write(errorCode.rawValue)
            writer.writeNullableString(errorMessage, flexible)
            if flexible {
                writer.write(0 as UInt8)
            }
        }
    }
}
