// Generated from Schemas/Logs/Groups.schema. Edit the schema, then run `swift run generate-protocol`.
package import OttlaVocabulary

package struct LegacyOffsetCommitKey: LogEntryPart {
    package var group: String = ""
    package var topic: String = ""
    package var partition: Int32 = 0

    package static var entryType: Int16 { 0 }
    package static var versions: ClosedRange<Int16> { 0...0 }
    package static func isFlexible(_ version: Int16) -> Bool { false }

    package init() {}

    package init(group: String = "", topic: String = "", partition: Int32 = 0) {
        self.group = group
        self.topic = topic
        self.partition = partition
    }

    package init(from reader: inout ByteReader, version: Int16) throws(DecodeError) {
        try Self.check(version)
        group = try reader.readString(false)
        topic = try reader.readString(false)
        partition = try reader.readInt32()
    }

    package func encode(into writer: inout ByteWriter, version: Int16) {
        Self.require(version)
        writer.writeString(group, false)
        writer.writeString(topic, false)
        writer.write(partition)
    }
}

package struct LegacyOffsetCommitValue: LogEntryPart {
    package var offset: Offset = 0
    package var metadata: String = ""
    package var commitTimestamp: Int64 = 0

    package static var entryType: Int16 { 0 }
    package static var versions: ClosedRange<Int16> { 0...0 }
    package static func isFlexible(_ version: Int16) -> Bool { false }

    package init() {}

    package init(offset: Offset = 0, metadata: String = "", commitTimestamp: Int64 = 0) {
        self.offset = offset
        self.metadata = metadata
        self.commitTimestamp = commitTimestamp
    }

    package init(from reader: inout ByteReader, version: Int16) throws(DecodeError) {
        try Self.check(version)
        offset = Offset(try reader.readInt64())
        metadata = try reader.readString(false)
        commitTimestamp = try reader.readInt64()
    }

    package func encode(into writer: inout ByteWriter, version: Int16) {
        Self.require(version)
        writer.write(offset.value)
        writer.writeString(metadata, false)
        writer.write(commitTimestamp)
    }
}

package struct OffsetCommitKey: LogEntryPart {
    package var group: String = ""
    package var topic: String = ""
    package var partition: Int32 = 0

    package static var entryType: Int16 { 1 }
    package static var versions: ClosedRange<Int16> { 0...0 }
    package static func isFlexible(_ version: Int16) -> Bool { false }

    package init() {}

    package init(group: String = "", topic: String = "", partition: Int32 = 0) {
        self.group = group
        self.topic = topic
        self.partition = partition
    }

    package init(from reader: inout ByteReader, version: Int16) throws(DecodeError) {
        try Self.check(version)
        group = try reader.readString(false)
        topic = try reader.readString(false)
        partition = try reader.readInt32()
    }

    package func encode(into writer: inout ByteWriter, version: Int16) {
        Self.require(version)
        writer.writeString(group, false)
        writer.writeString(topic, false)
        writer.write(partition)
    }
}

package struct OffsetCommitValue: LogEntryPart {
    package var offset: Offset = 0
    package var leaderEpoch: Int32 = -1
    package var metadata: String = ""
    package var commitTimestamp: Int64 = 0
    package var expireTimestamp: Int64 = -1
    package var topicID: UUID = .zero

    package static var entryType: Int16 { 1 }
    package static var versions: ClosedRange<Int16> { 0...4 }
    package static func isFlexible(_ version: Int16) -> Bool { version >= 4 }

    package init() {}

    package init(
        offset: Offset = 0,
        leaderEpoch: Int32 = -1,
        metadata: String = "",
        commitTimestamp: Int64 = 0,
        expireTimestamp: Int64 = -1,
        topicID: UUID = .zero
    ) {
        self.offset = offset
        self.leaderEpoch = leaderEpoch
        self.metadata = metadata
        self.commitTimestamp = commitTimestamp
        self.expireTimestamp = expireTimestamp
        self.topicID = topicID
    }

    package init(from reader: inout ByteReader, version: Int16) throws(DecodeError) {
        try Self.check(version)
        let flexible = version >= 4
        offset = Offset(try reader.readInt64())
        if version >= 3 {
            leaderEpoch = try reader.readInt32()
        }
        metadata = try reader.readString(flexible)
        commitTimestamp = try reader.readInt64()
        if version == 1 {
            expireTimestamp = try reader.readInt64()
        }
        if flexible {
            var tags = try reader.readTagSection()
            while let tag = try tags.next(&reader) {
                switch tag {
                case 0: topicID = try reader.readUUID()
                default: try tags.skip(&reader)
                }
            }
        }
    }

    package func encode(into writer: inout ByteWriter, version: Int16) {
        Self.require(version)
        let flexible = version >= 4
        writer.write(offset.value)
        if version >= 3 {
            writer.write(leaderEpoch)
        }
        writer.writeString(metadata, flexible)
        writer.write(commitTimestamp)
        if version == 1 {
            writer.write(expireTimestamp)
        }
        if flexible {
            let hasTopicID = topicID != .zero
            var tagCount: UInt32 = 0
            if hasTopicID { tagCount += 1 }
            writer.writeUnsignedVarInt(tagCount)
            if hasTopicID {
                let start = writer.beginTag(0)
                writer.write(topicID)
                writer.endTag(start)
            }
        }
    }
}

package struct GroupMetadataKey: LogEntryPart {
    package var group: String = ""

    package static var entryType: Int16 { 2 }
    package static var versions: ClosedRange<Int16> { 0...0 }
    package static func isFlexible(_ version: Int16) -> Bool { false }

    package init() {}

    package init(group: String = "") {
        self.group = group
    }

    package init(from reader: inout ByteReader, version: Int16) throws(DecodeError) {
        try Self.check(version)
        group = try reader.readString(false)
    }

    package func encode(into writer: inout ByteWriter, version: Int16) {
        Self.require(version)
        writer.writeString(group, false)
    }
}

package struct GroupMetadataValue: LogEntryPart {
    package var protocolType: String = ""
    package var generation: Int32 = 0
    package var `protocol`: String? = ""
    package var leader: String? = ""
    package var currentStateTimestamp: Int64 = -1
    package var members: [MemberMetadata] = []

    package static var entryType: Int16 { 2 }
    package static var versions: ClosedRange<Int16> { 0...4 }
    package static func isFlexible(_ version: Int16) -> Bool { version >= 4 }

    package init() {}

    package init(
        protocolType: String = "",
        generation: Int32 = 0,
        `protocol`: String? = "",
        leader: String? = "",
        currentStateTimestamp: Int64 = -1,
        members: [MemberMetadata] = []
    ) {
        self.protocolType = protocolType
        self.generation = generation
        self.protocol = `protocol`
        self.leader = leader
        self.currentStateTimestamp = currentStateTimestamp
        self.members = members
    }

    package init(from reader: inout ByteReader, version: Int16) throws(DecodeError) {
        try Self.check(version)
        let flexible = version >= 4
        protocolType = try reader.readString(flexible)
        generation = try reader.readInt32()
        `protocol` = try reader.readNullableString(flexible)
        leader = try reader.readNullableString(flexible)
        if version >= 2 {
            currentStateTimestamp = try reader.readInt64()
        }
        members = try reader.readArray(of: MemberMetadata.self, version, flexible)
        if flexible {
            try reader.skipTags()
        }
    }

    package func encode(into writer: inout ByteWriter, version: Int16) {
        Self.require(version)
        let flexible = version >= 4
        writer.writeString(protocolType, flexible)
        writer.write(generation)
        writer.writeNullableString(`protocol`, flexible)
        writer.writeNullableString(leader, flexible)
        if version >= 2 {
            writer.write(currentStateTimestamp)
        }
        writer.writeArray(members, version, flexible)
        if flexible {
            writer.write(0 as UInt8)
        }
    }

    package struct MemberMetadata: WireStructure {
        package var memberID: String = ""
        package var groupInstanceID: String? = nil
        package var clientID: String = ""
        package var clientHost: String = ""
        package var rebalanceTimeout: Int32 = -1
        package var sessionTimeout: Int32 = 0
        package var subscription: [UInt8] = []
        package var assignment: [UInt8] = []

        package init() {}

        package init(
            memberID: String = "",
            groupInstanceID: String? = nil,
            clientID: String = "",
            clientHost: String = "",
            rebalanceTimeout: Int32 = -1,
            sessionTimeout: Int32 = 0,
            subscription: [UInt8] = [],
            assignment: [UInt8] = []
        ) {
            self.memberID = memberID
            self.groupInstanceID = groupInstanceID
            self.clientID = clientID
            self.clientHost = clientHost
            self.rebalanceTimeout = rebalanceTimeout
            self.sessionTimeout = sessionTimeout
            self.subscription = subscription
            self.assignment = assignment
        }

        package init(from reader: inout ByteReader, version: Int16) throws(DecodeError) {
            let flexible = version >= 4
            memberID = try reader.readString(flexible)
            if version >= 3 {
                groupInstanceID = try reader.readNullableString(flexible)
            }
            clientID = try reader.readString(flexible)
            clientHost = try reader.readString(flexible)
            if version >= 1 {
                rebalanceTimeout = try reader.readInt32()
            }
            sessionTimeout = try reader.readInt32()
            subscription = try reader.readBytes(flexible)
            assignment = try reader.readBytes(flexible)
            if flexible {
                try reader.skipTags()
            }
        }

        package func encode(into writer: inout ByteWriter, version: Int16) {
            let flexible = version >= 4
            writer.writeString(memberID, flexible)
            if version >= 3 {
                writer.writeNullableString(groupInstanceID, flexible)
            }
            writer.writeString(clientID, flexible)
            writer.writeString(clientHost, flexible)
            if version >= 1 {
                writer.write(rebalanceTimeout)
            }
            writer.write(sessionTimeout)
            writer.writeBytes(subscription, flexible)
            writer.writeBytes(assignment, flexible)
            if flexible {
                writer.write(0 as UInt8)
            }
        }
    }
}

