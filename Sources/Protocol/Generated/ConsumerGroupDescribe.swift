// Generated from Schemas/Messages/069-ConsumerGroupDescribe.schema. Edit the schema, then run `swift run generate-protocol`.
package import OttlaVocabulary

/// Shows the state and members of consumer groups.
package struct ConsumerGroupDescribeRequest: RequestMessage {
    package var groupIDs: [String] = []
    package var includeAuthorizedOperations: Bool = false

    package typealias Response = ConsumerGroupDescribeResponse
    package static var apiKey: APIKey { .consumerGroupDescribe }
    package static var versions: ClosedRange<Int16> { 0...1 }
    package static func isFlexible(_ version: Int16) -> Bool { true }

    package init() {}

    package init(groupIDs: [String] = [], includeAuthorizedOperations: Bool = false) {
        self.groupIDs = groupIDs
        self.includeAuthorizedOperations = includeAuthorizedOperations
    }

    package init(from reader: inout ByteReader, version: Int16) throws(DecodeError) {
        try Self.check(version)
        groupIDs = try reader.readArray(of: String.self, true)
        includeAuthorizedOperations = try reader.readBool()
        try reader.skipTags()
    }

    package func encode(into writer: inout ByteWriter, version: Int16) {
        Self.require(version)
        writer.writeArray(groupIDs, true)
        writer.write(includeAuthorizedOperations)
        writer.write(0 as UInt8)
    }
}

