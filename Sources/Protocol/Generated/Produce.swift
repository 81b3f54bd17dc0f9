// Generated from Schemas/Messages/000-Produce.schema. Edit the schema, then run `swift run generate-protocol`.
package import OttlaVocabulary

/// Appends record batches to partitions.
package struct ProduceRequest: RequestMessage {
    package var transactionalID: String? = nil
    package var acks: Int16 = 0
    package var timeoutMs: Int32 = 0
    package var topicData: [TopicProduceData] = []

    package typealias Response = ProduceResponse
    package static var apiKey: APIKey { .produce }
    package static var versions: ClosedRange<Int16> { 0...13 }
    package static func isFlexible(_ version: Int16) -> Bool { version >= 9 }

    package init() {}

    package init(
        transactionalID: String? = nil,
        acks: Int16 = 0,
        timeoutMs: Int32 = 0,
        topicData: [TopicProduceData] = []
    ) {
        self.transactionalID = transactionalID
        self.acks = acks
        self.timeoutMs = timeoutMs
        self.topicData = topicData
    }

    package init(from reader: inout ByteReader, version: Int16) throws(DecodeError) {
        try Self.check(version)
        let flexible = version >= 9
        if version >= 3 {
            transactionalID = try reader.readNullableString(flexible)
        }
        acks = try reader.readInt16()
        timeoutMs = try reader.readInt32()
        topicData = try reader.readArray(of: TopicProduceData.self, version, flexible)
        if flexible {
            try reader.skipTags()
        }
    }

    package func encode(into writer: inout ByteWriter, version: Int16) {
        Self.require(version)
        let flexible = version >= 9
        if version >= 3 {
            writer.writeNullableString(transactionalID, flexible)
        }
        writer.write(acks)
        writer.write(timeoutMs)
        writer.writeArray(topicData, version, flexible)
        if flexible {
            writer.write(0 as UInt8)
        }
    }

    package struct PartitionProduceData: WireStructure {
        package var index: Int32 = 0
        package var records: RecordsField = .null

        package init() {}

        package init(index: Int32 = 0, records: RecordsField = .null) {
            self.index = index
            self.records = records
        }

        package init(from reader: inout ByteReader, version: Int16) throws(DecodeError) {
            let flexible = version >= 9
            index = try reader.readInt32()
            records = try reader.readNullableRecords(flexible)
            if flexible {
                try reader.skipTags()
            }
        }

        package func encode(into writer: inout ByteWriter, version: Int16) {
            let flexible = version >= 9
            writer.write(index)
            writer.writeNullableRecords(records, flexible)
            if flexible {
                writer.write(0 as UInt8)
            }
        }
    }

    package struct TopicProduceData: WireStructure {
        package var name: String = ""
        package var topicID: UUID = .zero
        package var partitionData: [PartitionProduceData] = []

        package init() {}

        package init(name: String = "", topicID: UUID = .zero, partitionData: [PartitionProduceData] = []) {
            self.name = name
            self.topicID = topicID
            self.partitionData = partitionData
        }

        package init(from reader: inout ByteReader, version: Int16) throws(DecodeError) {
            let flexible = version >= 9
            if version <= 12 {
                name = try reader.readString(flexible)
            }
            if version >= 13 {
                topicID = try reader.readUUID()
            }
            partitionData = try reader.readArray(of: PartitionProduceData.self, version, flexible)
            if flexible {
                try reader.skipTags()
            }
        }

        package func encode(into writer: inout ByteWriter, version: Int16) {
            let flexible = version >= 9
            if version <= 12 {
                writer.writeString(name, flexible)
            }
            if version >= 13 {
                writer.write(topicID)
            }
            writer.writeArray(partitionData, version, flexible)
            if flexible {
                writer.write(0 as UInt8)
            }
        }
    }
}

