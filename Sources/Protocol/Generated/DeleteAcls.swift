// Generated from Schemas/Messages/031-DeleteAcls.schema. Edit the schema, then run `swift run generate-protocol`.
package import OttlaVocabulary

/// Removes the access rules that match filters.
package struct DeleteAclsRequest: RequestMessage {
    package var filters: [DeleteAclsFilter] = []

    package typealias Response = DeleteAclsResponse
    package static var apiKey: APIKey { .deleteACLs }
    package static var versions: ClosedRange<Int16> { 0...3 }
    package static func isFlexible(_ version: Int16) -> Bool { version >= 2 }

    package init() {}

    package init(filters: [DeleteAclsFilter] = []) {
        self.filters = filters
    }

    package init(from reader: inout ByteReader, version: Int16) throws(DecodeError) {
        try Self.check(version)
        let flexible = version >= 2
        filters = try reader.readArray(of: DeleteAclsFilter.self, version, flexible)
        if flexible {
            try reader.skipTags()
        }
    }

    package func encode(into writer: inout ByteWriter, version: Int16) {
        Self.require(version)
        let flexible = version >= 2
        writer.writeArray(filters, version, flexible)
        if flexible {
            writer.write(0 as UInt8)
        }
    }

    package struct DeleteAclsFilter: WireStructure {
        package var resourceTypeFilter: Int8 = 0
        package var resourceNameFilter: String? = ""
        package var patternTypeFilter: Int8 = 3
        package var principalFilter: String? = ""
        package var hostFilter: String? = ""
        package var operation: Int8 = 0
        package var permissionType: Int8 = 0

        package init() {}

        package init(
            resourceTypeFilter: Int8 = 0,
            resourceNameFilter: String? = "",
            patternTypeFilter: Int8 = 3,
            principalFilter: String? = "",
            hostFilter: String? = "",
            operation: Int8 = 0,
            permissionType: Int8 = 0
        ) {
            self.resourceTypeFilter = resourceTypeFilter
            self.resourceNameFilter = resourceNameFilter
            self.patternTypeFilter = patternTypeFilter
            self.principalFilter = principalFilter
            self.hostFilter = hostFilter
            self.operation = operation
            self.permissionType = permissionType
        }

        package init(from reader: inout ByteReader, version: Int16) throws(DecodeError) {
            let flexible = version >= 2
            resourceTypeFilter = try reader.readInt8()
            resourceNameFilter = try reader.readNullableString(flexible)
            if version >= 1 {
                patternTypeFilter = try reader.readInt8()
            }
            principalFilter = try reader.readNullableString(flexible)
            hostFilter = try reader.readNullableString(flexible)
            operation = try reader.readInt8()
            permissionType = try reader.readInt8()
            if flexible {
                try reader.skipTags()
            }
        }

        package func encode(into writer: inout ByteWriter, version: Int16) {
            let flexible = version >= 2
            writer.write(resourceTypeFilter)
            writer.writeNullableString(resourceNameFilter, flexible)
            if version >= 1 {
                writer.write(patternTypeFilter)
            }
            writer.writeNullableString(principalFilter, flexible)
            writer.writeNullableString(hostFilter, flexible)
            writer.write(operation)
            writer.write(permissionType)
            if flexible {
                writer.write(0 as UInt8)
            }
        }
    }
}

