// Generated from Schemas/Messages/014-SyncGroup.schema. Edit the schema, then run `swift run generate-protocol`.
package import OttlaVocabulary

/// The leader hands in the assignment; each member gets its share.
package struct SyncGroupRequest: RequestMessage {
    package var groupID: String = ""
    package var generationID: Int32 = 0
    package var memberID: String = ""
    package var groupInstanceID: String? = nil
    package var protocolType: String? = nil
    package var protocolName: String? = nil
    package var assignments: [SyncGroupRequestAssignment] = []

    package typealias Response = SyncGroupResponse
    package static var apiKey: APIKey { .syncGroup }
    package static var versions: ClosedRange<Int16> { 0...5 }
    package static func isFlexible(_ version: Int16) -> Bool { version >= 4 }

    package init() {}

    package init(
        groupID: String = "",
        generationID: Int32 = 0,
        memberID: String = "",
        groupInstanceID: String? = nil,
        protocolType: String? = nil,
        protocolName: String? = nil,
        assignments: [SyncGroupRequestAssignment] = []
    ) {
        self.groupID = groupID
        self.generationID = generationID
        self.memberID = memberID
        self.groupInstanceID = groupInstanceID
        self.protocolType = protocolType
        self.protocolName = protocolName
        self.assignments = assignments
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
        if version >= 5 {
            protocolType = try reader.readNullableString(flexible)
            protocolName = try reader.readNullableString(flexible)
        }
        assignments = try reader.readArray(of: SyncGroupRequestAssignment.self, version, flexible)
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
        if version >= 5 {
            writer.writeNullableString(protocolType, flexible)
            writer.writeNullableString(protocolName, flexible)
        }
        writer.writeArray(assignments, version, flexible)
        if flexible {
            writer.write(0 as UInt8)
        }
    }

    package struct SyncGroupRequestAssignment: WireStructure {
        package var memberID: String = ""
        package var assignment: [UInt8] = []

        package init() {}

        package init(memberID: String = "", assignment: [UInt8] = []) {
            self.memberID = memberID
            self.assignment = assignment
        }

        package init(from reader: inout ByteReader, version: Int16) throws(DecodeError) {
            let flexible = version >= 4
            memberID = try reader.readString(flexible)
            assignment = try reader.readBytes(flexible)
            if flexible {
                try reader.skipTags()
            }
        }

        package func encode(into writer: inout ByteWriter, version: Int16) {
            let flexible = version >= 4
            writer.writeString(memberID, flexible)
            writer.writeBytes(assignment, flexible)
            if flexible {
                writer.write(0 as UInt8)
            }
        }
    }
}

/// The answer to `SyncGroupRequest`.
package struct SyncGroupResponse: ResponseMessage {
    package var throttleTimeMs: Int32 = 0
    package var errorCode: ErrorCode = .none
    package var protocolType: String? = nil
    package var protocolName: String? = nil
    package var assignment: [UInt8] = []

    package static var versions: ClosedRange<Int16> { 0...5 }
    package static func isFlexible(_ version: Int16) -> Bool { version >= 4 }

    package init() {}

    package init(
        throttleTimeMs: Int32 = 0,
        errorCode: ErrorCode = .none,
        protocolType: String? = nil,
        protocolName: String? = nil,
        assignment: [UInt8] = []
    ) {
        self.throttleTimeMs = throttleTimeMs
        self.errorCode = errorCode
        self.protocolType = protocolType
        self.protocolName = protocolName
        self.assignment = assignment
    }

    package init(from reader: inout ByteReader, version: Int16) throws(DecodeError) {
        try Self.check(version)
        let flexible = version >= 4
        if version >= 1 {
            throttleTimeMs = try reader.readInt32()
        }
        errorCode = ErrorCode(rawValue: try reader.readInt16())
        if version >= 5 {
            protocolType = try reader.readNullableString(flexible)
            protocolName = try reader.readNullableString(flexible)
        }
        assignment = try reader.readBytes(flexible)
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
        if version >= 5 {
            writer.writeNullableString(protocolType, flexible)
            writer.writeNullableString(protocolName, flexible)
        }
        writer.writeBytes(assignment, flexible)
        if flexible {
            writer.write(0 as UInt8)
        }
    }
}
