// Generated from Schemas/Messages/056-AlterPartition.schema. Edit the schema, then run `swift run generate-protocol`.
package import OttlaVocabulary

/// A leader asks the controller to change the in-sync replicas.
package struct AlterPartitionRequest: RequestMessage {
    package var brokerID: Int32 = 0
    package var brokerEpoch: Int64 = -1
    package var topics: [TopicData] = []

    package typealias Response = AlterPartitionResponse
    package static var apiKey: APIKey { .alterPartition }
    package static var versions: ClosedRange<Int16> { 0...3 }
    package static func isFlexible(_ version: Int16) -> Bool { true }

    package init() {}

    package init(brokerID: Int32 = 0, brokerEpoch: Int64 = -1, topics: [TopicData] = []) {
        self.brokerID = brokerID
        self.brokerEpoch = brokerEpoch
        self.topics = topics
    }

    package init(from reader: inout ByteReader, version: Int16) throws(DecodeError) {
        try Self.check(version)
        brokerID = try reader.readInt32()
        brokerEpoch = try reader.readInt64()
        topics = try reader.readArray(of: TopicData.self, version, true)
        try reader.skipTags()
    }

    package func encode(into writer: inout ByteWriter, version: Int16) {
        Self.require(version)
        writer.write(brokerID)
        writer.write(brokerEpoch)
        writer.writeArray(topics, version, true)
        writer.write(0 as UInt8)
    }

    package struct BrokerState: WireStructure {
        package var brokerID: Int32 = 0
        package var brokerEpoch: Int64 = -1

        package init() {}

        package init(brokerID: Int32 = 0, brokerEpoch: Int64 = -1) {
            self.brokerID = brokerID
            self.brokerEpoch = brokerEpoch
        }

        package init(from reader: inout ByteReader, version: Int16) throws(DecodeError) {
            brokerID = try reader.readInt32()
            brokerEpoch = try reader.readInt64()
            try reader.skipTags()
        }

        package func encode(into writer: inout ByteWriter, version: Int16) {
            writer.write(brokerID)
            writer.write(brokerEpoch)
            writer.write(0 as UInt8)
        }
    }

    package struct PartitionData: WireStructure {
        package var partitionIndex: Int32 = 0
        package var leaderEpoch: Int32 = 0
        package var newIsr: [Int32] = []
        package var newIsrWithEpochs: [BrokerState] = []
        package var leaderRecoveryState: Int8 = 0
        package var partitionEpoch: Int32 = 0

        package init() {}

        package init(
            partitionIndex: Int32 = 0,
            leaderEpoch: Int32 = 0,
            newIsr: [Int32] = [],
            newIsrWithEpochs: [BrokerState] = [],
            leaderRecoveryState: Int8 = 0,
            partitionEpoch: Int32 = 0
        ) {
            self.partitionIndex = partitionIndex
            self.leaderEpoch = leaderEpoch
            self.newIsr = newIsr
            self.newIsrWithEpochs = newIsrWithEpochs
            self.leaderRecoveryState = leaderRecoveryState
            self.partitionEpoch = partitionEpoch
        }

        package init(from reader: inout ByteReader, version: Int16) throws(DecodeError) {
            partitionIndex = try reader.readInt32()
            leaderEpoch = try reader.readInt32()
            if version <= 2 {
                newIsr = try reader.readArray(of: Int32.self, true)
            }
            if version >= 3 {
                newIsrWithEpochs = try reader.readArray(of: BrokerState.self, version, true)
            }
            if version >= 1 {
                leaderRecoveryState = try reader.readInt8()
            }
            partitionEpoch = try reader.readInt32()
            try reader.skipTags()
        }

        package func encode(into writer: inout ByteWriter, version: Int16) {
            writer.write(partitionIndex)
            writer.write(leaderEpoch)
            if version <= 2 {
                writer.writeArray(newIsr, true)
            }
            if version >= 3 {
                writer.writeArray(newIsrWithEpochs, version, true)
            }
            if version >= 1 {
                writer.write(leaderRecoveryState)
            }
            writer.write(partitionEpoch)
            writer.write(0 as UInt8)
        }
    }

    package struct TopicData: WireStructure {
        package var topicName: String = ""
        package var topicID: UUID = .zero
        package var partitions: [PartitionData] = []

        package init() {}

        package init(topicName: String = "", topicID: UUID = .zero, partitions: [PartitionData] = []) {
            self.topicName = topicName
            self.topicID = topicID
            self.partitions = partitions
        }

        package init(from reader: inout ByteReader, version: Int16) throws(DecodeError) {
            if version <= 1 {
                topicName = try reader.readString(true)
            }
            if version >= 2 {
                topicID = try reader.readUUID()
            }
            partitions = try reader.readArray(of: PartitionData.self, version, true)
            try reader.skipTags()
        }

        package func encode(into writer: inout ByteWriter, version: Int16) {
            if version <= 1 {
                writer.writeString(topicName, true)
            }
            if version >= 2 {
                writer.write(topicID)
            }
            writer.writeArray(partitions, version, true)
            writer.write(0 as UInt8)
        }
    }
}

