// Generated from Schemas/Messages/018-ApiVersions.schema. Edit the schema, then run `swift run generate-protocol`.
package import OttlaVocabulary

/// Asks which APIs and versions the broker serves. The response header is version 0 always, so that anyone can read it.
package struct ApiVersionsRequest: RequestMessage {
    package var clientSoftwareName: String = ""
    package var clientSoftwareVersion: String = ""

    package typealias Response = ApiVersionsResponse
    package static var apiKey: APIKey { .apiVersions }
    package static var versions: ClosedRange<Int16> { 0...4 }
    package static func isFlexible(_ version: Int16) -> Bool { version >= 3 }

    package init() {}

    package init(clientSoftwareName: String = "", clientSoftwareVersion: String = "") {
        self.clientSoftwareName = clientSoftwareName
        self.clientSoftwareVersion = clientSoftwareVersion
    }

    package init(from reader: inout ByteReader, version: Int16) throws(DecodeError) {
        try Self.check(version)
        let flexible = version >= 3
        if version >= 3 {
            clientSoftwareName = try reader.readString(flexible)
            clientSoftwareVersion = try reader.readString(flexible)
        }
        if flexible {
            try reader.skipTags()
        }
    }

    package func encode(into writer: inout ByteWriter, version: Int16) {
        Self.require(version)
        let flexible = version >= 3
        if version >= 3 {
            writer.writeString(clientSoftwareName, flexible)
            writer.writeString(clientSoftwareVersion, flexible)
        }
        if flexible {
            writer.write(0 as UInt8)
        }
    }
}