package struct ConsumerGroupMetadataKey: LogEntryPart {
    package var groupID: String = ""

    package static var entryType: Int16 { 3 }
    package static var versions: ClosedRange<Int16> { 0...0 }
    package static func isFlexible(_ version: Int16) -> Bool { false }

    package init() {}

    package init(groupID: String = "") {
        self.groupID = groupID
    }

    package init(from reader: inout ByteReader, version: Int16) throws(DecodeError) {
        try Self.check(version)
        groupID = try reader.readString(false)
    }

    package func encode(into writer: inout ByteWriter, version: Int16) {
        Self.require(version)
        writer.writeString(groupID, false)
    }
}

package struct ConsumerGroupMetadataValue: LogEntryPart {
    package var epoch: Int32 = 0
    package var metadataHash: Int64 = 0

    package static var entryType: Int16 { 3 }
    package static var versions: ClosedRange<Int16> { 0...0 }
    package static func isFlexible(_ version: Int16) -> Bool { true }

    package init() {}

    package init(epoch: Int32 = 0, metadataHash: Int64 = 0) {
        self.epoch = epoch
        self.metadataHash = metadataHash
    }

    package init(from reader: inout ByteReader, version: Int16) throws(DecodeError) {
        try Self.check(version)
        epoch = try reader.readInt32()
        var tags = try reader.readTagSection()
        while let tag = try tags.next(&reader) {
            switch tag {
            case 0: metadataHash = try reader.readInt64()
            default: try tags.skip(&reader)
            }
        }
    }

    package func encode(into writer: inout ByteWriter, version: Int16) {
        Self.require(version)
        writer.write(epoch)
        let hasMetadataHash = metadataHash != 0
        var tagCount: UInt32 = 0
        if hasMetadataHash { tagCount += 1 }
        writer.writeUnsignedVarInt(tagCount)
        if hasMetadataHash {
            let start = writer.beginTag(0)
            writer.write(metadataHash)
            writer.endTag(start)
        }
    }
}

package struct ConsumerGroupPartitionMetadataKey: LogEntryPart {
    package var groupID: String = ""

    package static var entryType: Int16 { 4 }
    package static var versions: ClosedRange<Int16> { 0...0 }
    package static func isFlexible(_ version: Int16) -> Bool { false }

    package init() {}

    package init(groupID: String = "") {
        self.groupID = groupID
    }

    package init(from reader: inout ByteReader, version: Int16) throws(DecodeError) {
        try Self.check(version)
        groupID = try reader.readString(false)
    }

    package func encode(into writer: inout ByteWriter, version: Int16) {
        Self.require(version)
        writer.writeString(groupID, false)
    }
}

package struct ConsumerGroupPartitionMetadataValue: LogEntryPart {
    package var topics: [TopicMetadata] = []

    package static var entryType: Int16 { 4 }
    package static var versions: ClosedRange<Int16> { 0...0 }
    package static func isFlexible(_ version: Int16) -> Bool { true }

    package init() {}

    package init(topics: [TopicMetadata] = []) {
        self.topics = topics
    }

    package init(from reader: inout ByteReader, version: Int16) throws(DecodeError) {
        try Self.check(version)
        topics = try reader.readArray(of: TopicMetadata.self, version, true)
        try reader.skipTags()
    }

    package func encode(into writer: inout ByteWriter, version: Int16) {
        Self.require(version)
        writer.writeArray(topics, version, true)
        writer.write(0 as UInt8)
    }

    package struct PartitionMetadata: WireStructure {
        package var partition: Int32 = 0
        package var racks: [String] = []

        package init() {}

        package init(partition: Int32 = 0, racks: [String] = []) {
            self.partition = partition
            self.racks = racks
        }

        package init(from reader: inout ByteReader, version: Int16) throws(DecodeError) {
            partition = try reader.readInt32()
            racks = try reader.readArray(of: String.self, true)
            try reader.skipTags()
        }

        package func encode(into writer: inout ByteWriter, version: Int16) {
            writer.write(partition)
            writer.writeArray(racks, true)
            writer.write(0 as UInt8)
        }
    }

    package struct TopicMetadata: WireStructure {
        package var topicID: UUID = .zero
        package var topicName: String = ""
        package var numPartitions: Int32 = 0
        package var partitionMetadata: [PartitionMetadata] = []

        package init() {}

        package init(
            topicID: UUID = .zero,
            topicName: String = "",
            numPartitions: Int32 = 0,
            partitionMetadata: [PartitionMetadata] = []
        ) {
            self.topicID = topicID
            self.topicName = topicName
            self.numPartitions = numPartitions
            self.partitionMetadata = partitionMetadata
        }

        package init(from reader: inout ByteReader, version: Int16) throws(DecodeError) {
            topicID = try reader.readUUID()
            topicName = try reader.readString(true)
            numPartitions = try reader.readInt32()
            partitionMetadata = try reader.readArray(of: PartitionMetadata.self, version, true)
            try reader.skipTags()
        }

        package func encode(into writer: inout ByteWriter, version: Int16) {
            writer.write(topicID)
            writer.writeString(topicName, true)
            writer.write(numPartitions)
            writer.writeArray(partitionMetadata, version, true)
            writer.write(0 as UInt8)
        }
    }
}

package struct ConsumerGroupMemberMetadataKey: LogEntryPart {
    package var groupID: String = ""
    package var memberID: String = ""

    package static var entryType: Int16 { 5 }
    package static var versions: ClosedRange<Int16> { 0...0 }
    package static func isFlexible(_ version: Int16) -> Bool { false }

    package init() {}

    package init(groupID: String = "", memberID: String = "") {
        self.groupID = groupID
        self.memberID = memberID
    }

    package init(from reader: inout ByteReader, version: Int16) throws(DecodeError) {
        try Self.check(version)
        groupID = try reader.readString(false)
        memberID = try reader.readString(false)
    }

    package func encode(into writer: inout ByteWriter, version: Int16) {
        Self.require(version)
        writer.writeString(groupID, false)
        writer.writeString(memberID, false)
    }
}

