// Generated from Schemas/Messages/030-CreateAcls.schema. Edit the schema, then run `swift run generate-protocol`.
package import OttlaVocabulary

/// Adds access rules.
package struct CreateAclsRequest: RequestMessage {
    package var creations: [AclCreation] = []

    package typealias Response = CreateAclsResponse
    package static var apiKey: APIKey { .createACLs }
    package static var versions: ClosedRange<Int16> { 0...3 }
    package static func isFlexible(_ version: Int16) -> Bool { version >= 2 }

    package init() {}

    package init(creations: [AclCreation] = []) {
        self.creations = creations
    }

    package init(from reader: inout ByteReader, version: Int16) throws(DecodeError) {
        try Self.check(version)
        let flexible = version >= 2
        creations = try reader.readArray(of: AclCreation.self, version, flexible)
        if flexible {
            try reader.skipTags()
        }
    }

    package func encode(into writer: inout ByteWriter, version: Int16) {
        Self.require(version)
        let flexible = version >= 2
        writer.writeArray(creations, version, flexible)
        if flexible {
            writer.write(0 as UInt8)
        }
    }

    package struct AclCreation: WireStructure {
        package var resourceType: Int8 = 0
        package var resourceName: String = ""
        package var resourcePatternType: Int8 = 3
        package var principal: String = ""
        package var host: String = ""
        package var operation: Int8 = 0
        package var permissionType: Int8 = 0

        package init() {}

        package init(
            resourceType: Int8 = 0,
            resourceName: String = "",
            resourcePatternType: Int8 = 3,
            principal: String = "",
            host: String = "",
            operation: Int8 = 0,
            permissionType: Int8 = 0
        ) {
            self.resourceType = resourceType
            self.resourceName = resourceName
            self.resourcePatternType = resourcePatternType
            self.principal = principal
            self.host = host
            self.operation = operation
            self.permissionType = permissionType
        }

        package init(from reader: inout ByteReader, version: Int16) throws(DecodeError) {
            let flexible = version >= 2
            resourceType = try reader.readInt8()
            resourceName = try reader.readString(flexible)
            if version >= 1 {
                resourcePatternType = try reader.readInt8()
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
            writer.write(resourceType)
            writer.writeString(resourceName, flexible)
            if version >= 1 {
                writer.write(resourcePatternType)
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
}

/// The answer to `CreateAclsRequest`.
package struct CreateAclsResponse: ResponseMessage {
    package var throttleTimeMs: Int32 = 0
    package var results: [AclCreationResult] = []

    package static var versions: ClosedRange<Int16> { 0...3 }
    package static func isFlexible(_ version: Int16) -> Bool { version >= 2 }

    package init() {}

    package init(throttleTimeMs: Int32 = 0, results: [AclCreationResult] = []) {
        self.throttleTimeMs = throttleTimeMs
        self.results = results
    }

    package init(from reader: inout ByteReader, version: Int16) throws(DecodeError) {
        try Self.check(version)
        let flexible = version >= 2
        throttleTimeMs = try reader.readInt32()
        results = try reader.readArray(of: AclCreationResult.self, version, flexible)
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

    package struct AclCreationResult: WireStructure {
        package var errorCode: ErrorCode = .none
        package var errorMessage: String? = ""

        package init() {}

        package init(errorCode: ErrorCode = .none, errorMessage: String? = "") {
            self.errorCode = errorCode
            self.errorMessage = errorMessage
        }

        package init(from reader: inout ByteReader, version: Int16) throws(DecodeError) {
            let flexible = version >= 2
            errorCode = ErrorCode(rawValue: try reader.readInt16())
            errorMessage = try reader.readNullableString(flexible)
            if flexible {
                try reader.skipTags()
            }
        }

        package func encode(into writer: inout ByteWriter, version: Int16) {
            let flexible = version >= 2
            writer.write(errorCode.rawValue)
            writer.writeNullableString(errorMessage, flexible)
            if flexible {
                writer.write(0 as UInt8)
            }
        }
    }
}
