// Generated from Schemas/Messages/003-Metadata.schema. Edit the schema, then run `swift run generate-protocol`.
package import OttlaVocabulary

/// Asks which brokers exist and who leads which partition.
package struct MetadataRequest: RequestMessage {
    package var topics: [MetadataRequestTopic]? = []
    package var allowAutoTopicCreation: Bool = true
    package var includeClusterAuthorizedOperations: Bool = false
    package var includeTopicAuthorizedOperations: Bool = false

    package typealias Response = MetadataResponse
    package static var apiKey: APIKey { .metadata }
    package static var versions: ClosedRange<Int16> { 0...13 }
    package static func isFlexible(_ version: Int16) -> Bool { version >= 9 }

    package init() {}

    package init(
        topics: [MetadataRequestTopic]? = [],
        allowAutoTopicCreation: Bool = true,
        includeClusterAuthorizedOperations: Bool = false,
        includeTopicAuthorizedOperations: Bool = false
    ) {
        self.topics = topics
        self.allowAutoTopicCreation = allowAutoTopicCreation
        self.includeClusterAuthorizedOperations = includeClusterAuthorizedOperations
        self.includeTopicAuthorizedOperations = includeTopicAuthorizedOperations
    }

    package init(from reader: inout ByteReader, version: Int16) throws(DecodeError) {
        try Self.check(version)
        let flexible = version >= 9
        topics = try reader.readNullableArray(of: MetadataRequestTopic.self, version, flexible, allowed: version >= 1)
        if version >= 4 {
            allowAutoTopicCreation = try reader.readBool()
        }
        if version >= 8 && version <= 10 {
            includeClusterAuthorizedOperations = try reader.readBool()
        }
        if version >= 8 {
            includeTopicAuthorizedOperations = try reader.readBool()
        }
        if flexible {
            try reader.skipTags()
        }
    }

    package func encode(into writer: inout ByteWriter, version: Int16) {
        Self.require(version)
        let flexible = version >= 9
        writer.writeNullableArray(topics, version, flexible, allowed: version >= 1)
        if version >= 4 {
            writer.write(allowAutoTopicCreation)
        }
        if version >= 8 && version <= 10 {
            writer.write(includeClusterAuthorizedOperations)
        }
        if version >= 8 {
            writer.write(includeTopicAuthorizedOperations)
        }
        if flexible {
            writer.write(0 as UInt8)
        }
    }

    package struct MetadataRequestTopic: WireStructure {
        package var topicID: UUID = .zero
        package var name: String? = ""

        package init() {}

        package init(topicID: UUID = .zero, name: String? = "") {
            self.topicID = topicID
            self.name = name
        }

        package init(from reader: inout ByteReader, version: Int16) throws(DecodeError) {
            let flexible = version >= 9
            if version >= 10 {
                topicID = try reader.readUUID()
            }
            name = try reader.readNullableString(flexible, allowed: version >= 10)
            if flexible {
                try reader.skipTags()
            }
        }

        package func encode(into writer: inout ByteWriter, version: Int16) {
            let flexible = version >= 9
            if version >= 10 {
                writer.write(topicID)
            }
            writer.writeNullableString(name, flexible, allowed: version >= 10)
            if flexible {
                writer.write(0 as UInt8)
            }
        }
    }
}

