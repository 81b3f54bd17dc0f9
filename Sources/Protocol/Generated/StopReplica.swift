// Generated from Schemas/Messages/005-StopReplica.schema. Edit the schema, then run `swift run generate-protocol`.
package import OttlaVocabulary

/// The controller takes replicas from a broker. Clusters with ZooKeeper only.
package struct StopReplicaRequest: RequestMessage {
    package var controllerID: Int32 = 0
    package var isKRaftController: Bool = false
    package var controllerEpoch: Int32 = 0
    package var brokerEpoch: Int64 = -1
    package var deletePartitions: Bool = false
    package var ungroupedPartitions: [StopReplicaPartitionV0] = []
    package var topics: [StopReplicaTopicV1] = []
    package var topicStates: [StopReplicaTopicState] = []

    package typealias Response = StopReplicaResponse
    package static var apiKey: APIKey { .stopReplica }
    package static var versions: ClosedRange<Int16> { 0...4 }
    package static func isFlexible(_ version: Int16) -> Bool { version >= 2 }

    package init() {}

    package init(
        controllerID: Int32 = 0,
        isKRaftController: Bool = false,
        controllerEpoch: Int32 = 0,
        brokerEpoch: Int64 = -1,
        deletePartitions: Bool = false,
        ungroupedPartitions: [StopReplicaPartitionV0] = [],
        topics: [StopReplicaTopicV1] = [],
        topicStates: [StopReplicaTopicState] = []
    ) {
        self.controllerID = controllerID
        self.isKRaftController = isKRaftController
        self.controllerEpoch = controllerEpoch
        self.brokerEpoch = brokerEpoch
        self.deletePartitions = deletePartitions
        self.ungroupedPartitions = ungroupedPartitions
        self.topics = topics
        self.topicStates = topicStates
    }

    package init(from reader: inout ByteReader, version: Int16) throws(DecodeError) {
        try Self.check(version)
        let flexible = version >= 2
        controllerID = try reader.readInt32()
        if version >= 4 {
            isKRaftController = try reader.readBool()
        }
        controllerEpoch = try reader.readInt32()
        if version >= 1 {
            brokerEpoch = try reader.readInt64()
        }
        if version <= 2 {
            deletePartitions = try reader.readBool()
        }
        if version == 0 {
            ungroupedPartitions = try reader.readArray(of: StopReplicaPartitionV0.self, version, flexible)
        }
        if version >= 1 && version <= 2 {
            topics = try reader.readArray(of: StopReplicaTopicV1.self, version, flexible)
        }
        if version >= 3 {
            topicStates = try reader.readArray(of: StopReplicaTopicState.self, version, flexible)
        }
        if flexible {
            try reader.skipTags()
        }
    }

    package func encode(into writer: inout ByteWriter, version: Int16) {
        Self.require(version)
        let flexible = version >= 2
        writer.write(controllerID)
        if version >= 4 {
            writer.write(isKRaftController)
        }
        writer.write(controllerEpoch)
        if version >= 1 {
            writer.write(brokerEpoch)
        }
        if version <= 2 {
            writer.write(deletePartitions)
        }
        if version == 0 {
            writer.writeArray(ungroupedPartitions, version, flexible)
        }
        if version >= 1 && version <= 2 {
            writer.writeArray(topics, version, flexible)
        }
        if version >= 3 {
            writer.writeArray(topicStates, version, flexible)
        }
        if flexible {
            writer.write(0 as UInt8)
        }
    }

    package struct StopReplicaPartitionV0: WireStructure {
        package var topicName: String = ""
        package var partitionIndex: Int32 = 0

        package init() {}

        package init(topicName: String = "", partitionIndex: Int32 = 0) {
            self.topicName = topicName
            self.partitionIndex = partitionIndex
        }

        package init(from reader: inout ByteReader, version: Int16) throws(DecodeError) {
            topicName = try reader.readString(false)
            partitionIndex = try reader.readInt32()
        }

        package func encode(into writer: inout ByteWriter, version: Int16) {
            writer.writeString(topicName, false)
            writer.write(partitionIndex)
        }
    }

    package struct StopReplicaTopicV1: WireStructure {
        package var name: String = ""
        package var partitionIndexes: [Int32] = []

        package init() {}

        package init(name: String = "", partitionIndexes: [Int32] = []) {
            self.name = name
            self.partitionIndexes = partitionIndexes
        }

        package init(from reader: inout ByteReader, version: Int16) throws(DecodeError) {
            let flexible = version >= 2
            name = try reader.readString(flexible)
            partitionIndexes = try reader.readArray(of: Int32.self, flexible)
            if flexible {
                try reader.skipTags()
            }
        }

        package func encode(into writer: inout ByteWriter, version: Int16) {
            let flexible = version >= 2
            writer.writeString(name, flexible)
            writer.writeArray(partitionIndexes, flexible)
            if flexible {
                writer.write(0 as UInt8)
            }
        }
    }

    package struct StopReplicaPartitionState: WireStructure {
        package var partitionIndex: Int32 = 0
        package var leaderEpoch: Int32 = -1
        package var deletePartition: Bool = false

        package init() {}

        package init(partitionIndex: Int32 = 0, leaderEpoch: Int32 = -1, deletePartition: Bool = false) {
            self.partitionIndex = partitionIndex
            self.leaderEpoch = leaderEpoch
            self.deletePartition = deletePartition
        }

        package init(from reader: inout ByteReader, version: Int16) throws(DecodeError) {
            partitionIndex = try reader.readInt32()
            leaderEpoch = try reader.readInt32()
            deletePartition = try reader.readBool()
            try reader.skipTags()
        }

        package func encode(into writer: inout ByteWriter, version: Int16) {
            writer.write(partitionIndex)
            writer.write(leaderEpoch)
            writer.write(deletePartition)
            writer.write(0 as UInt8)
        }
    }

    package struct StopReplicaTopicState: WireStructure {
        package var topicName: String = ""
        package var partitionStates: [StopReplicaPartitionState] = []

        package init() {}

        package init(topicName: String = "", partitionStates: [StopReplicaPartitionState] = []) {
            self.topicName = topicName
            self.partitionStates = partitionStates
        }

        package init(from reader: inout ByteReader, version: Int16) throws(DecodeError) {
            topicName = try reader.readString(true)
            partitionStates = try reader.readArray(of: StopReplicaPartitionState.self, version, true)
            try reader.skipTags()
        }

        package func encode(into writer: inout ByteWriter, version: Int16) {
            writer.writeString(topicName, true)
            writer.writeArray(partitionStates, version, true)
            writer.write(0 as UInt8)
        }
    }
}

