// Generated from Schemas/Messages/089-StreamsGroupDescribe.schema. Edit the schema, then run `swift run generate-protocol`.
package import OttlaVocabulary

/// Shows the state and members of streams groups.
package struct StreamsGroupDescribeRequest: RequestMessage {
    package var groupIDs: [String] = []
    package var includeAuthorizedOperations: Bool = false

    package typealias Response = StreamsGroupDescribeResponse
    package static var apiKey: APIKey { .streamsGroupDescribe }
    package static var versions: ClosedRange<Int16> { 0...0 }
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

/// The answer to `StreamsGroupDescribeRequest`.
package struct StreamsGroupDescribeResponse: ResponseMessage {
    package var throttleTimeMs: Int32 = 0
    package var groups: [DescribedGroup] = []

    package static var versions: ClosedRange<Int16> { 0...0 }
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

    package struct TaskOffset: WireStructure {
        package var subtopologyID: String = ""
        package var partition: Int32 = 0
        package var offset: Offset = 0

        package init() {}

        package init(subtopologyID: String = "", partition: Int32 = 0, offset: Offset = 0) {
            self.subtopologyID = subtopologyID
            self.partition = partition
            self.offset = offset
        }

        package init(from reader: inout ByteReader, version: Int16) throws(DecodeError) {
            subtopologyID = try reader.readString(true)
            partition = try reader.readInt32()
            offset = Offset(try reader.readInt64())
            try reader.skipTags()
        }

        package func encode(into writer: inout ByteWriter, version: Int16) {
            writer.writeString(subtopologyID, true)
            writer.write(partition)
            writer.write(offset.value)
            writer.write(0 as UInt8)
        }
    }

    package struct Assignment: WireStructure {
        package var activeTasks: [TaskIds] = []
        package var standbyTasks: [TaskIds] = []
        package var warmupTasks: [TaskIds] = []

        package init() {}

        package init(activeTasks: [TaskIds] = [], standbyTasks: [TaskIds] = [], warmupTasks: [TaskIds] = []) {
            self.activeTasks = activeTasks
            self.standbyTasks = standbyTasks
            self.warmupTasks = warmupTasks
        }

        package init(from reader: inout ByteReader, version: Int16) throws(DecodeError) {
            activeTasks = try reader.readArray(of: TaskIds.self, version, true)
            standbyTasks = try reader.readArray(of: TaskIds.self, version, true)
            warmupTasks = try reader.readArray(of: TaskIds.self, version, true)
            try reader.skipTags()
        }

        package func encode(into writer: inout ByteWriter, version: Int16) {
            writer.writeArray(activeTasks, version, true)
            writer.writeArray(standbyTasks, version, true)
            writer.writeArray(warmupTasks, version, true)
            writer.write(0 as UInt8)
        }
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

    package struct TopicInfo: WireStructure {
        package var name: String = ""
        package var partitions: Int32 = 0
        package var replicationFactor: Int16 = 0
        package var topicConfigs: [KeyValue] = []

        package init() {}

        package init(
            name: String = "",
            partitions: Int32 = 0,
            replicationFactor: Int16 = 0,
            topicConfigs: [KeyValue] = []
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
            topicConfigs = try reader.readArray(of: KeyValue.self, version, true)
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

    package struct Subtopology: WireStructure {
        package var subtopologyID: String = ""
        package var sourceTopics: [String] = []
        package var repartitionSinkTopics: [String] = []
        package var stateChangelogTopics: [TopicInfo] = []
        package var repartitionSourceTopics: [TopicInfo] = []

        package init() {}

        package init(
            subtopologyID: String = "",
            sourceTopics: [String] = [],
            repartitionSinkTopics: [String] = [],
            stateChangelogTopics: [TopicInfo] = [],
            repartitionSourceTopics: [TopicInfo] = []
        ) {
            self.subtopologyID = subtopologyID
            self.sourceTopics = sourceTopics
            self.repartitionSinkTopics = repartitionSinkTopics
            self.stateChangelogTopics = stateChangelogTopics
            self.repartitionSourceTopics = repartitionSourceTopics
        }

        package init(from reader: inout ByteReader, version: Int16) throws(DecodeError) {
            subtopologyID = try reader.readString(true)
            sourceTopics = try reader.readArray(of: String.self, true)
            repartitionSinkTopics = try reader.readArray(of: String.self, true)
            stateChangelogTopics = try reader.readArray(of: TopicInfo.self, version, true)
            repartitionSourceTopics = try reader.readArray(of: TopicInfo.self, version, true)
            try reader.skipTags()
        }

        package func encode(into writer: inout ByteWriter, version: Int16) {
            writer.writeString(subtopologyID, true)
            writer.writeArray(sourceTopics, true)
            writer.writeArray(repartitionSinkTopics, true)
            writer.writeArray(stateChangelogTopics, version, true)
            writer.writeArray(repartitionSourceTopics, version, true)
            writer.write(0 as UInt8)
        }
    }

    package struct Topology: WireStructure {
        package var epoch: Int32 = 0
        package var subtopologies: [Subtopology]? = nil

        package init() {}

        package init(epoch: Int32 = 0, subtopologies: [Subtopology]? = nil) {
            self.epoch = epoch
            self.subtopologies = subtopologies
        }

        package init(from reader: inout ByteReader, version: Int16) throws(DecodeError) {
            epoch = try reader.readInt32()
            subtopologies = try reader.readNullableArray(of: Subtopology.self, version, true)
            try reader.skipTags()
        }

        package func encode(into writer: inout ByteWriter, version: Int16) {
            writer.write(epoch)
            writer.writeNullableArray(subtopologies, version, true)
            writer.write(0 as UInt8)
        }
    }

    package struct Member: WireStructure {
        package var memberID: String = ""
        package var memberEpoch: Int32 = 0
        package var instanceID: String? = nil
        package var rackID: String? = nil
        package var clientID: String = ""
        package var clientHost: String = ""
        package var topologyEpoch: Int32 = 0
        package var processID: String = ""
        package var userEndpoint: Endpoint? = nil
        package var clientTags: [KeyValue] = []
        package var taskOffsets: [TaskOffset] = []
        package var taskEndOffsets: [TaskOffset] = []
        package var assignment: Assignment = Assignment()
        package var targetAssignment: Assignment = Assignment()
        package var isClassic: Bool = false

        package init() {}

        package init(
            memberID: String = "",
            memberEpoch: Int32 = 0,
            instanceID: String? = nil,
            rackID: String? = nil,
            clientID: String = "",
            clientHost: String = "",
            topologyEpoch: Int32 = 0,
            processID: String = "",
            userEndpoint: Endpoint? = nil,
            clientTags: [KeyValue] = [],
            taskOffsets: [TaskOffset] = [],
            taskEndOffsets: [TaskOffset] = [],
            assignment: Assignment = Assignment(),
            targetAssignment: Assignment = Assignment(),
            isClassic: Bool = false
        ) {
            self.memberID = memberID
            self.memberEpoch = memberEpoch
            self.instanceID = instanceID
            self.rackID = rackID
            self.clientID = clientID
            self.clientHost = clientHost
            self.topologyEpoch = topologyEpoch
            self.processID = processID
            self.userEndpoint = userEndpoint
            self.clientTags = clientTags
            self.taskOffsets = taskOffsets
            self.taskEndOffsets = taskEndOffsets
            self.assignment = assignment
            self.targetAssignment = targetAssignment
            self.isClassic = isClassic
        }

        package init(from reader: inout ByteReader, version: Int16) throws(DecodeError) {
            memberID = try reader.readString(true)
            memberEpoch = try reader.readInt32()
            instanceID = try reader.readNullableString(true)
            rackID = try reader.readNullableString(true)
            clientID = try reader.readString(true)
            clientHost = try reader.readString(true)
            topologyEpoch = try reader.readInt32()
            processID = try reader.readString(true)
            userEndpoint = try reader.readNullable(Endpoint.self, version)
            clientTags = try reader.readArray(of: KeyValue.self, version, true)
            taskOffsets = try reader.readArray(of: TaskOffset.self, version, true)
            taskEndOffsets = try reader.readArray(of: TaskOffset.self, version, true)
            assignment = try Assignment(from: &reader, version: version)
            targetAssignment = try Assignment(from: &reader, version: version)
            isClassic = try reader.readBool()
            try reader.skipTags()
        }

        package func encode(into writer: inout ByteWriter, version: Int16) {
            writer.writeString(memberID, true)
            writer.write(memberEpoch)
            writer.writeNullableString(instanceID, true)
            writer.writeNullableString(rackID, true)
            writer.writeString(clientID, true)
            writer.writeString(clientHost, true)
            writer.write(topologyEpoch)
            writer.writeString(processID, true)
            writer.writeNullable(userEndpoint, version)
            writer.writeArray(clientTags, version, true)
            writer.writeArray(taskOffsets, version, true)
            writer.writeArray(taskEndOffsets, version, true)
            assignment.encode(into: &writer, version: version)
            targetAssignment.encode(into: &writer, version: version)
            writer.write(isClassic)
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
        package var topology: Topology? = nil
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
            topology: Topology? = nil,
            members: [Member] = [],
            authorizedOperations: Int32 = -2147483648
        ) {
            self.errorCode = errorCode
            self.errorMessage = errorMessage
            self.groupID = groupID
            self.groupState = groupState
            self.groupEpoch = groupEpoch
            self.assignmentEpoch = assignmentEpoch
            self.topology = topology
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
            topology = try reader.readNullable(Topology.self, version)
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
            writer.writeNullable(topology, version)
            writer.writeArray(members, version, true)
            writer.write(authorizedOperations)
            writer.write(0 as UInt8)
        }
    }
}
