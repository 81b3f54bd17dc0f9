// Generated from Schemas/Messages/049-AlterClientQuotas.schema. Edit the schema, then run `swift run generate-protocol`.
package import OttlaVocabulary

/// Sets and removes quotas.
package struct AlterClientQuotasRequest: RequestMessage {
    package var entries: [EntryData] = []
    package var validateOnly: Bool = false

    package typealias Response = AlterClientQuotasResponse
    package static var apiKey: APIKey { .alterClientQuotas }
    package static var versions: ClosedRange<Int16> { 0...1 }
    package static func isFlexible(_ version: Int16) -> Bool { version >= 1 }

    package init() {}

    package init(entries: [EntryData] = [], validateOnly: Bool = false) {
        self.entries = entries
        self.validateOnly = validateOnly
    }

    package init(from reader: inout ByteReader, version: Int16) throws(DecodeError) {
        try Self.check(version)
        let flexible = version >= 1
        entries = try reader.readArray(of: EntryData.self, version, flexible)
        validateOnly = try reader.readBool()
        if flexible {
            try reader.skipTags()
        }
    }

    package func encode(into writer: inout ByteWriter, version: Int16) {
        Self.require(version)
        let flexible = version >= 1
        writer.writeArray(entries, version, flexible)
        writer.write(validateOnly)
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

    package struct OpData: WireStructure {
        package var key: String = ""
        package var value: Double = 0
        package var remove: Bool = false

        package init() {}

        package init(key: String = "", value: Double = 0, remove: Bool = false) {
            self.key = key
            self.value = value
            self.remove = remove
        }

        package init(from reader: inout ByteReader, version: Int16) throws(DecodeError) {
            let flexible = version >= 1
            key = try reader.readString(flexible)
            value = try reader.readFloat64()
            remove = try reader.readBool()
            if flexible {
                try reader.skipTags()
            }
        }

        package func encode(into writer: inout ByteWriter, version: Int16) {
            let flexible = version >= 1
            writer.writeString(key, flexible)
            writer.write(value)
            writer.write(remove)
            if flexible {
                writer.write(0 as UInt8)
            }
        }
    }

    package struct EntryData: WireStructure {
        package var entity: [EntityData] = []
        package var ops: [OpData] = []

        package init() {}

        package init(entity: [EntityData] = [], ops: [OpData] = []) {
            self.entity = entity
            self.ops = ops
        }

        package init(from reader: inout ByteReader, version: Int16) throws(DecodeError) {
            let flexible = version >= 1
            entity = try reader.readArray(of: EntityData.self, version, flexible)
            ops = try reader.readArray(of: OpData.self, version, flexible)
            if flexible {
                try reader.skipTags()
            }
        }

        package func encode(into writer: inout ByteWriter, version: Int16) {
            let flexible = version >= 1
            writer.writeArray(entity, version, flexible)
            writer.writeArray(ops, version, flexible)
            if flexible {
                writer.write(0 as UInt8)
            }
        }
    }
}

/// The answer to `AlterClientQuotasRequest`.
package struct AlterClientQuotasResponse: ResponseMessage {
    package var throttleTimeMs: Int32 = 0
    package var entries: [EntryData] = []

    package static var versions: ClosedRange<Int16> { 0...1 }
    package static func isFlexible(_ version: Int16) -> Bool { version >= 1 }

    package init() {}

    package init(throttleTimeMs: Int32 = 0, entries: [EntryData] = []) {
        self.throttleTimeMs = throttleTimeMs
        self.entries = entries
    }

    package init(from reader: inout ByteReader, version: Int16) throws(DecodeError) {
        try Self.check(version)
        let flexible = version >= 1
        throttleTimeMs = try reader.readInt32()
        entries = try reader.readArray(of: EntryData.self, version, flexible)
        if flexible {
            try reader.skipTags()
        }
    }

    package func encode(into writer: inout ByteWriter, version: Int16) {
        Self.require(version)
        let flexible = version >= 1
        writer.write(throttleTimeMs)
        writer.writeArray(entries, version, flexible)
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

    package struct EntryData: WireStructure {
        package var errorCode: ErrorCode = .none
        package var errorMessage: String? = ""
        package var entity: [EntityData] = []

        package init() {}

        package init(errorCode: ErrorCode = .none, errorMessage: String? = "", entity: [EntityData] = []) {
            self.errorCode = errorCode
            self.errorMessage = errorMessage
            self.entity = entity
        }

        package init(from reader: inout ByteReader, version: Int16) throws(DecodeError) {
            let flexible = version >= 1
            errorCode = ErrorCode(rawValue: try reader.readInt16())
            errorMessage = try reader.readNullableString(flexible)
            entity = try reader.readArray(of: EntityData.self, version, flexible)
            if flexible {
                try reader.skipTags()
            }
        }

        package func encode(into writer: inout ByteWriter, version: Int16) {
            let flexible = version >= 1
            writer.write(errorCode.rawValue)
            writer.writeNullableString(errorMessage, flexible)
            writer.writeArray(entity, version, flexible)
            if flexible {
                writer.write(0 as UInt8)
            }
        }
    }
}
