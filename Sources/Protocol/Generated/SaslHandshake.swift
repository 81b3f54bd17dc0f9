// Generated from Schemas/Messages/017-SaslHandshake.schema. Edit the schema, then run `swift run generate-protocol`.
package import OttlaVocabulary

/// Picks a SASL mechanism.
package struct SaslHandshakeRequest: RequestMessage {
    package var mechanism: String = ""

    package typealias Response = SaslHandshakeResponse
    package static var apiKey: APIKey { .saslHandshake }
    package static var versions: ClosedRange<Int16> { 0...1 }
    package static func isFlexible(_ version: Int16) -> Bool { false }

    package init() {}

    package init(mechanism: String = "") {
        self.mechanism = mechanism
    }

    package init(from reader: inout ByteReader, version: Int16) throws(DecodeError) {
        try Self.check(version)
        mechanism = try reader.readString(false)
    }

    package func encode(into writer: inout ByteWriter, version: Int16) {
        Self.require(version)
        writer.writeString(mechanism, false)
    }
}

/// The answer to `SaslHandshakeRequest`.
package struct SaslHandshakeResponse: ResponseMessage {
    package var errorCode: ErrorCode = .none
    package var mechanisms: [String] = []

    package static var versions: ClosedRange<Int16> { 0...1 }
    package static func isFlexible(_ version: Int16) -> Bool { false }

    package init() {}

    package init(errorCode: ErrorCode = .none, mechanisms: [String] = []) {
        self.errorCode = errorCode
        self.mechanisms = mechanisms
    }

    package init(from reader: inout ByteReader, version: Int16) throws(DecodeError) {
        try Self.check(version)
        errorCode = ErrorCode(rawValue: try reader.readInt16())
        mechanisms = try reader.readArray(of: String.self, false)
    }

    package func encode(into writer: inout ByteWriter, version: Int16) {
        Self.require(version)
        writer.write(errorCode.rawValue)
        writer.writeArray(mechanisms, false)
    }
}
