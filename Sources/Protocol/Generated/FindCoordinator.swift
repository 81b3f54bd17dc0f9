// Generated from Schemas/Messages/010-FindCoordinator.schema. Edit the schema, then run `swift run generate-protocol`.
package import OttlaVocabulary

/// Asks which broker looks after a group, a transaction or a share partition.
package struct FindCoordinatorRequest: RequestMessage {
    package var key: String = ""
    package var keyType: Int8 = 0
    package var coordinatorKeys: [String] = []

    package typealias Response = FindCoordinatorResponse
    package static var apiKey: APIKey { .findCoordinator }
    package static var versions: ClosedRange<Int16> { 0...6 }
    package static func isFlexible(_ version: Int16) -> Bool { version >= 3 }

    package init() {}

    package init(key: String = "", keyType: Int8 = 0, coordinatorKeys: [String] = []) {
        self.key = key
        self.keyType = keyType
        self.coordinatorKeys = coordinatorKeys
    }

    package init(from reader: inout ByteReader, version: Int16) throws(DecodeError) {
        try Self.check(version)
        let flexible = version >= 3
        if version <= 3 {
            key = try reader.readString(flexible)
        }
        if version >= 1 {
            keyType = try reader.readInt8()
        }
        if version >= 4 {
            coordinatorKeys = try reader.readArray(of: String.self, flexible)
        }
        if flexible {
            try reader.skipTags()
        }
    }

    package func encode(into writer: inout ByteWriter, version: Int16) {
        Self.require(version)
        let flexible = version >= 3
        if version <= 3 {
            writer.writeString(key, flexible)
        }
        if version >= 1 {
            writer.write(keyType)
        }
        if version >= 4 {
            writer.writeArray(coordinatorKeys, flexible)
        }
        if flexible {
            writer.write(0 as UInt8)
        }
    }
}

/// The answer to `FindCoordinatorRequest`.
package struct FindCoordinatorResponse: ResponseMessage {
    package var throttleTimeMs: Int32 = 0
    package var errorCode: ErrorCode = .none
    package var errorMessage: String? = ""
    package var nodeID: Int32 = 0
    package var host: String = ""
    package var port: Int32 = 0
    package var coordinators: [Coordinator] = []

    package static var versions: ClosedRange<Int16> { 0...6 }
    package static func isFlexible(_ version: Int16) -> Bool { version >= 3 }

    package init() {}

    package init(
        throttleTimeMs: Int32 = 0,
        errorCode: ErrorCode = .none,
        errorMessage: String? = "",
        nodeID: Int32 = 0,
        host: String = "",
        port: Int32 = 0,
        coordinators: [Coordinator] = []
    ) {
        self.throttleTimeMs = throttleTimeMs
        self.errorCode = errorCode
        self.errorMessage = errorMessage
        self.nodeID = nodeID
        self.host = host
        self.port = port
        self.coordinators = coordinators
    }

    package init(from reader: inout ByteReader, version: Int16) throws(DecodeError) {
        try Self.check(version)
        let flexible = version >= 3
        if version >= 1 {
            throttleTimeMs = try reader.readInt32()
        }
        if version <= 3 {
            errorCode = ErrorCode(rawValue: try reader.readInt16())
        }
        if version >= 1 && version <= 3 {
            errorMessage = try reader.readNullableString(flexible)
        }
        if version <= 3 {
            nodeID = try reader.readInt32()
            host = try reader.readString(flexible)
            port = try reader.readInt32()
        }
        if version >= 4 {
            coordinators = try reader.readArray(of: Coordinator.self, version, flexible)
        }
        if flexible {
            try reader.skipTags()
        }
    }

    package func encode(into writer: inout ByteWriter, version: Int16) {
        Self.require(version)
        let flexible = version >= 3
        if version >= 1 {
            writer.write(throttleTimeMs)
        }
        if version <= 3 {
            writer.write(errorCode.rawValue)
        }
        if version >= 1 && version <= 3 {
            writer.writeNullableString(errorMessage, flexible)
        }
        if version <= 3 {
            writer.write(nodeID)
            writer.writeString(host, flexible)
            writer.write(port)
        }
        if version >= 4 {
            writer.writeArray(coordinators, version, flexible)
        }
        if flexible {
            writer.write(0 as UInt8)
        }
    }

    package struct Coordinator: WireStructure {
        package var key: String = ""
        package var nodeID: Int32 = 0
        package var host: String = ""
        package var port: Int32 = 0
        package var errorCode: ErrorCode = .none
        package var errorMessage: String? = ""

        package init() {}

        package init(
            key: String = "",
            nodeID: Int32 = 0,
            host: String = "",
            port: Int32 = 0,
            errorCode: ErrorCode = .none,
            errorMessage: String? = ""
        ) {
            self.key = key
            self.nodeID = nodeID
            self.host = host
            self.port = port
            self.errorCode = errorCode
            self.errorMessage = errorMessage
        }

        package init(from reader: inout ByteReader, version: Int16) throws(DecodeError) {
            key = try reader.readString(true)
            nodeID = try reader.readInt32()
            host = try reader.readString(true)
            port = try reader.readInt32()
            errorCode = ErrorCode(rawValue: try reader.readInt16())
            errorMessage = try reader.readNullableString(true)
            try reader.skipTags()
        }

        package func encode(into writer: inout ByteWriter, version: Int16) {
            writer.writeString(key, true)
            writer.write(nodeID)
            writer.writeString(host, true)
            writer.write(port)
            writer.write(errorCode.rawValue)
            writer.writeNullableString(errorMessage, true)
            writer.write(0 as UInt8)
        }
    }
}
