// Generated from Schemas/Messages/088-StreamsGroupHeartbeat.schema. Edit the schema, then run `swift run generate-protocol`.
package import OttlaVocabulary

/// Everything a member of a streams group says and hears.
package struct StreamsGroupHeartbeatRequest: RequestMessage {
    package var groupID: String = ""
    package var memberID: String = ""
    package var memberEpoch: Int32 = 0
    package var endpointInformationEpoch: Int32 = 0
    package var instanceID: String? = nil
    package var rackID: String? = nil
    package var rebalanceTimeoutMs: Int32 = -1
    package var topology: Topology? = nil
    package var activeTasks: [TaskIds]? = nil
    package var standbyTasks: [TaskIds]? = nil
    package var warmupTasks: [TaskIds]? = nil
    package var processID: String? = nil
    package var userEndpoint: Endpoint? = nil
    package var clientTags: [KeyValue]? = nil
    package var taskOffsets: [TaskOffset]? = nil
    package var taskEndOffsets: [TaskOffset]? = nil
    package var shutdownApplication: Bool = false

    package typealias Response = StreamsGroupHeartbeatResponse
    package static var apiKey: APIKey { .streamsGroupHeartbeat }
    package static var versions: ClosedRange<Int16> { 0...0 }
    package static func isFlexible(_ version: Int16) -> Bool { true }

    package init() {}

    package init(
        groupID: String = "",
        memberID: String = "",
        memberEpoch: Int32 = 0,
        endpointInformationEpoch: Int32 = 0,
        instanceID: String? = nil,
        rackID: String? = nil,
        rebalanceTimeoutMs: Int32 = -1,
        topology: Topology? = nil,
        activeTasks: [TaskIds]? = nil,
        standbyTasks: [TaskIds]? = nil,
        warmupTasks: [TaskIds]? = nil,
        processID: String? = nil,
        userEndpoint: Endpoint? = nil,
        clientTags: [KeyValue]? = nil,
        taskOffsets: [TaskOffset]? = nil,
        taskEndOffsets: [TaskOffset]? = nil,
        shutdownApplication: Bool = false
    ) {
        self.groupID = groupID
        self.memberID = memberID
        self.memberEpoch = memberEpoch
        self.endpointInformationEpoch = endpointInformationEpoch
        self.instanceID = instanceID
        self.rackID = rackID
        self.rebalanceTimeoutMs = rebalanceTimeoutMs
        self.topology = topology
        self.activeTasks = activeTasks
        self.standbyTasks = standbyTasks
        self.warmupTasks = warmupTasks
        self.processID = processID
        self.userEndpoint = userEndpoint
        self.clientTags = clientTags
        self.taskOffsets = taskOffsets
        self.taskEndOffsets = taskEndOffsets
        self.shutdownApplication = shutdownApplication
    }

    package init(from reader: inout ByteReader, version: Int16) throws(DecodeError) {
        try Self.check(version)
        groupID = try reader.readString(true)
        memberID = try reader.readString(true)
        memberEpoch = try reader.readInt32()
        endpointInformationEpoch = try reader.readInt32()
        instanceID = try reader.readNullableString(true)
        rackID = try reader.readNullableString(true)
        rebalanceTimeoutMs = try reader.readInt32()
        topology = try reader.readNullable(Topology.self, version)
        activeTasks = try reader.readNullableArray(of: TaskIds.self, version, true)
        standbyTasks = try reader.readNullableArray(of: TaskIds.self, version, true)
        warmupTasks = try reader.readNullableArray(of: TaskIds.self, version, true)
        processID = try reader.readNullableString(true)
        userEndpoint = try reader.readNullable(Endpoint.self, version)
        clientTags = try reader.readNullableArray(of: KeyValue.self, version, true)
        taskOffsets = try reader.readNullableArray(of: TaskOffset.self, version, true)
        taskEndOffsets = try reader.readNullableArray(of: TaskOffset.self, version, true)
        shutdownApplication = try reader.readBool()
        try reader.skipTags()
    }

    package func encode(into writer: inout ByteWriter, version: Int16) {
        Self.require(version)
        writer.writeString(groupID, true)
        writer.writeString(memberID, true)
        writer.write(memberEpoch)
        writer.write(endpointInformationEpoch)
        writer.writeNullableString(instanceID, true)
        writer.writeNullableString(rackID, true)
        writer.write(rebalanceTimeoutMs)
        writer.writeNullable(topology, version)
        writer.writeNullableArray(activeTasks, version, true)
        writer.writeNullableArray(standbyTasks, version, true)
        writer.writeNullableArray(warmupTasks, version, true)
        writer.writeNullableString(processID, true)
        writer.writeNullable(userEndpoint, version)
        writer.writeNullableArray(clientTags, version, true)
        writer.writeNullableArray(taskOffsets, version, true)
        writer.writeNullableArray(taskEndOffsets, version, true)
        writer.write(shutdownApplication)
        writer.write(0 as UInt8)
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

    package struct Topology: WireStructure {
        package var epoch: Int32 = 0
        package var subtopologies: [Subtopology] = []

        package init() {}

        package init(epoch: Int32 = 0, subtopologies: [Subtopology] = []) {
            self.epoch = epoch
            self.subtopologies = subtopologies
        }

        package init(from reader: inout ByteReader, version: Int16) throws(DecodeError) {
            epoch = try reader.readInt32()
            subtopologies = try reader.readArray(of: Subtopology.self, version, true)
            try reader.skipTags()
        }

        package func encode(into writer: inout ByteWriter, version: Int16) {
            writer.write(epoch)
            writer.writeArray(subtopologies, version, true)
            writer.write(0 as UInt8)
        }
    }
}

/// The answer to `StreamsGroupHeartbeatRequest`.
package struct StreamsGroupHeartbeatResponse: ResponseMessage {
    package var throttleTimeMs: Int32 = 0
    package var errorCode: ErrorCode = .none
    package var errorMessage: String? = nil
    package var memberID: String = ""
    package var memberEpoch: Int32 = 0
    package var heartbeatIntervalMs: Int32 = 0
    package var acceptableRecoveryLag: Int32 = 0
    package var taskOffsetIntervalMs: Int32 = 0
    package var status: [Status]? = []
    package var activeTasks: [TaskIds]? = nil
    package var standbyTasks: [TaskIds]? = nil
    package var warmupTasks: [TaskIds]? = nil
    package var endpointInformationEpoch: Int32 = 0
    package var partitionsByUserEndpoint: [EndpointToPartitions]? = nil

    package static var versions: ClosedRange<Int16> { 0...0 }
    package static func isFlexible(_ version: Int16) -> Bool { true }

    package init() {}

    package init(
        throttleTimeMs: Int32 = 0,
        errorCode: ErrorCode = .none,
        errorMessage: String? = nil,
        memberID: String = "",
        memberEpoch: Int32 = 0,
        heartbeatIntervalMs: Int32 = 0,
        acceptableRecoveryLag: Int32 = 0,
        taskOffsetIntervalMs: Int32 = 0,
        status: [Status]? = [],
        activeTasks: [TaskIds]? = nil,
        standbyTasks: [TaskIds]? = nil,
        warmupTasks: [TaskIds]? = nil,
        endpointInformationEpoch: Int32 = 0,
        partitionsByUserEndpoint: [EndpointToPartitions]? = nil
    ) {
        self.throttleTimeMs = throttleTimeMs
        self.errorCode = errorCode
        self.errorMessage = errorMessage
        self.memberID = memberID
        self.memberEpoch = memberEpoch
        self.heartbeatIntervalMs = heartbeatIntervalMs
        self.acceptableRecoveryLag = acceptableRecoveryLag
        self.taskOffsetIntervalMs = taskOffsetIntervalMs
        self.status = status
        self.activeTasks = activeTasks
        self.standbyTasks = standbyTasks
        self.warmupTasks = warmupTasks
        self.endpointInformationEpoch = endpointInformationEpoch
        self.partitionsByUserEndpoint = partitionsByUserEndpoint
    }

    package init(from reader: inout ByteReader, version: Int16) throws(DecodeError) {
        try Self.check(version)
        throttleTimeMs = try reader.readInt32()
        errorCode = ErrorCode(rawValue: try reader.readInt16())
        errorMessage = try reader.readNullableString(true)
        memberID = try reader.readString(true)
        memberEpoch = try reader.readInt32()
        heartbeatIntervalMs = try reader.readInt32()
        acceptableRecoveryLag = try reader.readInt32()
        taskOffsetIntervalMs = try reader.readInt32()
        status = try reader.readNullableArray(of: Status.self, version, true)
        activeTasks = try reader.readNullableArray(of: TaskIds.self, version, true)
        standbyTasks = try reader.readNullableArray(of: TaskIds.self, version, true)
        warmupTasks = try reader.readNullableArray(of: TaskIds.self, version, true)
        endpointInformationEpoch = try reader.readInt32()
        partitionsByUserEndpoint = try reader.readNullableArray(of: EndpointToPartitions.self, version, true)
        try reader.skipTags()
    }

    package func encode(into writer: inout ByteWriter, version: Int16) {
        Self.require(version)
        writer.write(throttleTimeMs)
        writer.write(errorCode.rawValue)
        writer.writeNullableString(errorMessage, true)
        writer.writeString(memberID, true)
        writer.write(memberEpoch)
        writer.write(heartbeatIntervalMs)
        writer.write(acceptableRecoveryLag)
        writer.write(taskOffsetIntervalMs)
        writer.writeNullableArray(status, version, true)
        writer.writeNullableArray(activeTasks, version, true)
        writer.writeNullableArray(standbyTasks, version, true)
        writer.writeNullableArray(warmupTasks, version, true)
        writer.write(endpointInformationEpoch)
        writer.writeNullableArray(partitionsByUserEndpoint, version, true)
        writer.write(0 as UInt8)
    }

    package struct Status: WireStructure {
        package var statusCode: Int8 = 0
        package var statusDetail: String = ""

        package init() {}

        package init(statusCode: Int8 = 0, statusDetail: String = "") {
            self.statusCode = statusCode
            self.statusDetail = statusDetail
        }

        package init(from reader: inout ByteReader, version: Int16) throws(DecodeError) {
            statusCode = try reader.readInt8()
            statusDetail = try reader.readString(true)
            try reader.skipTags()
        }

        package func encode(into writer: inout ByteWriter, version: Int16) {
            writer.write(statusCode)
            writer.writeString(statusDetail, true)
            writer.write(0 as UInt8)
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
            topic = try reader.readString(true)
            partitions = try reader.readArray(of: Int32.self, true)
            try reader.skipTags()
        }

        package func encode(into writer: inout ByteWriter, version: Int16) {
            writer.writeString(topic, true)
            writer.writeArray(partitions, true)
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

    package struct EndpointToPartitions: WireStructure {
        package var userEndpoint: Endpoint = Endpoint()
        package var activePartitions: [TopicPartition] = []
        package var standbyPartitions: [TopicPartition] = []

        package init() {}

        package init(
            userEndpoint: Endpoint = Endpoint(),
            activePartitions: [TopicPartition] = [],
            standbyPartitions: [TopicPartition] = []
        ) {
            self.userEndpoint = userEndpoint
            self.activePartitions = activePartitions
            self.standbyPartitions = standbyPartitions
        }

        package init(from reader: inout ByteReader, version: Int16) throws(DecodeError) {
            userEndpoint = try Endpoint(from: &reader, version: version)
            activePartitions = try reader.readArray(of: TopicPartition.self, version, true)
            standbyPartitions = try reader.readArray(of: TopicPartition.self, version, true)
            try reader.skipTags()
        }

        package func encode(into writer: inout ByteWriter, version: Int16) {
            userEndpoint.encode(into: &writer, version: version)
            writer.writeArray(activePartitions, version, true)
            writer.writeArray(standbyPartitions, version, true)
            writer.write(0 as UInt8)
        }
    }
}