/// The answer to `ConsumerGroupDescribeRequest`.
package struct ConsumerGroupDescribeResponse: ResponseMessage {
    package var throttleTimeMs: Int32 = 0
    package var groups: [DescribedGroup] = []

    package static var versions: ClosedRange<Int16> { 0...1 }
    package static func isFlexible(_ version: Int16) -> Bool { true }

    package init() {}

    package init(throttleTimeMs: Int32 = 0, groups: [DescribedGroup] = []) {
        self.throttleTimeMs = throttleTimeMs
        self.groups = groups
    }

    package init(from reader: inout ByteReader, version: Int16) throws(DecodeError) {
        try Self.check(version)
        throttleTimeMs = try reader.readInt32()
        groups = try reader.readArray(of: DescribedGroup.self, version, true)
        try reader.skipTags()
    }

    package func encode(into writer: inout ByteWriter, version: Int16) {
        Self.require(version)
        writer.write(throttleTimeMs)
        writer.writeArray(groups, version, true)
        writer.write(0 as UInt8)
    }

    package struct TopicPartitions: WireStructure {
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

    package struct Assignment: WireStructure {
        package var topicPartitions: [TopicPartitions] = []

        package init() {}

        package init(topicPartitions: [TopicPartitions] = []) {
            self.topicPartitions = topicPartitions
        }

        package init(from reader: inout ByteReader, version: Int16) throws(DecodeError) {
            topicPartitions = try reader.readArray(of: TopicPartitions.self, version, true)
            try reader.skipTags()
        }

        package func encode(into writer: inout ByteWriter, version: Int16) {
            writer.writeArray(topicPartitions, version, true)
            writer.write(0 as UInt8)
        }
    }

    package struct Member: WireStructure {
        package var memberID: String = ""
        package var instanceID: String? = nil
        package var rackID: String? = nil
        package var memberEpoch: Int32 = 0
        package var clientID: String = ""
        package var clientHost: String = ""
        package var subscribedTopicNames: [String] = []
        package var subscribedTopicRegex: String? = nil
        package var assignment: Assignment = Assignment()
        package var targetAssignment: Assignment = Assignment()
        package var memberType: Int8 = -1

        package init() {}

        package init(
            memberID: String = "",
            instanceID: String? = nil,
            rackID: String? = nil,
            memberEpoch: Int32 = 0,
            clientID: String = "",
            clientHost: String = "",
            subscribedTopicNames: [String] = [],
            subscribedTopicRegex: String? = nil,
            assignment: Assignment = Assignment(),
            targetAssignment: Assignment = Assignment(),
            memberType: Int8 = -1
        ) {
            self.memberID = memberID
            self.instanceID = instanceID
            self.rackID = rackID
            self.memberEpoch = memberEpoch
            self.clientID = clientID
            self.clientHost = clientHost
            self.subscribedTopicNames = subscribedTopicNames
            self.subscribedTopicRegex = subscribedTopicRegex
            self.assignment = assignment
            self.targetAssignment = targetAssignment
            self.memberType = memberType
        }

        package init(from reader: inout ByteReader, version: Int16) throws(DecodeError) {
            memberID = try reader.readString(true)
            instanceID = try reader.readNullableString(true)
            rackID = try reader.readNullableString(true)
            memberEpoch = try reader.readInt32()
            clientID = try reader.readString(true)
            clientHost = try reader.readString(true)
            subscribedTopicNames = try reader.readArray(of: String.self, true)
            subscribedTopicRegex = try reader.readNullableString(true)
            assignment = try Assignment(from: &reader, version: version)
            targetAssignment = try Assignment(from: &reader, version: version)
            if version >= 1 {
                memberType = try reader.readInt8()
            }
            try reader.skipTags()
        }

        package func encode(into writer: inout ByteWriter, version: Int16) {
            writer.writeString(memberID, true)
            writer.writeNullableString(instanceID, true)
            writer.writeNullableString(rackID, true)
            writer.write(memberEpoch)
            writer.writeString(clientID, true)
            writer.writeString(clientHost, true)
            writer.writeArray(subscribedTopicNames, true)
            writer.writeNullableString(subscribedTopicRegex, true)
            assignment.encode(into: &writer, version: version)
            targetAssignment.encode(into: &writer, version: version)
            if version >= 1 {
                writer.write(memberType)
            }
            writer.write(0 as UInt8)
        }
    }

    package struct DescribedGroup: WireStructure {
        package var errorCode: ErrorCode = .none
        package var errorMessage: String? = nil
        package var groupID: String = ""
        package var groupState: String = ""
        package var groupEpoch: Int32 = 0
        package var assignmentEpoch: Int32 = 0
        package var assignorName: String = ""
        package var members: [Member] = []
        package var authorizedOperations: Int32 = -2147483648

        package init() {}

        package init(
            errorCode: ErrorCode = .none,
            errorMessage: String? = nil,
            groupID: String = "",
            groupState: String = "",
            groupEpoch: Int32 = 0,
            assignmentEpoch: Int32 = 0,
            assignorName: String = "",
            members: [Member] = [],
            authorizedOperations: Int32 = -2147483648
        ) {
            self.errorCode = errorCode
            self.errorMessage = errorMessage
            self.groupID = groupID
            self.groupState = groupState
            self.groupEpoch = groupEpoch
            self.assignmentEpoch = assignmentEpoch
            self.assignorName = assignorName
            self.members = members
            self.authorizedOperations = authorizedOperations
        }

        package init(from reader: inout ByteReader, version: Int16) throws(DecodeError) {
            errorCode = ErrorCode(rawValue: try reader.readInt16())
            errorMessage = try reader.readNullableString(true)
            groupID = try reader.readString(true)
            groupState = try reader.readString(true)
            groupEpoch = try reader.readInt32()
            assignmentEpoch = try reader.readInt32()
            assignorName = try reader.readString(true)
            members = try reader.readArray(of: Member.self, version, true)
            authorizedOperations = try reader.readInt32()
            try reader.skipTags()
        }

        package func encode(into writer: inout ByteWriter, version: Int16) {
            writer.write(errorCode.rawValue)
            writer.writeNullableString(errorMessage, true)
            writer.writeString(groupID, true)
            writer.writeString(groupState, true)
            writer.write(groupEpoch)
            writer.write(assignmentEpoch)
            writer.writeString(assignorName, true)
            writer.writeArray(members, version, true)
            writer.write(authorizedOperations)
            writer.write(0 as UInt8)
        }
    }
}
