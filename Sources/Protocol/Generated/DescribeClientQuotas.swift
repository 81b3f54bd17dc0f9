// Generated from Schemas/Messages/048-DescribeClientQuotas.schema. Edit the schema, then run `swift run generate-protocol`.
package import OttlaVocabulary

/// Lists quotas that match a filter.
package struct DescribeClientQuotasRequest: RequestMessage {
    package var components: [ComponentData] = []
    package var strict: Bool = false

    package typealias Response = DescribeClientQuotasResponse
    package static var apiKey: APIKey { .describeClientQuotas }
    package static var versions: ClosedRange<Int16> { 0...1 }
    package static func isFlexible(_ version: Int16) -> Bool { version >= 1 }

    package init() {}

    package init(components: [ComponentData] = [], strict: Bool = false) {
        self.components = components
        self.strict = strict
    }

    package init(from reader: inout ByteReader, version: Int16) throws(DecodeError) {
        try Self.check(version)
        let flexible = version >= 1
        components = try reader.readArray(of: ComponentData.self, version, flexible)
        strict = try reader.readBool()
        if flexible {
            try reader.skipTags()
        }
    }

    package func encode(into writer: inout ByteWriter, version: Int16) {
        Self.require(version)
        let flexible = version >= 1
        writer.writeArray(components, version, flexible)
        writer.write(strict)
        if flexible {
            writer.write(0 as UInt8)
        }
    }

    package struct ComponentData: WireStructure {
        package var entityType: String = ""
        package var matchType: Int8 = 0
        package var match: String? = ""

        package init() {}

        package init(entityType: String = "", matchType: Int8 = 0, match: String? = "") {
            self.entityType = entityType
            self.matchType = matchType
            self.match = match
        }

        package init(from reader: inout ByteReader, version: Int16) throws(DecodeError) {
            let flexible = version >= 1
            entityType = try reader.readString(flexible)
            matchType = try reader.readInt8()
            match = try reader.readNullableString(flexible)
            if flexible {
                try reader.skipTags()
            }
        }

        package func encode(into writer: inout ByteWriter, version: Int16) {
            let flexible = version >= 1
            writer.writeString(entityType, flexible)
            writer.write(matchType)
            writer.writeNullableString(match, flexible)
            if flexible {
                writer.write(0 as UInt8)
            }
        }
    }
}

/// The answer to `DescribeClientQuotasRequest`.
package struct DescribeClientQuotasResponse: ResponseMessage {
    package var throttleTimeMs: Int32 = 0
    package var errorCode: ErrorCode = .none
    package var errorMessage: String? = ""
    package var entries: [EntryData]? = []

    package static var versions: ClosedRange<Int16> { 0...1 }
    package static func isFlexible(_ version: Int16) -> Bool { version >= 1 }

    package init() {}

    package init(
        throttleTimeMs: Int32 = 0,
        errorCode: ErrorCode = .none,
        errorMessage: String? = "",
        entries: [EntryData]? = []
    ) {
        self.throttleTimeMs = throttleTimeMs
        self.errorCode = errorCode
        self.errorMessage = errorMessage
        self.entries = entries
    }

    package init(from reader: inout ByteReader, version: Int16) throws(DecodeError) {
        try Self.check(version)
        let flexible = version >= 1
        throttleTimeMs = try reader.readInt32()
        errorCode = ErrorCode(rawValue: try reader.readInt16())
        errorMessage = try reader.readNullableString(flexible)
        entries = try reader.readNullableArray(of: EntryData.self, version, flexible)
        if flexible {
            try reader.skipTags()
        }
    }

    package func encode(into writer: inout ByteWriter, version: Int16) {
        Self.require(version)
        let flexible = version >= 1
        writer.write(throttleTimeMs)
        writer.write(errorCode.rawValue)
        writer.writeNullableString(errorMessage, flexible)
        writer.writeNullableArray(entries, version, flexible)
        if flexible {
            writer.write(0 as UInt8)
        }
    }

    package struct EntityData: WireStructure {
        package var entityType: String = ""
        package var entityName: String? = ""

        package init() {}

        package init(entityType: String = "", entityName: String? = "") {
            self.entityType = entityType
            self.entityName = entityName
        }

        package init(from reader: inout ByteReader, version: Int16) throws(DecodeError) {
            let flexible = version >= 1
            entityType = try reader.readString(flexible)
            entityName = try reader.readNullableString(flexible)
            if flexible {
                try reader.skipTags()
            }
        }

        package func encode(into writer: inout ByteWriter, version: Int16) {
            let flexible = version >= 1
            writer.writeString(entityType, flexible)
            writer.writeNullableString(entityName, flexible)
            if flexible {
                writer.write(0 as UInt8)
            }
        }
    }

    package struct ValueData: WireStructure {
        package var key: String = ""
        package var value: Double = 0

        package init() {}

        package init(key: String = "", value: Double = 0) {
            self.key = key
            self.value = value
        }

        package init(from reader: inout ByteReader, version: Int16) throws(DecodeError) {
            let flexible = version >= 1
            key = try reader.readString(flexible)
            value = try reader.readFloat64()
            if flexible {
                try reader.skipTags()
            }
        }

        package func encode(into writer: inout ByteWriter, version: Int16) {
            let flexible = version >= 1
            writer.writeString(key, flexible)
            writer.write(value)
            if flexible {
                writer.write(0 as UInt8)
            }
        }
    }

    package struct EntryData: WireStructure {
        package var entity: [EntityData] = []
        package var values: [ValueData] = []

        package init() {}

        package init(entity: [EntityData] = [], values: [ValueData] = []) {
            self.entity = entity
            self.values = values
        }

        package init(from reader: inout ByteReader, version: Int16) throws(DecodeError) {
            let flexible = version >= 1
            entity = try reader.readArray(of: EntityData.self, version, flexible)
            values = try reader.readArray(of: ValueData.self, version, flexible)
            if flexible {
                try reader.skipTags()
            }
        }

        package func encode(into writer: inout ByteWriter, version: Int16) {
            let flexible = version >= 1
            writer.writeArray(entity, version, flexible)
            writer.writeArray(values, version, flexible)
            if flexible {
                writer.write(0 as UInt8)
            }
        }
    }
}