/// The answer to `StopReplicaRequest`.
package struct StopReplicaResponse: ResponseMessage {
    package var errorCode: ErrorCode = .none
    package var partitionErrors: [StopReplicaPartitionError] = []

    package static var versions: ClosedRange<Int16> { 0...4 }
    package static func isFlexible(_ version: Int16) -> Bool { version >= 2 }

    package init() {}

    package init(errorCode: ErrorCode = .none, partitionErrors: [StopReplicaPartitionError] = []) {
        self.errorCode = errorCode
        self.partitionErrors = partitionErrors
    }

    package init(from reader: inout ByteReader, version: Int16) throws(DecodeError) {
        try Self.check(version)
        let flexible = version >= 2
        errorCode = ErrorCode(rawValue: try reader.readInt16())
        partitionErrors = try reader.readArray(of: StopReplicaPartitionError.self, version, flexible)
        if flexible {
            try reader.skipTags()
        }
    }

    package func encode(into writer: inout ByteWriter, version: Int16) {
        Self.require(version)
        let flexible = version >= 2
        writer.write(errorCode.rawValue)
        writer.writeArray(partitionErrors, version, flexible)
        if flexible {
            writer.write(0 as UInt8)
        }
    }

    package struct StopReplicaPartitionError: WireStructure {
        package var topicName: String = ""
        package var partitionIndex: Int32 = 0
        package var errorCode: ErrorCode = .none

        package init() {}

        package init(topicName: String = "", partitionIndex: Int32 = 0, errorCode: ErrorCode = .none) {
            self.topicName = topicName
            self.partitionIndex = partitionIndex
            self.errorCode = errorCode
        }

        package init(from reader: inout ByteReader, version: Int16) throws(DecodeError) {
            let flexible = version >= 2
            topicName = try reader.readString(flexible)
            partitionIndex = try reader.readInt32()
            errorCode = ErrorCode(rawValue: try reader.readInt16())
            if flexible {
                try reader.skipTags()
            }
        }

        package func encode(into writer: inout ByteWriter, version: Int16) {
            let flexible = version >= 2
            writer.writeString(topicName, flexible)
            writer.write(partitionIndex)
            writer.write(errorCode.rawValue)
            if flexible {
                writer.write(0 as UInt8)
            }
        }
    }
}
