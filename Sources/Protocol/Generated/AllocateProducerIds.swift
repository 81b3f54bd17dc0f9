// Generated from Schemas/Messages/067-AllocateProducerIds.schema. Edit the schema, then run `swift run generate-protocol`.
package import OttlaVocabulary

/// A broker asks the controller for a block of producer ids.
package struct AllocateProducerIdsRequest: RequestMessage {
    package var brokerID: Int32 = 0
    package var brokerEpoch: Int64 = -1

    package typealias Response = AllocateProducerIdsResponse
    package static var apiKey: APIKey { .allocateProducerIDs }
    package static var versions: ClosedRange<Int16> { 0...0 }
    package static func isFlexible(_ version: Int16) -> Bool { true }

    package init() {}

    package init(brokerID: Int32 = 0, brokerEpoch: Int64 = -1) {
        self.brokerID = brokerID
        self.brokerEpoch = brokerEpoch
    }

    package init(from reader: inout ByteReader, version: Int16) throws(DecodeError) {
        try Self.check(version)
        brokerID = try reader.readInt32()
        brokerEpoch = try reader.readInt64()
        try reader.skipTags()
    }

    package func encode(into writer: inout ByteWriter, version: Int16) {
        Self.require(version)
        writer.write(brokerID)
        writer.write(brokerEpoch)
        writer.write(0 as UInt8)
    }
}

/// The answer to `AllocateProducerIdsRequest`.
package struct AllocateProducerIdsResponse: ResponseMessage {
    package var throttleTimeMs: Int32 = 0
    package var errorCode: ErrorCode = .none
    package var producerIDStart: Int64 = 0
    package var producerIDLen: Int32 = 0

    package static var versions: ClosedRange<Int16> { 0...0 }
    package static func isFlexible(_ version: Int16) -> Bool { true }

    package init() {}

    package init(
        throttleTimeMs: Int32 = 0,
        errorCode: ErrorCode = .none,
        producerIDStart: Int64 = 0,
        producerIDLen: Int32 = 0
    ) {
        self.throttleTimeMs = throttleTimeMs
        self.errorCode = errorCode
        self.producerIDStart = producerIDStart
        self.producerIDLen = producerIDLen
    }

    package init(from reader: inout ByteReader, version: Int16) throws(DecodeError) {
        try Self.check(version)
        throttleTimeMs = try reader.readInt32()
        errorCode = ErrorCode(rawValue: try reader.readInt16())
        producerIDStart = try reader.readInt64()
        producerIDLen = try reader.readInt32()
        try reader.skipTags()
    }

    package func encode(into writer: inout ByteWriter, version: Int16) {
        Self.require(version)
        writer.write(throttleTimeMs)
        writer.write(errorCode.rawValue)
        writer.write(producerIDStart)
        writer.write(producerIDLen)
        writer.write(0 as UInt8)
    }
}
