// Generated from Schemas/Messages/001-Fetch.schema. Edit the schema, then run `swift run generate-protocol`.
package import OttlaVocabulary

/// Reads record batches: consumers and following brokers alike. A session remembers the partitions asked for.
package struct FetchRequest: RequestMessage {
    package var clusterID: String? = nil
    package var replicaID: Int32 = -1
    package var replicaState: ReplicaState = ReplicaState()
    package var maxWaitMs: Int32 = 0
    package var minBytes: Int32 = 0
    package var maxBytes: Int32 = 2147483647
    package var isolationLevel: Int8 = 0
    package var sessionID: Int32 = 0
    package var sessionEpoch: Int32 = -1
    package var topics: [FetchTopic] = []
    package var forgottenTopicsData: [ForgottenTopic] = []
    package var rackID: String = ""

    package typealias Response = FetchResponse
    package static var apiKey: APIKey { .fetch }
    package static var versions: ClosedRange<Int16> { 0...18 }
    package static func isFlexible(_ version: Int16) -> Bool { version >= 12 }

    package init() {}

    package init(
        clusterID: String? = nil,
        replicaID: Int32 = -1,
        replicaState: ReplicaState = ReplicaState(),
        maxWaitMs: Int32 = 0,
        minBytes: Int32 = 0,
        maxBytes: Int32 = 2147483647,
        isolationLevel: Int8 = 0,
        sessionID: Int32 = 0,
        sessionEpoch: Int32 = -1,
        topics: [FetchTopic] = [],
        forgottenTopicsData: [ForgottenTopic] = [],
        rackID: String = ""
    ) {
        self.clusterID = clusterID
        self.replicaID = replicaID
        self.replicaState = replicaState
        self.maxWaitMs = maxWaitMs
        self.minBytes = minBytes
        self.maxBytes = maxBytes
        self.isolationLevel = isolationLevel
        self.sessionID = sessionID
        self.sessionEpoch = sessionEpoch
        self.topics = topics
        self.forgottenTopicsData = forgottenTopicsData
        self.rackID = rackID
    }

    package init(from reader: inout ByteReader, version: Int16) throws(DecodeError) {
        try Self.check(version)
        let flexible = version >= 12
        if version <= 14 {
            replicaID = try reader.readInt32()
        }
        maxWaitMs = try reader.readInt32()
        minBytes = try reader.readInt32()
        if version >= 3 {
            maxBytes = try reader.readInt32()
        }
        if version >= 4 {
            isolationLevel = try reader.readInt8()
        }
        if version >= 7 {
            sessionID = try reader.readInt32()
            sessionEpoch = try reader.readInt32()
        }
        topics = try reader.readArray(of: FetchTopic.self, version, flexible)
        if version >= 7 {
            forgottenTopicsData = try reader.readArray(of: ForgottenTopic.self, version, flexible)
        }
        if version >= 11 {
            rackID = try reader.readString(flexible)
        }
        if flexible {
            var tags = try reader.readTagSection()
            while let tag = try tags.next(&reader) {
                switch tag {
                case 0: clusterID = try reader.readNullableString(true)
                case 1 where version >= 15: replicaState = try ReplicaState(from: &reader, version: version)
                default: try tags.skip(&reader)
                }
            }
        }
    }

    package func encode(into writer: inout ByteWriter, version: Int16) {
        Self.require(version)
        let flexible = version >= 12
        if version <= 14 {
            writer.write(replicaID)
        }
        writer.write(maxWaitMs)
        writer.write(minBytes)
        if version >= 3 {
            writer.write(maxBytes)
        }
        if version >= 4 {
            writer.write(isolationLevel)
        }
        if version >= 7 {
            writer.write(sessionID)
            writer.write(sessionEpoch)
        }
        writer.writeArray(topics, version, flexible)
        if version >= 7 {
            writer.writeArray(forgottenTopicsData, version, flexible)
        }
        if version >= 11 {
            writer.writeString(rackID, flexible)
        }
        if flexible {
            let hasClusterID = clusterID != nil
            let hasReplicaState = version >= 15 && replicaState != ReplicaState()
            var tagCount: UInt32 = 0
            if hasClusterID { tagCount += 1 }
            if hasReplicaState { tagCount += 1 }
            writer.writeUnsignedVarInt(tagCount)
            if hasClusterID {
                let start = writer.beginTag(0)
                writer.writeNullableString(clusterID, true)
                writer.endTag(start)
            }
            if hasReplicaState {
                let start = writer.beginTag(1)
                replicaState.encode(into: &writer, version: version)
                writer.endTag(start)
            }
        }
    }

    package struct ReplicaState: WireStructure {
        package var replicaID: Int32 = -1
        package var replicaEpoch: Int64 = -1

        package init() {}

        package init(replicaID: Int32 = -1, replicaEpoch: Int64 = -1) {
            self.replicaID = replicaID
            self.replicaEpoch = replicaEpoch
        }

        package init(from reader: inout ByteReader, version: Int16) throws(DecodeError) {
            replicaID = try reader.readInt32()
            replicaEpoch = try reader.readInt64()
            try reader.skipTags()
        }

        package func encode(into writer: inout ByteWriter, version: Int16) {
            writer.write(replicaID)
            writer.write(replicaEpoch)
            writer.write(0 as UInt8)
        }
    }

    package struct FetchPartition: WireStructure {
        package var partition: Int32 = 0
        package var currentLeaderEpoch: Int32 = -1
        package var fetchOffset: Offset = 0
        package var lastFetchedEpoch: Int32 = -1
        package var logStartOffset: Offset = -1
        package var partitionMaxBytes: Int32 = 0
        package var replicaDirectoryID: UUID = .zero
        package var highWatermark: Offset = 9223372036854775807

        package init() {}

        package init(
            partition: Int32 = 0,
            currentLeaderEpoch: Int32 = -1,
            fetchOffset: Offset = 0,
            lastFetchedEpoch: Int32 = -1,
            logStartOffset: Offset = -1,
            partitionMaxBytes: Int32 = 0,
            replicaDirectoryID: UUID = .zero,
            highWatermark: Offset = 9223372036854775807
        ) {
            self.partition = partition
            self.currentLeaderEpoch = currentLeaderEpoch
            self.fetchOffset = fetchOffset
            self.lastFetchedEpoch = lastFetchedEpoch
            self.logStartOffset = logStartOffset
            self.partitionMaxBytes = partitionMaxBytes
            self.replicaDirectoryID = replicaDirectoryID
            self.highWatermark = highWatermark
        }

        package init(from reader: inout ByteReader, version: Int16) throws(DecodeError) {
            let flexible = version >= 12
            partition = try reader.readInt32()
            if version >= 9 {
                currentLeaderEpoch = try reader.readInt32()
            }
            fetchOffset = Offset(try reader.readInt64())
            if version >= 12 {
                lastFetchedEpoch = try reader.readInt32()
            }
            if version >= 5 {
                logStartOffset = Offset(try reader.readInt64())
            }
            partitionMaxBytes = try reader.readInt32()
            if flexible {
                var tags = try reader.readTagSection()
                while let tag = try tags.next(&reader) {
                    switch tag {
                    case 0 where version >= 17: replicaDirectoryID = try reader.readUUID()
                    case 1 where version >= 18: highWatermark = Offset(try reader.readInt64())
                    default: try tags.skip(&reader)
                    }
                }
            }
        }

        package func encode(into writer: inout ByteWriter, version: Int16) {
            let flexible = version >= 12
            writer.write(partition)
            if version >= 9 {
                writer.write(currentLeaderEpoch)
            }
            writer.write(fetchOffset.value)
            if version >= 12 {
                writer.write(lastFetchedEpoch)
            }
            if version >= 5 {
                writer.write(logStartOffset.value)
            }
            writer.write(partitionMaxBytes)
            if flexible {
                let hasReplicaDirectoryID = version >= 17 && replicaDirectoryID != .zero
                let hasHighWatermark = version >= 18 && highWatermark != 9223372036854775807
                var tagCount: UInt32 = 0
                if hasReplicaDirectoryID { tagCount += 1 }
                if hasHighWatermark { tagCount += 1 }
                writer.writeUnsignedVarInt(tagCount)
                if hasReplicaDirectoryID {
                    let start = writer.beginTag(0)
                    writer.write(replicaDirectoryID)
                    writer.endTag(start)
                }
                if hasHighWatermark {
                    let start = writer.beginTag(1)
                    writer.write(highWatermark.value)
                    writer.endTag(start)
                }
            }
        }
    }

    package struct FetchTopic: WireStructure {
        package var topic: String = ""
        package var topicID: UUID = .zero
        package var partitions: [FetchPartition] = []

        package init() {}

        package init(topic: String = "", topicID: UUID = .zero, partitions: [FetchPartition] = []) {
            self.topic = topic
            self.topicID = topicID
            self.partitions = partitions
        }

        package init(from reader: inout ByteReader, version: Int16) throws(DecodeError) {
            let flexible = version >= 12
            if version <= 12 {
                topic = try reader.readString(flexible)
            }
            if version >= 13 {
                topicID = try reader.readUUID()
            }
            partitions = try reader.readArray(of: FetchPartition.self, version, flexible)
            if flexible {
                try reader.skipTags()
            }
        }

        package func encode(into writer: inout ByteWriter, version: Int16) {
            let flexible = version >= 12
            if version <= 12 {
                writer.writeString(topic, flexible)
            }
            if version >= 13 {
                writer.write(topicID)
            }
            writer.writeArray(partitions, version, flexible)
            if flexible {
                writer.write(0 as UInt8)
            }
        }
    }

    package struct ForgottenTopic: WireStructure {
        package var topic: String = ""
        package var topicID: UUID = .zero
        package var partitions: [Int32] = []

        package init() {}

        package init(topic: String = "", topicID: UUID = .zero, partitions: [Int32] = []) {
            self.topic = topic
            self.topicID = topicID
            self.partitions = partitions
        }

        package init(from reader: inout ByteReader, version: Int16) throws(DecodeError) {
            let flexible = version >= 12
            if version <= 12 {
                topic = try reader.readString(flexible)
            }
            if version >= 13 {
                topicID = try reader.readUUID()
            }
            partitions = try reader.readArray(of: Int32.self, flexible)
            if flexible {
                try reader.skipTags()
            }
        }

        package func encode(into writer: inout ByteWriter, version: Int16) {
            let flexible = version >= 12
            if version <= 12 {
                writer.writeString(topic, flexible)
            }
            if version >= 13 {
                writer.write(topicID)
            }
            writer.writeArray(partitions, flexible)
            if flexible {
                writer.write(0 as UInt8)
            }
        }
    }
}

