// Generated from Schemas/Messages/015-DescribeGroups.schema. Edit the schema, then run `swift run generate-protocol`.
package import OttlaVocabulary

/// Shows the state and members of classic groups.
package struct DescribeGroupsRequest: RequestMessage {
    package var groups: [String] = []
    package var includeAuthorizedOperations: Bool = false

    package typealias Response = DescribeGroupsResponse
    package static var apiKey: APIKey { .describeGroups }
    package static var versions: ClosedRange<Int16> { 0...6 }
    package static func isFlexible(_ version: Int16) -> Bool { version >= 5 }

    package init() {}

    package init(groups: [String] = [], includeAuthorizedOperations: Bool = false) {
        self.groups = groups
        self.includeAuthorizedOperations = includeAuthorizedOperations
    }

    package init(from reader: inout ByteReader, version: Int16) throws(DecodeError) {
        try Self.check(version)
        let flexible = version >= 5
        groups = try reader.readArray(of: String.self, flexible)
        if version >= 3 {
            includeAuthorizedOperations = try reader.readBool()
        }
        if flexible {
            try reader.skipTags()
        }
    }

    package func encode(into writer: inout ByteWriter, version: Int16) {
        Self.require(version)
        let flexible = version >= 5
        writer.writeArray(groups, flexible)
        if version >= 3 {
            writer.write(includeAuthorizedOperations)
        }
        if flexible {
            writer.write(0 as UInt8)
        }
    }
}

/// The answer to `DescribeGroupsRequest`.
package struct DescribeGroupsResponse: ResponseMessage {
    package var throttleTimeMs: Int32 = 0
    package var groups: [DescribedGroup] = []

    package static var versions: ClosedRange<Int16> { 0...6 }
    package static func isFlexible(_ version: Int16) -> Bool { version >= 5 }

    package init() {}

    package init(throttleTimeMs: Int32 = 0, groups: [DescribedGroup] = []) {
        self.throttleTimeMs = throttleTimeMs
        self.groups = groups
    }

    package init(from reader: inout ByteReader, version: Int16) throws(DecodeError) {
        try Self.check(version)
        let flexible = version >= 5
        if version >= 1 {
            throttleTimeMs = try reader.readInt32()
        }
        groups = try reader.readArray(of: DescribedGroup.self, version, flexible)
        if flexible {
            try reader.skipTags()
        }
    }

    package func encode(into writer: inout ByteWriter, version: Int16) {
        Self.require(version)
        let flexible = version >= 5
        if version >= 1 {
            writer.write(throttleTimeMs)
        }
        writer.writeArray(groups, version, flexible)
        if flexible {
            writer.write(0 as UInt8)
        }
    }

    package struct DescribedGroupMember: WireStructure {
        package var memberID: String = ""
        package var groupInstanceID: String? = nil
        package var clientID: String = ""
        package var clientHost: String = ""
        package var memberMetadata: [UInt8] = []
        package var memberAssignment: [UInt8] = []

        package init() {}

        package init(
            memberID: String = "",
            groupInstanceID: String? = nil,
            clientID: String = "",
            clientHost: String = "",
            memberMetadata: [UInt8] = [],
            memberAssignment: [UInt8] = []
        ) {
            self.memberID = memberID
            self.groupInstanceID = groupInstanceID
            self.clientID = clientID
            self.clientHost = clientHost
            self.memberMetadata = memberMetadata
            self.memberAssignment = memberAssignment
        }

        package init(from reader: inout ByteReader, version: Int16) throws(DecodeError) {
            let flexible = version >= 5
            memberID = try reader.readString(flexible)
            if version >= 4 {
                groupInstanceID = try reader.readNullableString(flexible)
            }
            clientID = try reader.readString(flexible)
            clientHost = try reader.readString(flexible)
            memberMetadata = try reader.readBytes(flexible)
            memberAssignment = try reader.readBytes(flexible)
            if flexible {
                try reader.skipTags()
            }
        }

        package func encode(into writer: inout ByteWriter, version: Int16) {
            let flexible = version >= 5
            writer.writeString(memberID, flexible)
            if version >= 4 {
                writer.writeNullableString(groupInstanceID, flexible)
            }
            writer.writeString(clientID, flexible)
            writer.writeString(clientHost, flexible)
            writer.writeBytes(memberMetadata, flexible)
            writer.writeBytes(memberAssignment, flexible)
            if flexible {
                writer.write(0 as UInt8)
            }
        }
    }

    package struct DescribedGroup: WireStructure {
        package var errorCode: ErrorCode = .none
        package var errorMessage: String? = nil
        package var groupID: String = ""
        package var groupState: String = ""
        package var protocolType: String = ""
        package var protocolData: String = ""
        package var members: [DescribedGroupMember] = []
        package var authorizedOperations: Int32 = -2147483648

        package init() {}

        package init(
            errorCode: ErrorCode = .none,
            errorMessage: String? = nil,
            groupID: String = "",
            groupState: String = "",
            protocolType: String = "",
            protocolData: String = "",
            members: [DescribedGroupMember] = [],
            authorizedOperations: Int32 = -2147483648
        ) {
            self.errorCode = errorCode
            self.errorMessage = errorMessage
            self.groupID = groupID
            self.groupState = groupState
            self.protocolType = protocolType
            self.protocolData = protocolData
            self.members = members
            self.authorizedOperations = authorizedOperations
        }

        package init(from reader: inout ByteReader, version: Int16) throws(DecodeError) {
            let flexible = version >= 5
            errorCode = ErrorCode(rawValue: try reader.readInt16())
            if version >= 6 {
                errorMessage = try reader.readNullableString(flexible)
            }
            groupID = try reader.readString(flexible)
            groupState = try reader.readString(flexible)
            protocolType = try reader.readString(flexible)
            protocolData = try reader.readString(flexible)
            members = try reader.readArray(of: DescribedGroupMember.self, version, flexible)
            if version >= 3 {
                authorizedOperations = try reader.readInt32()
            }
            if flexible {
                try reader.skipTags()
            }
        }

        package func encode(into writer: inout ByteWriter, version: Int16) {
            let flexible = version >= 5
            writer.write(errorCode.rawValue)
            if version >= 6 {
                writer.writeNullableString(errorMessage, flexible)
            }
            writer.writeString(groupID, flexible)
            writer.writeString(groupState, flexible)
            writer.writeString(protocolType, flexible)
            writer.writeString(protocolData, flexible)
            writer.writeArray(members, version, flexible)
            if version >= 3 {
                writer.write(authorizedOperations)
            }
            if flexible {
                writer.write(0 as UInt8)
            }
        }
    }
}