/// The answer to `AlterPartitionRequest`.
package struct AlterPartitionResponse: ResponseMessage {
    package var throttleTimeMs: Int32 = 0
    package var errorCode: ErrorCode = .none
    package var topics: [TopicData] = []

    package static var versions: ClosedRange<Int16> { 0...3 }
    package static func isFlexible(_ version: Int16) -> Bool { true }

    package init() {}

    package init(throttleTimeMs: Int32 = 0, errorCode: ErrorCode = .none, topics: [TopicData] = []) {
        self.throttleTimeMs = throttleTimeMs
        self.errorCode = errorCode
        self.topics = topics
    }

    package init(from reader: inout ByteReader, version: Int16) throws(DecodeError) {
        try Self.check(version)
        throttleTimeMs = try reader.readInt32()
        errorCode = ErrorCode(rawValue: try reader.readInt16())
        topics = try reader.readArray(of: TopicData.self, version, true)
        try reader.skipTags()
    }

    package func encode(into writer: inout ByteWriter, version: Int16) {
        Self.require(version)
        writer.write(throttleTimeMs)
        writer.write(errorCode.rawValue)
        writer.writeArray(topics, version, true)
        writer.write(0 as UInt8)
    }

    package struct PartitionData: WireStructure {
        package var partitionIndex: Int32 = 0
        package var errorCode: ErrorCode = .none
        package var leaderID: Int32 = 0
        package var leaderEpoch: Int32 = 0
        package var isr: [Int32] = []
        package var leaderRecoveryState: Int8 = 0
        package var partitionEpoch: Int32 = 0

        package init() {}

        package init(
            partitionIndex: Int32 = 0,
            errorCode: ErrorCode = .none,
            leaderID: Int32 = 0,
            leaderEpoch: Int32 = 0,
            isr: [Int32] = [],
            leaderRecoveryState: Int8 = 0,
            partitionEpoch: Int32 = 0
        ) {
            self.partitionIndex = partitionIndex
            self.errorCode = errorCode
            self.leaderID = leaderID
            self.leaderEpoch = leaderEpoch
            self.isr = isr
            self.leaderRecoveryState = leaderRecoveryState
            self.partitionEpoch = partitionEpoch
        }

        package init(from reader: inout ByteReader, version: Int16) throws(DecodeError) {
            partitionIndex = try reader.readInt32()
            errorCode = ErrorCode(rawValue: try reader.readInt16())
            leaderID = try reader.readInt32()
            leaderEpoch = try reader.readInt32()
            isr = try reader.readArray(of: Int32.self, true)
            if version >= 1 {
                leaderRecoveryState = try reader.readInt8()
            }
            partitionEpoch = try reader.readInt32()
            try reader.skipTags()
        }

        package func encode(into writer: inout ByteWriter, version: Int16) {
            writer.write(partitionIndex)
            writer.write(errorCode.rawValue)
            writer.write(leaderID)
            writer.write(leaderEpoch)
            writer.writeArray(isr, true)
            if version >= 1 {
                writer.write(leaderRecoveryState)
            }
            writer.write(partitionEpoch)
            writer.write(0 as UInt8)
        }
    }

    package struct TopicData: WireStructure {
        package var topicName: String = ""
        package var topicID: UUID = .zero
        package var partitions: [PartitionData] = []

        package init() {}

        package init(topicName: String = "", topicID: UUID = .zero, partitions: [PartitionData] = []) {
            self.topicName = topicName
            self.topicID = topicID
            self.partitions = partitions
        }

        package init(from reader: inout ByteReader, version: Int16) throws(DecodeError) {
            if version <= 1 {
                topicName = try reader.readString(true)
            }
            if version >= 2 {
                topicID = try reader.readUUID()
            }
            partitions = try reader.readArray(of: PartitionData.self, version, true)
            try reader.skipTags()
        }

        package func encode(into writer: inout ByteWriter, version: Int16) {
            if version <= 1 {
                writer.writeString(topicName, true)
            }
            if version >= 2 {
                writer.write(topicID)
            }
            writer.writeArray(partitions, version, true)
            writer.write(0 as UInt8)
        }
    }
}
