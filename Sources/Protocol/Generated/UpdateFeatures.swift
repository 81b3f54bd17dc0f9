// Generated from Schemas/Messages/057-UpdateFeatures.schema. Edit the schema, then run `swift run generate-protocol`.
package import OttlaVocabulary

/// Raises or lowers the levels of cluster features.
package struct UpdateFeaturesRequest: RequestMessage {
    package var timeoutMs: Int32 = 60000
    package var featureUpdates: [FeatureUpdateKey] = []
    package var validateOnly: Bool = false

    package typealias Response = UpdateFeaturesResponse
    package static var apiKey: APIKey { .updateFeatures }
    package static var versions: ClosedRange<Int16> { 0...2 }
    package static func isFlexible(_ version: Int16) -> Bool { true }

    package init() {}

    package init(timeoutMs: Int32 = 60000, featureUpdates: [FeatureUpdateKey] = [], validateOnly: Bool = false) {
        self.timeoutMs = timeoutMs
        self.featureUpdates = featureUpdates
        self.validateOnly = validateOnly
    }

    package init(from reader: inout ByteReader, version: Int16) throws(DecodeError) {
        try Self.check(version)
        timeoutMs = try reader.readInt32()
        featureUpdates = try reader.readArray(of: FeatureUpdateKey.self, version, true)
        if version >= 1 {
            validateOnly = try reader.readBool()
        }
        try reader.skipTags()
    }

    package func encode(into writer: inout ByteWriter, version: Int16) {
        Self.require(version)
        writer.write(timeoutMs)
        writer.writeArray(featureUpdates, version, true)
        if version >= 1 {
            writer.write(validateOnly)
        }
        writer.write(0 as UInt8)
    }

    package struct FeatureUpdateKey: WireStructure {
        package var feature: String = ""
        package var maxVersionLevel: Int16 = 0
        package var allowDowngrade: Bool = false
        package var upgradeType: Int8 = 1

        package init() {}

        package init(
            feature: String = "",
            maxVersionLevel: Int16 = 0,
            allowDowngrade: Bool = false,
            upgradeType: Int8 = 1
        ) {
            self.feature = feature
            self.maxVersionLevel = maxVersionLevel
            self.allowDowngrade = allowDowngrade
            self.upgradeType = upgradeType
        }

        package init(from reader: inout ByteReader, version: Int16) throws(DecodeError) {
            feature = try reader.readString(true)
            maxVersionLevel = try reader.readInt16()
            if version == 0 {
                allowDowngrade = try reader.readBool()
            }
            if version >= 1 {
                upgradeType = try reader.readInt8()
            }
            try reader.skipTags()
        }

        package func encode(into writer: inout ByteWriter, version: Int16) {
            writer.writeString(feature, true)
            writer.write(maxVersionLevel)
            if version == 0 {
                writer.write(allowDowngrade)
            }
            if version >= 1 {
                writer.write(upgradeType)
            }
            writer.write(0 as UInt8)
        }
    }
}

/// The answer to `UpdateFeaturesRequest`.
package struct UpdateFeaturesResponse: ResponseMessage {
    package var throttleTimeMs: Int32 = 0
    package var errorCode: ErrorCode = .none
    package var errorMessage: String? = ""
    package var results: [UpdatableFeatureResult] = []

    package static var versions: ClosedRange<Int16> { 0...2 }
    package static func isFlexible(_ version: Int16) -> Bool { true }

    package init() {}

    package init(
        throttleTimeMs: Int32 = 0,
        errorCode: ErrorCode = .none,
        errorMessage: String? = "",
        results: [UpdatableFeatureResult] = []
    ) {
        self.throttleTimeMs = throttleTimeMs
        self.errorCode = errorCode
        self.errorMessage = errorMessage
        self.results = results
    }

    package init(from reader: inout ByteReader, version: Int16) throws(DecodeError) {
        try Self.check(version)
        throttleTimeMs = try reader.readInt32()
        errorCode = ErrorCode(rawValue: try reader.readInt16())
        errorMessage = try reader.readNullableString(true)
        if version <= 1 {
            results = try reader.readArray(of: UpdatableFeatureResult.self, version, true)
        }
        try reader.skipTags()
    }

    package func encode(into writer: inout ByteWriter, version: Int16) {
        Self.require(version)
        writer.write(throttleTimeMs)
        writer.write(errorCode.rawValue)
        writer.writeNullableString(errorMessage, true)
        if version <= 1 {
            writer.writeArray(results, version, true)
        }
        writer.write(0 as UInt8)
    }

    package struct UpdatableFeatureResult: WireStructure {
        package var feature: String = ""
        package var errorCode: ErrorCode = .none
        package var errorMessage: String? = ""

        package init() {}

        package init(feature: String = "", errorCode: ErrorCode = .none, errorMessage: String? = "") {
            self.feature = feature
            self.errorCode = errorCode
            self.errorMessage = errorMessage
        }

        package init(from reader: inout ByteReader, version: Int16) throws(DecodeError) {
            feature = try reader.readString(true)
            errorCode = ErrorCode(rawValue: try reader.readInt16())
            errorMessage = try reader.readNullableString(true)
            try reader.skipTags()
        }

        package func encode(into writer: inout ByteWriter, version: Int16) {
            writer.writeString(feature, true)
            writer.write(errorCode.rawValue)
            writer.writeNullableString(errorMessage, true)
            writer.write(0 as UInt8)
        }
    }
}
