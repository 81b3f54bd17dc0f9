// Generated from Schemas/Messages/007-ControlledShutdown.schema. Edit the schema, then run `swift run generate-protocol`.
package import OttlaVocabulary

/// A broker asks to hand its partitions over before it stops. Clusters with ZooKeeper only.
package struct ControlledShutdownRequest: RequestMessage {
    package var brokerID: Int32 = 0
    package var brokerEpoch: Int64 = -1

    package typealias Response = ControlledShutdownResponse
    package static var apiKey: APIKey { .controlledShutdown }
    package static var versions: ClosedRange<Int16> { 0...3 }
    package static func isFlexible(_ version: Int16) -> Bool { version >= 3 }

    package init() {}

    package init(brokerID: Int32 = 0, brokerEpoch: Int64 = -1) {
        self.brokerID = brokerID
        self.brokerEpoch = brokerEpoch
    }

    package init(from reader: inout ByteReader, version: Int16) throws(DecodeError) {
        try Self.check(version)
        let flexible = version >= 3
        brokerID = try reader.readInt32()
        if version >= 2 {
            brokerEpoch = try reader.readInt64()
        }
        if flexible {
            try reader.skipTags()
        }
    }

    package func encode(into writer: inout ByteWriter, version: Int16) {
        Self.require(version)
        let flexible = version >= 3
        writer.write(brokerID)
        if version >= 2 {
            writer.write(brokerEpoch)
        }
        if flexible {
            writer.write(0 as UInt8)
        }
    }
}

/// The answer to `ControlledShutdownRequest`.
package struct ControlledShutdownResponse: ResponseMessage {
    package var errorCode: ErrorCode = .none
    package var remainingPartitions: [RemainingPartition] = []

    package static var versions: ClosedRange<Int16> { 0...3 }
    package static func isFlexible(_ version: Int16) -> Bool { version >= 3 }

    package init() {}

    package init(errorCode: ErrorCode = .none, remainingPartitions: [RemainingPartition] = []) {
        self.errorCode = errorCode
        self.remainingPartitions = remainingPartitions
    }

    package init(from reader: inout ByteReader, version: Int16) throws(DecodeError) {
        try Self.check(version)
        let flexible = version >= 3
        errorCode = ErrorCode(rawValue: try reader.readInt16())
        remainingPartitions = try reader.readArray(of: RemainingPartition.self, version, flexible)
        if flexible {
            try reader.skipTags()
        }
    }

    package func encode(into writer: inout ByteWriter, version: Int16) {
        Self.require(version)
        let flexible = version >= 3
        writer.write(errorCode.rawValue)
        writer.writeArray(remainingPartitions, version, flexible)
        if flexible {
            writer.write(0 as UInt8)
        }
    }

    package struct RemainingPartition: WireStructure {
        package var topicName: String = ""
        package var partitionIndex: Int32 = 0

        package init() {}

        package init(topicName: String = "", partitionIndex: Int32 = 0) {
            self.topicName = topicName
            self.partitionIndex = partitionIndex
        }

        package init(from reader: inout ByteReader, version: Int16) throws(DecodeError) {
            let flexible = version >= 3
            topicName = try reader.readString(flexible)
            partitionIndex = try reader.readInt32()
            if flexible {
                try reader.skipTags()
            }
        }

        package func encode(into writer: inout ByteWriter, version: Int16) {
            let flexible = version >= 3
            writer.writeString(topicName, flexible)
            writer.write(partitionIndex)
            if flexible {
                writer.write(0 as UInt8)
            }
        }
    }
}
