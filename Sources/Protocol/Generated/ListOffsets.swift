// Generated from Schemas/Messages/002-ListOffsets.schema. Edit the schema, then run `swift run generate-protocol`.
package import OttlaVocabulary

/// Finds offsets by time, or by a negative signal such as the earliest and the latest.
package struct ListOffsetsRequest: RequestMessage {
    package var replicaID: Int32 = 0
    package var isolationLevel: Int8 = 0
    package var topics: [ListOffsetsTopic] = []
    package var timeoutMs: Int32 = 0

    package typealias Response = ListOffsetsResponse
    package static var apiKey: APIKey { .listOffsets }
    package static var versions: ClosedRange<Int16> { 0...11 }
    package static func isFlexible(_ version: Int16) -> Bool { version >= 6 }

    package init() {}

    package init(replicaID: Int32 = 0, isolationLevel: Int8 = 0, topics: [ListOffsetsTopic] = [], timeoutMs: Int32 = 0) {
        self.replicaID = replicaID
        self.isolationLevel = isolationLevel
        self.topics = topics
        self.timeoutMs = timeoutMs
    }

    package init(from reader: inout ByteReader, version: Int16) throws(DecodeError) {
        try Self.check(version)
        let flexible = version >= 6
        replicaID = try reader.readInt32()
        if version >= 2 {
            isolationLevel = try reader.readInt8()
        }
        topics = try reader.readArray(of: ListOffsetsTopic.self, version, flexible)
        if version >= 10 {
            timeoutMs = try reader.readInt32()
        }
        if flexible {
            try reader.skipTags()
        }
    }

    package func encode(into writer: inout ByteWriter, version: Int16) {
        Self.require(version)
        let flexible = version >= 6
        writer.write(replicaID)
        if version >= 2 {
            writer.write(isolationLevel)
        }
        writer.writeArray(topics, version, flexible)
        if version >= 10 {
            writer.write(timeoutMs)
        }
        if flexible {
            writer.write(0 as UInt8)
        }
    }

    package struct ListOffsetsPartition: WireStructure {
        package var partitionIndex: Int32 = 0
        package var currentLeaderEpoch: Int32 = -1
        package var timestamp: Int64 = 0
        package var maxNumOffsets: Int32 = 1
        /// Not Kafka's: asks how far behind a group is that has committed this offset. -1 does not ask.
        package var committedOffset: Offset = -1

        package init() {}

        package init(
            partitionIndex: Int32 = 0,
            currentLeaderEpoch: Int32 = -1,
            timestamp: Int64 = 0,
            maxNumOffsets: Int32 = 1,
            committedOffset: Offset = -1
        ) {
            self.partitionIndex = partitionIndex
            self.currentLeaderEpoch = currentLeaderEpoch
            self.timestamp = timestamp
            self.maxNumOffsets = maxNumOffsets
            self.committedOffset = committedOffset
        }

        package init(from reader: inout ByteReader, version: Int16) throws(DecodeError) {
            let flexible = version >= 6
            partitionIndex = try reader.readInt32()
            if version >= 4 {
                currentLeaderEpoch = try reader.readInt32()
            }
            timestamp = try reader.readInt64()
            if version == 0 {
                maxNumOffsets = try reader.readInt32()
            }
            if flexible {
                var tags = try reader.readTagSection()
                while let tag = try tags.next(&reader) {
                    switch tag {
                    case 10000: committedOffset = Offset(try reader.readInt64())
                    default: try tags.skip(&reader)
                    }
                }
            }
        }

        package func encode(into writer: inout ByteWriter, version: Int16) {
            let flexible = version >= 6
            writer.write(partitionIndex)
            if version >= 4 {
                writer.write(currentLeaderEpoch)
            }
            writer.write(timestamp)
            if version == 0 {
                writer.write(maxNumOffsets)
            }
            if flexible {
                let hasCommittedOffset = committedOffset != -1
                var tagCount: UInt32 = 0
                if hasCommittedOffset { tagCount += 1 }
                writer.writeUnsignedVarInt(tagCount)
                if hasCommittedOffset {
                    let start = writer.beginTag(10000)
                    writer.write(committedOffset.value)
                    writer.endTag(start)
                }
            }
        }
    }

    package struct ListOffsetsTopic: WireStructure {
        package var name: String = ""
        package var partitions: [ListOffsetsPartition] = []

        package init() {}

        package init(name: String = "", partitions: [ListOffsetsPartition] = []) {
            self.name = name
            self.partitions = partitions
        }

        package init(from reader: inout ByteReader, version: Int16) throws(DecodeError) {
            let flexible = version >= 6
            name = try reader.readString(flexible)
            partitions = try reader.readArray(of: ListOffsetsPartition.self, version, flexible)
            if flexible {
                try reader.skipTags()
            }
        }

        package func encode(into writer: inout ByteWriter, version: Int16) {
            let flexible = version >= 6
            writer.writeString(name, flexible)
            writer.writeArray(partitions, version, flexible)
            if flexible {
                writer.write(0 as UInt8)
            }
        }
    }
}

