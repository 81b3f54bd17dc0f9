// Generated from Schemas/Messages/006-UpdateMetadata.schema. Edit the schema, then run `swift run generate-protocol`.
package import OttlaVocabulary

/// The controller spreads metadata to brokers. Clusters with ZooKeeper only.
package struct UpdateMetadataRequest: RequestMessage {
    package var controllerID: Int32 = 0
    package var isKRaftController: Bool = false
    package var type: Int8 = 0
    package var controllerEpoch: Int32 = 0
    package var brokerEpoch: Int64 = -1
    package var ungroupedPartitionStates: [UpdateMetadataPartitionState] = []
    package var topicStates: [UpdateMetadataTopicState] = []
    package var liveBrokers: [UpdateMetadataBroker] = []

    package typealias Response = UpdateMetadataResponse
    package static var apiKey: APIKey { .updateMetadata }
    package static var versions: ClosedRange<Int16> { 0...8 }
    package static func isFlexible(_ version: Int16) -> Bool { version >= 6 }

    package init() {}

    package init(
        controllerID: Int32 = 0,
        isKRaftController: Bool = false,
        type: Int8 = 0,
        controllerEpoch: Int32 = 0,
        brokerEpoch: Int64 = -1,
        ungroupedPartitionStates: [UpdateMetadataPartitionState] = [],
        topicStates: [UpdateMetadataTopicState] = [],
        liveBrokers: [UpdateMetadataBroker] = []
    ) {
        self.controllerID = controllerID
        self.isKRaftController = isKRaftController
        self.type = type
        self.controllerEpoch = controllerEpoch
        self.brokerEpoch = brokerEpoch
        self.ungroupedPartitionStates = ungroupedPartitionStates
        self.topicStates = topicStates
        self.liveBrokers = liveBrokers
    }

    package init(from reader: inout ByteReader, version: Int16) throws(DecodeError) {
        try Self.check(version)
        let flexible = version >= 6
        controllerID = try reader.readInt32()
        if version >= 8 {
            isKRaftController = try reader.readBool()
        }
        controllerEpoch = try reader.readInt32()
        if version >= 5 {
            brokerEpoch = try reader.readInt64()
        }
        if version <= 4 {
            ungroupedPartitionStates = try reader.readArray(of: UpdateMetadataPartitionState.self, version, flexible)
        }
        if version >= 5 {
            topicStates = try reader.readArray(of: UpdateMetadataTopicState.self, version, flexible)
        }
        liveBrokers = try reader.readArray(of: UpdateMetadataBroker.self, version, flexible)
        if flexible {
            var tags = try reader.readTagSection()
            while let tag = try tags.next(&reader) {
                switch tag {
                case 0 where version >= 8: type = try reader.readInt8()
                default: try tags.skip(&reader)
                }
            }
        }
    }

    package func encode(into writer: inout ByteWriter, version: Int16) {
        Self.require(version)
        let flexible = version >= 6
        writer.write(controllerID)
        if version >= 8 {
            writer.write(isKRaftController)
        }
        writer.write(controllerEpoch)
        if version >= 5 {
            writer.write(brokerEpoch)
        }
        if version <= 4 {
            writer.writeArray(ungroupedPartitionStates, version, flexible)
        }
        if version >= 5 {
            writer.writeArray(topicStates, version, flexible)
        }
        writer.writeArray(liveBrokers, version, flexible)
        if flexible {
            let hasType = version >= 8 && type != 0
            var tagCount: UInt32 = 0
            if hasType { tagCount += 1 }
            writer.writeUnsignedVarInt(tagCount)
            if hasType {
                let start = writer.beginTag(0)
                writer.write(type)
                writer.endTag(start)
            }
        }
    }

    package struct UpdateMetadataPartitionState: WireStructure {
        package var topicName: String = ""
        package var partitionIndex: Int32 = 0
        package var controllerEpoch: Int32 = 0
        package var leader: Int32 = 0
        package var leaderEpoch: Int32 = 0
        package var isr: [Int32] = []
        package var zkVersion: Int32 = 0
        package var replicas: [Int32] = []
        package var offlineReplicas: [Int32] = []

        package init() {}

        package init(
            topicName: String = "",
            partitionIndex: Int32 = 0,
            controllerEpoch: Int32 = 0,
            leader: Int32 = 0,
            leaderEpoch: Int32 = 0,
            isr: [Int32] = [],
            zkVersion: Int32 = 0,
            replicas: [Int32] = [],
            offlineReplicas: [Int32] = []
        ) {
            self.topicName = topicName
            self.partitionIndex = partitionIndex
            self.controllerEpoch = controllerEpoch
            self.leader = leader
            self.leaderEpoch = leaderEpoch
            self.isr = isr
            self.zkVersion = zkVersion
            self.replicas = replicas
            self.offlineReplicas = offlineReplicas
        }

        package init(from reader: inout ByteReader, version: Int16) throws(DecodeError) {
            let flexible = version >= 6
            if version <= 4 {
                topicName = try reader.readString(flexible)
            }
            partitionIndex = try reader.readInt32()
            controllerEpoch = try reader.readInt32()
            leader = try reader.readInt32()
            leaderEpoch = try reader.readInt32()
            isr = try reader.readArray(of: Int32.self, flexible)
            zkVersion = try reader.readInt32()
            replicas = try reader.readArray(of: Int32.self, flexible)
            if version >= 4 {
                offlineReplicas = try reader.readArray(of: Int32.self, flexible)
            }
            if flexible {
                try reader.skipTags()
            }
        }

        package func encode(into writer: inout ByteWriter, version: Int16) {
            let flexible = version >= 6
            if version <= 4 {
                writer.writeString(topicName, flexible)
            }
            writer.write(partitionIndex)
            writer.write(controllerEpoch)
            writer.write(leader)
            writer.write(leaderEpoch)
            writer.writeArray(isr, flexible)
            writer.write(zkVersion)
            writer.writeArray(replicas, flexible)
            if version >= 4 {
                writer.writeArray(offlineReplicas, flexible)
            }
            if flexible {
                writer.write(0 as UInt8)
            }
        }
    }

    package struct UpdateMetadataTopicState: WireStructure {
        package var topicName: String = ""
        package var topicID: UUID = .zero
        package var partitionStates: [UpdateMetadataPartitionState] = []

        package init() {}

        package init(
            topicName: String = "",
            topicID: UUID = .zero,
            partitionStates: [UpdateMetadataPartitionState] = []
        ) {
            self.topicName = topicName
            self.topicID = topicID
            self.partitionStates = partitionStates
        }

        package init(from reader: inout ByteReader, version: Int16) throws(DecodeError) {
            let flexible = version >= 6
            topicName = try reader.readString(flexible)
            if version >= 7 {
                topicID = try reader.readUUID()
            }
            partitionStates = try reader.readArray(of: UpdateMetadataPartitionState.self, version, flexible)
            if flexible {
                try reader.skipTags()
            }
        }

        package func encode(into writer: inout ByteWriter, version: Int16) {
            let flexible = version >= 6
            writer.writeString(topicName, flexible)
            if version >= 7 {
                writer.write(topicID)
            }
            writer.writeArray(partitionStates, version, flexible)
            if flexible {
                writer.write(0 as UInt8)
            }
        }
    }

    package struct UpdateMetadataEndpoint: WireStructure {
        package var port: Int32 = 0
        package var host: String = ""
        package var listener: String = ""
        package var securityProtocol: Int16 = 0

        package init() {}

        package init(port: Int32 = 0, host: String = "", listener: String = "", securityProtocol: Int16 = 0) {
            self.port = port
            self.host = host
            self.listener = listener
            self.securityProtocol = securityProtocol
        }

        package init(from reader: inout ByteReader, version: Int16) throws(DecodeError) {
            let flexible = version >= 6
            port = try reader.readInt32()
            host = try reader.readString(flexible)
            if version >= 3 {
                listener = try reader.readString(flexible)
            }
            securityProtocol = try reader.readInt16()
            if flexible {
                try reader.skipTags()
            }
        }

        package func encode(into writer: inout ByteWriter, version: Int16) {
            let flexible = version >= 6
            writer.write(port)
            writer.writeString(host, flexible)
            if version >= 3 {
                writer.writeString(listener, flexible)
            }
            writer.write(securityProtocol)
            if flexible {
                writer.write(0 as UInt8)
            }
        }
    }

    package struct UpdateMetadataBroker: WireStructure {
        package var id: Int32 = 0
        package var v0Host: String = ""
        package var v0Port: Int32 = 0
        package var endpoints: [UpdateMetadataEndpoint] = []
        package var rack: String? = ""

        package init() {}

        package init(
            id: Int32 = 0,
            v0Host: String = "",
            v0Port: Int32 = 0,
            endpoints: [UpdateMetadataEndpoint] = [],
            rack: String? = ""
        ) {
            self.id = id
            self.v0Host = v0Host
            self.v0Port = v0Port
            self.endpoints = endpoints
            self.rack = rack
        }

        package init(from reader: inout ByteReader, version: Int16) throws(DecodeError) {
            let flexible = version >= 6
            id = try reader.readInt32()
            if version == 0 {
                v0Host = try reader.readString(flexible)
                v0Port = try reader.readInt32()
            }
            if version >= 1 {
                endpoints = try reader.readArray(of: UpdateMetadataEndpoint.self, version, flexible)
            }
            if version >= 2 {
                rack = try reader.readNullableString(flexible)
            }
            if flexible {
                try reader.skipTags()
            }
        }

        package func encode(into writer: inout ByteWriter, version: Int16) {
            let flexible = version >= 6
            writer.write(id)
            if version == 0 {
                writer.writeString(v0Host, flexible)
                writer.write(v0Port)
            }
            if version >= 1 {
                writer.writeArray(endpoints, version, flexible)
            }
            if version >= 2 {
                writer.writeNullableString(rack, flexible)
            }
            if flexible {
                writer.write(0 as UInt8)
            }
        }
    }
}

/// The answer to `UpdateMetadataRequest`.
package struct UpdateMetadataResponse: ResponseMessage {
    package var errorCode: ErrorCode = .none

    package static var versions: ClosedRange<Int16> { 0...8 }
    package static func isFlexible(_ version: Int16) -> Bool { version >= 6 }

    package init() {}

    package init(errorCode: ErrorCode = .none) {
        self.errorCode = errorCode
    }

    package init(from reader: inout ByteReader, version: Int16) throws(DecodeError) {
        try Self.check(version)
        let flexible = version >= 6
        errorCode = ErrorCode(rawValue: try reader.readInt16())
        if flexible {
            try reader.skipTags()
        }
    }

    package func encode(into writer: inout ByteWriter, version: Int16) {
        Self.require(version)
        let flexible = version >= 6
        writer.write(errorCode.rawValue)
        if flexible {
            writer.write(0 as UInt8)
        }
    }
}
