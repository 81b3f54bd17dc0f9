// Generated from Schemas/Messages/036-SaslAuthenticate.schema. Edit the schema, then run `swift run generate-protocol`.
package import OttlaVocabulary

/// Carries one step of a SASL exchange.
package struct SaslAuthenticateRequest: RequestMessage {
    package var authBytes: [UInt8] = []

    package typealias Response = SaslAuthenticateResponse
    package static var apiKey: APIKey { .saslAuthenticate }
    package static var versions: ClosedRange<Int16> { 0...2 }
    package static func isFlexible(_ version: Int16) -> Bool { version >= 2 }

    package init() {}

    package init(authBytes: [UInt8] = []) {
        self.authBytes = authBytes
    }

    package init(from reader: inout ByteReader, version: Int16) throws(DecodeError) {
        try Self.check(version)
        let flexible = version >= 2
        authBytes = try reader.readBytes(flexible)
        if flexible {
            try reader.skipTags()
        }
    }

    package func encode(into writer: inout ByteWriter, version: Int16) {
        Self.require(version)
        let flexible = version >= 2
        writer.writeBytes(authBytes, flexible)
        if flexible {
            writer.write(0 as UInt8)
        }
    }
}

/// The answer to `SaslAuthenticateRequest`.
package struct SaslAuthenticateResponse: ResponseMessage {
    package var errorCode: ErrorCode = .none
    package var errorMessage: String? = ""
    package var authBytes: [UInt8] = []
    package var sessionLifetimeMs: Int64 = 0

    package static var versions: ClosedRange<Int16> { 0...2 }
    package static func isFlexible(_ version: Int16) -> Bool { version >= 2 }

    package init() {}

    package init(
        errorCode: ErrorCode = .none,
        errorMessage: String? = "",
        authBytes: [UInt8] = [],
        sessionLifetimeMs: Int64 = 0
    ) {
        self.errorCode = errorCode
        self.errorMessage = errorMessage
        self.authBytes = authBytes
        self.sessionLifetimeMs = sessionLifetimeMs
    }

    package init(from reader: inout ByteReader, version: Int16) throws(DecodeError) {
        try Self.check(version)
        let flexible = version >= 2
        errorCode = ErrorCode(rawValue: try reader.readInt16())
        errorMessage = try reader.readNullableString(flexible)
        authBytes = try reader.readBytes(flexible)
        if version >= 1 {
            sessionLifetimeMs = try reader.readInt64()
        }
        if flexible {
            try reader.skipTags()
        }
    }

    package func encode(into writer: inout ByteWriter, version: Int16) {
        Self.require(version)
        let flexible = version >= 2
        writer.write(errorCode.rawValue)
        writer.writeNullableString(errorMessage, flexible)
        writer.writeBytes(authBytes, flexible)
        if version >= 1 {
            writer.write(sessionLifetimeMs)
        }
        if flexible {
            writer.write(0 as UInt8)
        }
    }
}
