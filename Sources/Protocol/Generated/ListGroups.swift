// Generated from Schemas/Messages/016-ListGroups.schema. Edit the schema, then run `swift run generate-protocol`.
package import OttlaVocabulary

/// Lists the groups a broker coordinates.
package struct ListGroupsRequest: RequestMessage {
    package var statesFilter: [String] = []
    package var typesFilter: [String] = []

    package typealias Response = ListGroupsResponse
    package static var apiKey: APIKey { .listGroups }
    package static var versions: ClosedRange<Int16> { 0...5 }
    package static func isFlexible(_ version: Int16) -> Bool { version >= 3 }

    package init() {}

    package init(statesFilter: [String] = [], typesFilter: [String] = []) {
        self.statesFilter = statesFilter
        self.typesFilter = typesFilter
    }

    package init(from reader: inout ByteReader, version: Int16) throws(DecodeError) {
        try Self.check(version)
        let flexible = version >= 3
        if version >= 4 {
            statesFilter = try reader.readArray(of: String.self, flexible)
        }
        if version >= 5 {
            typesFilter = try reader.readArray(of: String.self, flexible)
        }
        if flexible {
            try reader.skipTags()
        }
    }

    package func encode(into writer: inout ByteWriter, version: Int16) {
        Self.require(version)
        let flexible = version >= 3
        if version >= 4 {
            writer.writeArray(statesFilter, flexible)
        }
        if version >= 5 {
            writer.writeArray(typesFilter, flexible)
        }
        if flexible {
            writer.write(0 as UInt8)
        }
    }
}

/// The answer to `ListGroupsRequest`.
package struct ListGroupsResponse: ResponseMessage {
    package var throttleTimeMs: Int32 = 0
    package var errorCode: ErrorCode = .none
    package var groups: [ListedGroup] = []

    package static var versions: ClosedRange<Int16> { 0...5 }
    package static func isFlexible(_ version: Int16) -> Bool { version >= 3 }

    package init() {}

    package init(throttleTimeMs: Int32 = 0, errorCode: ErrorCode = .none, groups: [ListedGroup] = []) {
        self.throttleTimeMs = throttleTimeMs
        self.errorCode = errorCode
        self.groups = groups
    }

    package init(from reader: inout ByteReader, version: Int16) throws(DecodeError) {
        try Self.check(version)
        let flexible = version >= 3
        if version >= 1 {
            throttleTimeMs = try reader.readInt32()
        }
        errorCode = ErrorCode(rawValue: try reader.readInt16())
        groups = try reader.readArray(of: ListedGroup.self, version, flexible)
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
        writer.write(errorCode.rawValue)
        writer.writeArray(groups, version, flexible)
        if flexible {
            writer.write(0 as UInt8)
        }
    }

    package struct ListedGroup: WireStructure {
        package var groupID: String = ""
        package var protocolType: String = ""
        package var groupState: String = ""
        package var groupType: String = ""

        package init() {}

        package init(groupID: String = "", protocolType: String = "", groupState: String = "", groupType: String = "") {
            self.groupID = groupID
            self.protocolType = protocolType
            self.groupState = groupState
            self.groupType = groupType
        }

        package init(from reader: inout ByteReader, version: Int16) throws(DecodeError) {
            let flexible = version >= 3
            groupID = try reader.readString(flexible)
            protocolType = try reader.readString(flexible)
            if version >= 4 {
                groupState = try reader.readString(flexible)
            }
            if version >= 5 {
                groupType = try reader.readString(flexible)
            }
            if flexible {
                try reader.skipTags()
            }
        }

        package func encode(into writer: inout ByteWriter, version: Int16) {
            let flexible = version >= 3
            writer.writeString(groupID, flexible)
            writer.writeString(protocolType, flexible)
            if version >= 4 {
                writer.writeString(groupState, flexible)
            }
            if version >= 5 {
                writer.writeString(groupType, flexible)
            }
            if flexible {
                writer.write(0 as UInt8)
            }
        }
    }
}
