// Generated from Schemas/Embedded.schema. Edit the schema, then run `swift run generate-protocol`.
package import OttlaVocabulary

/// What a member of a classic consumer group says of itself when it joins.
package struct ConsumerProtocolSubscription: WireMessage {
    package var topics: [String] = []
    package var userData: [UInt8]? = nil
    package var ownedPartitions: [TopicPartition] = []
    package var generationID: Int32 = -1
    package var rackID: String? = nil

    package static var versions: ClosedRange<Int16> { 0...3 }
    package static func isFlexible(_ version: Int16) -> Bool { false }

    package init() {}

    package init(
        topics: [String] = [],
        userData: [UInt8]? = nil,
        ownedPartitions: [TopicPartition] = [],
        generationID: Int32 = -1,
        rackID: String? = nil
    ) {
        self.topics = topics
        self.userData = userData
        self.ownedPartitions = ownedPartitions
        self.generationID = generationID
        self.rackID = rackID
    }

    package init(from reader: inout ByteReader, version: Int16) throws(DecodeError) {
        try Self.check(version)
        topics = try reader.readArray(of: String.self, false)
        userData = try reader.readNullableBytes(false)
        if version >= 1 {
            ownedPartitions = try reader.readArray(of: TopicPartition.self, version, false)
        }
        if version >= 2 {
            generationID = try reader.readInt32()
        }
        if version >= 3 {
            rackID = try reader.readNullableString(false)
        }
    }

    package func encode(into writer: inout ByteWriter, version: Int16) {
        Self.require(version)
        writer.writeArray(topics, false)
        writer.writeNullableBytes(userData, false)
        if version >= 1 {
            writer.writeArray(ownedPartitions, version, false)
        }
        if version >= 2 {
            writer.write(generationID)
        }
        if version >= 3 {
            writer.writeNullableString(rackID, false)
        }
    }

    package struct TopicPartition: WireStructure {
        package var topic: String = ""
        package var partitions: [Int32] = []

        package init() {}

        package init(topic: String = "", partitions: [Int32] = []) {
            self.topic = topic
            self.partitions = partitions
        }

        package init(from reader: inout ByteReader, version: Int16) throws(DecodeError) {
            topic = try reader.readString(false)
            partitions = try reader.readArray(of: Int32.self, false)
        }

        package func encode(into writer: inout ByteWriter, version: Int16) {
            writer.writeString(topic, false)
            writer.writeArray(partitions, false)
        }
    }
}

/// What a member of a classic consumer group is given.
package struct ConsumerProtocolAssignment: WireMessage {
    package var assignedPartitions: [TopicPartition] = []
    package var userData: [UInt8]? = nil

    package static var versions: ClosedRange<Int16> { 0...3 }
    package static func isFlexible(_ version: Int16) -> Bool { false }

    package init() {}

    package init(assignedPartitions: [TopicPartition] = [], userData: [UInt8]? = nil) {
        self.assignedPartitions = assignedPartitions
        self.userData = userData
    }

    package init(from reader: inout ByteReader, version: Int16) throws(DecodeError) {
        try Self.check(version)
        assignedPartitions = try reader.readArray(of: TopicPartition.self, version, false)
        userData = try reader.readNullableBytes(false)
    }

    package func encode(into writer: inout ByteWriter, version: Int16) {
        Self.require(version)
        writer.writeArray(assignedPartitions, version, false)
        writer.writeNullableBytes(userData, false)
    }

    package struct TopicPartition: WireStructure {
        package var topic: String = ""
        package var partitions: [Int32] = []

        package init() {}

        package init(topic: String = "", partitions: [Int32] = []) {
            self.topic = topic
            self.partitions = partitions
        }

        package init(from reader: inout ByteReader, version: Int16) throws(DecodeError) {
            topic = try reader.readString(false)
            partitions = try reader.readArray(of: Int32.self, false)
        }

        package func encode(into writer: inout ByteWriter, version: Int16) {
            writer.writeString(topic, false)
            writer.writeArray(partitions, false)
        }
    }
}

/// A user, as a broker forwards it in an Envelope.
package struct DefaultPrincipalData: WireMessage {
    package var type: String = ""
    package var name: String = ""
    package var tokenAuthenticated: Bool = false

    package static var versions: ClosedRange<Int16> { 0...0 }
    package static func isFlexible(_ version: Int16) -> Bool { true }

    package init() {}

    package init(type: String = "", name: String = "", tokenAuthenticated: Bool = false) {
        self.type = type
        self.name = name
        self.tokenAuthenticated = tokenAuthenticated
    }

    package init(from reader: inout ByteReader, version: Int16) throws(DecodeError) {
        try Self.check(version)
        type = try reader.readString(true)
        name = try reader.readString(true)
        tokenAuthenticated = try reader.readBool()
        try reader.skipTags()
    }

    package func encode(into writer: inout ByteWriter, version: Int16) {
        Self.require(version)
        writer.writeString(type, true)
        writer.writeString(name, true)
        writer.write(tokenAuthenticated)
        writer.write(0 as UInt8)
    }
}
