// Generated from Schemas/Messages/032-DescribeConfigs.schema. Edit the schema, then run `swift run generate-protocol`.
package import OttlaVocabulary

/// Shows configuration and where each value comes from.
package struct DescribeConfigsRequest: RequestMessage {
    package var resources: [DescribeConfigsResource] = []
    package var includeSynonyms: Bool = false
    package var includeDocumentation: Bool = false

    package typealias Response = DescribeConfigsResponse
    package static var apiKey: APIKey { .describeConfigs }
    package static var versions: ClosedRange<Int16> { 0...4 }
    package static func isFlexible(_ version: Int16) -> Bool { version >= 4 }

    package init() {}

    package init(
        resources: [DescribeConfigsResource] = [],
        includeSynonyms: Bool = false,
        includeDocumentation: Bool = false
    ) {
        self.resources = resources
        self.includeSynonyms = includeSynonyms
        self.includeDocumentation = includeDocumentation
    }

    package init(from reader: inout ByteReader, version: Int16) throws(DecodeError) {
        try Self.check(version)
        let flexible = version >= 4
        resources = try reader.readArray(of: DescribeConfigsResource.self, version, flexible)
        if version >= 1 {
            includeSynonyms = try reader.readBool()
        }
        if version >= 3 {
            includeDocumentation = try reader.readBool()
        }
        if flexible {
            try reader.skipTags()
        }
    }

    package func encode(into writer: inout ByteWriter, version: Int16) {
        Self.require(version)
        let flexible = version >= 4
        writer.writeArray(resources, version, flexible)
        if version >= 1 {
            writer.write(includeSynonyms)
        }
        if version >= 3 {
            writer.write(includeDocumentation)
        }
        if flexible {
            writer.write(0 as UInt8)
        }
    }

    package struct DescribeConfigsResource: WireStructure {
        package var resourceType: Int8 = 0
        package var resourceName: String = ""
        package var configurationKeys: [String]? = []

        package init() {}

        package init(resourceType: Int8 = 0, resourceName: String = "", configurationKeys: [String]? = []) {
            self.resourceType = resourceType
            self.resourceName = resourceName
            self.configurationKeys = configurationKeys
        }

        package init(from reader: inout ByteReader, version: Int16) throws(DecodeError) {
            let flexible = version >= 4
            resourceType = try reader.readInt8()
            resourceName = try reader.readString(flexible)
            configurationKeys = try reader.readNullableArray(of: String.self, flexible)
            if flexible {
                try reader.skipTags()
            }
        }

        package func encode(into writer: inout ByteWriter, version: Int16) {
            let flexible = version >= 4
            writer.write(resourceType)
            writer.writeString(resourceName, flexible)
            writer.writeNullableArray(configurationKeys, flexible)
            if flexible {
                writer.write(0 as UInt8)
            }
        }
    }
}

