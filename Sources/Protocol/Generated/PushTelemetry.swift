// Generated from Schemas/Messages/072-PushTelemetry.schema. Edit the schema, then run `swift run generate-protocol`.
package import OttlaVocabulary

/// A client hands in its metrics.
package struct PushTelemetryRequest: RequestMessage {
    package var clientInstanceID: UUID = .zero
    package var subscriptionID: Int32 = 0
    package var terminating: Bool = false
    package var compressionType: Int8 = 0
    package var metrics: [UInt8] = []

    package typealias Response = PushTelemetryResponse
    package static var apiKey: APIKey { .pushTelemetry }
    package static var versions: ClosedRange<Int16> { 0...0 }
    package static func isFlexible(_ version: Int16) -> Bool { true }

    package init() {}

    package init(
        clientInstanceID: UUID = .zero,
        subscriptionID: Int32 = 0,
        terminating: Bool = false,
        compressionType: Int8 = 0,
        metrics: [UInt8] = []
    ) {
        self.clientInstanceID = clientInstanceID
        self.subscriptionID = subscriptionID
        self.terminating = terminating
        self.compressionType = compressionType
        self.metrics = metrics
    }

    package init(from reader: inout ByteReader, version: Int16) throws(DecodeError) {
        try Self.check(version)
        clientInstanceID = try reader.readUUID()
        subscriptionID = try reader.readInt32()
        terminating = try reader.readBool()
        compressionType = try reader.readInt8()
        metrics = try reader.readBytes(true)
        try reader.skipTags()
    }

    package func encode(into writer: inout ByteWriter, version: Int16) {
        Self.require(version)
        writer.write(clientInstanceID)
        writer.write(subscriptionID)
        writer.write(terminating)
        writer.write(compressionType)
        writer.writeBytes(metrics, true)
        writer.write(0 as UInt8)
    }
}

/// The answer to `PushTelemetryRequest`.
package struct PushTelemetryResponse: ResponseMessage {
    package var throttleTimeMs: Int32 = 0
    package var errorCode: ErrorCode = .none

    package static var versions: ClosedRange<Int16> { 0...0 }
    package static func isFlexible(_ version: Int16) -> Bool { true }

    package init() {}

    package init(throttleTimeMs: Int32 = 0, errorCode: ErrorCode = .none) {
        self.throttleTimeMs = throttleTimeMs
        self.errorCode = errorCode
    }

    package init(from reader: inout ByteReader, version: Int16) throws(DecodeError) {
        try Self.check(version)
        throttleTimeMs = try reader.readInt32()
        errorCode = ErrorCode(rawValue: try reader.readInt16())
        try reader.skipTags()
    }

    package func encode(into writer: inout ByteWriter, version: Int16) {
        Self.require(version)
        writer.write(throttleTimeMs)
        writer.write(errorCode.rawValue)
        writer.write(0 as UInt8)
    }
}
