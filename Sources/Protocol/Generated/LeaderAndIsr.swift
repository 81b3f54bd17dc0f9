// Generated from Schemas/Messages/004-LeaderAndIsr.schema. Edit the schema, then run `swift run generate-protocol`.
package import OttlaVocabulary

/// The controller tells a broker which partitions it leads or follows. Clusters with ZooKeeper only.
package struct LeaderAndIsrRequest: RequestMessage {
    package var controllerID: Int32 = 0
    package var isKRaftController: Bool = false
    package var controllerEpoch: Int32 = 0
    package var brokerEpoch: Int64 = -1
    package var type: Int8 = 0
    package var ungroupedPartitionStates: [LeaderAndIsrPartitionState] = []
    package var topicStates: [LeaderAndIsrTopicState] = []
    package var liveLeaders: [LeaderAndIsrLiveLeader] = []

    package typealias Response = LeaderAndIsrResponse
    package static var apiKey: APIKey { .leaderAndIsr }
    package static var versions: ClosedRange<Int16> { 0...7 }
    package static func isFlexible(_ version: Int16) -> Bool { version >= 4 }

    package init() {}

    package init(
        controllerID: Int32 = 0,
        isKRaftController: Bool = false,
        controllerEpoch: Int32 = 0,
        brokerEpoch: Int64 = -1,
        type: Int8 = 0,
        ungroupedPartitionStates: [LeaderAndIsrPartitionState] = [],
        topicStates: [LeaderAndIsrTopicState] = [],
        liveLeaders: [LeaderAndIsrLiveLeader] = []
    ) {
        self.controllerID = controllerID
        self.isKRaftController = isKRaftController
        self.controllerEpoch = controllerEpoch
        self.brokerEpoch = brokerEpoch
        self.type = type
        self.ungroupedPartitionStates = ungroupedPartitionStates
        self.topicStates = topicStates
        self.liveLeaders = liveLeaders
    }

    package init(from reader: inout ByteReader, version: Int16) throws(DecodeError) {
        try Self.check(version)
        let flexible = version >= 4
        controllerID = try reader.readInt32()
        if version >= 7 {
            isKRaftController = try reader.readBool()
        }
        controllerEpoch = try reader.readInt32()
        if version >= 2 {
            brokerEpoch = try reader.readInt64()
        }
        if version >= 5 {
            type = try reader.readInt8()
        }
        if version <= 1 {
            ungroupedPartitionStates = try reader.readArray(of: LeaderAndIsrPartitionState.self, version, flexible)
        }
        if version >= 2 {
            topicStates = try reader.readArray(of: LeaderAndIsrTopicState.self, version, flexible)
        }
        liveLeaders = try reader.readArray(of: LeaderAndIsrLiveLeader.self, version, flexible)
        if flexible {
            try reader.skipTags()
        }
    }

    package func encode(into writer: inout ByteWriter, version: Int16) {
        Self.require(version)
        let flexible = version >= 4
        writer.write(controllerID)
        if version >= 7 {
            writer.write(isKRaftController)
        }
        writer.write(controllerEpoch)
        if version >= 2 {
            writer.write(brokerEpoch)
        }
        if version >= 5 {
            writer.write(type)
        }
        if version <= 1 {
            writer.writeArray(ungroupedPartitionStates, version, flexible)
        }
        if version >= 2 {
            writer.writeArray(topicStates, version, flexible)
        }
        writer.writeArray(liveLeaders, version, flexible)
        if flexible {
            writer.write(0 as UInt8)
        }
    }

    package struct LeaderAndIsrPartitionState: WireStructure {
        package var topicName: String = ""
        package var partitionIndex: Int32 = 0
        package var controllerEpoch: Int32 = 0
        package var leader: Int32 = 0
        package var leaderEpoch: Int32 = 0
        package var isr: [Int32] = []
        package var partitionEpoch: Int32 = 0
        package var replicas: [Int32] = []
        package var addingReplicas: [Int32] = []
        package var removingReplicas: [Int32] = []
        package var isNew: Bool = false
        package var leaderRecoveryState: Int8 = 0

        package init() {}

        package init(
            topicName: String = "",
            partitionIndex: Int32 = 0,
            controllerEpoch: Int32 = 0,
            leader: Int32 = 0,
            leaderEpoch: Int32 = 0,
            isr: [Int32] = [],
            partitionEpoch: Int32 = 0,
            replicas: [Int32] = [],
            addingReplicas: [Int32] = [],
            removingReplicas: [Int32] = [],
            isNew: Bool = false,
            leaderRecoveryState: Int8 = 0
        ) {
            self.topicName = topicName
            self.partitionIndex = partitionIndex
            self.controllerEpoch = controllerEpoch
            self.leader = leader
            self.leaderEpoch = leaderEpoch
            self.isr = isr
            self.partitionEpoch = partitionEpoch
            self.replicas = replicas
            self.addingReplicas = addingReplicas
            self.removingReplicas = removingReplicas
            self.isNew = isNew
            self.leaderRecoveryState = leaderRecoveryState
        }

        package init(from reader: inout ByteReader, version: Int16) throws(DecodeError) {
            let flexible = version >= 4
            if version <= 1 {
                topicName = try reader.readString(flexible)
            }
            partitionIndex = try reader.readInt32()
            controllerEpoch = try reader.readInt32()
            leader = try reader.readInt32()
            leaderEpoch = try reader.readInt32()
            isr = try reader.readArray(of: Int32.self, flexible)
            partitionEpoch = try reader.readInt32()
            replicas = try reader.readArray(of: Int32.self, flexible)
            if version >= 3 {
                addingReplicas = try reader.readArray(of: Int32.self, flexible)
                removingReplicas = try reader.readArray(of: Int32.self, flexible)
            }
            if version >= 1 {
                isNew = try reader.readBool()
            }
            if version >= 6 {
                leaderRecoveryState = try reader.readInt8()
            }
            if flexible {
                try reader.skipTags()
            }
        }

        package func encode(into writer: inout ByteWriter, version: Int16) {
            let flexible = version >= 4
            if version <= 1 {
                writer.writeString(topicName, flexible)
            }
            writer.write(partitionIndex)
            writer.write(controllerEpoch)
            writer.write(leader)
            writer.write(leaderEpoch)
            writer.writeArray(isr, flexible)
            writer.write(partitionEpoch)
            writer.writeArray(replicas, flexible)
            if version >= 3 {
                writer.writeArray(addingReplicas, flexible)
                writer.writeArray(removingReplicas, flexible)
            }
            if version >= 1 {
                writer.write(isNew)
            }
            if version >= 6 {
                writer.write(leaderRecoveryState)
            }
            if flexible {
                writer.write(0 as UInt8)
            }
        }
    }

    package struct LeaderAndIsrTopicState: WireStructure {
        package var topicName: String = ""
        package var topicID: UUID = .zero
        package var partitionStates: [LeaderAndIsrPartitionState] = []

        package init() {}

        package init(topicName: String = "", topicID: UUID = .zero, partitionStates: [LeaderAndIsrPartitionState] = []) {
            self.topicName = topicName
            self.topicID = topicID
            self.partitionStates = partitionStates
        }

        package init(from reader: inout ByteReader, version: Int16) throws(DecodeError) {
            let flexible = version >= 4
            topicName = try reader.readString(flexible)
            if version >= 5 {
                topicID = try reader.readUUID()
            }
            partitionStates = try reader.readArray(of: LeaderAndIsrPartitionState.self, version, flexible)
            if flexible {
                try reader.skipTags()
            }
        }

        package func encode(into writer: inout ByteWriter, version: Int16) {
            let flexible = version >= 4
            writer.writeString(topicName, flexible)
            if version >= 5 {
                writer.write(topicID)
            }
            writer.writeArray(partitionStates, version, flexible)
            if flexible {
                writer.write(0 as UInt8)
            }
        }
    }

    package struct LeaderAndIsrLiveLeader: WireStructure {
        package var brokerID: Int32 = 0
        package var hostName: String = ""
        package var port: Int32 = 0

        package init() {}

        package init(brokerID: Int32 = 0, hostName: String = "", port: Int32 = 0) {
            self.brokerID = brokerID
            self.hostName = hostName
            self.port = port
        }

        package init(from reader: inout ByteReader, version: Int16) throws(DecodeError) {
            let flexible = version >= 4
            brokerID = try reader.readInt32()
            hostName = try reader.readString(flexible)
            port = try reader.readInt32()
            if flexible {
                try reader.skipTags()
            }
        }

        package func encode(into writer: inout ByteWriter, version: Int16) {
            let flexible = version >= 4
            writer.write(brokerID)
            writer.writeString(hostName, flexible)
            writer.write(port)
            if flexible {
                writer.write(0 as UInt8)
            }
        }
    }
}

