// Generated from Schemas/Messages/078-ShareFetch.schema. Edit the schema, then run `swift run generate-protocol`.
package import OttlaVocabulary

/// Acquires records for a share group, and answers for records acquired before.
package struct ShareFetchRequest: RequestMessage {
    package var groupID: String? = nil
    package var memberID: String? = ""
    package var shareSessionEpoch: Int32 = 0
    package var maxWaitMs: Int32 = 0
    package var minBytes: Int32 = 0
    package var maxBytes: Int32 = 2147483647
    package var maxRecords: Int32 = 0
    package var batchSize: Int32 = 0
    package var shareAcquireMode: Int8 = 0
    package var isRenewAck: Bool = false
    package var topics: [FetchTopic] = []
    package var forgottenTopicsData: [ForgottenTopic] = []

    package typealias Response = ShareFetchResponse
    package static var apiKey: APIKey { .shareFetch }
    package static var versions: ClosedRange<Int16> { 1...2 }
    package static func isFlexible(_ version: Int16) -> Bool { true }

    package init() {}

    package init(
        groupID: String? = nil,
        memberID: String? = "",
        shareSessionEpoch: Int32 = 0,
        maxWaitMs: Int32 = 0,
        minBytes: Int32 = 0,
        maxBytes: Int32 = 2147483647,
        maxRecords: Int32 = 0,
        batchSize: Int32 = 0,
        shareAcquireMode: Int8 = 0,
        isRenewAck: Bool = false,
        topics: [FetchTopic] = [],
        forgottenTopicsData: [ForgottenTopic] = []
    ) {
        self.groupID = groupID
        self.memberID = memberID
        self.shareSessionEpoch = shareSessionEpoch
        self.maxWaitMs = maxWaitMs
        self.minBytes = minBytes
        self.maxBytes = maxBytes
        self.maxRecords = maxRecords
        self.batchSize = batchSize
        self.shareAcquireMode = shareAcquireMode
        self.isRenewAck = isRenewAck
        self.topics = topics
        self.forgottenTopicsData = forgottenTopicsData
    }

    package init(from reader: inout ByteReader, version: Int16) throws(DecodeError) {
        try Self.check(version)
        groupID = try reader.readNullableString(true)
        memberID = try reader.readNullableString(true)
        shareSessionEpoch = try reader.readInt32()
        maxWaitMs = try reader.readInt32()
        minBytes = try reader.readInt32()
        maxBytes = try reader.readInt32()
        maxRecords = try reader.readInt32()
        batchSize = try reader.readInt32()
        if version >= 2 {
            shareAcquireMode = try reader.readInt8()
            isRenewAck = try reader.readBool()
        }
        topics = try reader.readArray(of: FetchTopic.self, version, true)
        forgottenTopicsData = try reader.readArray(of: ForgottenTopic.self, version, true)
        try reader.skipTags()
    }

    package func encode(into writer: inout ByteWriter, version: Int16) {
        Self.require(version)
        writer.writeNullableString(groupID, true)
        writer.writeNullableString(memberID, true)
        writer.write(shareSessionEpoch)
        writer.write(maxWaitMs)
        writer.write(minBytes)
        writer.write(maxBytes)
        writer.write(maxRecords)
        writer.write(batchSize)
        if version >= 2 {
            writer.write(shareAcquireMode)
            writer.write(isRenewAck)
        }
        writer.writeArray(topics, version, true)
        writer.writeArray(forgottenTopicsData, version, true)
        writer.write(0 as UInt8)
    }

    package struct AcknowledgementBatch: WireStructure {
        package var firstOffset: Offset = 0
        package var lastOffset: Offset = 0
        package var acknowledgeTypes: [Int8] = []

        package init() {}

        package init(firstOffset: Offset = 0, lastOffset: Offset = 0, acknowledgeTypes: [Int8] = []) {
            self.firstOffset = firstOffset
            self.lastOffset = lastOffset
            self.acknowledgeTypes = acknowledgeTypes
        }

        package init(from reader: inout ByteReader, version: Int16) throws(DecodeError) {
            firstOffset = Offset(try reader.readInt64())
            lastOffset = Offset(try reader.readInt64())
            acknowledgeTypes = try reader.readArray(of: Int8.self, true)
            try reader.skipTags()
        }

        package func encode(into writer: inout ByteWriter, version: Int16) {
            writer.write(firstOffset.value)
            writer.write(lastOffset.value)
            writer.writeArray(acknowledgeTypes, true)
            writer.write(0 as UInt8)
        }
    }

    package struct FetchPartition: WireStructure {
        package var partitionIndex: Int32 = 0
        package var acknowledgementBatches: [AcknowledgementBatch] = []

        package init() {}

        package init(partitionIndex: Int32 = 0, acknowledgementBatches: [AcknowledgementBatch] = []) {
            self.partitionIndex = partitionIndex
            self.acknowledgementBatches = acknowledgementBatches
        }

        package init(from reader: inout ByteReader, version: Int16) throws(DecodeError) {
            partitionIndex = try reader.readInt32()
            acknowledgementBatches = try reader.readArray(of: AcknowledgementBatch.self, version, true)
            try reader.skipTags()
        }

        package func encode(into writer: inout ByteWriter, version: Int16) {
            writer.write(partitionIndex)
            writer.writeArray(acknowledgementBatches, version, true)
            writer.write(0 as UInt8)
        }
    }

    package struct FetchTopic: WireStructure {
        package var topicID: UUID = .zero
        package var partitions: [FetchPartition] = []

        package init() {}

        package init(topicID: UUID = .zero, partitions: [FetchPartition] = []) {
            self.topicID = topicID
            self.partitions = partitions
        }

        package init(from reader: inout ByteReader, version: Int16) throws(DecodeError) {
            topicID = try reader.readUUID()
            partitions = try reader.readArray(of: FetchPartition.self, version, true)
            try reader.skipTags()
        }

        package func encode(into writer: inout ByteWriter, version: Int16) {
            writer.write(topicID)
            writer.writeArray(partitions, version, true)
            writer.write(0 as UInt8)
        }
    }

    package struct ForgottenTopic: WireStructure {
        package var topicID: UUID = .zero
        package var partitions: [Int32] = []

        package init() {}

        package init(topicID: UUID = .zero, partitions: [Int32] = []) {
            self.topicID = topicID
            self.partitions = partitions
        }

        package init(from reader: inout ByteReader, version: Int16) throws(DecodeError) {
            topicID = try reader.readUUID()
            partitions = try reader.readArray(of: Int32.self, true)
            try reader.skipTags()
        }

        package func encode(into writer: inout ByteWriter, version: Int16) {
            writer.write(topicID)
            writer.writeArray(partitions, true)
            writer.write(0 as UInt8)
        }
    }
}

