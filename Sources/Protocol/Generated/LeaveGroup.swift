// Generated from Schemas/Messages/013-LeaveGroup.schema. Edit the schema, then run `swift run generate-protocol`.
package import OttlaVocabulary

/// Gives up places in a classic group.
package struct LeaveGroupRequest: RequestMessage {
    package var groupID: String = ""
    package var memberID: String = ""
    package var members: [MemberIdentity] = []

    package typealias Response = LeaveGroupResponse
    package static var apiKey: APIKey { .leaveGroup }
    package static var versions: ClosedRange<Int16> { 0...5 }
    package static func isFlexible(_ version: Int16) -> Bool { version >= 4 }

    package init() {}

    package init(groupID: String = "", memberID: String = "", members: [MemberIdentity] = []) {
        self.groupID = groupID
        self.memberID = memberID
        self.members = members
    }

    package init(from reader: inout ByteReader, version: Int16) throws(DecodeError) {
        try Self.check(version)
        let flexible = version >= 4
        groupID = try reader.readString(flexible)
        if version <= 2 {
            memberID = try reader.readString(flexible)
        }
        if version >= 3 {
            members = try reader.readArray(of: MemberIdentity.self, version, flexible)
        }
        if flexible {
            try reader.skipTags()
        }
    }

    package func encode(into writer: inout ByteWriter, version: Int16) {
        Self.require(version)
        let flexible = version >= 4
        writer.writeString(groupID, flexible)
        if version <= 2 {
            writer.writeString(memberID, flexible)
        }
        if version >= 3 {
            writer.writeArray(members, version, flexible)
        }
        if flexible {
            writer.write(0 as UInt8)
        }
    }

    package struct MemberIdentity: WireStructure {
        package var memberID: String = ""
        package var groupInstanceID: String? = nil
        package var reason: String? = nil

        package init() {}

        package init(memberID: String = "", groupInstanceID: String? = nil, reason: String? = nil) {
            self.memberID = memberID
            self.groupInstanceID = groupInstanceID
            self.reason = reason
        }

        package init(from reader: inout ByteReader, version: Int16) throws(DecodeError) {
            let flexible = version >= 4
            memberID = try reader.readString(flexible)
            groupInstanceID = try reader.readNullableString(flexible)
            if version >= 5 {
                reason = try reader.readNullableString(flexible)
            }
            if flexible {
                try reader.skipTags()
            }
        }

        package func encode(into writer: inout ByteWriter, version: Int16) {
            let flexible = version >= 4
            writer.writeString(memberID, flexible)
            writer.writeNullableString(groupInstanceID, flexible)
            if version >= 5 {
                writer.writeNullableString(reason, flexible)
            }
            if flexible {
                writer.write(0 as UInt8)
            }
        }
    }
}

/// The answer to `LeaveGroupRequest`.
package struct LeaveGroupResponse: ResponseMessage {
    package var throttleTimeMs: Int32 = 0
    package var errorCode: ErrorCode = .none
    package var members: [MemberResponse] = []

    package static var versions: ClosedRange<Int16> { 0...5 }
    package static func isFlexible(_ version: Int16) -> Bool { version >= 4 }

    package init() {}

    package init(throttleTimeMs: Int32 = 0, errorCode: ErrorCode = .none, members: [MemberResponse] = []) {
        self.throttleTimeMs = throttleTimeMs
        self.errorCode = errorCode
        self.members = members
    }

    package init(from reader: inout ByteReader, version: Int16) throws(DecodeError) {
        try Self.check(version)
        let flexible = version >= 4
        if version >= 1 {
            throttleTimeMs = try reader.readInt32()
        }
        errorCode = ErrorCode(rawValue: try reader.readInt16())
        if version >= 3 {
            members = try reader.readArray(of: MemberResponse.self, version, flexible)
        }
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
        if version >= 3 {
            writer.writeArray(members, version, flexible)
        }
        if flexible {
            writer.write(0 as UInt8)
        }
    }

    package struct MemberResponse: WireStructure {
        package var memberID: String = ""
        package var groupInstanceID: String? = ""
        package var errorCode: ErrorCode = .none

        package init() {}

        package init(memberID: String = "", groupInstanceID: String? = "", errorCode: ErrorCode = .none) {
            self.memberID = memberID
            self.groupInstanceID = groupInstanceID
            self.errorCode = errorCode
        }

        package init(from reader: inout ByteReader, version: Int16) throws(DecodeError) {
            let flexible = version >= 4
            memberID = try reader.readString(flexible)
            groupInstanceID = try reader.readNullableString(flexible)
            errorCode = ErrorCode(rawValue: try reader.readInt16())
            if flexible {
                try reader.skipTags()
            }
        }

        package func encode(into writer: inout ByteWriter, version: Int16) {
            let flexible = version >= 4
            writer.writeString(memberID, flexible)
            writer.writeNullableString(groupInstanceID, flexible)
            writer.write(errorCode.rawValue)
            if flexible {
                writer.write(0 as UInt8)
            }
        }
    }
}