/// The answer to `LeaderAndIsrRequest`.
package struct LeaderAndIsrResponse: ResponseMessage {
    package var errorCode: ErrorCode = .none
    package var partitionErrors: [LeaderAndIsrPartitionError] = []
    package var topics: [LeaderAndIsrTopicError] = []

    package static var versions: ClosedRange<Int16> { 0...7 }
    package static func isFlexible(_ version: Int16) -> Bool { version >= 4 }

    package init() {}

    package init(
        errorCode: ErrorCode = .none,
        partitionErrors: [LeaderAndIsrPartitionError] = [],
        topics: [LeaderAndIsrTopicError] = []
    ) {
        self.errorCode = errorCode
        self.partitionErrors = partitionErrors
        self.topics = topics
    }

    package init(from reader: inout ByteReader, version: Int16) throws(DecodeError) {
        try Self.check(version)
        let flexible = version >= 4
        errorCode = ErrorCode(rawValue: try reader.readInt16())
        if version <= 4 {
            partitionErrors = try reader.readArray(of: LeaderAndIsrPartitionError.self, version, flexible)
        }
        if version >= 5 {
            topics = try reader.readArray(of: LeaderAndIsrTopicError.self, version, flexible)
        }
        if flexible {
            try reader.skipTags()
        }
    }

    package func encode(into writer: inout ByteWriter, version: Int16) {
        Self.require(version)
        let flexible = version >= 4
        writer.write(errorCode.rawValue)
        if version <= 4 {
            writer.writeArray(partitionErrors, version, flexible)
        }
        if version >= 5 {
            writer.writeArray(topics, version, flexible)
        }
        if flexible {
            writer.write(0 as UInt8)
        }
    }

    package struct LeaderAndIsrPartitionError: WireStructure {
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
            let flexible = version >= 4
            if version <= 4 {
                topicName = try reader.readString(flexible)
            }
            partitionIndex = try reader.readInt32()
            errorCode = ErrorCode(rawValue: try reader.readInt16())
            if flexible {
                try reader.skipTags()
            }
        }

        package func encode(into writer: inout ByteWriter, version: Int16) {
            let flexible = version >= 4
            if version <= 4 {
                writer.writeString(topicName, flexible)
            }
            writer.write(partitionIndex)
            writer.write(errorCode.rawValue)
            if flexible {
                writer.write(0 as UInt8)
            }
        }
    }

    package struct LeaderAndIsrTopicError: WireStructure {
        package var topicID: UUID = .zero
        package var partitionErrors: [LeaderAndIsrPartitionError] = []

        package init() {}

        package init(topicID: UUID = .zero, partitionErrors: [LeaderAndIsrPartitionError] = []) {
            self.topicID = topicID
            self.partitionErrors = partitionErrors
        }

        package init(from reader: inout ByteReader, version: Int16) throws(DecodeError) {
            topicID = try reader.readUUID()
            partitionErrors = try reader.readArray(of: LeaderAndIsrPartitionError.self, version, true)
            try reader.skipTags()
        }

        package func encode(into writer: inout ByteWriter, version: Int16) {
            writer.write(topicID)
            writer.writeArray(partitionErrors, version, true)
            writer.write(0 as UInt8)
        }
    }
}
