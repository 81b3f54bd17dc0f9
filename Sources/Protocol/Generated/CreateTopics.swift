// Generated from Schemas/Messages/019-CreateTopics.schema. Edit the schema, then run `swift run generate-protocol`.
package import OttlaVocabulary

/// Makes topics.
package struct CreateTopicsRequest: RequestMessage {
    package var topics: [CreatableTopic] = []
    package var timeoutMs: Int32 = 60000
    package var validateOnly: Bool = false

    package typealias Response = CreateTopicsResponse
    package static var apiKey: APIKey { .createTopics }
    package static var versions: ClosedRange<Int16> { 0...7 }
    package static func isFlexible(_ version: Int16) -> Bool { version >= 5 }

    package init() {}

    package init(topics: [CreatableTopic] = [], timeoutMs: Int32 = 60000, validateOnly: Bool = false) {
        self.topics = topics
        self.timeoutMs = timeoutMs
        self.validateOnly = validateOnly
    }

    package init(from reader: inout ByteReader, version: Int16) throws(DecodeError) {
        try Self.check(version)
        let flexible = version >= 5
        topics = try reader.readArray(of: CreatableTopic.self, version, flexible)
        timeoutMs = try reader.readInt32()
        if version >= 1 {
            validateOnly = try reader.readBool()
        }
        if flexible {
            try reader.skipTags()
        }
    }

    package func encode(into writer: inout ByteWriter, version: Int16) {
        Self.require(version)
        let flexible = version >= 5
        writer.writeArray(topics, version, flexible)
        writer.write(timeoutMs)
        if version >= 1 {
            writer.write(validateOnly)
        }
        if flexible {
            writer.write(0 as UInt8)
        }
    }

    package struct CreatableReplicaAssignment: WireStructure {
        package var partitionIndex: Int32 = 0
        package var brokerIDs: [Int32] = []

        package init() {}

        package init(partitionIndex: Int32 = 0, brokerIDs: [Int32] = []) {
            self.partitionIndex = partitionIndex
            self.brokerIDs = brokerIDs
        }

        package init(from reader: inout ByteReader, version: Int16) throws(DecodeError) {
            let flexible = version >= 5
            partitionIndex = try reader.readInt32()
            brokerIDs = try reader.readArray(of: Int32.self, flexible)
            if flexible {
                try reader.skipTags()
            }
        }

        package func encode(into writer: inout ByteWriter, version: Int16) {
            let flexible = version >= 5
            writer.write(partitionIndex)
            writer.writeArray(brokerIDs, flexible)
            if flexible {
                writer.write(0 as UInt8)
            }
        }
    }

    package struct CreatableTopicConfig: WireStructure {
        package var name: String = ""
        package var value: String? = ""

        package init() {}

        package init(name: String = "", value: String? = "") {
            self.name = name
            self.value = value
        }

        package init(from reader: inout ByteReader, version: Int16) throws(DecodeError) {
            let flexible = version >= 5
            name = try reader.readString(flexible)
            value = try reader.readNullableString(flexible)
            if flexible {
                try reader.skipTags()
            }
        }

        package func encode(into writer: inout ByteWriter, version: Int16) {
            let flexible = version >= 5
            writer.writeString(name, flexible)
            writer.writeNullableString(value, flexible)
            if flexible {
                writer.write(0 as UInt8)
            }
        }
    }

    package struct CreatableTopic: WireStructure {
        package var name: String = ""
        package var numPartitions: Int32 = 0
        package var replicationFactor: Int16 = 0
        package var assignments: [CreatableReplicaAssignment] = []
        package var configs: [CreatableTopicConfig] = []

        package init() {}

        package init(
            name: String = "",
            numPartitions: Int32 = 0,
            replicationFactor: Int16 = 0,
            assignments: [CreatableReplicaAssignment] = [],
            configs: [CreatableTopicConfig] = []
        ) {
            self.name = name
            self.numPartitions = numPartitions
            self.replicationFactor = replicationFactor
            self.assignments = assignments
            self.configs = configs
        }

        package init(from reader: inout ByteReader, version: Int16) throws(DecodeError) {
            let flexible = version >= 5
            name = try reader.readString(flexible)
            numPartitions = try reader.readInt32()
            replicationFactor = try reader.readInt16()
            assignments = try reader.readArray(of: CreatableReplicaAssignment.self, version, flexible)
            configs = try reader.readArray(of: CreatableTopicConfig.self, version, flexible)
            if flexible {
                try reader.skipTags()
            }
        }

        package func encode(into writer: inout ByteWriter, version: Int16) {
            let flexible = version >= 5
            writer.writeString(name, flexible)
            writer.write(numPartitions)
            writer.write(replicationFactor)
            writer.writeArray(assignments, version, flexible)
            writer.writeArray(configs, version, flexible)
            if flexible {
                writer.write(0 as UInt8)
            }
        }
    }
}

