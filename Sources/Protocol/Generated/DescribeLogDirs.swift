// Generated from Schemas/Messages/035-DescribeLogDirs.schema. Edit the schema, then run `swift run generate-protocol`.
package import OttlaVocabulary

/// Shows a broker's directories and what lies in them.
package struct DescribeLogDirsRequest: RequestMessage {
    package var topics: [DescribableLogDirTopic]? = []

    package typealias Response = DescribeLogDirsResponse
    package static var apiKey: APIKey { .describeLogDirs }
    package static var versions: ClosedRange<Int16> { 0...5 }
    package static func isFlexible(_ version: Int16) -> Bool { version >= 2 }

    package init() {}

    package init(topics: [DescribableLogDirTopic]? = []) {
        self.topics = topics
    }

    package init(from reader: inout ByteReader, version: Int16) throws(DecodeError) {
        try Self.check(version)
        let flexible = version >= 2
        topics = try reader.readNullableArray(of: DescribableLogDirTopic.self, version, flexible)
        if flexible {
            try reader.skipTags()
        }
    }

    package func encode(into writer: inout ByteWriter, version: Int16) {
        Self.require(version)
        let flexible = version >= 2
        writer.writeNullableArray(topics, version, flexible)
        if flexible {
            writer.write(0 as UInt8)
        }
    }

    package struct DescribableLogDirTopic: WireStructure {
        package var topic: String = ""
        package var partitions: [Int32] = []

        package init() {}

        package init(topic: String = "", partitions: [Int32] = []) {
            self.topic = topic
            self.partitions = partitions
        }

        package init(from reader: inout ByteReader, version: Int16) throws(DecodeError) {
            let flexible = version >= 2
            topic = try reader.readString(flexible)
            partitions = try reader.readArray(of: Int32.self, flexible)
            if flexible {
                try reader.skipTags()
            }
        }

        package func encode(into writer: inout ByteWriter, version: Int16) {
            let flexible = version >= 2
            writer.writeString(topic, flexible)
            writer.writeArray(partitions, flexible)
            if flexible {
                writer.write(0 as UInt8)
            }
        }
    }
}

/// The answer to `DescribeLogDirsRequest`.
package struct DescribeLogDirsResponse: ResponseMessage {
    package var throttleTimeMs: Int32 = 0
    package var errorCode: ErrorCode = .none
    package var results: [DescribeLogDirsResult] = []

    package static var versions: ClosedRange<Int16> { 0...5 }
    package static func isFlexible(_ version: Int16) -> Bool { version >= 2 }

    package init() {}

    package init(throttleTimeMs: Int32 = 0, errorCode: ErrorCode = .none, results: [DescribeLogDirsResult] = []) {
        self.throttleTimeMs = throttleTimeMs
        self.errorCode = errorCode
        self.results = results
    }

    package init(from reader: inout ByteReader, version: Int16) throws(DecodeError) {
        try Self.check(version)
        let flexible = version >= 2
        throttleTimeMs = try reader.readInt32()
        if version >= 3 {
            errorCode = ErrorCode(rawValue: try reader.readInt16())
        }
        results = try reader.readArray(of: DescribeLogDirsResult.self, version, flexible)
        if flexible {
            try reader.skipTags()
        }
    }

    package func encode(into writer: inout ByteWriter, version: Int16) {
        Self.require(version)
        let flexible = version >= 2
        writer.write(throttleTimeMs)
        if version >= 3 {
            writer.write(errorCode.rawValue)
        }
        writer.writeArray(results, version, flexible)
        if flexible {
            writer.write(0 as UInt8)
        }
    }

    package struct DescribeLogDirsPartition: WireStructure {
        package var partitionIndex: Int32 = 0
        package var partitionSize: Int64 = 0
        package var offsetLag: Int64 = 0
        package var isFutureKey: Bool = false

        package init() {}

        package init(
            partitionIndex: Int32 = 0,
            partitionSize: Int64 = 0,
            offsetLag: Int64 = 0,
            isFutureKey: Bool = false
        ) {
            self.partitionIndex = partitionIndex
            self.partitionSize = partitionSize
            self.offsetLag = offsetLag
            self.isFutureKey = isFutureKey
        }

        package init(from reader: inout ByteReader, version: Int16) throws(DecodeError) {
            let flexible = version >= 2
            partitionIndex = try reader.readInt32()
            partitionSize = try reader.readInt64()
            offsetLag = try reader.readInt64()
            isFutureKey = try reader.readBool()
            if flexible {
                try reader.skipTags()
            }
        }

        package func encode(into writer: inout ByteWriter, version: Int16) {
            let flexible = version >= 2
            writer.write(partitionIndex)
            writer.write(partitionSize)
            writer.write(offsetLag)
            writer.write(isFutureKey)
            if flexible {
                writer.write(0 as UInt8)
            }
        }
    }

    package struct DescribeLogDirsTopic: WireStructure {
        package var name: String = ""
        package var partitions: [DescribeLogDirsPartition] = []

        package init() {}

        package init(name: String = "", partitions: [DescribeLogDirsPartition] = []) {
            self.name = name
            self.partitions = partitions
        }

        package init(from reader: inout ByteReader, version: Int16) throws(DecodeError) {
            let flexible = version >= 2
            name = try reader.readString(flexible)
            partitions = try reader.readArray(of: DescribeLogDirsPartition.self, version, flexible)
            if flexible {
                try reader.skipTags()
            }
        }

        package func encode(into writer: inout ByteWriter, version: Int16) {
            let flexible = version >= 2
            writer.writeString(name, flexible)
            writer.writeArray(partitions, version, flexible)
            if flexible {
                writer.write(0 as UInt8)
            }
        }
    }

    package struct DescribeLogDirsResult: WireStructure {
        package var errorCode: ErrorCode = .none
        package var logDir: String = ""
        package var topics: [DescribeLogDirsTopic] = []
        package var totalBytes: Int64 = -1
        package var usableBytes: Int64 = -1
        package var isCordoned: Bool = false

        package init() {}

        package init(
            errorCode: ErrorCode = .none,
            logDir: String = "",
            topics: [DescribeLogDirsTopic] = [],
            totalBytes: Int64 = -1,
            usableBytes: Int64 = -1,
            isCordoned: Bool = false
        ) {
            self.errorCode = errorCode
            self.logDir = logDir
            self.topics = topics
            self.totalBytes = totalBytes
            self.usableBytes = usableBytes
            self.isCordoned = isCordoned
        }

        package init(from reader: inout ByteReader, version: Int16) throws(DecodeError) {
            let flexible = version >= 2
            errorCode = ErrorCode(rawValue: try reader.readInt16())
            logDir = try reader.readString(flexible)
            topics = try reader.readArray(of: DescribeLogDirsTopic.self, version, flexible)
            if version >= 4 {
                totalBytes = try reader.readInt64()
                usableBytes = try reader.readInt64()
            }
            if version >= 5 {
                isCordoned = try reader.readBool()
            }
            if flexible {
                try reader.skipTags()
            }
        }

        package func encode(into writer: inout ByteWriter, version: Int16) {
            let flexible = version >= 2
            writer.write(errorCode.rawValue)
            writer.writeString(logDir, flexible)
            writer.writeArray(topics, version, flexible)
            if version >= 4 {
                writer.write(totalBytes)
                writer.write(usableBytes)
            }
            if version >= 5 {
                writer.write(isCordoned)
            }
            if flexible {
                writer.write(0 as UInt8)
            }
        }
    }
}