/// The answer to `FetchRequest`.
package struct FetchResponse: ResponseMessage {
    package var throttleTimeMs: Int32 = 0
    package var errorCode: ErrorCode = .none
    package var sessionID: Int32 = 0
    package var responses: [FetchableTopicResponse] = []
    package var nodeEndpoints: [NodeEndpoint] = []

    package static var versions: ClosedRange<Int16> { 0...18 }
    package static func isFlexible(_ version: Int16) -> Bool { version >= 12 }

    package init() {}

    package init(
        throttleTimeMs: Int32 = 0,
        errorCode: ErrorCode = .none,
        sessionID: Int32 = 0,
        responses: [FetchableTopicResponse] = [],
        nodeEndpoints: [NodeEndpoint] = []
    ) {
        self.throttleTimeMs = throttleTimeMs
        self.errorCode = errorCode
        self.sessionID = sessionID
        self.responses = responses
        self.nodeEndpoints = nodeEndpoints
    }

    package init(from reader: inout ByteReader, version: Int16) throws(DecodeError) {
        try Self.check(version)
        let flexible = version >= 12
        if version >= 1 {
            throttleTimeMs = try reader.readInt32()
        }
        if version >= 7 {
            errorCode = ErrorCode(rawValue: try reader.readInt16())
            sessionID = try reader.readInt32()
        }
        responses = try reader.readArray(of: FetchableTopicResponse.self, version, flexible)
        if flexible {
            var tags = try reader.readTagSection()
            while let tag = try tags.next(&reader) {
                switch tag {
                case 0 where version >= 16: nodeEndpoints = try reader.readArray(of: NodeEndpoint.self, version, true)
                default: try tags.skip(&reader)
                }
            }
        }
    }

    package func encode(into writer: inout ByteWriter, version: Int16) {
        Self.require(version)
        let flexible = version >= 12
        if version >= 1 {
            writer.write(throttleTimeMs)
        }
        if version >= 7 {
            writer.write(errorCode.rawValue)
            writer.write(sessionID)
        }
        writer.writeArray(responses, version, flexible)
        if flexible {
            let hasNodeEndpoints = version >= 16 && nodeEndpoints != []
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

    package struct EpochEndOffset: WireStructure {
        package var epoch: Int32 = -1
        package var endOffset: Offset = -1

        package init() {}

        package init(epoch: Int32 = -1, endOffset: Offset = -1) {
            self.epoch = epoch
            self.endOffset = endOffset
        }

        package init(from reader: inout ByteReader, version: Int16) throws(DecodeError) {
            epoch = try reader.readInt32()
            endOffset = Offset(try reader.readInt64())
            try reader.skipTags()
        }

        package func encode(into writer: inout ByteWriter, version: Int16) {
            writer.write(epoch)
            writer.write(endOffset.value)
            writer.write(0 as UInt8)
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

    package struct SnapshotId: WireStructure {
        package var endOffset: Offset = -1
        package var epoch: Int32 = -1

        package init() {}

        package init(endOffset: Offset = -1, epoch: Int32 = -1) {
            self.endOffset = endOffset
            self.epoch = epoch
        }

        package init(from reader: inout ByteReader, version: Int16) throws(DecodeError) {
            endOffset = Offset(try reader.readInt64())
            epoch = try reader.readInt32()
            try reader.skipTags()
        }

        package func encode(into writer: inout ByteWriter, version: Int16) {
            writer.write(endOffset.value)
            writer.write(epoch)
            writer.write(0 as UInt8)
        }
    }

    package struct AbortedTransaction: WireStructure {
        package var producerID: Int64 = 0
        package var firstOffset: Offset = 0

        package init() {}

        package init(producerID: Int64 = 0, firstOffset: Offset = 0) {
            self.producerID = producerID
            self.firstOffset = firstOffset
        }

        package init(from reader: inout ByteReader, version: Int16) throws(DecodeError) {
            let flexible = version >= 12
            producerID = try reader.readInt64()
            firstOffset = Offset(try reader.readInt64())
            if flexible {
                try reader.skipTags()
            }
        }

        package func encode(into writer: inout ByteWriter, version: Int16) {
            let flexible = version >= 12
            writer.write(producerID)
            writer.write(firstOffset.value)
            if flexible {
                writer.write(0 as UInt8)
            }
        }
    }

    package struct PartitionData: WireStructure {
        package var partitionIndex: Int32 = 0
        package var errorCode: ErrorCode = .none
        package var highWatermark: Offset = 0
        package var lastStableOffset: Offset = -1
        package var logStartOffset: Offset = -1
        package var divergingEpoch: EpochEndOffset = EpochEndOffset()
        package var currentLeader: LeaderIdAndEpoch = LeaderIdAndEpoch()
        package var snapshotID: SnapshotId = SnapshotId()
        package var abortedTransactions: [AbortedTransaction]? = []
        package var preferredReadReplica: Int32 = -1
        package var records: RecordsField = .null

        package init() {}

        package init(
            partitionIndex: Int32 = 0,
            errorCode: ErrorCode = .none,
            highWatermark: Offset = 0,
            lastStableOffset: Offset = -1,
            logStartOffset: Offset = -1,
            divergingEpoch: EpochEndOffset = EpochEndOffset(),
            currentLeader: LeaderIdAndEpoch = LeaderIdAndEpoch(),
            snapshotID: SnapshotId = SnapshotId(),
            abortedTransactions: [AbortedTransaction]? = [],
            preferredReadReplica: Int32 = -1,
            records: RecordsField = .null
        ) {
            self.partitionIndex = partitionIndex
            self.errorCode = errorCode
            self.highWatermark = highWatermark
            self.lastStableOffset = lastStableOffset
            self.logStartOffset = logStartOffset
            self.divergingEpoch = divergingEpoch
            self.currentLeader = currentLeader
            self.snapshotID = snapshotID
            self.abortedTransactions = abortedTransactions
            self.preferredReadReplica = preferredReadReplica
            self.records = records
        }

        package init(from reader: inout ByteReader, version: Int16) throws(DecodeError) {
            let flexible = version >= 12
            partitionIndex = try reader.readInt32()
            errorCode = ErrorCode(rawValue: try reader.readInt16())
            highWatermark = Offset(try reader.readInt64())
            if version >= 4 {
                lastStableOffset = Offset(try reader.readInt64())
            }
            if version >= 5 {
                logStartOffset = Offset(try reader.readInt64())
            }
            if version >= 4 {
                abortedTransactions = try reader.readNullableArray(of: AbortedTransaction.self, version, flexible)
            }
            if version >= 11 {
                preferredReadReplica = try reader.readInt32()
            }
            records = try reader.readNullableRecords(flexible)
            if flexible {
                var tags = try reader.readTagSection()
                while let tag = try tags.next(&reader) {
                    switch tag {
                    case 0: divergingEpoch = try EpochEndOffset(from: &reader, version: version)
                    case 1: currentLeader = try LeaderIdAndEpoch(from: &reader, version: version)
                    case 2: snapshotID = try SnapshotId(from: &reader, version: version)
                    default: try tags.skip(&reader)
                    }
                }
            }
        }

        package func encode(into writer: inout ByteWriter, version: Int16) {
            let flexible = version >= 12
            writer.write(partitionIndex)
            writer.write(errorCode.rawValue)
            writer.write(highWatermark.value)
            if version >= 4 {
                writer.write(lastStableOffset.value)
            }
            if version >= 5 {
                writer.write(logStartOffset.value)
            }
            if version >= 4 {
                writer.writeNullableArray(abortedTransactions, version, flexible)
            }
            if version >= 11 {
                writer.write(preferredReadReplica)
            }
            writer.writeNullableRecords(records, flexible)
            if flexible {
                let hasDivergingEpoch = divergingEpoch != EpochEndOffset()
                let hasCurrentLeader = currentLeader != LeaderIdAndEpoch()
                let hasSnapshotID = snapshotID != SnapshotId()
                var tagCount: UInt32 = 0
                if hasDivergingEpoch { tagCount += 1 }
                if hasCurrentLeader { tagCount += 1 }
                if hasSnapshotID { tagCount += 1 }
                writer.writeUnsignedVarInt(tagCount)
                if hasDivergingEpoch {
                    let start = writer.beginTag(0)
                    divergingEpoch.encode(into: &writer, version: version)
                    writer.endTag(start)
                }
                if hasCurrentLeader {
                    let start = writer.beginTag(1)
                    currentLeader.encode(into: &writer, version: version)
                    writer.endTag(start)
                }
                if hasSnapshotID {
                    let start = writer.beginTag(2)
                    snapshotID.encode(into: &writer, version: version)
                    writer.endTag(start)
                }
            }
        }
    }

    package struct FetchableTopicResponse: WireStructure {
        package var topic: String = ""
        package var topicID: UUID = .zero
        package var partitions: [PartitionData] = []

        package init() {}

        package init(topic: String = "", topicID: UUID = .zero, partitions: [PartitionData] = []) {
            self.topic = topic
            self.topicID = topicID
            self.partitions = partitions
        }

        package init(from reader: inout ByteReader, version: Int16) throws(DecodeError) {
            let flexible = version >= 12
            if version <= 12 {
                topic = try reader.readString(flexible)
            }
            if version >= 13 {
                topicID = try reader.readUUID()
            }
            partitions = try reader.readArray(of: PartitionData.self, version, flexible)
            if flexible {
                try reader.skipTags()
            }
        }

        package func encode(into writer: inout ByteWriter, version: Int16) {
            let flexible = version >= 12
            if version <= 12 {
                writer.writeString(topic, flexible)
            }
            if version >= 13 {
                writer.write(topicID)
            }
            writer.writeArray(partitions, version, flexible)
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