package struct ConsumerGroupMemberMetadataValue: LogEntryPart {
    package var instanceID: String? = ""
    package var rackID: String? = ""
    package var clientID: String = ""
    package var clientHost: String = ""
    package var subscribedTopicNames: [String] = []
    package var subscribedTopicRegex: String? = ""
    package var rebalanceTimeoutMs: Int32 = -1
    package var serverAssignor: String? = ""
    package var classicMemberMetadata: ClassicMemberMetadata? = nil

    package static var entryType: Int16 { 5 }
    package static var versions: ClosedRange<Int16> { 0...0 }
    package static func isFlexible(_ version: Int16) -> Bool { true }

    package init() {}

    package init(
        instanceID: String? = "",
        rackID: String? = "",
        clientID: String = "",
        clientHost: String = "",
        subscribedTopicNames: [String] = [],
        subscribedTopicRegex: String? = "",
        rebalanceTimeoutMs: Int32 = -1,
        serverAssignor: String? = "",
        classicMemberMetadata: ClassicMemberMetadata? = nil
    ) {
        self.instanceID = instanceID
        self.rackID = rackID
        self.clientID = clientID
        self.clientHost = clientHost
        self.subscribedTopicNames = subscribedTopicNames
        self.subscribedTopicRegex = subscribedTopicRegex
        self.rebalanceTimeoutMs = rebalanceTimeoutMs
        self.serverAssignor = serverAssignor
        self.classicMemberMetadata = classicMemberMetadata
    }

    package init(from reader: inout ByteReader, version: Int16) throws(DecodeError) {
        try Self.check(version)
        instanceID = try reader.readNullableString(true)
        rackID = try reader.readNullableString(true)
        clientID = try reader.readString(true)
        clientHost = try reader.readString(true)
        subscribedTopicNames = try reader.readArray(of: String.self, true)
        subscribedTopicRegex = try reader.readNullableString(true)
        rebalanceTimeoutMs = try reader.readInt32()
        serverAssignor = try reader.readNullableString(true)
        var tags = try reader.readTagSection()
        while let tag = try tags.next(&reader) {
            switch tag {
            case 0: classicMemberMetadata = try reader.readNullable(ClassicMemberMetadata.self, version)
            default: try tags.skip(&reader)
            }
        }
    }

    package func encode(into writer: inout ByteWriter, version: Int16) {
        Self.require(version)
        writer.writeNullableString(instanceID, true)
        writer.writeNullableString(rackID, true)
        writer.writeString(clientID, true)
        writer.writeString(clientHost, true)
        writer.writeArray(subscribedTopicNames, true)
        writer.writeNullableString(subscribedTopicRegex, true)
        writer.write(rebalanceTimeoutMs)
        writer.writeNullableString(serverAssignor, true)
        let hasClassicMemberMetadata = classicMemberMetadata != nil
        var tagCount: UInt32 = 0
        if hasClassicMemberMetadata { tagCount += 1 }
        writer.writeUnsignedVarInt(tagCount)
        if hasClassicMemberMetadata {
            let start = writer.beginTag(0)
            writer.writeNullable(classicMemberMetadata, version)
            writer.endTag(start)
        }
    }

    package struct ClassicProtocol: WireStructure {
        package var name: String = ""
        package var metadata: [UInt8] = []

        package init() {}

        package init(name: String = "", metadata: [UInt8] = []) {
            self.name = name
            self.metadata = metadata
        }

        package init(from reader: inout ByteReader, version: Int16) throws(DecodeError) {
            name = try reader.readString(true)
            metadata = try reader.readBytes(true)
            try reader.skipTags()
        }

        package func encode(into writer: inout ByteWriter, version: Int16) {
            writer.writeString(name, true)
            writer.writeBytes(metadata, true)
            writer.write(0 as UInt8)
        }
    }

    package struct ClassicMemberMetadata: WireStructure {
        package var sessionTimeoutMs: Int32 = 0
        package var supportedProtocols: [ClassicProtocol] = []

        package init() {}

        package init(sessionTimeoutMs: Int32 = 0, supportedProtocols: [ClassicProtocol] = []) {
            self.sessionTimeoutMs = sessionTimeoutMs
            self.supportedProtocols = supportedProtocols
        }

        package init(from reader: inout ByteReader, version: Int16) throws(DecodeError) {
            sessionTimeoutMs = try reader.readInt32()
            supportedProtocols = try reader.readArray(of: ClassicProtocol.self, version, true)
            try reader.skipTags()
        }

        package func encode(into writer: inout ByteWriter, version: Int16) {
            writer.write(sessionTimeoutMs)
            writer.writeArray(supportedProtocols, version, true)
            writer.write(0 as UInt8)
        }
    }
}

package struct ConsumerGroupTargetAssignmentMetadataKey: LogEntryPart {
    package var groupID: String = ""

    package static var entryType: Int16 { 6 }
    package static var versions: ClosedRange<Int16> { 0...0 }
    package static func isFlexible(_ version: Int16) -> Bool { false }

    package init() {}

    package init(groupID: String = "") {
        self.groupID = groupID
    }

    package init(from reader: inout ByteReader, version: Int16) throws(DecodeError) {
        try Self.check(version)
        groupID = try reader.readString(false)
    }

    package func encode(into writer: inout ByteWriter, version: Int16) {
        Self.require(version)
        writer.writeString(groupID, false)
    }
}

package struct ConsumerGroupTargetAssignmentMetadataValue: LogEntryPart {
    package var assignmentEpoch: Int32 = 0
    package var assignmentTimestamp: Int64 = 0

    package static var entryType: Int16 { 6 }
    package static var versions: ClosedRange<Int16> { 0...0 }
    package static func isFlexible(_ version: Int16) -> Bool { true }

    package init() {}

    package init(assignmentEpoch: Int32 = 0, assignmentTimestamp: Int64 = 0) {
        self.assignmentEpoch = assignmentEpoch
        self.assignmentTimestamp = assignmentTimestamp
    }

    package init(from reader: inout ByteReader, version: Int16) throws(DecodeError) {
        try Self.check(version)
        assignmentEpoch = try reader.readInt32()
        var tags = try reader.readTagSection()
        while let tag = try tags.next(&reader) {
            switch tag {
            case 0: assignmentTimestamp = try reader.readInt64()
            default: try tags.skip(&reader)
            }
        }
    }

    package func encode(into writer: inout ByteWriter, version: Int16) {
        Self.require(version)
        writer.write(assignmentEpoch)
        let hasAssignmentTimestamp = assignmentTimestamp != 0
        var tagCount: UInt32 = 0
        if hasAssignmentTimestamp { tagCount += 1 }
        writer.writeUnsignedVarInt(tagCount)
        if hasAssignmentTimestamp {
            let start = writer.beginTag(0)
            writer.write(assignmentTimestamp)
            writer.endTag(start)
        }
    }
}

package struct ConsumerGroupTargetAssignmentMemberKey: LogEntryPart {
    package var groupID: String = ""
    package var memberID: String = ""

    package static var entryType: Int16 { 7 }
    package static var versions: ClosedRange<Int16> { 0...0 }
    package static func isFlexible(_ version: Int16) -> Bool { false }

    package init() {}

    package init(groupID: String = "", memberID: String = "") {
        self.groupID = groupID
        self.memberID = memberID
    }

    package init(from reader: inout ByteReader, version: Int16) throws(DecodeError) {
        try Self.check(version)
        groupID = try reader.readString(false)
        memberID = try reader.readString(false)
    }

    package func encode(into writer: inout ByteWriter, version: Int16) {
        Self.require(version)
        writer.writeString(groupID, false)
        writer.writeString(memberID, false)
    }
}

