// Generated from Schemas/Messages/042-DeleteGroups.schema. Edit the schema, then run `swift run generate-protocol`.
package import OttlaVocabulary

/// Removes empty groups.
package struct DeleteGroupsRequest: RequestMessage {
    package var groupsNames: [String] = []

    package typealias Response = DeleteGroupsResponse
    package static var apiKey: APIKey { .deleteGroups }
    package static var versions: ClosedRange<Int16> { 0...2 }
    package static func isFlexible(_ version: Int16) -> Bool { version >= 2 }

    package init() {}

    package init(groupsNames: [String] = []) {
        self.groupsNames = groupsNames
    }

    package init(from reader: inout ByteReader, version: Int16) throws(DecodeError) {
        try Self.check(version)
        let flexible = version >= 2
        groupsNames = try reader.readArray(of: String.self, flexible)
        if flexible {
            try reader.skipTags()
        }
    }

    package func encode(into writer: inout ByteWriter, version: Int16) {
        Self.require(version)
        let flexible = version >= 2
        writer.writeArray(groupsNames, flexible)
        if flexible {
            writer.write(0 as UInt8)
        }
    }
}

/// The answer to `DeleteGroupsRequest`.
package struct DeleteGroupsResponse: ResponseMessage {
    package var throttleTimeMs: Int32 = 0
    package var results: [DeletableGroupResult] = []

    package static var versions: ClosedRange<Int16> { 0...2 }
    package static func isFlexible(_ version: Int16) -> Bool { version >= 2 }

    package init() {}

    package init(throttleTimeMs: Int32 = 0, results: [DeletableGroupResult] = []) {
        self.throttleTimeMs = throttleTimeMs
        self.results = results
    }

    package init(from reader: inout ByteReader, version: Int16) throws(DecodeError) {
        try Self.check(version)
        let flexible = version >= 2
        throttleTimeMs = try reader.readInt32()
        results = try reader.readArray(of: DeletableGroupResult.self, version, flexible)
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

    package struct DeletableGroupResult: WireStructure {
        package var groupID: String = ""
        package var errorCode: ErrorCode = .none

        package init() {}

        package init(groupID: String = "", errorCode: ErrorCode = .none) {
            self.groupID = groupID
            self.errorCode = errorCode
        }

        package init(from reader: inout ByteReader, version: Int16) throws(DecodeError) {
            let flexible = version >= 2
            groupID = try reader.readString(flexible)
            errorCode = ErrorCode(rawValue: try reader.readInt16())
            if flexible {
                try reader.skipTags()
            }
        }

        package func encode(into writer: inout ByteWriter, version: Int16) {
            let flexible = version >= 2
            writer.writeString(groupID, flexible)
            writer.write(errorCode.rawValue)
            if flexible {
                writer.write(0 as UInt8)
            }
        }
    }
}
