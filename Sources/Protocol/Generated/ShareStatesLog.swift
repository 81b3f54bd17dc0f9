// Generated from Schemas/Logs/ShareStates.schema. Edit the schema, then run `swift run generate-protocol`.
package import OttlaVocabulary

package struct ShareSnapshotKey: LogEntryPart {
    package var groupID: String = ""
    package var topicID: UUID = .zero
    package var partition: Int32 = 0

    package static var entryType: Int16 { 0 }
    package static var versions: ClosedRange<Int16> { 0...0 }
    package static func isFlexible(_ version: Int16) -> Bool { false }

    package init() {}

    package init(groupID: String = "", topicID: UUID = .zero, partition: Int32 = 0) {
        self.groupID = groupID
        self.topicID = topicID
        self.partition = partition
    }

    package init(from reader: inout ByteReader, version: Int16) throws(DecodeError) {
        try Self.check(version)
        groupID = try reader.readString(false)
        topicID = try reader.readUUID()
        partition = try reader.readInt32()
    }

    package func encode(into writer: inout ByteWriter, version: Int16) {
        Self.require(version)
        writer.writeString(groupID, false)
        writer.write(topicID)
        writer.write(partition)
    }
}

package struct ShareSnapshotValue: LogEntryPart {
    package var snapshotEpoch: Int32 = 0
    package var stateEpoch: Int32 = 0
    package var leaderEpoch: Int32 = 0
    package var startOffset: Offset = 0
    package var deliveryCompleteCount: Int32 = -1
    package var createTimestamp: Int64 = 0
    package var writeTimestamp: Int64 = 0
    package var stateBatches: [StateBatch] = []

    package static var entryType: Int16 { 0 }
    package static var versions: ClosedRange<Int16> { 0...0 }
    package static func isFlexible(_ version: Int16) -> Bool { true }

    package init() {}

    package init(
        snapshotEpoch: Int32 = 0,
        stateEpoch: Int32 = 0,
        leaderEpoch: Int32 = 0,
        startOffset: Offset = 0,
        deliveryCompleteCount: Int32 = -1,
        createTimestamp: Int64 = 0,
        writeTimestamp: Int64 = 0,
        stateBatches: [StateBatch] = []
    ) {
        self.snapshotEpoch = snapshotEpoch
        self.stateEpoch = stateEpoch
        self.leaderEpoch = leaderEpoch
        self.startOffset = startOffset
        self.deliveryCompleteCount = deliveryCompleteCount
        self.createTimestamp = createTimestamp
        self.writeTimestamp = writeTimestamp
        self.stateBatches = stateBatches
    }

    package init(from reader: inout ByteReader, version: Int16) throws(DecodeError) {
        try Self.check(version)
        snapshotEpoch = try reader.readInt32()
        stateEpoch = try reader.readInt32()
        leaderEpoch = try reader.readInt32()
        startOffset = Offset(try reader.readInt64())
        createTimestamp = try reader.readInt64()
        writeTimestamp = try reader.readInt64()
        stateBatches = try reader.readArray(of: StateBatch.self, version, true)
        var tags = try reader.readTagSection()
        while let tag = try tags.next(&reader) {
            switch tag {
            case 0: deliveryCompleteCount = try reader.readInt32()
            default: try tags.skip(&reader)
            }
        }
    }

    package func encode(into writer: inout ByteWriter, version: Int16) {
        Self.require(version)
        writer.write(snapshotEpoch)
        writer.write(stateEpoch)
        writer.write(leaderEpoch)
        writer.write(startOffset.value)
        writer.write(createTimestamp)
        writer.write(writeTimestamp)
        writer.writeArray(stateBatches, version, true)
        let hasDeliveryCompleteCount = deliveryCompleteCount != -1
        var tagCount: UInt32 = 0
        if hasDeliveryCompleteCount { tagCount += 1 }
        writer.writeUnsignedVarInt(tagCount)
        if hasDeliveryCompleteCount {
            let start = writer.beginTag(0)
            writer.write(deliveryCompleteCount)
            writer.endTag(start)
        }
    }

    package struct StateBatch: WireStructure {
        package var firstOffset: Offset = 0
        package var lastOffset: Offset = 0
        package var deliveryState: Int8 = 0
        package var deliveryCount: Int16 = 0

        package init() {}

        package init(
            firstOffset: Offset = 0,
            lastOffset: Offset = 0,
            deliveryState: Int8 = 0,
            deliveryCount: Int16 = 0
        ) {
            self.firstOffset = firstOffset
            self.lastOffset = lastOffset
            self.deliveryState = deliveryState
            self.deliveryCount = deliveryCount
        }

        package init(from reader: inout ByteReader, version: Int16) throws(DecodeError) {
            firstOffset = Offset(try reader.readInt64())
            lastOffset = Offset(try reader.readInt64())
            deliveryState = try reader.readInt8()
            deliveryCount = try reader.readInt16()
            try reader.skipTags()
        }

        package func encode(into writer: inout ByteWriter, version: Int16) {
            writer.write(firstOffset.value)
            writer.write(lastOffset.value)
            writer.write(deliveryState)
            writer.write(deliveryCount)
            writer.write(0 as UInt8)
        }
    }
}

