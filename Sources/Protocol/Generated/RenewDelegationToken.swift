// Generated from Schemas/Messages/039-RenewDelegationToken.schema. Edit the schema, then run `swift run generate-protocol`.
package import OttlaVocabulary

/// Lets a delegation token live longer.
package struct RenewDelegationTokenRequest: RequestMessage {
    package var hmac: [UInt8] = []
    package var renewPeriodMs: Int64 = 0

    package typealias Response = RenewDelegationTokenResponse
    package static var apiKey: APIKey { .renewDelegationToken }
    package static var versions: ClosedRange<Int16> { 0...2 }
    package static func isFlexible(_ version: Int16) -> Bool { version >= 2 }

    package init() {}

    package init(hmac: [UInt8] = [], renewPeriodMs: Int64 = 0) {
        self.hmac = hmac
        self.renewPeriodMs = renewPeriodMs
    }

    package init(from reader: inout ByteReader, version: Int16) throws(DecodeError) {
        try Self.check(version)
        let flexible = version >= 2
        hmac = try reader.readBytes(flexible)
        renewPeriodMs = try reader.readInt64()
        if flexible {
            try reader.skipTags()
        }
    }

    package func encode(into writer: inout ByteWriter, version: Int16) {
        Self.require(version)
        let flexible = version >= 2
        writer.writeBytes(hmac, flexible)
        writer.write(renewPeriodMs)
        if flexible {
            writer.write(0 as UInt8)
        }
    }
}

/// The answer to `RenewDelegationTokenRequest`.
package struct RenewDelegationTokenResponse: ResponseMessage {
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
