// Generated from Schemas/Messages/074-ListConfigResources.schema. Edit the schema, then run `swift run generate-protocol`.
package import OttlaVocabulary

/// Lists the resources that have configuration.
package struct ListConfigResourcesRequest: RequestMessage {
    package var resourceTypes: [Int8] = []

    package typealias Response = ListConfigResourcesResponse
    package static var apiKey: APIKey { .listConfigResources }
    package static var versions: ClosedRange<Int16> { 0...1 }
    package static func isFlexible(_ version: Int16) -> Bool { true }

    package init() {}

    package init(resourceTypes: [Int8] = []) {
        self.resourceTypes = resourceTypes
    }

    package init(from reader: inout ByteReader, version: Int16) throws(DecodeError) {
        try Self.check(version)
        if version >= 1 {
            resourceTypes = try reader.readArray(of: Int8.self, true)
        }
        try reader.skipTags()
    }

    package func encode(into writer: inout ByteWriter, version: Int16) {
        Self.require(version)
        if version >= 1 {
            writer.writeArray(resourceTypes, true)
        }
        writer.write(0 as UInt8)
    }
}

/// The answer to `ListConfigResourcesRequest`.
package struct ListConfigResourcesResponse: ResponseMessage {
    package var throttleTimeMs: Int32 = 0
    package var errorCode: ErrorCode = .none
    package var configResources: [ConfigResource] = []

    package static var versions: ClosedRange<Int16> { 0...1 }
    package static func isFlexible(_ version: Int16) -> Bool { true }

    package init() {}

    package init(throttleTimeMs: Int32 = 0, errorCode: ErrorCode = .none, configResources: [ConfigResource] = []) {
        self.throttleTimeMs = throttleTimeMs
        self.errorCode = errorCode
        self.configResources = configResources
    }

    package init(from reader: inout ByteReader, version: Int16) throws(DecodeError) {
        try Self.check(version)
        throttleTimeMs = try reader.readInt32()
        errorCode = ErrorCode(rawValue: try reader.readInt16())
        configResources = try reader.readArray(of: ConfigResource.self, version, true)
        try reader.skipTags()
    }

    package func encode(into writer: inout ByteWriter, version: Int16) {
        Self.require(version)
        writer.write(throttleTimeMs)
        writer.write(errorCode.rawValue)
        writer.writeArray(configResources, version, true)
        writer.write(0 as UInt8)
    }

    package struct ConfigResource: WireStructure {
        package var resourceName: String = ""
        package var resourceType: Int8 = 16

        package init() {}

        package init(resourceName: String = "", resourceType: Int8 = 16) {
            self.resourceName = resourceName
            self.resourceType = resourceType
        }

        package init(from reader: inout ByteReader, version: Int16) throws(DecodeError) {
            resourceName = try reader.readString(true)
            if version >= 1 {
                resourceType = try reader.readInt8()
            }
            try reader.skipTags()
        }

        package func encode(into writer: inout ByteWriter, version: Int16) {
            writer.writeString(resourceName, true)
            if version >= 1 {
                writer.write(resourceType)
            }
            writer.write(0 as UInt8)
        }
    }
}