/// The answer to `CreateTopicsRequest`.
package struct CreateTopicsResponse: ResponseMessage {
    package var throttleTimeMs: Int32 = 0
    package var topics: [CreatableTopicResult] = []

    package static var versions: ClosedRange<Int16> { 0...7 }
    package static func isFlexible(_ version: Int16) -> Bool { version >= 5 }

    package init() {}

    package init(throttleTimeMs: Int32 = 0, topics: [CreatableTopicResult] = []) {
        self.throttleTimeMs = throttleTimeMs
        self.topics = topics
    }

    package init(from reader: inout ByteReader, version: Int16) throws(DecodeError) {
        try Self.check(version)
        let flexible = version >= 5
        if version >= 2 {
            throttleTimeMs = try reader.readInt32()
        }
        topics = try reader.readArray(of: CreatableTopicResult.self, version, flexible)
        if flexible {
            try reader.skipTags()
        }
    }

    package func encode(into writer: inout ByteWriter, version: Int16) {
        Self.require(version)
        let flexible = version >= 5
        if version >= 2 {
            writer.write(throttleTimeMs)
        }
        writer.writeArray(topics, version, flexible)
        if flexible {
            writer.write(0 as UInt8)
        }
    }

    package struct CreatableTopicConfigs: WireStructure {
        package var name: String = ""
        package var value: String? = ""
        package var readOnly: Bool = false
        package var configSource: Int8 = -1
        package var isSensitive: Bool = false

        package init() {}

        package init(
            name: String = "",
            value: String? = "",
            readOnly: Bool = false,
            configSource: Int8 = -1,
            isSensitive: Bool = false
        ) {
            self.name = name
            self.value = value
            self.readOnly = readOnly
            self.configSource = configSource
            self.isSensitive = isSensitive
        }

        package init(from reader: inout ByteReader, version: Int16) throws(DecodeError) {
            name = try reader.readString(true)
            value = try reader.readNullableString(true)
            readOnly = try reader.readBool()
            configSource = try reader.readInt8()
            isSensitive = try reader.readBool()
            try reader.skipTags()
        }

        package func encode(into writer: inout ByteWriter, version: Int16) {
            writer.writeString(name, true)
            writer.writeNullableString(value, true)
            writer.write(readOnly)
            writer.write(configSource)
            writer.write(isSensitive)
            writer.write(0 as UInt8)
        }
    }

    package struct CreatableTopicResult: WireStructure {
        package var name: String = ""
        package var topicID: UUID = .zero
        package var errorCode: ErrorCode = .none
        package var errorMessage: String? = ""
        package var topicConfigErrorCode: ErrorCode = .none
        package var numPartitions: Int32 = -1
        package var replicationFactor: Int16 = -1
        package var configs: [CreatableTopicConfigs]? = []

        package init() {}

        package init(
            name: String = "",
            topicID: UUID = .zero,
            errorCode: ErrorCode = .none,
            errorMessage: String? = "",
            topicConfigErrorCode: ErrorCode = .none,
            numPartitions: Int32 = -1,
            replicationFactor: Int16 = -1,
            configs: [CreatableTopicConfigs]? = []
        ) {
            self.name = name
            self.topicID = topicID
            self.errorCode = errorCode
            self.errorMessage = errorMessage
            self.topicConfigErrorCode = topicConfigErrorCode
            self.numPartitions = numPartitions
            self.replicationFactor = replicationFactor
            self.configs = configs
        }

        package init(from reader: inout ByteReader, version: Int16) throws(DecodeError) {
            let flexible = version >= 5
            name = try reader.readString(flexible)
            if version >= 7 {
                topicID = try reader.readUUID()
            }
            errorCode = ErrorCode(rawValue: try reader.readInt16())
            if version >= 1 {
                errorMessage = try reader.readNullableString(flexible)
            }
            if version >= 5 {
                numPartitions = try reader.readInt32()
                replicationFactor = try reader.readInt16()
                configs = try reader.readNullableArray(of: CreatableTopicConfigs.self, version, flexible)
            }
            if flexible {
                var tags = try reader.readTagSection()
                while let tag = try tags.next(&reader) {
                    switch tag {
                    case 0: topicConfigErrorCode = ErrorCode(rawValue: try reader.readInt16())
                    default: try tags.skip(&reader)
                    }
                }
            }
        }

        package func encode(into writer: inout ByteWriter, version: Int16) {
            let flexible = version >= 5
            writer.writeString(name, flexible)
            if version >= 7 {
                writer.write(topicID)
            }
            writer.write(errorCode.rawValue)
            if version >= 1 {
                writer.writeNullableString(errorMessage, flexible)
            }
            if version >= 5 {
                writer.write(numPartitions)
                writer.write(replicationFactor)
                writer.writeNullableArray(configs, version, flexible)
            }
            if flexible {
                let hasTopicConfigErrorCode = topicConfigErrorCode != .none
                var tagCount: UInt32 = 0
                if hasTopicConfigErrorCode { tagCount += 1 }
                writer.writeUnsignedVarInt(tagCount)
                if hasTopicConfigErrorCode {
                    let start = writer.beginTag(0)
                    writer.write(topicConfigErrorCode.rawValue)
                    writer.endTag(start)
                }
            }
        }
    }
}