/// The answer to `DeleteAclsRequest`.
package struct DeleteAclsResponse: ResponseMessage {
    package var throttleTimeMs: Int32 = 0
    package var filterResults: [DeleteAclsFilterResult] = []

    package static var versions: ClosedRange<Int16> { 0...3 }
    package static func isFlexible(_ version: Int16) -> Bool { version >= 2 }

    package init() {}

    package init(throttleTimeMs: Int32 = 0, filterResults: [DeleteAclsFilterResult] = []) {
        self.throttleTimeMs = throttleTimeMs
        self.filterResults = filterResults
    }

    package init(from reader: inout ByteReader, version: Int16) throws(DecodeError) {
        try Self.check(version)
        let flexible = version >= 2
        throttleTimeMs = try reader.readInt32()
        filterResults = try reader.readArray(of: DeleteAclsFilterResult.self, version, flexible)
        if flexible {
            try reader.skipTags()
        }
    }

    package func encode(into writer: inout ByteWriter, version: Int16) {
        Self.require(version)
        let flexible = version >= 2
        writer.write(throttleTimeMs)
        writer.writeArray(filterResults, version, flexible)
        if flexible {
            writer.write(0 as UInt8)
        }
    }

    package struct DeleteAclsMatchingAcl: WireStructure {
        package var errorCode: ErrorCode = .none
        package var errorMessage: String? = ""
        package var resourceType: Int8 = 0
        package var resourceName: String = ""
        package var patternType: Int8 = 3
        package var principal: String = ""
        package var host: String = ""
        package var operation: Int8 = 0
        package var permissionType: Int8 = 0

        package init() {}

        package init(
            errorCode: ErrorCode = .none,
            errorMessage: String? = "",
            resourceType: Int8 = 0,
            resourceName: String = "",
            patternType: Int8 = 3,
            principal: String = "",
            host: String = "",
            operation: Int8 = 0,
            permissionType: Int8 = 0
        ) {
            self.errorCode = errorCode
            self.errorMessage = errorMessage
            self.resourceType = resourceType
            self.resourceName = resourceName
            self.patternType = patternType
            self.principal = principal
            self.host = host
            self.operation = operation
            self.permissionType = permissionType
        }

        package init(from reader: inout ByteReader, version: Int16) throws(DecodeError) {
            let flexible = version >= 2
            errorCode = ErrorCode(rawValue: try reader.readInt16())
            errorMessage = try reader.readNullableString(flexible)
            resourceType = try reader.readInt8()
            resourceName = try reader.readString(flexible)
            if version >= 1 {
                patternType = try reader.readInt8()
            }
            principal = try reader.readString(flexible)
            host = try reader.readString(flexible)
            operation = try reader.readInt8()
            permissionType = try reader.readInt8()
            if flexible {
                try reader.skipTags()
            }
        }

        package func encode(into writer: inout ByteWriter, version: Int16) {
            let flexible = version >= 2
            writer.write(errorCode.rawValue)
            writer.writeNullableString(errorMessage, flexible)
            writer.write(resourceType)
            writer.writeString(resourceName, flexible)
            if version >= 1 {
                writer.write(patternType)
            }
            writer.writeString(principal, flexible)
            writer.writeString(host, flexible)
            writer.write(operation)
            writer.write(permissionType)
            if flexible {
                writer.write(0 as UInt8)
            }
        }
    }

    package struct DeleteAclsFilterResult: WireStructure {
        package var errorCode: ErrorCode = .none
        package var errorMessage: String? = ""
        package var matchingACLs: [DeleteAclsMatchingAcl] = []

        package init() {}

        package init(
            errorCode: ErrorCode = .none,
            errorMessage: String? = "",
            matchingACLs: [DeleteAclsMatchingAcl] = []
        ) {
            self.errorCode = errorCode
            self.errorMessage = errorMessage
            self.matchingACLs = matchingACLs
        }

        package init(from reader: inout ByteReader, version: Int16) throws(DecodeError) {
            let flexible = version >= 2
            errorCode = ErrorCode(rawValue: try reader.readInt16())
            errorMessage = try reader.readNullableString(flexible)
            matchingACLs = try reader.readArray(of: DeleteAclsMatchingAcl.self, version, flexible)
            if flexible {
                try reader.skipTags()
            }
        }

        package func encode(into writer: inout ByteWriter, version: Int16) {
            let flexible = version >= 2
            writer.write(errorCode.rawValue)
            writer.writeNullableString(errorMessage, flexible)
            writer.writeArray(matchingACLs, version, flexible)
            if flexible {
                writer.write(0 as UInt8)
            }
        }
    }
}
