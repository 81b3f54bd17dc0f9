// Generated from Schemas/Messages/044-IncrementalAlterConfigs.schema. Edit the schema, then run `swift run generate-protocol`.
package import OttlaVocabulary

/// Changes single configuration values.
package struct IncrementalAlterConfigsRequest: RequestMessage {
    package var resources: [AlterConfigsResource] = []
    package var validateOnly: Bool = false

    package typealias Response = IncrementalAlterConfigsResponse
    package static var apiKey: APIKey { .incrementalAlterConfigs }
    package static var versions: ClosedRange<Int16> { 0...1 }
    package static func isFlexible(_ version: Int16) -> Bool { version >= 1 }

    package init() {}

    package init(resources: [AlterConfigsResource] = [], validateOnly: Bool = false) {
        self.resources = resources
        self.validateOnly = validateOnly
    }

    package init(from reader: inout ByteReader, version: Int16) throws(DecodeError) {
        try Self.check(version)
        let flexible = version >= 1
        resources = try reader.readArray(of: AlterConfigsResource.self, version, flexible)
        validateOnly = try reader.readBool()
        if flexible {
            try reader.skipTags()
        }
    }

    package func encode(into writer: inout ByteWriter, version: Int16) {
        Self.require(version)
        let flexible = version >= 1
        writer.writeArray(resources, version, flexible)
        writer.write(validateOnly)
        if flexible {
            writer.write(0 as UInt8)
        }
    }

    package struct AlterableConfig: WireStructure {
        package var name: String = ""
        package var configOperation: Int8 = 0
        package var value: String? = ""

        package init() {}

        package init(name: String = "", configOperation: Int8 = 0, value: String? = "") {
            self.name = name
            self.configOperation = configOperation
            self.value = value
        }

        package init(from reader: inout ByteReader, version: Int16) throws(DecodeError) {
            let flexible = version >= 1
            name = try reader.readString(flexible)
            configOperation = try reader.readInt8()
            value = try reader.readNullableString(flexible)
            if flexible {
                try reader.skipTags()
            }
        }

        package func encode(into writer: inout ByteWriter, version: Int16) {
            let flexible = version >= 1
            writer.writeString(name, flexible)
            writer.write(configOperation)
            writer.writeNullableString(value, flexible)
            if flexible {
                writer.write(0 as UInt8)
            }
        }
    }

    package struct AlterConfigsResource: WireStructure {
        package var resourceType: Int8 = 0
        package var resourceName: String = ""
        package var configs: [AlterableConfig] = []

        package init() {}

        package init(resourceType: Int8 = 0, resourceName: String = "", configs: [AlterableConfig] = []) {
            self.resourceType = resourceType
            self.resourceName = resourceName
            self.configs = configs
        }

        package init(from reader: inout ByteReader, version: Int16) throws(DecodeError) {
            let flexible = version >= 1
            resourceType = try reader.readInt8()
            resourceName = try reader.readString(flexible)
            configs = try reader.readArray(of: AlterableConfig.self, version, flexible)
            if flexible {
                try reader.skipTags()
            }
        }

        package func encode(into writer: inout ByteWriter, version: Int16) {
            let flexible = version >= 1
            writer.write(resourceType)
            writer.writeString(resourceName, flexible)
            writer.writeArray(configs, version, flexible)
            if flexible {
                writer.write(0 as UInt8)
            }
        }
    }
}

/// The answer to `IncrementalAlterConfigsRequest`.
package struct IncrementalAlterConfigsResponse: ResponseMessage {
    package var throttleTimeMs: Int32 = 0
    package var responses: [AlterConfigsResourceResponse] = []

    package static var versions: ClosedRange<Int16> { 0...1 }
    package static func isFlexible(_ version: Int16) -> Bool { version >= 1 }

    package init() {}

    package init(throttleTimeMs: Int32 = 0, responses: [AlterConfigsResourceResponse] = []) {
        self.throttleTimeMs = throttleTimeMs
        self.responses = responses
    }

    package init(from reader: inout ByteReader, version: Int16) throws(DecodeError) {
        try Self.check(version)
        let flexible = version >= 1
        throttleTimeMs = try reader.readInt32()
        responses = try reader.readArray(of: AlterConfigsResourceResponse.self, version, flexible)
        if flexible {
            try reader.skipTags()
        }
    }

    package func encode(into writer: inout ByteWriter, version: Int16) {
        Self.require(version)
        let flexible = version >= 1
        writer.write(throttleTimeMs)
        writer.writeArray(responses, version, flexible)
        if flexible {
            writer.write(0 as UInt8)
        }
    }

    package struct AlterConfigsResourceResponse: WireStructure {
        package var errorCode: ErrorCode = .none
        package var errorMessage: String? = ""
        package var resourceType: Int8 = 0
        package var resourceName: String = ""

        package init() {}

        package init(
            errorCode: ErrorCode = .none,
            errorMessage: String? = "",
            resourceType: Int8 = 0,
            resourceName: String = ""
        ) {
            self.errorCode = errorCode
            self.errorMessage = errorMessage
            self.resourceType = resourceType
            self.resourceName = resourceName
        }

        package init(from reader: inout ByteReader, version: Int16) throws(DecodeError) {
            let flexible = version >= 1
            errorCode = ErrorCode(rawValue: try reader.readInt16())
            errorMessage = try reader.readNullableString(flexible)
            resourceType = try reader.readInt8()
            resourceName = try reader.readString(flexible)
            if flexible {
                try reader.skipTags()
            }
        }

        package func encode(into writer: inout ByteWriter, version: Int16) {
            let flexible = version >= 1
            writer.write(errorCode.rawValue)
            writer.writeNullableString(errorMessage, flexible)
            writer.write(resourceType)
            writer.writeString(resourceName, flexible)
            if flexible {
                writer.write(0 as UInt8)
            }
        }
    }
}