/// The answer to `ApiVersionsRequest`.
package struct ApiVersionsResponse: ResponseMessage {
    package var errorCode: ErrorCode = .none
    package var apiKeys: [ApiVersion] = []
    package var throttleTimeMs: Int32 = 0
    package var supportedFeatures: [SupportedFeatureKey] = []
    package var finalizedFeaturesEpoch: Int64 = -1
    package var finalizedFeatures: [FinalizedFeatureKey] = []
    package var zkMigrationReady: Bool = false

    package static var versions: ClosedRange<Int16> { 0...4 }
    package static func isFlexible(_ version: Int16) -> Bool { version >= 3 }

    package init() {}

    package init(
        errorCode: ErrorCode = .none,
        apiKeys: [ApiVersion] = [],
        throttleTimeMs: Int32 = 0,
        supportedFeatures: [SupportedFeatureKey] = [],
        finalizedFeaturesEpoch: Int64 = -1,
        finalizedFeatures: [FinalizedFeatureKey] = [],
        zkMigrationReady: Bool = false
    ) {
        self.errorCode = errorCode
        self.apiKeys = apiKeys
        self.throttleTimeMs = throttleTimeMs
        self.supportedFeatures = supportedFeatures
        self.finalizedFeaturesEpoch = finalizedFeaturesEpoch
        self.finalizedFeatures = finalizedFeatures
        self.zkMigrationReady = zkMigrationReady
    }

    package init(from reader: inout ByteReader, version: Int16) throws(DecodeError) {
        try Self.check(version)
        let flexible = version >= 3
        errorCode = ErrorCode(rawValue: try reader.readInt16())
        apiKeys = try reader.readArray(of: ApiVersion.self, version, flexible)
        if version >= 1 {
            throttleTimeMs = try reader.readInt32()
        }
        if flexible {
            var tags = try reader.readTagSection()
            while let tag = try tags.next(&reader) {
                switch tag {
                case 0: supportedFeatures = try reader.readArray(of: SupportedFeatureKey.self, version, true)
                case 1: finalizedFeaturesEpoch = try reader.readInt64()
                case 2: finalizedFeatures = try reader.readArray(of: FinalizedFeatureKey.self, version, true)
                case 3: zkMigrationReady = try reader.readBool()
                default: try tags.skip(&reader)
                }
            }
        }
    }

    package func encode(into writer: inout ByteWriter, version: Int16) {
        Self.require(version)
        let flexible = version >= 3
        writer.write(errorCode.rawValue)
        writer.writeArray(apiKeys, version, flexible)
        if version >= 1 {
            writer.write(throttleTimeMs)
        }
        if flexible {
            let hasSupportedFeatures = supportedFeatures != []
            let hasFinalizedFeaturesEpoch = finalizedFeaturesEpoch != -1
            let hasFinalizedFeatures = finalizedFeatures != []
            let hasZkMigrationReady = zkMigrationReady != false
            var tagCount: UInt32 = 0
            if hasSupportedFeatures { tagCount += 1 }
            if hasFinalizedFeaturesEpoch { tagCount += 1 }
            if hasFinalizedFeatures { tagCount += 1 }
            if hasZkMigrationReady { tagCount += 1 }
            writer.writeUnsignedVarInt(tagCount)
            if hasSupportedFeatures {
                let start = writer.beginTag(0)
                writer.writeArray(supportedFeatures, version, true)
                writer.endTag(start)
            }
            if hasFinalizedFeaturesEpoch {
                let start = writer.beginTag(1)
                writer.write(finalizedFeaturesEpoch)
                writer.endTag(start)
            }
            if hasFinalizedFeatures {
                let start = writer.beginTag(2)
                writer.writeArray(finalizedFeatures, version, true)
                writer.endTag(start)
            }
            if hasZkMigrationReady {
                let start = writer.beginTag(3)
                writer.write(zkMigrationReady)
                writer.endTag(start)
            }
        }
    }

    package struct ApiVersion: WireStructure {
        package var apiKey: Int16 = 0
        package var minVersion: Int16 = 0
        package var maxVersion: Int16 = 0

        package init() {}

        package init(apiKey: Int16 = 0, minVersion: Int16 = 0, maxVersion: Int16 = 0) {
            self.apiKey = apiKey
            self.minVersion = minVersion
            self.maxVersion = maxVersion
        }

        package init(from reader: inout ByteReader, version: Int16) throws(DecodeError) {
            let flexible = version >= 3
            apiKey = try reader.readInt16()
            minVersion = try reader.readInt16()
            maxVersion = try reader.readInt16()
            if flexible {
                try reader.skipTags()
            }
        }

        package func encode(into writer: inout ByteWriter, version: Int16) {
            let flexible = version >= 3
            writer.write(apiKey)
            writer.write(minVersion)
            writer.write(maxVersion)
            if flexible {
                writer.write(0 as UInt8)
            }
        }
    }

    package struct SupportedFeatureKey: WireStructure {
        package var name: String = ""
        package var minVersion: Int16 = 0
        package var maxVersion: Int16 = 0

        package init() {}

        package init(name: String = "", minVersion: Int16 = 0, maxVersion: Int16 = 0) {
            self.name = name
            self.minVersion = minVersion
            self.maxVersion = maxVersion
        }

        package init(from reader: inout ByteReader, version: Int16) throws(DecodeError) {
            name = try reader.readString(true)
            minVersion = try reader.readInt16()
            maxVersion = try reader.readInt16()
            try reader.skipTags()
        }

        package func encode(into writer: inout ByteWriter, version: Int16) {
            writer.writeString(name, true)
            writer.write(minVersion)
            writer.write(maxVersion)
            writer.write(0 as UInt8)
        }
    }

    package struct FinalizedFeatureKey: WireStructure {
        package var name: String = ""
        package var maxVersionLevel: Int16 = 0
        package var minVersionLevel: Int16 = 0

        package init() {}

        package init(name: String = "", maxVersionLevel: Int16 = 0, minVersionLevel: Int16 = 0) {
            self.name = name
            self.maxVersionLevel = maxVersionLevel
            self.minVersionLevel = minVersionLevel
        }

        package init(from reader: inout ByteReader, version: Int16) throws(DecodeError) {
            name = try reader.readString(true)
            maxVersionLevel = try reader.readInt16()
            minVersionLevel = try reader.readInt16()
            try reader.skipTags()
        }

        package func encode(into writer: inout ByteWriter, version: Int16) {
            writer.writeString(name, true)
            writer.write(maxVersionLevel)
            writer.write(minVersionLevel)
            writer.write(0 as UInt8)
        }
    }
}