/// The answer to `MetadataRequest`.
package struct MetadataResponse: ResponseMessage {
    package var throttleTimeMs: Int32 = 0
    package var brokers: [MetadataResponseBroker] = []
    package var clusterID: String? = nil
    package var controllerID: Int32 = -1
    package var topics: [MetadataResponseTopic] = []
    package var clusterAuthorizedOperations: Int32 = -2147483648
    package var errorCode: ErrorCode = .none

    package static var versions: ClosedRange<Int16> { 0...13 }
    package static func isFlexible(_ version: Int16) -> Bool { version >= 9 }

    package init() {}

    package init(
        throttleTimeMs: Int32 = 0,
        brokers: [MetadataResponseBroker] = [],
        clusterID: String? = nil,
        controllerID: Int32 = -1,
        topics: [MetadataResponseTopic] = [],
        clusterAuthorizedOperations: Int32 = -2147483648,
        errorCode: ErrorCode = .none
    ) {
        self.throttleTimeMs = throttleTimeMs
        self.brokers = brokers
        self.clusterID = clusterID
        self.controllerID = controllerID
        self.topics = topics
        self.clusterAuthorizedOperations = clusterAuthorizedOperations
        self.errorCode = errorCode
    }

    package init(from reader: inout ByteReader, version: Int16) throws(DecodeError) {
        try Self.check(version)
        let flexible = version >= 9
        if version >= 3 {
            throttleTimeMs = try reader.readInt32()
        }
        brokers = try reader.readArray(of: MetadataResponseBroker.self, version, flexible)
        if version >= 2 {
            clusterID = try reader.readNullableString(flexible)
        }
        if version >= 1 {
            controllerID = try reader.readInt32()
        }
        topics = try reader.readArray(of: MetadataResponseTopic.self, version, flexible)
        if version >= 8 && version <= 10 {
            clusterAuthorizedOperations = try reader.readInt32()
        }
        if version >= 13 {
            errorCode = ErrorCode(rawValue: try reader.readInt16())
        }
        if flexible {
            try reader.skipTags()
        }
    }

    package func encode(into writer: inout ByteWriter, version: Int16) {
        Self.require(version)
        let flexible = version >= 9
        if version >= 3 {
            writer.write(throttleTimeMs)
        }
        writer.writeArray(brokers, version, flexible)
        if version >= 2 {
            writer.writeNullableString(clusterID, flexible)
        }
        if version >= 1 {
            writer.write(controllerID)
        }
        writer.writeArray(topics, version, flexible)
        if version >= 8 && version <= 10 {
            writer.write(clusterAuthorizedOperations)
        }
        if version >= 13 {
            writer.write(errorCode.rawValue)
        }
        if flexible {
            writer.write(0 as UInt8)
        }
    }

    package struct MetadataResponseBroker: WireStructure {
        package var nodeID: Int32 = 0
        package var host: String = ""
        package var port: Int32 = 0
        package var rack: String? = nil

        package init() {}

        package init(nodeID: Int32 = 0, host: String = "", port: Int32 = 0, rack: String? = nil) {
            self.nodeID = nodeID
            self.host = host
            self.port = port
            self.rack = rack
        }

        package init(from reader: inout ByteReader, version: Int16) throws(DecodeError) {
            let flexible = version >= 9
            nodeID = try reader.readInt32()
            host = try reader.readString(flexible)
            port = try reader.readInt32()
            if version >= 1 {
                rack = try reader.readNullableString(flexible)
            }
            if flexible {
                try reader.skipTags()
            }
        }

        package func encode(into writer: inout ByteWriter, version: Int16) {
            let flexible = version >= 9
            writer.write(nodeID)
            writer.writeString(host, flexible)
            writer.write(port)
            if version >= 1 {
                writer.writeNullableString(rack, flexible)
            }
            if flexible {
                writer.write(0 as UInt8)
            }
        }
    }

    package struct MetadataResponsePartition: WireStructure {
        package var errorCode: ErrorCode = .none
        package var partitionIndex: Int32 = 0
        package var leaderID: Int32 = 0
        package var leaderEpoch: Int32 = -1
        package var replicaNodes: [Int32] = []
        package var isrNodes: [Int32] = []
        package var offlineReplicas: [Int32] = []

        package init() {}

        package init(
            errorCode: ErrorCode = .none,
            partitionIndex: Int32 = 0,
            leaderID: Int32 = 0,
            leaderEpoch: Int32 = -1,
            replicaNodes: [Int32] = [],
            isrNodes: [Int32] = [],
            offlineReplicas: [Int32] = []
        ) {
            self.errorCode = errorCode
            self.partitionIndex = partitionIndex
            self.leaderID = leaderID
            self.leaderEpoch = leaderEpoch
            self.replicaNodes = replicaNodes
            self.isrNodes = isrNodes
            self.offlineReplicas = offlineReplicas
        }

        package init(from reader: inout ByteReader, version: Int16) throws(DecodeError) {
            let flexible = version >= 9
            errorCode = ErrorCode(rawValue: try reader.readInt16())
            partitionIndex = try reader.readInt32()
            leaderID = try reader.readInt32()
            if version >= 7 {
                leaderEpoch = try reader.readInt32()
            }
            replicaNodes = try reader.readArray(of: Int32.self, flexible)
            isrNodes = try reader.readArray(of: Int32.self, flexible)
            if version >= 5 {
                offlineReplicas = try reader.readArray(of: Int32.self, flexible)
            }
            if flexible {
                try reader.skipTags()
            }
        }

        package func encode(into writer: inout ByteWriter, version: Int16) {
            let flexible = version >= 9
            writer.write(errorCode.rawValue)
            writer.write(partitionIndex)
            writer.write(leaderID)
            if version >= 7 {
                writer.write(leaderEpoch)
            }
            writer.writeArray(replicaNodes, flexible)
            writer.writeArray(isrNodes, flexible)
            if version >= 5 {
                writer.writeArray(offlineReplicas, flexible)
            }
            if flexible {
                writer.write(0 as UInt8)
            }
        }
    }

    package struct MetadataResponseTopic: WireStructure {
        package var errorCode: ErrorCode = .none
        package var name: String? = ""
        package var topicID: UUID = .zero
        package var isInternal: Bool = false
        package var partitions: [MetadataResponsePartition] = []
        package var topicAuthorizedOperations: Int32 = -2147483648

        package init() {}

        package init(
            errorCode: ErrorCode = .none,
            name: String? = "",
            topicID: UUID = .zero,
            isInternal: Bool = false,
            partitions: [MetadataResponsePartition] = [],
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
            let flexible = version >= 9
            errorCode = ErrorCode(rawValue: try reader.readInt16())
            name = try reader.readNullableString(flexible, allowed: version >= 12)
            if version >= 10 {
                topicID = try reader.readUUID()
            }
            if version >= 1 {
                isInternal = try reader.readBool()
            }
            partitions = try reader.readArray(of: MetadataResponsePartition.self, version, flexible)
            if version >= 8 {
                topicAuthorizedOperations = try reader.readInt32()
            }
            if flexible {
                try reader.skipTags()
            }
        }

        package func encode(into writer: inout ByteWriter, version: Int16) {
            let flexible = version >= 9
            writer.write(errorCode.rawValue)
            writer.writeNullableString(name, flexible, allowed: version >= 12)
            if version >= 10 {
                writer.write(topicID)
            }
            if version >= 1 {
                writer.write(isInternal)
            }
            writer.writeArray(partitions, version, flexible)
            if version >= 8 {
                writer.write(topicAuthorizedOperations)
            }
            if flexible {
                writer.write(0 as UInt8)
            }
        }
    }
}
