// Generated from Schemas/Messages/043-ElectLeaders.schema. Edit the schema, then run `swift run generate-protocol`.
package import OttlaVocabulary

/// Starts leader elections.
package struct ElectLeadersRequest: RequestMessage {
    package var electionType: Int8 = 0
    package var topicPartitions: [TopicPartitions]? = []
    package var timeoutMs: Int32 = 60000

    package typealias Response = ElectLeadersResponse
    package static var apiKey: APIKey { .electLeaders }
    package static var versions: ClosedRange<Int16> { 0...2 }
    package static func isFlexible(_ version: Int16) -> Bool { version >= 2 }

    package init() {}

    package init(electionType: Int8 = 0, topicPartitions: [TopicPartitions]? = [], timeoutMs: Int32 = 60000) {
        self.electionType = electionType
        self.topicPartitions = topicPartitions
        self.timeoutMs = timeoutMs
    }

    package init(from reader: inout ByteReader, version: Int16) throws(DecodeError) {
        try Self.check(version)
        let flexible = version >= 2
        if version >= 1 {
            electionType = try reader.readInt8()
        }
        topicPartitions = try reader.readNullableArray(of: TopicPartitions.self, version, flexible)
        timeoutMs = try reader.readInt32()
        if flexible {
            try reader.skipTags()
        }
    }

    package func encode(into writer: inout ByteWriter, version: Int16) {
        Self.require(version)
        let flexible = version >= 2
        if version >= 1 {
            writer.write(electionType)
        }
        writer.writeNullableArray(topicPartitions, version, flexible)
        writer.write(timeoutMs)
        if flexible {
            writer.write(0 as UInt8)
        }
    }

    package struct TopicPartitions: WireStructure {
        package var topic: String = ""
        package var partitions: [Int32] = []

        package init() {}

        package init(topic: String = "", partitions: [Int32] = []) {
            self.topic = topic
            self.partitions = partitions
        }

        package init(from reader: inout ByteReader, version: Int16) throws(DecodeError) {
            let flexible = version >= 2
            topic = try reader.readString(flexible)
            partitions = try reader.readArray(of: Int32.self, flexible)
            if flexible {
                try reader.skipTags()
            }
        }

        package func encode(into writer: inout ByteWriter, version: Int16) {
            let flexible = version >= 2
            writer.writeString(topic, flexible)
            writer.writeArray(partitions, flexible)
            if flexible {
                writer.write(0 as UInt8)
            }
        }
    }
}

/// The answer to `ElectLeadersRequest`.
package struct ElectLeadersResponse: ResponseMessage {
    package var throttleTimeMs: Int32 = 0
    package var errorCode: ErrorCode = .none
    package var replicaElectionResults: [ReplicaElectionResult] = []

    package static var versions: ClosedRange<Int16> { 0...2 }
    package static func isFlexible(_ version: Int16) -> Bool { version >= 2 }

    package init() {}

    package init(
        throttleTimeMs: Int32 = 0,
        errorCode: ErrorCode = .none,
        replicaElectionResults: [ReplicaElectionResult] = []
    ) {
        self.throttleTimeMs = throttleTimeMs
        self.errorCode = errorCode
        self.replicaElectionResults = replicaElectionResults
    }

    package init(from reader: inout ByteReader, version: Int16) throws(DecodeError) {
        try Self.check(version)
        let flexible = version >= 2
        throttleTimeMs = try reader.readInt32()
        if version >= 1 {
            errorCode = ErrorCode(rawValue: try reader.readInt16())
        }
        replicaElectionResults = try reader.readArray(of: ReplicaElectionResult.self, version, flexible)
        if flexible {
            try reader.skipTags()
        }
    }

    package func encode(into writer: inout ByteWriter, version: Int16) {
        Self.require(version)
        let flexible = version >= 2
        writer.write(throttleTimeMs)
        if version >= 1 {
            writer.write(errorCode.rawValue)
        }
        writer.writeArray(replicaElectionResults, version, flexible)
        if flexible {
            writer.write(0 as UInt8)
        }
    }

    package struct PartitionResult: WireStructure {
        package var partitionID: Int32 = 0
        package var errorCode: ErrorCode = .none
        package var errorMessage: String? = ""

        package init() {}

        package init(partitionID: Int32 = 0, errorCode: ErrorCode = .none, errorMessage: String? = "") {
            self.partitionID = partitionID
            self.errorCode = errorCode
            self.errorMessage = errorMessage
        }

        package init(from reader: inout ByteReader, version: Int16) throws(DecodeError) {
            let flexible = version >= 2
            partitionID = try reader.readInt32()
            errorCode = ErrorCode(rawValue: try reader.readInt16())
            errorMessage = try reader.readNullableString(flexible)
            if flexible {
                try reader.skipTags()
            }
        }

        package func encode(into writer: inout ByteWriter, version: Int16) {
            let flexible = version >= 2
            writer.write(partitionID)
            writer.write(errorCode.rawValue)
            writer.writeNullableString(errorMessage, flexible)
            if flexible {
                writer.write(0 as UInt8)
            }
        }
    }

    package struct ReplicaElectionResult: WireStructure {
        package var topic: String = ""
        package var partitionResult: [PartitionResult] = []

        package init() {}

        package init(topic: String = "", partitionResult: [PartitionResult] = []) {
            self.topic = topic
            self.partitionResult = partitionResult
        }

        package init(from reader: inout ByteReader, version: Int16) throws(DecodeError) {
            let flexible = version >= 2
            topic = try reader.readString(flexible)
            partitionResult = try reader.readArray(of: PartitionResult.self, version, flexible)
            if flexible {
                try reader.skipTags()
            }
        }

        package func encode(into writer: inout ByteWriter, version: Int16) {
            let flexible = version >= 2
            writer.writeString(topic, flexible)
            writer.writeArray(partitionResult, version, flexible)
            if flexible {
                writer.write(0 as UInt8)
            }
        }
    }
}