package struct ConsumerGroupTargetAssignmentMemberValue: LogEntryPart {
    package var topicPartitions: [TopicPartition] = []

    package static var entryType: Int16 { 7 }
    package static var versions: ClosedRange<Int16> { 0...0 }
    package static func isFlexible(_ version: Int16) -> Bool { true }

    package init() {}

    package init(topicPartitions: [TopicPartition] = []) {
        self.topicPartitions = topicPartitions
    }

    package init(from reader: inout ByteReader, version: Int16) throws(DecodeError) {
        try Self.check(version)
        topicPartitions = try reader.readArray(of: TopicPartition.self, version, true)
        try reader.skipTags()
    }

    package func encode(into writer: inout ByteWriter, version: Int16) {
        Self.require(version)
        writer.writeArray(topicPartitions, version, true)
        writer.write(0 as UInt8)
    }

    package struct TopicPartition: WireStructure {
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

package struct ConsumerGroupCurrentMemberAssignmentKey: LogEntryPart {
    package var groupID: String = ""
    package var memberID: String = ""

    package static var entryType: Int16 { 8 }
    package static var versions: ClosedRange<Int16> { 0...0 }
    package static func isFlexible(_ version: Int16) -> Bool { false }

    package init() {}

    package init(groupID: String = "", memberID: String = "") {
        self.groupID = groupID
        self.memberID = memberID
    }

    package init(from reader: inout ByteReader, version: Int16) throws(DecodeError) {
        try Self.check(version)
        groupID = try reader.readString(false)
        memberID = try reader.readString(false)
    }

    package func encode(into writer: inout ByteWriter, version: Int16) {
        Self.require(version)
        writer.writeString(groupID, false)
        writer.writeString(memberID, false)
    }
}

package struct ConsumerGroupCurrentMemberAssignmentValue: LogEntryPart {
    package var memberEpoch: Int32 = 0
    package var previousMemberEpoch: Int32 = 0
    package var state: Int8 = 0
    package var assignedPartitions: [TopicPartitions] = []
    package var partitionsPendingRevocation: [TopicPartitions] = []

    package static var entryType: Int16 { 8 }
    package static var versions: ClosedRange<Int16> { 0...0 }
    package static func isFlexible(_ version: Int16) -> Bool { true }

    package init() {}

    package init(
        memberEpoch: Int32 = 0,
        previousMemberEpoch: Int32 = 0,
        state: Int8 = 0,
        assignedPartitions: [TopicPartitions] = [],
        partitionsPendingRevocation: [TopicPartitions] = []
    ) {
        self.memberEpoch = memberEpoch
        self.previousMemberEpoch = previousMemberEpoch
        self.state = state
        self.assignedPartitions = assignedPartitions
        self.partitionsPendingRevocation = partitionsPendingRevocation
    }

    package init(from reader: inout ByteReader, version: Int16) throws(DecodeError) {
        try Self.check(version)
        memberEpoch = try reader.readInt32()
        previousMemberEpoch = try reader.readInt32()
        state = try reader.readInt8()
        assignedPartitions = try reader.readArray(of: TopicPartitions.self, version, true)
        partitionsPendingRevocation = try reader.readArray(of: TopicPartitions.self, version, true)
        try reader.skipTags()
    }

    package func encode(into writer: inout ByteWriter, version: Int16) {
        Self.require(version)
        writer.write(memberEpoch)
        writer.write(previousMemberEpoch)
        writer.write(state)
        writer.writeArray(assignedPartitions, version, true)
        writer.writeArray(partitionsPendingRevocation, version, true)
        writer.write(0 as UInt8)
    }

    package struct TopicPartitions: WireStructure {
        package var topicID: UUID = .zero
        package var partitions: [Int32] = []
        package var assignmentEpochs: [Int32]? = nil

        package init() {}

        package init(topicID: UUID = .zero, partitions: [Int32] = [], assignmentEpochs: [Int32]? = nil) {
            self.topicID = topicID
            self.partitions = partitions
            self.assignmentEpochs = assignmentEpochs
        }

        package init(from reader: inout ByteReader, version: Int16) throws(DecodeError) {
            topicID = try reader.readUUID()
            partitions = try reader.readArray(of: Int32.self, true)
            var tags = try reader.readTagSection()
            while let tag = try tags.next(&reader) {
                switch tag {
                case 0: assignmentEpochs = try reader.readNullableArray(of: Int32.self, true)
                default: try tags.skip(&reader)
                }
            }
        }

        package func encode(into writer: inout ByteWriter, version: Int16) {
            writer.write(topicID)
            writer.writeArray(partitions, true)
            let hasAssignmentEpochs = assignmentEpochs != nil
            var tagCount: UInt32 = 0
            if hasAssignmentEpochs { tagCount += 1 }
            writer.writeUnsignedVarInt(tagCount)
            if hasAssignmentEpochs {
                let start = writer.beginTag(0)
                writer.writeNullableArray(assignmentEpochs, true)
                writer.endTag(start)
            }
        }
    }
}

package struct ShareGroupMemberMetadataKey: LogEntryPart {
    package var groupID: String = ""
    package var memberID: String = ""

    package static var entryType: Int16 { 10 }
    package static var versions: ClosedRange<Int16> { 0...0 }
    package static func isFlexible(_ version: Int16) -> Bool { false }

    package init() {}

    package init(groupID: String = "", memberID: String = "") {
        self.groupID = groupID
        self.memberID = memberID
    }

    package init(from reader: inout ByteReader, version: Int16) throws(DecodeError) {
        try Self.check(version)
        groupID = try reader.readString(false)
        memberID = try reader.readString(false)
    }

    package func encode(into writer: inout ByteWriter, version: Int16) {
        Self.require(version)
        writer.writeString(groupID, false)
        writer.writeString(memberID, false)
    }
}

package struct ShareGroupMemberMetadataValue: LogEntryPart {
    package var rackID: String? = ""
    package var clientID: String = ""
    package var clientHost: String = ""
    package var subscribedTopicNames: [String] = []

    package static var entryType: Int16 { 10 }
    package static var versions: ClosedRange<Int16> { 0...0 }
    package static func isFlexible(_ version: Int16) -> Bool { true }

    package init() {}

    package init(
        rackID: String? = "",
        clientID: String = "",
        clientHost: String = "",
        subscribedTopicNames: [String] = []
    ) {
        self.rackID = rackID
        self.clientID = clientID
        self.clientHost = clientHost
        self.subscribedTopicNames = subscribedTopicNames
    }

    package init(from reader: inout ByteReader, version: Int16) throws(DecodeError) {
        try Self.check(version)
        rackID = try reader.readNullableString(true)
        clientID = try reader.readString(true)
        clientHost = try reader.readString(true)
        subscribedTopicNames = try reader.readArray(of: String.self, true)
        try reader.skipTags()
    }

    package func encode(into writer: inout ByteWriter, version: Int16) {
        Self.require(version)
        writer.writeNullableString(rackID, true)
        writer.writeString(clientID, true)
        writer.writeString(clientHost, true)
        writer.writeArray(subscribedTopicNames, true)
        writer.write(0 as UInt8)
    }
}

package struct ShareGroupMetadataKey: LogEntryPart {
    package var groupID: String = ""

    package static var entryType: Int16 { 11 }
    package static var versions: ClosedRange<Int16> { 0...0 }
    package static func isFlexible(_ version: Int16) -> Bool { false }

    package init() {}

    package init(groupID: String = "") {
        self.groupID = groupID
    }

    package init(from reader: inout ByteReader, version: Int16) throws(DecodeError) {
        try Self.check(version)
        groupID = try reader.readString(false)
    }

    package func encode(into writer: inout ByteWriter, version: Int16) {
        Self.require(version)
        writer.writeString(groupID, false)
    }
}

package struct ShareGroupMetadataValue: LogEntryPart {
    package var epoch: Int32 = 0
    package var metadataHash: Int64 = 0

    package static var entryType: Int16 { 11 }
    package static var versions: ClosedRange<Int16> { 0...0 }
    package static func isFlexible(_ version: Int16) -> Bool { true }

    package init() {}

    package init(epoch: Int32 = 0, metadataHash: Int64 = 0) {
        self.epoch = epoch
        self.metadataHash = metadataHash
    }

    package init(from reader: inout ByteReader, version: Int16) throws(DecodeError) {
        try Self.check(version)
        epoch = try reader.readInt32()
        metadataHash = try reader.readInt64()
        try reader.skipTags()
    }

    package func encode(into writer: inout ByteWriter, version: Int16) {
        Self.require(version)
        writer.write(epoch)
        writer.write(metadataHash)
        writer.write(0 as UInt8)
    }
}

package struct ShareGroupTargetAssignmentMetadataKey: LogEntryPart {
    package var groupID: String = ""

    package static var entryType: Int16 { 12 }
    package static var versions: ClosedRange<Int16> { 0...0 }
    package static func isFlexible(_ version: Int16) -> Bool { false }

    package init() {}

    package init(groupID: String = "") {
        self.groupID = groupID
    }

    package init(from reader: inout ByteReader, version: Int16) throws(DecodeError) {
        try Self.check(version)
        groupID = try reader.readString(false)
    }

    package func encode(into writer: inout ByteWriter, version: Int16) {
        Self.require(version)
        writer.writeString(groupID, false)
    }
}

package struct ShareGroupTargetAssignmentMetadataValue: LogEntryPart {
    package var assignmentEpoch: Int32 = 0
    package var assignmentTimestamp: Int64 = 0

    package static var entryType: Int16 { 12 }
    package static var versions: ClosedRange<Int16> { 0...0 }
    package static func isFlexible(_ version: Int16) -> Bool { true }

    package init() {}

    package init(assignmentEpoch: Int32 = 0, assignmentTimestamp: Int64 = 0) {
        self.assignmentEpoch = assignmentEpoch
        self.assignmentTimestamp = assignmentTimestamp
    }

    package init(from reader: inout ByteReader, version: Int16) throws(DecodeError) {
        try Self.check(version)
        assignmentEpoch = try reader.readInt32()
        var tags = try reader.readTagSection()
        while let tag = try tags.next(&reader) {
            switch tag {
            case 0: assignmentTimestamp = try reader.readInt64()
            default: try tags.skip(&reader)
            }
        }
    }

    package func encode(into writer: inout ByteWriter, version: Int16) {
        Self.require(version)
        writer.write(assignmentEpoch)
        let hasAssignmentTimestamp = assignmentTimestamp != 0
        var tagCount: UInt32 = 0
        if hasAssignmentTimestamp { tagCount += 1 }
        writer.writeUnsignedVarInt(tagCount)
        if hasAssignmentTimestamp {
            let start = writer.beginTag(0)
            writer.write(assignmentTimestamp)
            writer.endTag(start)
        }
    }
}

package struct ShareGroupTargetAssignmentMemberKey: LogEntryPart {
    package var groupID: String = ""
    package var memberID: String = ""

    package static var entryType: Int16 { 13 }
    package static var versions: ClosedRange<Int16> { 0...0 }
    package static func isFlexible(_ version: Int16) -> Bool { false }

    package init() {}

    package init(groupID: String = "", memberID: String = "") {
        self.groupID = groupID
        self.memberID = memberID
    }

    package init(from reader: inout ByteReader, version: Int16) throws(DecodeError) {
        try Self.check(version)
        groupID = try reader.readString(false)
        memberID = try reader.readString(false)
    }

    package func encode(into writer: inout ByteWriter, version: Int16) {
        Self.require(version)
        writer.writeString(groupID, false)
        writer.writeString(memberID, false)
    }
}

package struct ShareGroupTargetAssignmentMemberValue: LogEntryPart {
    package var topicPartitions: [TopicPartition] = []

    package static var entryType: Int16 { 13 }
    package static var versions: ClosedRange<Int16> { 0...0 }
    package static func isFlexible(_ version: Int16) -> Bool { true }

    package init() {}

    package init(topicPartitions: [TopicPartition] = []) {
        self.topicPartitions = topicPartitions
    }

    package init(from reader: inout ByteReader, version: Int16) throws(DecodeError) {
        try Self.check(version)
        topicPartitions = try reader.readArray(of: TopicPartition.self, version, true)
        try reader.skipTags()
    }

    package func encode(into writer: inout ByteWriter, version: Int16) {
        Self.require(version)
        writer.writeArray(topicPartitions, version, true)
        writer.write(0 as UInt8)
    }

    package struct TopicPartition: WireStructure {
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

package struct ShareGroupCurrentMemberAssignmentKey: LogEntryPart {
    package var groupID: String = ""
    package var memberID: String = ""

    package static var entryType: Int16 { 14 }
    package static var versions: ClosedRange<Int16> { 0...0 }
    package static func isFlexible(_ version: Int16) -> Bool { false }

    package init() {}

    package init(groupID: String = "", memberID: String = "") {
        self.groupID = groupID
        self.memberID = memberID
    }

    package init(from reader: inout ByteReader, version: Int16) throws(DecodeError) {
        try Self.check(version)
        groupID = try reader.readString(false)
        memberID = try reader.readString(false)
    }

    package func encode(into writer: inout ByteWriter, version: Int16) {
        Self.require(version)
        writer.writeString(groupID, false)
        writer.writeString(memberID, false)
    }
}

package struct ShareGroupCurrentMemberAssignmentValue: LogEntryPart {
    package var memberEpoch: Int32 = 0
    package var previousMemberEpoch: Int32 = 0
    package var state: Int8 = 0
    package var assignedPartitions: [TopicPartitions] = []

    package static var entryType: Int16 { 14 }
    package static var versions: ClosedRange<Int16> { 0...0 }
    package static func isFlexible(_ version: Int16) -> Bool { true }

    package init() {}

    package init(
        memberEpoch: Int32 = 0,
        previousMemberEpoch: Int32 = 0,
        state: Int8 = 0,
        assignedPartitions: [TopicPartitions] = []
    ) {
        self.memberEpoch = memberEpoch
        self.previousMemberEpoch = previousMemberEpoch
        self.state = state
        self.assignedPartitions = assignedPartitions
    }

    package init(from reader: inout ByteReader, version: Int16) throws(DecodeError) {
        try Self.check(version)
        memberEpoch = try reader.readInt32()
        previousMemberEpoch = try reader.readInt32()
        state = try reader.readInt8()
        assignedPartitions = try reader.readArray(of: TopicPartitions.self, version, true)
        try reader.skipTags()
    }

    package func encode(into writer: inout ByteWriter, version: Int16) {
        Self.require(version)
        writer.write(memberEpoch)
        writer.write(previousMemberEpoch)
        writer.write(state)
        writer.writeArray(assignedPartitions, version, true)
        writer.write(0 as UInt8)
    }

    package struct TopicPartitions: WireStructure {
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

package struct ShareGroupStatePartitionMetadataKey: LogEntryPart {
    package var groupID: String = ""

    package static var entryType: Int16 { 15 }
    package static var versions: ClosedRange<Int16> { 0...0 }
    package static func isFlexible(_ version: Int16) -> Bool { false }

    package init() {}

    package init(groupID: String = "") {
        self.groupID = groupID
    }

    package init(from reader: inout ByteReader, version: Int16) throws(DecodeError) {
        try Self.check(version)
        groupID = try reader.readString(false)
    }

    package func encode(into writer: inout ByteWriter, version: Int16) {
        Self.require(version)
        writer.writeString(groupID, false)
    }
}

package struct ShareGroupStatePartitionMetadataValue: LogEntryPart {
    package var initializingTopics: [TopicPartitionsInfo] = []
    package var initializedTopics: [TopicPartitionsInfo] = []
    package var deletingTopics: [TopicInfo] = []

    package static var entryType: Int16 { 15 }
    package static var versions: ClosedRange<Int16> { 0...0 }
    package static func isFlexible(_ version: Int16) -> Bool { true }

    package init() {}

    package init(
        initializingTopics: [TopicPartitionsInfo] = [],
        initializedTopics: [TopicPartitionsInfo] = [],
        deletingTopics: [TopicInfo] = []
    ) {
        self.initializingTopics = initializingTopics
        self.initializedTopics = initializedTopics
        self.deletingTopics = deletingTopics
    }

    package init(from reader: inout ByteReader, version: Int16) throws(DecodeError) {
        try Self.check(version)
        initializingTopics = try reader.readArray(of: TopicPartitionsInfo.self, version, true)
        initializedTopics = try reader.readArray(of: TopicPartitionsInfo.self, version, true)
        deletingTopics = try reader.readArray(of: TopicInfo.self, version, true)
        try reader.skipTags()
    }

    package func encode(into writer: inout ByteWriter, version: Int16) {
        Self.require(version)
        writer.writeArray(initializingTopics, version, true)
        writer.writeArray(initializedTopics, version, true)
        writer.writeArray(deletingTopics, version, true)
        writer.write(0 as UInt8)
    }

    package struct TopicPartitionsInfo: WireStructure {
        package var topicID: UUID = .zero
        package var topicName: String = ""
        package var partitions: [Int32] = []

        package init() {}

        package init(topicID: UUID = .zero, topicName: String = "", partitions: [Int32] = []) {
            self.topicID = topicID
            self.topicName = topicName
            self.partitions = partitions
        }

        package init(from reader: inout ByteReader, version: Int16) throws(DecodeError) {
            topicID = try reader.readUUID()
            topicName = try reader.readString(true)
            partitions = try reader.readArray(of: Int32.self, true)
            try reader.skipTags()
        }

        package func encode(into writer: inout ByteWriter, version: Int16) {
            writer.write(topicID)
            writer.writeString(topicName, true)
            writer.writeArray(partitions, true)
            writer.write(0 as UInt8)
        }
    }

    package struct TopicInfo: WireStructure {
        package var topicID: UUID = .zero
        package var topicName: String = ""

        package init() {}

        package init(topicID: UUID = .zero, topicName: String = "") {
            self.topicID = topicID
            self.topicName = topicName
        }

        package init(from reader: inout ByteReader, version: Int16) throws(DecodeError) {
            topicID = try reader.readUUID()
            topicName = try reader.readString(true)
            try reader.skipTags()
        }

        package func encode(into writer: inout ByteWriter, version: Int16) {
            writer.write(topicID)
            writer.writeString(topicName, true)
            writer.write(0 as UInt8)
        }
    }
}

package struct ConsumerGroupRegularExpressionKey: LogEntryPart {
    package var groupID: String = ""
    package var regularExpression: String = ""

    package static var entryType: Int16 { 16 }
    package static var versions: ClosedRange<Int16> { 0...0 }
    package static func isFlexible(_ version: Int16) -> Bool { false }

    package init() {}

    package init(groupID: String = "", regularExpression: String = "") {
        self.groupID = groupID
        self.regularExpression = regularExpression
    }

    package init(from reader: inout ByteReader, version: Int16) throws(DecodeError) {
        try Self.check(version)
        groupID = try reader.readString(false)
        regularExpression = try reader.readString(false)
    }

    package func encode(into writer: inout ByteWriter, version: Int16) {
        Self.require(version)
        writer.writeString(groupID, false)
        writer.writeString(regularExpression, false)
    }
}

package struct ConsumerGroupRegularExpressionValue: LogEntryPart {
    package var topics: [String] = []
    package var version: Int64 = 0
    package var timestamp: Int64 = 0

    package static var entryType: Int16 { 16 }
    package static var versions: ClosedRange<Int16> { 0...0 }
    package static func isFlexible(_ version: Int16) -> Bool { true }

    package init() {}

    package init(topics: [String] = [], version: Int64 = 0, timestamp: Int64 = 0) {
        self.topics = topics
        self.version = version
        self.timestamp = timestamp
    }

    package init(from reader: inout ByteReader, version: Int16) throws(DecodeError) {
        try Self.check(version)
        topics = try reader.readArray(of: String.self, true)
        self.version = try reader.readInt64()
        timestamp = try reader.readInt64()
        try reader.skipTags()
    }

    package func encode(into writer: inout ByteWriter, version: Int16) {
        Self.require(version)
        writer.writeArray(topics, true)
        writer.write(self.version)
        writer.write(timestamp)
        writer.write(0 as UInt8)
    }
}

package struct StreamsGroupMetadataKey: LogEntryPart {
    package var groupID: String = ""

    package static var entryType: Int16 { 17 }
    package static var versions: ClosedRange<Int16> { 0...0 }
    package static func isFlexible(_ version: Int16) -> Bool { false }

    package init() {}

    package init(groupID: String = "") {
        self.groupID = groupID
    }

    package init(from reader: inout ByteReader, version: Int16) throws(DecodeError) {
        try Self.check(version)
        groupID = try reader.readString(false)
    }

    package func encode(into writer: inout ByteWriter, version: Int16) {
        Self.require(version)
        writer.writeString(groupID, false)
    }
}

package struct StreamsGroupMetadataValue: LogEntryPart {
    package var epoch: Int32 = 0
    package var metadataHash: Int64 = 0
    package var validatedTopologyEpoch: Int32 = -1
    package var lastAssignmentConfigs: [LastAssignmentConfig]? = nil

    package static var entryType: Int16 { 17 }
    package static var versions: ClosedRange<Int16> { 0...0 }
    package static func isFlexible(_ version: Int16) -> Bool { true }

    package init() {}

    package init(
        epoch: Int32 = 0,
        metadataHash: Int64 = 0,
        validatedTopologyEpoch: Int32 = -1,
        lastAssignmentConfigs: [LastAssignmentConfig]? = nil
    ) {
        self.epoch = epoch
        self.metadataHash = metadataHash
        self.validatedTopologyEpoch = validatedTopologyEpoch
        self.lastAssignmentConfigs = lastAssignmentConfigs
    }

    package init(from reader: inout ByteReader, version: Int16) throws(DecodeError) {
        try Self.check(version)
        epoch = try reader.readInt32()
        metadataHash = try reader.readInt64()
        var tags = try reader.readTagSection()
        while let tag = try tags.next(&reader) {
            switch tag {
            case 0: validatedTopologyEpoch = try reader.readInt32()
            case 1: lastAssignmentConfigs = try reader.readNullableArray(of: LastAssignmentConfig.self, version, true)
            default: try tags.skip(&reader)
            }
        }
    }

    package func encode(into writer: inout ByteWriter, version: Int16) {
        Self.require(version)
        writer.write(epoch)
        writer.write(metadataHash)
        let hasValidatedTopologyEpoch = validatedTopologyEpoch != -1
        let hasLastAssignmentConfigs = lastAssignmentConfigs != nil
        var tagCount: UInt32 = 0
        if hasValidatedTopologyEpoch { tagCount += 1 }
        if hasLastAssignmentConfigs { tagCount += 1 }
        writer.writeUnsignedVarInt(tagCount)
        if hasValidatedTopologyEpoch {
            let start = writer.beginTag(0)
            writer.write(validatedTopologyEpoch)
            writer.endTag(start)
        }
        if hasLastAssignmentConfigs {
            let start = writer.beginTag(1)
            writer.writeNullableArray(lastAssignmentConfigs, version, true)
            writer.endTag(start)
        }
    }

    package struct LastAssignmentConfig: WireStructure {
        package var key: String = ""
        package var value: String = ""

        package init() {}

        package init(key: String = "", value: String = "") {
            self.key = key
            self.value = value
        }

        package init(from reader: inout ByteReader, version: Int16) throws(DecodeError) {
            key = try reader.readString(true)
            value = try reader.readString(true)
            try reader.skipTags()
        }

        package func encode(into writer: inout ByteWriter, version: Int16) {
            writer.writeString(key, true)
            writer.writeString(value, true)
            writer.write(0 as UInt8)
        }
    }
}

package struct StreamsGroupMemberMetadataKey: LogEntryPart {
    package var groupID: String = ""
    package var memberID: String = ""

    package static var entryType: Int16 { 19 }
    package static var versions: ClosedRange<Int16> { 0...0 }
    package static func isFlexible(_ version: Int16) -> Bool { false }

    package init() {}

    package init(groupID: String = "", memberID: String = "") {
        self.groupID = groupID
        self.memberID = memberID
    }

    package init(from reader: inout ByteReader, version: Int16) throws(DecodeError) {
        try Self.check(version)
        groupID = try reader.readString(false)
        memberID = try reader.readString(false)
    }

    package func encode(into writer: inout ByteWriter, version: Int16) {
        Self.require(version)
        writer.writeString(groupID, false)
        writer.writeString(memberID, false)
    }
}

package struct StreamsGroupMemberMetadataValue: LogEntryPart {
    package var instanceID: String? = ""
    package var rackID: String? = ""
    package var clientID: String = ""
    package var clientHost: String = ""
    package var rebalanceTimeoutMs: Int32 = -1
    package var topologyEpoch: Int32 = 0
    package var processID: String = ""
    package var userEndpoint: Endpoint? = nil
    package var clientTags: [KeyValue] = []

    package static var entryType: Int16 { 19 }
    package static var versions: ClosedRange<Int16> { 0...0 }
    package static func isFlexible(_ version: Int16) -> Bool { true }

    package init() {}

    package init(
        instanceID: String? = "",
        rackID: String? = "",
        clientID: String = "",
        clientHost: String = "",
        rebalanceTimeoutMs: Int32 = -1,
        topologyEpoch: Int32 = 0,
        processID: String = "",
        userEndpoint: Endpoint? = nil,
        clientTags: [KeyValue] = []
    ) {
        self.instanceID = instanceID
        self.rackID = rackID
        self.clientID = clientID
        self.clientHost = clientHost
        self.rebalanceTimeoutMs = rebalanceTimeoutMs
        self.topologyEpoch = topologyEpoch
        self.processID = processID
        self.userEndpoint = userEndpoint
        self.clientTags = clientTags
    }

    package init(from reader: inout ByteReader, version: Int16) throws(DecodeError) {
        try Self.check(version)
        instanceID = try reader.readNullableString(true)
        rackID = try reader.readNullableString(true)
        clientID = try reader.readString(true)
        clientHost = try reader.readString(true)
        rebalanceTimeoutMs = try reader.readInt32()
        topologyEpoch = try reader.readInt32()
        processID = try reader.readString(true)
        userEndpoint = try reader.readNullable(Endpoint.self, version)
        clientTags = try reader.readArray(of: KeyValue.self, version, true)
        try reader.skipTags()
    }

    package func encode(into writer: inout ByteWriter, version: Int16) {
        Self.require(version)
        writer.writeNullableString(instanceID, true)
        writer.writeNullableString(rackID, true)
        writer.writeString(clientID, true)
        writer.writeString(clientHost, true)
        writer.write(rebalanceTimeoutMs)
        writer.write(topologyEpoch)
        writer.writeString(processID, true)
        writer.writeNullable(userEndpoint, version)
        writer.writeArray(clientTags, version, true)
        writer.write(0 as UInt8)
    }

    package struct Endpoint: WireStructure {
        package var host: String = ""
        package var port: UInt16 = 0

        package init() {}

        package init(host: String = "", port: UInt16 = 0) {
            self.host = host
            self.port = port
        }

        package init(from reader: inout ByteReader, version: Int16) throws(DecodeError) {
            host = try reader.readString(true)
            port = try reader.readUInt16()
            try reader.skipTags()
        }

        package func encode(into writer: inout ByteWriter, version: Int16) {
            writer.writeString(host, true)
            writer.write(port)
            writer.write(0 as UInt8)
        }
    }

    package struct KeyValue: WireStructure {
        package var key: String = ""
        package var value: String = ""

        package init() {}

        package init(key: String = "", value: String = "") {
            self.key = key
            self.value = value
        }

        package init(from reader: inout ByteReader, version: Int16) throws(DecodeError) {
            key = try reader.readString(true)
            value = try reader.readString(true)
            try reader.skipTags()
        }

        package func encode(into writer: inout ByteWriter, version: Int16) {
            writer.writeString(key, true)
            writer.writeString(value, true)
            writer.write(0 as UInt8)
        }
    }
}

package struct StreamsGroupTargetAssignmentMetadataKey: LogEntryPart {
    package var groupID: String = ""

    package static var entryType: Int16 { 20 }
    package static var versions: ClosedRange<Int16> { 0...0 }
    package static func isFlexible(_ version: Int16) -> Bool { false }

    package init() {}

    package init(groupID: String = "") {
        self.groupID = groupID
    }

    package init(from reader: inout ByteReader, version: Int16) throws(DecodeError) {
        try Self.check(version)
        groupID = try reader.readString(false)
    }

    package func encode(into writer: inout ByteWriter, version: Int16) {
        Self.require(version)
        writer.writeString(groupID, false)
    }
}

package struct StreamsGroupTargetAssignmentMetadataValue: LogEntryPart {
    package var assignmentEpoch: Int32 = 0
    package var assignmentTimestamp: Int64 = 0

    package static var entryType: Int16 { 20 }
    package static var versions: ClosedRange<Int16> { 0...0 }
    package static func isFlexible(_ version: Int16) -> Bool { true }

    package init() {}

    package init(assignmentEpoch: Int32 = 0, assignmentTimestamp: Int64 = 0) {
        self.assignmentEpoch = assignmentEpoch
        self.assignmentTimestamp = assignmentTimestamp
    }

    package init(from reader: inout ByteReader, version: Int16) throws(DecodeError) {
        try Self.check(version)
        assignmentEpoch = try reader.readInt32()
        var tags = try reader.readTagSection()
        while let tag = try tags.next(&reader) {
            switch tag {
            case 0: assignmentTimestamp = try reader.readInt64()
            default: try tags.skip(&reader)
            }
        }
    }

    package func encode(into writer: inout ByteWriter, version: Int16) {
        Self.require(version)
        writer.write(assignmentEpoch)
        let hasAssignmentTimestamp = assignmentTimestamp != 0
        var tagCount: UInt32 = 0
        if hasAssignmentTimestamp { tagCount += 1 }
        writer.writeUnsignedVarInt(tagCount)
        if hasAssignmentTimestamp {
            let start = writer.beginTag(0)
            writer.write(assignmentTimestamp)
            writer.endTag(start)
        }
    }
}

package struct StreamsGroupTargetAssignmentMemberKey: LogEntryPart {
    package var groupID: String = ""
    package var memberID: String = ""

    package static var entryType: Int16 { 21 }
    package static var versions: ClosedRange<Int16> { 0...0 }
    package static func isFlexible(_ version: Int16) -> Bool { false }

    package init() {}

    package init(groupID: String = "", memberID: String = "") {
        self.groupID = groupID
        self.memberID = memberID
    }

    package init(from reader: inout ByteReader, version: Int16) throws(DecodeError) {
        try Self.check(version)
        groupID = try reader.readString(false)
        memberID = try reader.readString(false)
    }

    package func encode(into writer: inout ByteWriter, version: Int16) {
        Self.require(version)
        writer.writeString(groupID, false)
        writer.writeString(memberID, false)
    }
}

package struct StreamsGroupTargetAssignmentMemberValue: LogEntryPart {
    package var activeTasks: [TaskIds] = []
    package var standbyTasks: [TaskIds] = []
    package var warmupTasks: [TaskIds] = []

    package static var entryType: Int16 { 21 }
    package static var versions: ClosedRange<Int16> { 0...0 }
    package static func isFlexible(_ version: Int16) -> Bool { true }

    package init() {}

    package init(activeTasks: [TaskIds] = [], standbyTasks: [TaskIds] = [], warmupTasks: [TaskIds] = []) {
        self.activeTasks = activeTasks
        self.standbyTasks = standbyTasks
        self.warmupTasks = warmupTasks
    }

    package init(from reader: inout ByteReader, version: Int16) throws(DecodeError) {
        try Self.check(version)
        activeTasks = try reader.readArray(of: TaskIds.self, version, true)
        standbyTasks = try reader.readArray(of: TaskIds.self, version, true)
        warmupTasks = try reader.readArray(of: TaskIds.self, version, true)
        try reader.skipTags()
    }

    package func encode(into writer: inout ByteWriter, version: Int16) {
        Self.require(version)
        writer.writeArray(activeTasks, version, true)
        writer.writeArray(standbyTasks, version, true)
        writer.writeArray(warmupTasks, version, true)
        writer.write(0 as UInt8)
    }

    package struct TaskIds: WireStructure {
        package var subtopologyID: String = ""
        package var partitions: [Int32] = []

        package init() {}

        package init(subtopologyID: String = "", partitions: [Int32] = []) {
            self.subtopologyID = subtopologyID
            self.partitions = partitions
        }

        package init(from reader: inout ByteReader, version: Int16) throws(DecodeError) {
            subtopologyID = try reader.readString(true)
            partitions = try reader.readArray(of: Int32.self, true)
            try reader.skipTags()
        }

        package func encode(into writer: inout ByteWriter, version: Int16) {
            writer.writeString(subtopologyID, true)
            writer.writeArray(partitions, true)
            writer.write(0 as UInt8)
        }
    }
}

package struct StreamsGroupCurrentMemberAssignmentKey: LogEntryPart {
    package var groupID: String = ""
    package var memberID: String = ""

    package static var entryType: Int16 { 22 }
    package static var versions: ClosedRange<Int16> { 0...0 }
    package static func isFlexible(_ version: Int16) -> Bool { false }

    package init() {}

    package init(groupID: String = "", memberID: String = "") {
        self.groupID = groupID
        self.memberID = memberID
    }

    package init(from reader: inout ByteReader, version: Int16) throws(DecodeError) {
        try Self.check(version)
        groupID = try reader.readString(false)
        memberID = try reader.readString(false)
    }

    package func encode(into writer: inout ByteWriter, version: Int16) {
        Self.require(version)
        writer.writeString(groupID, false)
        writer.writeString(memberID, false)
    }
}

package struct StreamsGroupCurrentMemberAssignmentValue: LogEntryPart {
    package var memberEpoch: Int32 = 0
    package var previousMemberEpoch: Int32 = 0
    package var state: Int8 = 0
    package var activeTasks: [TaskIds] = []
    package var standbyTasks: [TaskIds] = []
    package var warmupTasks: [TaskIds] = []
    package var activeTasksPendingRevocation: [TaskIds] = []
    package var standbyTasksPendingRevocation: [TaskIds] = []
    package var warmupTasksPendingRevocation: [TaskIds] = []

    package static var entryType: Int16 { 22 }
    package static var versions: ClosedRange<Int16> { 0...0 }
    package static func isFlexible(_ version: Int16) -> Bool { true }

    package init() {}

    package init(
        memberEpoch: Int32 = 0,
        previousMemberEpoch: Int32 = 0,
        state: Int8 = 0,
        activeTasks: [TaskIds] = [],
        standbyTasks: [TaskIds] = [],
        warmupTasks: [TaskIds] = [],
        activeTasksPendingRevocation: [TaskIds] = [],
        standbyTasksPendingRevocation: [TaskIds] = [],
        warmupTasksPendingRevocation: [TaskIds] = []
    ) {
        self.memberEpoch = memberEpoch
        self.previousMemberEpoch = previousMemberEpoch
        self.state = state
        self.activeTasks = activeTasks
        self.standbyTasks = standbyTasks
        self.warmupTasks = warmupTasks
        self.activeTasksPendingRevocation = activeTasksPendingRevocation
        self.standbyTasksPendingRevocation = standbyTasksPendingRevocation
        self.warmupTasksPendingRevocation = warmupTasksPendingRevocation
    }

    package init(from reader: inout ByteReader, version: Int16) throws(DecodeError) {
        try Self.check(version)
        memberEpoch = try reader.readInt32()
        previousMemberEpoch = try reader.readInt32()
        state = try reader.readInt8()
        activeTasks = try reader.readArray(of: TaskIds.self, version, true)
        standbyTasks = try reader.readArray(of: TaskIds.self, version, true)
        warmupTasks = try reader.readArray(of: TaskIds.self, version, true)
        activeTasksPendingRevocation = try reader.readArray(of: TaskIds.self, version, true)
        standbyTasksPendingRevocation = try reader.readArray(of: TaskIds.self, version, true)
        warmupTasksPendingRevocation = try reader.readArray(of: TaskIds.self, version, true)
        try reader.skipTags()
    }

    package func encode(into writer: inout ByteWriter, version: Int16) {
        Self.require(version)
        writer.write(memberEpoch)
        writer.write(previousMemberEpoch)
        writer.write(state)
        writer.writeArray(activeTasks, version, true)
        writer.writeArray(standbyTasks, version, true)
        writer.writeArray(warmupTasks, version, true)
        writer.writeArray(activeTasksPendingRevocation, version, true)
        writer.writeArray(standbyTasksPendingRevocation, version, true)
        writer.writeArray(warmupTasksPendingRevocation, version, true)
        writer.write(0 as UInt8)
    }

    package struct TaskIds: WireStructure {
        package var subtopologyID: String = ""
        package var partitions: [Int32] = []
        package var assignmentEpochs: [Int32]? = nil

        package init() {}

        package init(subtopologyID: String = "", partitions: [Int32] = [], assignmentEpochs: [Int32]? = nil) {
            self.subtopologyID = subtopologyID
            self.partitions = partitions
            self.assignmentEpochs = assignmentEpochs
        }

        package init(from reader: inout ByteReader, version: Int16) throws(DecodeError) {
            subtopologyID = try reader.readString(true)
            partitions = try reader.readArray(of: Int32.self, true)
            var tags = try reader.readTagSection()
            while let tag = try tags.next(&reader) {
                switch tag {
                case 0: assignmentEpochs = try reader.readNullableArray(of: Int32.self, true)
                default: try tags.skip(&reader)
                }
            }
        }

        package func encode(into writer: inout ByteWriter, version: Int16) {
            writer.writeString(subtopologyID, true)
            writer.writeArray(partitions, true)
            let hasAssignmentEpochs = assignmentEpochs != nil
            var tagCount: UInt32 = 0
            if hasAssignmentEpochs { tagCount += 1 }
            writer.writeUnsignedVarInt(tagCount)
            if hasAssignmentEpochs {
                let start = writer.beginTag(0)
                writer.writeNullableArray(assignmentEpochs, true)
                writer.endTag(start)
            }
        }
    }
}

package struct StreamsGroupTopologyKey: LogEntryPart {
    package var groupID: String = ""

    package static var entryType: Int16 { 23 }
    package static var versions: ClosedRange<Int16> { 0...0 }
    package static func isFlexible(_ version: Int16) -> Bool { false }

    package init() {}

    package init(groupID: String = "") {
        self.groupID = groupID
    }

    package init(from reader: inout ByteReader, version: Int16) throws(DecodeError) {
        try Self.check(version)
        groupID = try reader.readString(false)
    }

    package func encode(into writer: inout ByteWriter, version: Int16) {
        Self.require(version)
        writer.writeString(groupID, false)
    }
}

package struct StreamsGroupTopologyValue: LogEntryPart {
    package var epoch: Int32 = 0
    package var subtopologies: [Subtopology] = []

    package static var entryType: Int16 { 23 }
    package static var versions: ClosedRange<Int16> { 0...0 }
    package static func isFlexible(_ version: Int16) -> Bool { true }

    package init() {}

    package init(epoch: Int32 = 0, subtopologies: [Subtopology] = []) {
        self.epoch = epoch
        self.subtopologies = subtopologies
    }

    package init(from reader: inout ByteReader, version: Int16) throws(DecodeError) {
        try Self.check(version)
        epoch = try reader.readInt32()
        subtopologies = try reader.readArray(of: Subtopology.self, version, true)
        try reader.skipTags()
    }

    package func encode(into writer: inout ByteWriter, version: Int16) {
        Self.require(version)
        writer.write(epoch)
        writer.writeArray(subtopologies, version, true)
        writer.write(0 as UInt8)
    }

    package struct TopicConfig: WireStructure {
        package var key: String = ""
        package var value: String = ""

        package init() {}

        package init(key: String = "", value: String = "") {
            self.key = key
            self.value = value
        }

        package init(from reader: inout ByteReader, version: Int16) throws(DecodeError) {
            key = try reader.readString(true)
            value = try reader.readString(true)
            try reader.skipTags()
        }

        package func encode(into writer: inout ByteWriter, version: Int16) {
            writer.writeString(key, true)
            writer.writeString(value, true)
            writer.write(0 as UInt8)
        }
    }

    package struct TopicInfo: WireStructure {
        package var name: String = ""
        package var partitions: Int32 = 0
        package var replicationFactor: Int16 = 0
        package var topicConfigs: [TopicConfig] = []

        package init() {}

        package init(
            name: String = "",
            partitions: Int32 = 0,
            replicationFactor: Int16 = 0,
            topicConfigs: [TopicConfig] = []
        ) {
            self.name = name
            self.partitions = partitions
            self.replicationFactor = replicationFactor
            self.topicConfigs = topicConfigs
        }

        package init(from reader: inout ByteReader, version: Int16) throws(DecodeError) {
            name = try reader.readString(true)
            partitions = try reader.readInt32()
            replicationFactor = try reader.readInt16()
            topicConfigs = try reader.readArray(of: TopicConfig.self, version, true)
            try reader.skipTags()
        }

        package func encode(into writer: inout ByteWriter, version: Int16) {
            writer.writeString(name, true)
            writer.write(partitions)
            writer.write(replicationFactor)
            writer.writeArray(topicConfigs, version, true)
            writer.write(0 as UInt8)
        }
    }

    package struct CopartitionGroup: WireStructure {
        package var sourceTopics: [Int16] = []
        package var sourceTopicRegex: [Int16] = []
        package var repartitionSourceTopics: [Int16] = []

        package init() {}

        package init(sourceTopics: [Int16] = [], sourceTopicRegex: [Int16] = [], repartitionSourceTopics: [Int16] = []) {
            self.sourceTopics = sourceTopics
            self.sourceTopicRegex = sourceTopicRegex
            self.repartitionSourceTopics = repartitionSourceTopics
        }

        package init(from reader: inout ByteReader, version: Int16) throws(DecodeError) {
            sourceTopics = try reader.readArray(of: Int16.self, true)
            sourceTopicRegex = try reader.readArray(of: Int16.self, true)
            repartitionSourceTopics = try reader.readArray(of: Int16.self, true)
            try reader.skipTags()
        }

        package func encode(into writer: inout ByteWriter, version: Int16) {
            writer.writeArray(sourceTopics, true)
            writer.writeArray(sourceTopicRegex, true)
            writer.writeArray(repartitionSourceTopics, true)
            writer.write(0 as UInt8)
        }
    }

    package struct Subtopology: WireStructure {
        package var subtopologyID: String = ""
        package var sourceTopics: [String] = []
        package var sourceTopicRegex: [String] = []
        package var stateChangelogTopics: [TopicInfo] = []
        package var repartitionSinkTopics: [String] = []
        package var repartitionSourceTopics: [TopicInfo] = []
        package var copartitionGroups: [CopartitionGroup] = []

        package init() {}

        package init(
            subtopologyID: String = "",
            sourceTopics: [String] = [],
            sourceTopicRegex: [String] = [],
            stateChangelogTopics: [TopicInfo] = [],
            repartitionSinkTopics: [String] = [],
            repartitionSourceTopics: [TopicInfo] = [],
            copartitionGroups: [CopartitionGroup] = []
        ) {
            self.subtopologyID = subtopologyID
            self.sourceTopics = sourceTopics
            self.sourceTopicRegex = sourceTopicRegex
            self.stateChangelogTopics = stateChangelogTopics
            self.repartitionSinkTopics = repartitionSinkTopics
            self.repartitionSourceTopics = repartitionSourceTopics
            self.copartitionGroups = copartitionGroups
        }

        package init(from reader: inout ByteReader, version: Int16) throws(DecodeError) {
            subtopologyID = try reader.readString(true)
            sourceTopics = try reader.readArray(of: String.self, true)
            sourceTopicRegex = try reader.readArray(of: String.self, true)
            stateChangelogTopics = try reader.readArray(of: TopicInfo.self, version, true)
            repartitionSinkTopics = try reader.readArray(of: String.self, true)
            repartitionSourceTopics = try reader.readArray(of: TopicInfo.self, version, true)
            copartitionGroups = try reader.readArray(of: CopartitionGroup.self, version, true)
            try reader.skipTags()
        }

        package func encode(into writer: inout ByteWriter, version: Int16) {
            writer.writeString(subtopologyID, true)
            writer.writeArray(sourceTopics, true)
            writer.writeArray(sourceTopicRegex, true)
            writer.writeArray(stateChangelogTopics, version, true)
            writer.writeArray(repartitionSinkTopics, true)
            writer.writeArray(repartitionSourceTopics, version, true)
            writer.writeArray(copartitionGroups, version, true)
            writer.write(0 as UInt8)
        }
    }
}
