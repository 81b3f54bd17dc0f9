// Generated from Schemas/Messages/012-Heartbeat.schema. Edit the schema, then run `swift run generate-protocol`.
package import OttlaVocabulary

/// Keeps a member's place in its classic group.
package struct HeartbeatRequest: RequestMessage {
    package var groupID: String = ""
    package var generationID: Int32 = 0
    package var memberID: String = ""
    package var groupInstanceID: String? = nil

    package typealias Response = HeartbeatResponse
    package static var apiKey: APIKey { .heartbeat }
    package static var versions: ClosedRange<Int16> { 0...4 }
    package static func isFlexible(_ version: Int16) -> Bool { version >= 4 }

    package init() {}

    package init(groupID: String = "", generationID: Int32 = 0, memberID: String = "", groupInstanceID: String? = nil) {
        self.groupID = groupID
        self.generationID = generationID
        self.memberID = memberID
        self.groupInstanceID = groupInstanceID
    }

    package init(from reader: inout ByteReader, version: Int16) throws(DecodeError) {
        try Self.check(version)
        let flexible = version >= 4
        groupID = try reader.readString(flexible)
        generationID = try reader.readInt32()
        memberID = try reader.readString(flexible)
        if version >= 3 {
            groupInstanceID = try reader.readNullableString(flexible)
        }
        if flexible {
            try reader.skipTags()
        }
    }

    package func encode(into writer: inout ByteWriter, version: Int16) {
        Self.require(version)
        let flexible = version >= 4
        writer.writeString(groupID, flexible)
        writer.write(generationID)
        writer.writeString(memberID, flexible)
        if version >= 3 {
            writer.writeNullableString(groupInstanceID, flexible)
        }
        if flexible {
            writer.write(0 as UInt8)
        }
    }
}

/// The answer to `HeartbeatRequest`.
package struct HeartbeatResponse: ResponseMessage {
    package var throttleTimeMs: Int32 = 0
    package var errorCode: ErrorCode = .none

    package static var versions: ClosedRange<Int16> { 0...4 }
    package static func isFlexible(_ version: Int16) -> Bool { version >= 4 }

    package init() {}

    package init(throttleTimeMs: Int32 = 0, errorCode: ErrorCode = .none) {
        self.throttleTimeMs = throttleTimeMs
        self.errorCode = errorCode
    }

    package init(from reader: inout ByteReader, version: Int16) throws(DecodeError) {
        try Self.check(version)
        let flexible = version >= 4
        if version >= 1 {
            throttleTimeMs = try reader.readInt32()
        }
        errorCode = ErrorCode(rawValue: try reader.readInt16())
        if flexible {
            try reader.skipTags()
        }
    }

    package func encode(into writer: inout ByteWriter, version: Int16) {
        Self.require(version)
        let flexible = version >= 4
        if version >= 1 {
            writer.write(throttleTimeMs)
        }
        writer.write(errorCode.rawValue)
        if flexible {
            writer.write(0 as UInt8)
        }
    }
}
