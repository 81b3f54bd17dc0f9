// Generated from Schemas/Messages/058-Envelope.schema. Edit the schema, then run `swift run generate-protocol`.
package import OttlaVocabulary

/// A broker forwards a client's request to the controller.
package struct EnvelopeRequest: RequestMessage {
    package var requestData: [UInt8] = []
    package var requestPrincipal: [UInt8]? = []
    package var clientHostAddress: [UInt8] = []

    package typealias Response = EnvelopeResponse
    package static var apiKey: APIKey { .envelope }
    package static var versions: ClosedRange<Int16> { 0...0 }
    package static func isFlexible(_ version: Int16) -> Bool { true }

    package init() {}

    package init(requestData: [UInt8] = [], requestPrincipal: [UInt8]? = [], clientHostAddress: [UInt8] = []) {
        self.requestData = requestData
        self.requestPrincipal = requestPrincipal
        self.clientHostAddress = clientHostAddress
    }

    package init(from reader: inout ByteReader, version: Int16) throws(DecodeError) {
        try Self.check(version)
        requestData = try reader.readBytes(true)
        requestPrincipal = try reader.readNullableBytes(true)
        clientHostAddress = try reader.readBytes(true)
        try reader.skipTags()
    }

    package func encode(into writer: inout ByteWriter, version: Int16) {
        Self.require(version)
        writer.writeBytes(requestData, true)
        writer.writeNullableBytes(requestPrincipal, true)
        writer.writeBytes(clientHostAddress, true)
        writer.write(0 as UInt8)
    }
}

/// The answer to `EnvelopeRequest`.
package struct EnvelopeResponse: ResponseMessage {
    package var responseData: [UInt8]? = nil
    package var errorCode: ErrorCode = .none

    package static var versions: ClosedRange<Int16> { 0...0 }
    package static func isFlexible(_ version: Int16) -> Bool { true }

    package init() {}

    package init(responseData: [UInt8]? = nil, errorCode: ErrorCode = .none) {
        self.responseData = responseData
        self.errorCode = errorCode
    }

    package init(from reader: inout ByteReader, version: Int16) throws(DecodeError) {
        try Self.check(version)
        responseData = try reader.readNullableBytes(true)
        errorCode = ErrorCode(rawValue: try reader.readInt16())
        try reader.skipTags()
    }

    package func encode(into writer: inout ByteWriter, version: Int16) {
        Self.require(version)
        writer.writeNullableBytes(responseData, true)
        writer.write(errorCode.rawValue)
        writer.write(0 as UInt8)
    }
}