/// The answer to `DescribeConfigsRequest`.
package struct DescribeConfigsResponse: ResponseMessage {
    package var throttleTimeMs: Int32 = 0
    package var results: [DescribeConfigsResult] = []

    package static var versions: ClosedRange<Int16> { 0...4 }
    package static func isFlexible(_ version: Int16) -> Bool { version >= 4 }

    package init() {}

    package init(throttleTimeMs: Int32 = 0, results: [DescribeConfigsResult] = []) {
        self.throttleTimeMs = throttleTimeMs
        self.results = results
    }

    package init(from reader: inout ByteReader, version: Int16) throws(DecodeError) {
        try Self.check(version)
        let flexible = version >= 4
        throttleTimeMs = try reader.readInt32()
        results = try reader.readArray(of: DescribeConfigsResult.self, version, flexible)
        if flexible {
            try reader.skipTags()
        }
    }

    package func encode(into writer: inout ByteWriter, version: Int16) {
        Self.require(version)
        let flexible = version >= 4
        writer.write(throttleTimeMs)
        writer.writeArray(results, version, flexible)
        if flexible {
            writer.write(0 as UInt8)
        }
    }

    package struct DescribeConfigsSynonym: WireStructure {
        package var name: String = ""
        package var value: String? = ""
        package var source: Int8 = 0

        package init() {}

        package init(name: String = "", value: String? = "", source: Int8 = 0) {
            self.name = name
            self.value = value
            self.source = source
        }

        package init(from reader: inout ByteReader, version: Int16) throws(DecodeError) {
            let flexible = version >= 4
            name = try reader.readString(flexible)
            value = try reader.readNullableString(flexible)
            source = try reader.readInt8()
            if flexible {
                try reader.skipTags()
            }
        }

        package func encode(into writer: inout ByteWriter, version: Int16) {
            let flexible = version >= 4
            writer.writeString(name, flexible)
            writer.writeNullableString(value, flexible)
            writer.write(source)
            if flexible {
                writer.write(0 as UInt8)
            }
        }
    }

    package struct DescribeConfigsResourceResult: WireStructure {
        package var name: String = ""
        package var value: String? = ""
        package var readOnly: Bool = false
        package var isDefault: Bool = false
        package var configSource: Int8 = -1
        package var isSensitive: Bool = false
        package var synonyms: [DescribeConfigsSynonym] = []
        package var configType: Int8 = 0
        package var documentation: String? = ""

        package init() {}

        package init(
            name: String = "",
            value: String? = "",
            readOnly: Bool = false,
            isDefault: Bool = false,
            configSource: Int8 = -1,
            isSensitive: Bool = false,
            synonyms: [DescribeConfigsSynonym] = [],
            configType: Int8 = 0,
            documentation: String? = ""
        ) {
            self.name = name
            self.value = value
            self.readOnly = readOnly
            self.isDefault = isDefault
            self.configSource = configSource
            self.isSensitive = isSensitive
            self.synonyms = synonyms
            self.configType = configType
            self.documentation = documentation
        }

        package init(from reader: inout ByteReader, version: Int16) throws(DecodeError) {
            let flexible = version >= 4
            name = try reader.readString(flexible)
            value = try reader.readNullableString(flexible)
            readOnly = try reader.readBool()
            if version == 0 {
                isDefault = try reader.readBool()
            }
            if version >= 1 {
                configSource = try reader.readInt8()
            }
            isSensitive = try reader.readBool()
            if version >= 1 {
                synonyms = try reader.readArray(of: DescribeConfigsSynonym.self, version, flexible)
            }
            if version >= 3 {
                configType = try reader.readInt8()
                documentation = try reader.readNullableString(flexible)
            }
            if flexible {
                try reader.skipTags()
            }
        }

        package func encode(into writer: inout ByteWriter, version: Int16) {
            let flexible = version >= 4
            writer.writeString(name, flexible)
            writer.writeNullableString(value, flexible)
            writer.write(readOnly)
            if version == 0 {
                writer.write(isDefault)
            }
            if version >= 1 {
                writer.write(configSource)
            }
            writer.write(isSensitive)
            if version >= 1 {
                writer.writeArray(synonyms, version, flexible)
            }
            if version >= 3 {
                writer.write(configType)
                writer.writeNullableString(documentation, flexible)
            }
            if flexible {
                writer.write(0 as UInt8)
            }
        }
    }

    package struct DescribeConfigsResult: WireStructure {
        package var errorCode: ErrorCode = .none
        package var errorMessage: String? = ""
        package var resourceType: Int8 = 0
        package var resourceName: String = ""
        package var configs: [DescribeConfigsResourceResult] = []

        package init() {}

        package init(
            errorCode: ErrorCode = .none,
            errorMessage: String? = "",
            resourceType: Int8 = 0,
            resourceName: String = "",
            configs: [DescribeConfigsResourceResult] = []
        ) {
            self.errorCode = errorCode
            self.errorMessage = errorMessage
            self.resourceType = resourceType
            self.resourceName = resourceName
            self.configs = configs
        }

        package init(from reader: inout ByteReader, version: Int16) throws(DecodeError) {
            let flexible = version >= 4
            errorCode = ErrorCode(rawValue: try reader.readInt16())
            errorMessage = try reader.readNullableString(flexible)
            resourceType = try reader.readInt8()
            resourceName = try reader.readString(flexible)
            configs = try reader.readArray(of: DescribeConfigsResourceResult.self, version, flexible)
            if flexible {
                try reader.skipTags()
            }
        }

        package func encode(into writer: inout ByteWriter, version: Int16) {
            let flexible = version >= 4
            writer.write(errorCode.rawValue)
            writer.writeNullableString(errorMessage, flexible)
            writer.write(resourceType)
            writer.writeString(resourceName, flexible)
            writer.writeArray(configs, version, flexible)
            if flexible {
                writer.write(0 as UInt8)
            }
        }
    }
}
