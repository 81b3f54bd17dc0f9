// Generated from Schemas/Messages/034-AlterReplicaLogDirs.schema. Edit the schema, then run `swift run generate-protocol`.
package import OttlaVocabulary

/// Moves replicas between a broker's directories.
package struct AlterReplicaLogDirsRequest: RequestMessage {
    package var dirs: [AlterReplicaLogDir] = []

    package typealias Response = AlterReplicaLogDirsResponse
    package static var apiKey: APIKey { .alterReplicaLogDirs }
    package static var versions: ClosedRange<Int16> { 0...2 }
    package static func isFlexible(_ version: Int16) -> Bool { version >= 2 }

    package init() {}

    package init(dirs: [AlterReplicaLogDir] = []) {
        self.dirs = dirs
    }

    package init(from reader: inout ByteReader, version: Int16) throws(DecodeError) {
        try Self.check(version)
        let flexible = version >= 2
        dirs = try reader.readArray(of: AlterReplicaLogDir.self, version, flexible)
        if flexible {
            try reader.skipTags()
        }
    }

    package func encode(into writer: inout ByteWriter, version: Int16) {
        Self.require(version)
        let flexible = version >= 2
        writer.writeArray(dirs, version, flexible)
        if flexible {
            writer.write(0 as UInt8)
        }
    }

    package struct AlterReplicaLogDirTopic: WireStructure {
        package var name: String = ""
        package var partitions: [Int32] = []

        package init() {}

        package init(name: String = "", partitions: [Int32] = []) {
            self.name = name
            self.partitions = partitions
        }

        package init(from reader: inout ByteReader, version: Int16) throws(DecodeError) {
            let flexible = version >= 2
            name = try reader.readString(flexible)
            partitions = try reader.readArray(of: Int32.self, flexible)
            if flexible {
                try reader.skipTags()
            }
        }

        package func encode(into writer: inout ByteWriter, version: Int16) {
            let flexible = version >= 2
            writer.writeString(name, flexible)
            writer.writeArray(partitions, flexible)
            if flexible {
                writer.write(0 as UInt8)
            }
        }
    }

    package struct AlterReplicaLogDir: WireStructure {
        package var path: String = ""
        package var topics: [AlterReplicaLogDirTopic] = []

        package init() {}

        package init(path: String = "", topics: [AlterReplicaLogDirTopic] = []) {
            self.path = path
            self.topics = topics
        }

        package init(from reader: inout ByteReader, version: Int16) throws(DecodeError) {
            let flexible = version >= 2
            path = try reader.readString(flexible)
            topics = try reader.readArray(of: AlterReplicaLogDirTopic.self, version, flexible)
            if flexible {
                try reader.skipTags()
            }
        }

        package func encode(into writer: inout ByteWriter, version: Int16) {
            let flexible = version >= 2
            writer.writeString(path, flexible)
            writer.writeArray(topics, version, flexible)
            if flexible {
                writer.write(0 as UInt8)
            }
        }
    }
}

/// The answer to `AlterReplicaLogDirsRequest`.
package struct AlterReplicaLogDirsResponse: ResponseMessage {
    package var throttleTimeMs: Int32 = 0
    package var results: [AlterReplicaLogDirTopicResult] = []

    package static var versions: ClosedRange<Int16> { 0...2 }
    package static func isFlexible(_ version: Int16) -> Bool { version >= 2 }

    package init() {}

    package init(throttleTimeMs: Int32 = 0, results: [AlterReplicaLogDirTopicResult] = []) {
        self.throttleTimeMs = throttleTimeMs
        self.results = results
    }

    package init(from reader: inout ByteReader, version: Int16) throws(DecodeError) {
        try Self.check(version)
        let flexible = version >= 2
        throttleTimeMs = try reader.readInt32()
        results = try reader.readArray(of: AlterReplicaLogDirTopicResult.self, version, flexible)
        if flexible {
            try reader.skipTags()
        }
    }

    package func encode(into writer: inout ByteWriter, version: Int16) {
        Self.require(version)
        let flexible = version >= 2
        writer.write(throttleTimeMs)
        writer.writeArray(results, version, flexible)
        if flexible {
            writer.write(0 as UInt8)
        }
    }

    package struct AlterReplicaLogDirPartitionResult: WireStructure {
        package var partitionIndex: Int32 = 0
        package var errorCode: ErrorCode = .none

        package init() {}

        package init(partitionIndex: Int32 = 0, errorCode: ErrorCode = .none) {
            self.partitionIndex = partitionIndex
            self.errorCode = errorCode
        }

        package init(from reader: inout ByteReader, version: Int16) throws(DecodeError) {
            let flexible = version >= 2
            partitionIndex = try reader.readInt32()
            errorCode = ErrorCode(rawValue: try reader.readInt16())
            if flexible {
                try reader.skipTags()
            }
        }

        package func encode(into writer: inout ByteWriter, version: Int16) {
            let flexible = version >= 2
            writer.write(partitionIndex)
            writer.write(errorCode.rawValue)
            if flexible {
                writer.write(0 as UInt8)
            }
        }
    }

    package struct AlterReplicaLogDirTopicResult: WireStructure {
        package var topicName: String = ""
        package var partitions: [AlterReplicaLogDirPartitionResult] = []

        package init() {}

        package init(topicName: String = "", partitions: [AlterReplicaLogDirPartitionResult] = []) {
            self.topicName = topicName
            self.partitions = partitions
        }

        package init(from reader: inout ByteReader, version: Int16) throws(DecodeError) {
            let flexible = version >= 2
            topicName = try reader.readString(flexible)
            partitions = try reader.readArray(of: AlterReplicaLogDirPartitionResult.self, version, flexible)
            if flexible {
                try reader.skipTags()
            }
        }

        package func encode(into writer: inout ByteWriter, version: Int16) {
            let flexible = version >= 2
            writer.writeString(topicName, flexible)
            writer.writeArray(partitions, version, flexible)
            if flexible {
                writer.write(0 as UInt8)
            }
        }
    }
}