/// The answer to `ProduceRequest`.
package struct ProduceResponse: ResponseMessage {
    package var responses: [TopicProduceResponse] = []
    package var throttleTimeMs: Int32 = 0
    package var nodeEndpoints: [NodeEndpoint] = []

    package static var versions: ClosedRange<Int16> { 0...13 }
    package static func isFlexible(_ version: Int16) -> Bool { version >= 9 }

    package init() {}

    package init(responses: [TopicProduceResponse] = [], throttleTimeMs: Int32 = 0, nodeEndpoints: [NodeEndpoint] = []) {
        self.responses = responses
        self.throttleTimeMs = throttleTimeMs
        self.nodeEndpoints = nodeEndpoints
    }

    package init(from reader: inout ByteReader, version: Int16) throws(DecodeError) {
        try Self.check(version)
        let flexible = version >= 9
        responses = try reader.readArray(of: TopicProduceResponse.self, version, flexible)
        if version >= 1 {
            throttleTimeMs = try reader.readInt32()
        }
        if flexible {
            var tags = try reader.readTagSection()
            while let tag = try tags.next(&reader) {
                switch tag {
                case 0 where version >= 10: nodeEndpoints = try reader.readArray(of: NodeEndpoint.self, version, true)
                default: try tags.skip(&reader)
                }
            }
        }
    }

    package func encode(into writer: inout ByteWriter, version: Int16) {
        Self.require(version)
        let flexible = version >= 9
        writer.writeArray(responses, version, flexible)
        if version >= 1 {
            writer.write(throttleTimeMs)
        }
        if flexible {
            let hasNodeEndpoints = version >= 10 && nodeEndpoints != []
            var tagCount: UInt32 = 0
            if hasNodeEndpoints { tagCount += 1 }
            writer.writeUnsignedVarInt(tagCount)
            if hasNodeEndpoints {
                let start = writer.beginTag(0)
                writer.writeArray(nodeEndpoints, version, true)
                writer.endTag(start)
            }
        }
    }

    package struct BatchIndexAndErrorMessage: WireStructure {
        package var batchIndex: Int32 = 0
        package var batchIndexErrorMessage: String? = nil

        package init() {}

        package init(batchIndex: Int32 = 0, batchIndexErrorMessage: String? = nil) {
            self.batchIndex = batchIndex
            self.batchIndexErrorMessage = batchIndexErrorMessage
        }

        package init(from reader: inout ByteReader, version: Int16) throws(DecodeError) {
            let flexible = version >= 9
            batchIndex = try reader.readInt32()
            batchIndexErrorMessage = try reader.readNullableString(flexible)
            if flexible {
                try reader.skipTags()
            }
        }

        package func encode(into writer: inout ByteWriter, version: Int16) {
            let flexible = version >= 9
            writer.write(batchIndex)
            writer.writeNullableString(batchIndexErrorMessage, flexible)
            if flexible {
                writer.write(0 as UInt8)
            }
        }
    }

    package struct LeaderIdAndEpoch: WireStructure {
        package var leaderID: Int32 = -1
        package var leaderEpoch: Int32 = -1

        package init() {}

        package init(leaderID: Int32 = -1, leaderEpoch: Int32 = -1) {
            self.leaderID = leaderID
            self.leaderEpoch = leaderEpoch
        }

        package init(from reader: inout ByteReader, version: Int16) throws(DecodeError) {
            leaderID = try reader.readInt32()
            leaderEpoch = try reader.readInt32()
            try reader.skipTags()
        }

        package func encode(into writer: inout ByteWriter, version: Int16) {
            writer.write(leaderID)
            writer.write(leaderEpoch)
            writer.write(0 as UInt8)
        }
    }

    package struct PartitionProduceResponse: WireStructure {
        package var index: Int32 = 0
        package var errorCode: ErrorCode = .none
        package var baseOffset: Offset = 0
        package var logAppendTimeMs: Int64 = -1
        package var logStartOffset: Offset = -1
        package var recordErrors: [BatchIndexAndErrorMessage] = []
        package var errorMessage: String? = nil
        package var currentLeader: LeaderIdAndEpoch = LeaderIdAndEpoch()

        package init() {}

        package init(
            index: Int32 = 0,
            errorCode: ErrorCode = .none,
            baseOffset: Offset = 0,
            logAppendTimeMs: Int64 = -1,
            logStartOffset: Offset = -1,
            recordErrors: [BatchIndexAndErrorMessage] = [],
            errorMessage: String? = nil,
            currentLeader: LeaderIdAndEpoch = LeaderIdAndEpoch()
        ) {
            self.index = index
            self.errorCode = errorCode
            self.baseOffset = baseOffset
            self.logAppendTimeMs = logAppendTimeMs
            self.logStartOffset = logStartOffset
            self.recordErrors = recordErrors
            self.errorMessage = errorMessage
            self.currentLeader = currentLeader
        }

        package init(from reader: inout ByteReader, version: Int16) throws(DecodeError) {
            let flexible = version >= 9
            index = try reader.readInt32()
            errorCode = ErrorCode(rawValue: try reader.readInt16())
            baseOffset = Offset(try reader.readInt64())
            if version >= 2 {
                logAppendTimeMs = try reader.readInt64()
            }
            if version >= 5 {
                logStartOffset = Offset(try reader.readInt64())
            }
            if version >= 8 {
                recordErrors = try reader.readArray(of: BatchIndexAndErrorMessage.self, version, flexible)
                errorMessage = try reader.readNullableString(flexible)
            }
            if flexible {
                var tags = try reader.readTagSection()
                while let tag = try tags.next(&reader) {
                    switch tag {
                    case 0 where version >= 10: currentLeader = try LeaderIdAndEpoch(from: &reader, version: version)
                    default: try tags.skip(&reader)
                    }
                }
            }
        }

        package func encode(into writer: inout ByteWriter, version: Int16) {
            let flexible = version >= 9
            writer.write(index)
            writer.write(errorCode.rawValue)
            writer.write(baseOffset.value)
            if version >= 2 {
                writer.write(logAppendTimeMs)
            }
            if version >= 5 {
                writer.write(logStartOffset.value)
            }
            if version >= 8 {
                writer.writeArray(recordErrors, version, flexible)
                writer.writeNullableString(errorMessage, flexible)
            }
            if flexible {
                let hasCurrentLeader = version >= 10 && currentLeader != LeaderIdAndEpoch()
                var tagCount: UInt32 = 0
                if hasCurrentLeader { tagCount += 1 }
                writer.writeUnsignedVarInt(tagCount)
                if hasCurrentLeader {
                    let start = writer.beginTag(0)
                    currentLeader.encode(into: &writer, version: version)
                    writer.endTag(start)
                }
            }
        }
    }

    package struct TopicProduceResponse: WireStructure {
        package var name: String = ""
        package var topicID: UUID = .zero
        package var partitionResponses: [PartitionProduceResponse] = []

        package init() {}

        package init(name: String = "", topicID: UUID = .zero, partitionResponses: [PartitionProduceResponse] = []) {
            self.name = name
            self.topicID = topicID
            self.partitionResponses = partitionResponses
        }

        package init(from reader: inout ByteReader, version: Int16) throws(DecodeError) {
            let flexible = version >= 9
            if version <= 12 {
                name = try reader.readString(flexible)
            }
            if version >= 13 {
                topicID = try reader.readUUID()
            }
            partitionResponses = try reader.readArray(of: PartitionProduceResponse.self, version, flexible)
            if flexible {
                try reader.skipTags()
            }
        }

        package func encode(into writer: inout ByteWriter, version: Int16) {
            let flexible = version >= 9
            if version <= 12 {
                writer.writeString(name, flexible)
            }
            if version >= 13 {
                writer.write(topicID)
            }
            writer.writeArray(partitionResponses, version, flexible)
            if flexible {
                writer.write(0 as UInt8)
            }
        }
    }

    package struct NodeEndpoint: WireStructure {
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
            nodeID = try reader.readInt32()
            host = try reader.readString(true)
            port = try reader.readInt32()
            rack = try reader.readNullableString(true)
            try reader.skipTags()
        }

        package func encode(into writer: inout ByteWriter, version: Int16) {
            writer.write(nodeID)
            writer.writeString(host, true)
            writer.write(port)
            writer.writeNullableString(rack, true)
            writer.write(0 as UInt8)
        }
    }
}
