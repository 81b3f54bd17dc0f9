// Generated from Schemas/Messages/071-GetTelemetrySubscriptions.schema. Edit the schema, then run `swift run generate-protocol`.
package import OttlaVocabulary

/// A client asks which of its metrics are wanted.
package struct GetTelemetrySubscriptionsRequest: RequestMessage {
    package var clientInstanceID: UUID = .zero

    package typealias Response = GetTelemetrySubscriptionsResponse
    package static var apiKey: APIKey { .getTelemetrySubscriptions }
    package static var versions: ClosedRange<Int16> { 0...0 }
    package static func isFlexible(_ version: Int16) -> Bool { true }

    package init() {}

    package init(clientInstanceID: UUID = .zero) {
        self.clientInstanceID = clientInstanceID
    }

    package init(from reader: inout ByteReader, version: Int16) throws(DecodeError) {
        try Self.check(version)
        clientInstanceID = try reader.readUUID()
        try reader.skipTags()
    }

    package func encode(into writer: inout ByteWriter, version: Int16) {
        Self.require(version)
        writer.write(clientInstanceID)
        writer.write(0 as UInt8)
    }
}

/// The answer to `GetTelemetrySubscriptionsRequest`.
package struct GetTelemetrySubscriptionsResponse: ResponseMessage {
    package var throttleTimeMs: Int32 = 0
    package var errorCode: ErrorCode = .none
    package var clientInstanceID: UUID = .zero
    package var subscriptionID: Int32 = 0
    package var acceptedCompressionTypes: [Int8] = []
    package var pushIntervalMs: Int32 = 0
    package var telemetryMaxBytes: Int32 = 0
    package var deltaTemporality: Bool = false
    package var requestedMetrics: [String] = []

    package static var versions: ClosedRange<Int16> { 0...0 }
    package static func isFlexible(_ version: Int16) -> Bool { true }

    package init() {}

    package init(
        throttleTimeMs: Int32 = 0,
        errorCode: ErrorCode = .none,
        clientInstanceID: UUID = .zero,
        subscriptionID: Int32 = 0,
        acceptedCompressionTypes: [Int8] = [],
        pushIntervalMs: Int32 = 0,
        telemetryMaxBytes: Int32 = 0,
        deltaTemporality: Bool = false,
        requestedMetrics: [String] = []
    ) {
        self.throttleTimeMs = throttleTimeMs
        self.errorCode = errorCode
        self.clientInstanceID = clientInstanceID
        self.subscriptionID = subscriptionID
        self.acceptedCompressionTypes = acceptedCompressionTypes
        self.pushIntervalMs = pushIntervalMs
        self.telemetryMaxBytes = telemetryMaxBytes
        self.deltaTemporality = deltaTemporality
        self.requestedMetrics = requestedMetrics
    }

    package init(from reader: inout ByteReader, version: Int16) throws(DecodeError) {
        try Self.check(version)
        throttleTimeMs = try reader.readInt32()
        errorCode = ErrorCode(rawValue: try reader.readInt16())
        clientInstanceID = try reader.readUUID()
        subscriptionID = try reader.readInt32()
        acceptedCompressionTypes = try reader.readArray(of: Int8.self, true)
        pushIntervalMs = try reader.readInt32()
        telemetryMaxBytes = try reader.readInt32()
        deltaTemporality = try reader.readBool()
        requestedMetrics = try reader.readArray(of: String.self, true)
        try reader.skipTags()
    }

    package func encode(into writer: inout ByteWriter, version: Int16) {
        Self.require(version)
        writer.write(throttleTimeMs)
        writer.write(errorCode.rawValue)
        writer.write(clientInstanceID)
        writer.write(subscriptionID)
        writer.writeArray(acceptedCompressionTypes, true)
        writer.write(pushIntervalMs)
        writer.write(telemetryMaxBytes)
        writer.write(deltaTemporality)
        writer.writeArray(requestedMetrics, true)
        writer.write(0 as UInt8)
    }
}