package struct ShareUpdateKey: LogEntryPart {
    package var groupID: String = ""
    package var topicID: UUID = .zero
    package var partition: Int32 = 0

    package static var entryType: Int16 { 1 }
    package static var versions: ClosedRange<Int16> { 0...0 }
    package static func isFlexible(_ version: Int16) -> Bool { false }

    package init() {}

    package init(groupID: String = "", topicID: UUID = .zero, partition: Int32 = 0) {
        self.groupID = groupID
        self.topicID = topicID
        self.partition = partition
    }

    package init(from reader: inout ByteReader, version: Int16) throws(DecodeError) {
        try Self.check(version)
        groupID = try reader.readString(false)
        topicID = try reader.readUUID()
        partition = try reader.readInt32()
    }

    package func encode(into writer: inout ByteWriter, version: Int16) {
        Self.require(version)
        writer.writeString(groupID, false)
        writer.write(topicID)
        writer.write(partition)
    }
}

package struct ShareUpdateValue: LogEntryPart {
    package var snapshotEpoch: Int32 = 0
    package var leaderEpoch: Int32 = 0
    package var startOffset: Offset = 0
    package var deliveryCompleteCount: Int32 = -1
    package var stateBatches: [StateBatch] = []

    package static var entryType: Int16 { 1 }
    package static var versions: ClosedRange<Int16> { 0...0 }
    package static func isFlexible(_ version: Int16) -> Bool { true }

    package init() {}

    package init(
        snapshotEpoch: Int32 = 0,
        leaderEpoch: Int32 = 0,
        startOffset: Offset = 0,
        deliveryCompleteCount: Int32 = -1,
        stateBatches: [StateBatch] = []
    ) {
        self.snapshotEpoch = snapshotEpoch
        self.leaderEpoch = leaderEpoch
        self.startOffset = startOffset
        self.deliveryCompleteCount = deliveryCompleteCount
        self.stateBatches = stateBatches
    }

    package init(from reader: inout ByteReader, version: Int16) throws(DecodeError) {
        try Self.check(version)
        snapshotEpoch = try reader.readInt32()
        leaderEpoch = try reader.readInt32()
        startOffset = Offset(try reader.readInt64())
        stateBatches = try reader.readArray(of: StateBatch.self, version, true)
        var tags = try reader.readTagSection()
        while let tag = try tags.next(&reader) {
            switch tag {
            case 0: deliveryCompleteCount = try reader.readInt32()
            default: try tags.skip(&reader)
            }
        }
    }

    package func encode(into writer: inout ByteWriter, version: Int16) {
        Self.require(version)
        writer.write(snapshotEpoch)
        writer.write(leaderEpoch)
        writer.write(startOffset.value)
        writer.writeArray(stateBatches, version, true)
        let hasDeliveryCompleteCount = deliveryCompleteCount != -1
        var tagCount: UInt32 = 0
        if hasDeliveryCompleteCount { tagCount += 1 }
        writer.writeUnsignedVarInt(tagCount)
        if hasDeliveryCompleteCount {
            let start = writer.beginTag(0)
            writer.write(deliveryCompleteCount)
            writer.endTag(start)
        }
    }

    package struct StateBatch: WireStructure {
        package var firstOffset: Offset = 0
        package var lastOffset: Offset = 0
        package var deliveryState: Int8 = 0
        package var deliveryCount: Int16 = 0

        package init() {}

        package init(
            firstOffset: Offset = 0,
            lastOffset: Offset = 0,
            deliveryState: Int8 = 0,
            deliveryCount: Int16 = 0
        ) {
            self.firstOffset = firstOffset
            self.lastOffset = lastOffset
            self.deliveryState = deliveryState
            self.deliveryCount = deliveryCount
        }

        package init(from reader: inout ByteReader, version: Int16) throws(DecodeError) {
            firstOffset = Offset(try reader.readInt64())
            lastOffset = Offset(try reader.readInt64())
            deliveryState = try reader.readInt8()
            deliveryCount = try reader.readInt16()
            try reader.skipTags()
        }

        package func encode(into writer: inout ByteWriter, version: Int16) {
            writer.write(firstOffset.value)
            writer.write(lastOffset.value)
            writer.write(deliveryState)
            writer.write(deliveryCount)
            writer.write(0 as UInt8)
        }
    }
}