/// The answer to `ShareFetchRequest`.
package struct ShareFetchResponse: ResponseMessage {
    package var throttleTimeMs: Int32 = 0
    package var errorCode: ErrorCode = .none
    package var errorMessage: String? = nil
    package var acquisitionLockTimeoutMs: Int32 = 0
    package var responses: [ShareFetchableTopicResponse] = []
    package var nodeEndpoints: [NodeEndpoint] = []

    package static var versions: ClosedRange<Int16> { 1...2 }
    package static func isFlexible(_ version: Int16) -> Bool { true }

    package init() {}

    package init(
        throttleTimeMs: Int32 = 0,
        errorCode: ErrorCode = .none,
        errorMessage: String? = nil,
        acquisitionLockTimeoutMs: Int32 = 0,
        responses: [ShareFetchableTopicResponse] = [],
        nodeEndpoints: [NodeEndpoint] = []
    ) {
        self.throttleTimeMs = throttleTimeMs
        self.errorCode = errorCode
        self.errorMessage = errorMessage
        self.acquisitionLockTimeoutMs = acquisitionLockTimeoutMs
        self.responses = responses
        self.nodeEndpoints = nodeEndpoints
    }

    package init(from reader: inout ByteReader, version: Int16) throws(DecodeError) {
        try Self.check(version)
        throttleTimeMs = try reader.readInt32()
        errorCode = ErrorCode(rawValue: try reader.readInt16())
        errorMessage = try reader.readNullableString(true)
        acquisitionLockTimeoutMs = try reader.readInt32()
        responses = try reader.readArray(of: ShareFetchableTopicResponse.self, version, true)
        nodeEndpoints = try reader.readArray(of: NodeEndpoint.self, version, true)
        try reader.skipTags()
    }

    package func encode(into writer: inout ByteWriter, version: Int16) {
        Self.require(version)
        writer.write(throttleTimeMs)
        writer.write(errorCode.rawValue)
        writer.writeNullableString(errorMessage, true)
        writer.write(acquisitionLockTimeoutMs)
        writer.writeArray(responses, version, true)
        writer.writeArray(nodeEndpoints, version, true)
        writer.write(0 as UInt8)
    }

    package struct LeaderIdAndEpoch: WireStructure {
        package var leaderID: Int32 = 0
        package var leaderEpoch: Int32 = 0

        package init() {}

        package init(leaderID: Int32 = 0, leaderEpoch: Int32 = 0) {
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

    package struct AcquiredRecords: WireStructure {
        package var firstOffset: Offset = 0
        package var lastOffset: Offset = 0
        package var deliveryCount: Int16 = 0

        package init() {}

        package init(firstOffset: Offset = 0, lastOffset: Offset = 0, deliveryCount: Int16 = 0) {
            self.firstOffset = firstOffset
            self.lastOffset = lastOffset
            self.deliveryCount = deliveryCount
        }

        package init(from reader: inout ByteReader, version: Int16) throws(DecodeError) {
            firstOffset = Offset(try reader.readInt64())
            lastOffset = Offset(try reader.readInt64())
            deliveryCount = try reader.readInt16()
            try reader.skipTags()
        }

        package func encode(into writer: inout ByteWriter, version: Int16) {
            writer.write(firstOffset.value)
            writer.write(lastOffset.value)
            writer.write(deliveryCount)
            writer.write(0 as UInt8)
        }
    }

    package struct PartitionData: WireStructure {
        package var partitionIndex: Int32 = 0
        package var errorCode: ErrorCode = .none
        package var errorMessage: String? = nil
        package var acknowledgeErrorCode: ErrorCode = .none
        package var acknowledgeErrorMessage: String? = nil
        package var currentLeader: LeaderIdAndEpoch = LeaderIdAndEpoch()
        package var records: RecordsField = .null
        package var acquiredRecords: [AcquiredRecords] = []

        package init() {}

        package init(
            partitionIndex: Int32 = 0,
            errorCode: ErrorCode = .none,
            errorMessage: String? = nil,
            acknowledgeErrorCode: ErrorCode = .none,
            acknowledgeErrorMessage: String? = nil,
            currentLeader: LeaderIdAndEpoch = LeaderIdAndEpoch(),
            records: RecordsField = .null,
            acquiredRecords: [AcquiredRecords] = []
        ) {
            self.partitionIndex = partitionIndex
            self.errorCode = errorCode
            self.errorMessage = errorMessage
            self.acknowledgeErrorCode = acknowledgeErrorCode
            self.acknowledgeErrorMessage = acknowledgeErrorMessage
            self.currentLeader = currentLeader
            self.records = records
            self.acquiredRecords = acquiredRecords
        }

        package init(from reader: inout ByteReader, version: Int16) throws(DecodeError) {
            partitionIndex = try reader.readInt32()
            errorCode = ErrorCode(rawValue: try reader.readInt16())
            errorMessage = try reader.readNullableString(true)
            acknowledgeErrorCode = ErrorCode(rawValue: try reader.readInt16())
            acknowledgeErrorMessage = try reader.readNullableString(true)
            currentLeader = try LeaderIdAndEpoch(from: &reader, version: version)
            records = try reader.readRecords(true)
            acquiredRecords = try reader.readArray(of: AcquiredRecords.self, version, true)
            try reader.skipTags()
        }

        package func encode(into writer: inout ByteWriter, version: Int16) {
            writer.write(partitionIndex)
            writer.write(errorCode.rawValue)
            writer.writeNullableString(errorMessage, true)
            writer.write(acknowledgeErrorCode.rawValue)
            writer.writeNullableString(acknowledgeErrorMessage, true)
            currentLeader.encode(into: &writer, version: version)
            writer.writeRecords(records, true)
            writer.writeArray(acquiredRecords, version, true)
            writer.write(0 as UInt8)
        }
    }

    package struct ShareFetchableTopicResponse: WireStructure {
        package var topicID: UUID = .zero
        package var partitions: [PartitionData] = []

        package init() {}

        package init(topicID: UUID = .zero, partitions: [PartitionData] = []) {
            self.topicID = topicID
            self.partitions = partitions
        }

        package init(from reader: inout ByteReader, version: Int16) throws(DecodeError) {
            topicID = try reader.readUUID()
            partitions = try reader.readArray(of: PartitionData.self, version, true)
            try reader.skipTags()
        }

        package func encode(into writer: inout ByteWriter, version: Int16) {
            writer.write(topicID)
            writer.writeArray(partitions, version, true)
            writer.write(0 as UInt8)
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
