// Generated from Schemas/Messages/040-ExpireDelegationToken.schema. Edit the schema, then run `swift run generate-protocol`.
package import OttlaVocabulary

/// Ends a delegation token, or shortens its life.
package struct ExpireDelegationTokenRequest: RequestMessage {
    package var hmac: [UInt8] = []
    package var expiryTimePeriodMs: Int64 = 0

    package typealias Response = ExpireDelegationTokenResponse
    package static var apiKey: APIKey { .expireDelegationToken }
    package static var versions: ClosedRange<Int16> { 0...2 }
    package static func isFlexible(_ version: Int16) -> Bool { version >= 2 }

    package init() {}

    package init(hmac: [UInt8] = [], expiryTimePeriodMs: Int64 = 0) {
        self.hmac = hmac
        self.expiryTimePeriodMs = expiryTimePeriodMs
    }

    package init(from reader: inout ByteReader, version: Int16) throws(DecodeError) {
        try Self.check(version)
        let flexible = version >= 2
        hmac = try reader.readBytes(flexible)
        expiryTimePeriodMs = try reader.readInt64()
        if flexible {
            try reader.skipTags()
        }
    }

    package func encode(into writer: inout ByteWriter, version: Int16) {
        Self.require(version)
        let flexible = version >= 2
        writer.writeBytes(hmac, flexible)
        writer.write(expiryTimePeriodMs)
        if flexible {
            writer.write(0 as UInt8)
        }
    }
}

/// The answer to `ExpireDelegationTokenRequest`.
package struct ExpireDelegationTokenResponse: ResponseMessage {
    package var errorCode: ErrorCode = .none
    package var expiryTimestampMs: Int64 = 0
    package var throttleTimeMs: Int32 = 0

    package static var versions: ClosedRange<Int16> { 0...2 }
    package static func isFlexible(_ version: Int16) -> Bool { version >= 2 }

    package init() {}

    package init(errorCode: ErrorCode = .none, expiryTimestampMs: Int64 = 0, throttleTimeMs: Int32 = 0) {
        self.errorCode = errorCode
        self.expiryTimestampMs = expiryTimestampMs
        self.throttleTimeMs = throttleTimeMs
    }

    package init(from reader: inout ByteReader, version: Int16) throws(DecodeError) {
        try Self.check(version)
        let flexible = version >= 2
        errorCode = ErrorCode(rawValue: try reader.readInt16())
        expiryTimestampMs = try reader.readInt64()
        throttleTimeMs = try reader.readInt32()
        if flexible {
            try reader.skipTags()
        }
    }

    package func encode(into writer: inout ByteWriter, version: Int16) {
        Self.require(version)
        let flexible = version >= 2
        writer.write(errorCode.rawValue)
        writer.write(expiryTimestampMs)
        writer.write(throttleTimeMs)
        if flexible {
            writer.write(0 as UInt8)
        }
    }
}