/// The answer to `ListOffsetsRequest`.
package struct ListOffsetsResponse: ResponseMessage {
    package var throttleTimeMs: Int32 = 0
    package var topics: [ListOffsetsTopicResponse] = []

    package static var versions: ClosedRange<Int16> { 0...11 }
    package static func isFlexible(_ version: Int16) -> Bool { version >= 6 }

    package init() {}

    package init(throttleTimeMs: Int32 = 0, topics: [ListOffsetsTopicResponse] = []) {
        self.throttleTimeMs = throttleTimeMs
        self.topics = topics
    }

    package init(from reader: inout ByteReader, version: Int16) throws(DecodeError) {
        try Self.check(version)
        let flexible = version >= 6
        if version >= 2 {
            throttleTimeMs = try reader.readInt32()
        }
        topics = try reader.readArray(of: ListOffsetsTopicResponse.self, version, flexible)
        if flexible {
            try reader.skipTags()
        }
    }

    package func encode(into writer: inout ByteWriter, version: Int16) {
        Self.require(version)
        let flexible = version >= 6
        if version >= 2 {
            writer.write(throttleTimeMs)
        }
        writer.writeArray(topics, version, flexible)
        if flexible {
            writer.write(0 as UInt8)
        }
    }

    package struct PartitionLag: WireStructure {
        package var logStartOffset: Offset = 0
        package var lastStableOffset: Offset = 0
        package var highWatermark: Offset = 0
        /// Where reading goes on: the committed offset, or the log start if that is beyond it.
        package var nextOffset: Offset = 0
        /// Records that a reader of committed records has still to read.
        package var recordCount: Int64 = 0
        /// False: the count is an upper bound.
        package var isRecordCountExact: Bool = false
        /// Records that wait for the end of open transactions.
        package var undecidedCount: Int64 = 0
        package var isUndecidedCountExact: Bool = false
        /// The time of the next record to be read; -1 if there is none, or it has none.
        package var nextTimestamp: Int64 = 0
        /// Offsets from the committed one on that left the log before they were read.
        package var lostCount: Int64 = 0
        /// The committed offset lies behind the end of the log.
        package var isBeyondEnd: Bool = false
        /// Counting ended early: asking again comes further.
        package var isCutShort: Bool = false

        package init() {}

        package init(
            logStartOffset: Offset = 0,
            lastStableOffset: Offset = 0,
            highWatermark: Offset = 0,
            nextOffset: Offset = 0,
            recordCount: Int64 = 0,
            isRecordCountExact: Bool = false,
            undecidedCount: Int64 = 0,
            isUndecidedCountExact: Bool = false,
            nextTimestamp: Int64 = 0,
            lostCount: Int64 = 0,
            isBeyondEnd: Bool = false,
            isCutShort: Bool = false
        ) {
            self.logStartOffset = logStartOffset
            self.lastStableOffset = lastStableOffset
            self.highWatermark = highWatermark
            self.nextOffset = nextOffset
            self.recordCount = recordCount
            self.isRecordCountExact = isRecordCountExact
            self.undecidedCount = undecidedCount
            self.isUndecidedCountExact = isUndecidedCountExact
            self.nextTimestamp = nextTimestamp
            self.lostCount = lostCount
            self.isBeyondEnd = isBeyondEnd
            self.isCutShort = isCutShort
        }

        package init(from reader: inout ByteReader, version: Int16) throws(DecodeError) {
            logStartOffset = Offset(try reader.readInt64())
            lastStableOffset = Offset(try reader.readInt64())
            highWatermark = Offset(try reader.readInt64())
            nextOffset = Offset(try reader.readInt64())
            recordCount = try reader.readInt64()
            isRecordCountExact = try reader.readBool()
            undecidedCount = try reader.readInt64()
            isUndecidedCountExact = try reader.readBool()
            nextTimestamp = try reader.readInt64()
            lostCount = try reader.readInt64()
            isBeyondEnd = try reader.readBool()
            isCutShort = try reader.readBool()
            try reader.skipTags()
        }

        package func encode(into writer: inout ByteWriter, version: Int16) {
            writer.write(logStartOffset.value)
            writer.write(lastStableOffset.value)
            writer.write(highWatermark.value)
            writer.write(nextOffset.value)
            writer.write(recordCount)
            writer.write(isRecordCountExact)
            writer.write(undecidedCount)
            writer.write(isUndecidedCountExact)
            writer.write(nextTimestamp)
            writer.write(lostCount)
            writer.write(isBeyondEnd)
            writer.write(isCutShort)
            writer.write(0 as UInt8)
        }
    }

    package struct ListOffsetsPartitionResponse: WireStructure {
        package var partitionIndex: Int32 = 0
        package var errorCode: ErrorCode = .none
        package var oldStyleOffsets: [Int64] = []
        package var timestamp: Int64 = -1
        package var offset: Offset = -1
        package var leaderEpoch: Int32 = -1
        /// Not Kafka's: the answer to `committedOffset`; null where it was not asked for.
        package var lag: PartitionLag? = nil

        package init() {}

        package init(
            partitionIndex: Int32 = 0,
            errorCode: ErrorCode = .none,
            oldStyleOffsets: [Int64] = [],
            timestamp: Int64 = -1,
            offset: Offset = -1,
            leaderEpoch: Int32 = -1,
            lag: PartitionLag? = nil
        ) {
            self.partitionIndex = partitionIndex
            self.errorCode = errorCode
            self.oldStyleOffsets = oldStyleOffsets
            self.timestamp = timestamp
            self.offset = offset
            self.leaderEpoch = leaderEpoch
            self.lag = lag
        }

        package init(from reader: inout ByteReader, version: Int16) throws(DecodeError) {
            let flexible = version >= 6
            partitionIndex = try reader.readInt32()
            errorCode = ErrorCode(rawValue: try reader.readInt16())
            if version == 0 {
                oldStyleOffsets = try reader.readArray(of: Int64.self, flexible)
            }
            if version >= 1 {
                timestamp = try reader.readInt64()
                offset = Offset(try reader.readInt64())
            }
            if version >= 4 {
                leaderEpoch = try reader.readInt32()
            }
            if flexible {
                var tags = try reader.readTagSection()
                while let tag = try tags.next(&reader) {
                    switch tag {
                    case 10000: lag = try reader.readNullable(PartitionLag.self, version)
                    default: try tags.skip(&reader)
                    }
                }
            }
        }

        package func encode(into writer: inout ByteWriter, version: Int16) {
            let flexible = version >= 6
            writer.write(partitionIndex)
            writer.write(errorCode.rawValue)
            if version == 0 {
                writer.writeArray(oldStyleOffsets, flexible)
            }
            if version >= 1 {
                writer.write(timestamp)
                writer.write(offset.value)
            }
            if version >= 4 {
                writer.write(leaderEpoch)
            }
            if flexible {
                let hasLag = lag != nil
                var tagCount: UInt32 = 0
                if hasLag { tagCount += 1 }
                writer.writeUnsignedVarInt(tagCount)
                if hasLag {
                    let start = writer.beginTag(10000)
                    writer.writeNullable(lag, version)
                    writer.endTag(start)
                }
            }
        }
    }

    package struct ListOffsetsTopicResponse: WireStructure {
        package var name: String = ""
        package var partitions: [ListOffsetsPartitionResponse] = []

        package init() {}

        package init(name: String = "", partitions: [ListOffsetsPartitionResponse] = []) {
            self.name = name
            self.partitions = partitions
        }

        package init(from reader: inout ByteReader, version: Int16) throws(DecodeError) {
            let flexible = version >= 6
            name = try reader.readString(flexible)
            partitions = try reader.readArray(of: ListOffsetsPartitionResponse.self, version, flexible)
            if flexible {
                try reader.skipTags()
            }
        }

        package func encode(into writer: inout ByteWriter, version: Int16) {
            let flexible = version >= 6
            writer.writeString(name, flexible)
            writer.writeArray(partitions, version, flexible)
            if flexible {
                writer.write(0 as UInt8)
            }
        }
    }
}
