// Generated from Schemas/Messages/011-JoinGroup.schema. Edit the schema, then run `swift run generate-protocol`.
package import OttlaVocabulary

/// Enters a classic group and waits for the others of its generation.
package struct JoinGroupRequest: RequestMessage {
    package var groupID: String = ""
    package var sessionTimeoutMs: Int32 = 0
    package var rebalanceTimeoutMs: Int32 = -1
    package var memberID: String = ""
    package var groupInstanceID: String? = nil
    package var protocolType: String = ""
    package var protocols: [JoinGroupRequestProtocol] = []
    package var reason: String? = nil

    package typealias Response = JoinGroupResponse
    package static var apiKey: APIKey { .joinGroup }
    package static var versions: ClosedRange<Int16> { 0...9 }
    package static func isFlexible(_ version: Int16) -> Bool { version >= 6 }

    package init() {}

    package init(
        groupID: String = "",
        sessionTimeoutMs: Int32 = 0,
        rebalanceTimeoutMs: Int32 = -1,
        memberID: String = "",
        groupInstanceID: String? = nil,
        protocolType: String = "",
        protocols: [JoinGroupRequestProtocol] = [],
        reason: String? = nil
    ) {
        self.groupID = groupID
        self.sessionTimeoutMs = sessionTimeoutMs
        self.rebalanceTimeoutMs = rebalanceTimeoutMs
        self.memberID = memberID
        self.groupInstanceID = groupInstanceID
        self.protocolType = protocolType
        self.protocols = protocols
        self.reason = reason
    }

    package init(from reader: inout ByteReader, version: Int16) throws(DecodeError) {
        try Self.check(version)
        let flexible = version >= 6
        groupID = try reader.readString(flexible)
        sessionTimeoutMs = try reader.readInt32()
        if version >= 1 {
            rebalanceTimeoutMs = try reader.readInt32()
        }
        memberID = try reader.readString(flexible)
        if version >= 5 {
            groupInstanceID = try reader.readNullableString(flexible)
        }
        protocolType = try reader.readString(flexible)
        protocols = try reader.readArray(of: JoinGroupRequestProtocol.self, version, flexible)
        if version >= 8 {
            reason = try reader.readNullableString(flexible)
        }
        if flexible {
            try reader.skipTags()
        }
    }

    package func encode(into writer: inout ByteWriter, version: Int16) {
        Self.require(version)
        let flexible = version >= 6
        writer.writeString(groupID, flexible)
        writer.write(sessionTimeoutMs)
        if version >= 1 {
            writer.write(rebalanceTimeoutMs)
        }
        writer.writeString(memberID, flexible)
        if version >= 5 {
            writer.writeNullableString(groupInstanceID, flexible)
        }
        writer.writeString(protocolType, flexible)
        writer.writeArray(protocols, version, flexible)
        if version >= 8 {
            writer.writeNullableString(reason, flexible)
        }
        if flexible {
            writer.write(0 as UInt8)
        }
    }

    package struct JoinGroupRequestProtocol: WireStructure {
        package var name: String = ""
        package var metadata: [UInt8] = []

        package init() {}

        package init(name: String = "", metadata: [UInt8] = []) {
            self.name = name
            self.metadata = metadata
        }

        package init(from reader: inout ByteReader, version: Int16) throws(DecodeError) {
            let flexible = version >= 6
            name = try reader.readString(flexible)
            metadata = try reader.readBytes(flexible)
            if flexible {
                try reader.skipTags()
            }
        }

        package func encode(into writer: inout ByteWriter, version: Int16) {
            let flexible = version >= 6
            writer.writeString(name, flexible)
            writer.writeBytes(metadata, flexible)
            if flexible {
                writer.write(0 as UInt8)
            }
        }
    }
}

/// The answer to `JoinGroupRequest`.
package struct JoinGroupResponse: ResponseMessage {
    package var throttleTimeMs: Int32 = 0
    package var errorCode: ErrorCode = .none
    package var generationID: Int32 = -1
    package var protocolType: String? = nil
    package var protocolName: String? = ""
    package var leader: String = ""
    package var skipAssignment: Bool = false
    package var memberID: String = ""
    package var members: [JoinGroupResponseMember] = []

    package static var versions: ClosedRange<Int16> { 0...9 }
    package static func isFlexible(_ version: Int16) -> Bool { version >= 6 }

    package init() {}

    package init(
        throttleTimeMs: Int32 = 0,
        errorCode: ErrorCode = .none,
        generationID: Int32 = -1,
        protocolType: String? = nil,
        protocolName: String? = "",
        leader: String = "",
        skipAssignment: Bool = false,
        memberID: String = "",
        members: [JoinGroupResponseMember] = []
    ) {
        self.throttleTimeMs = throttleTimeMs
        self.errorCode = errorCode
        self.generationID = generationID
        self.protocolType = protocolType
        self.protocolName = protocolName
        self.leader = leader
        self.skipAssignment = skipAssignment
        self.memberID = memberID
        self.members = members
    }

    package init(from reader: inout ByteReader, version: Int16) throws(DecodeError) {
        try Self.check(version)
        let flexible = version >= 6
        if version >= 2 {
            throttleTimeMs = try reader.readInt32()
        }
        errorCode = ErrorCode(rawValue: try reader.readInt16())
        generationID = try reader.readInt32()
        if version >= 7 {
            protocolType = try reader.readNullableString(flexible)
        }
        protocolName = try reader.readNullableString(flexible, allowed: version >= 7)
        leader = try reader.readString(flexible)
        if version >= 9 {
            skipAssignment = try reader.readBool()
        }
        memberID = try reader.readString(flexible)
        members = try reader.readArray(of: JoinGroupResponseMember.self, version, flexible)
        if flexible {
            try reader.skipTags()
        }
    }

    package func encode(into writer: inout ByteWriter, version: Int16) {
        Self.require(version)
        let flexible = version >= 6
        if version >= 2 {
            writer.write(throttleTimeMs)
        }
        writer.write(errorCode.rawValue)
        writer.write(generationID)
        if version >= 7 {
            writer.writeNullableString(protocolType, flexible)
        }
        writer.writeNullableString(protocolName, flexible, allowed: version >= 7)
        writer.writeString(leader, flexible)
        if version >= 9 {
            writer.write(skipAssignment)
        }
        writer.writeString(memberID, flexible)
        writer.writeArray(members, version, flexible)
        if flexible {
            writer.write(0 as UInt8)
        }
    }

    package struct JoinGroupResponseMember: WireStructure {
        package var memberID: String = ""
        package var groupInstanceID: String? = nil
        package var metadata: [UInt8] = []

        package init() {}

        package init(memberID: String = "", groupInstanceID: String? = nil, metadata: [UInt8] = []) {
            self.memberID = memberID
            self.groupInstanceID = groupInstanceID
            self.metadata = metadata
        }

        package init(from reader: inout ByteReader, version: Int16) throws(DecodeError) {
            let flexible = version >= 6
            memberID = try reader.readString(flexible)
            if version >= 5 {
                groupInstanceID = try reader.readNullableString(flexible)
            }
            metadata = try reader.readBytes(flexible)
            if flexible {
                try reader.skipTags()
            }
        }

        package func encode(into writer: inout ByteWriter, version: Int16) {
            let flexible = version >= 6
            writer.writeString(memberID, flexible)
            if version >= 5 {
                writer.writeNullableString(groupInstanceID, flexible)
            }
            writer.writeBytes(metadata, flexible)
            if flexible {
                writer.write(0 as UInt8)
            }
        }
    }
}
