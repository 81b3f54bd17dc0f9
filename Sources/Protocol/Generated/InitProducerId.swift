// Generated from Schemas/Messages/022-InitProducerId.schema. Edit the schema, then run `swift run generate-protocol`.
package import OttlaVocabulary

/// Gives a producer its identity and epoch, and fences the one before.
package struct InitProducerIdRequest: RequestMessage {
    package var transactionalID: String? = ""
    package var transactionTimeoutMs: Int32 = 0
    package var producerID: Int64 = -1
    package var producerEpoch: Int16 = -1
    package var enable2Pc: Bool = false
    package var keepPreparedTxn: Bool = false

    package typealias Response = InitProducerIdResponse
    package static var apiKey: APIKey { .initProducerID }
    package static var stableVersions: ClosedRange<Int16> { 0...5 }
    package static var versions: ClosedRange<Int16> { 0...6 }
    package static func isFlexible(_ version: Int16) -> Bool { version >= 2 }

    package init() {}

    package init(
        transactionalID: String? = "",
        transactionTimeoutMs: Int32 = 0,
        producerID: Int64 = -1,
        producerEpoch: Int16 = -1,
        enable2Pc: Bool = false,
        keepPreparedTxn: Bool = false
    ) {
        self.transactionalID = transactionalID
        self.transactionTimeoutMs = transactionTimeoutMs
        self.producerID = producerID
        self.producerEpoch = producerEpoch
        self.enable2Pc = enable2Pc
        self.keepPreparedTxn = keepPreparedTxn
    }

    package init(from reader: inout ByteReader, version: Int16) throws(DecodeError) {
        try Self.check(version)
        let flexible = version >= 2
        transactionalID = try reader.readNullableString(flexible)
        transactionTimeoutMs = try reader.readInt32()
        if version >= 3 {
            producerID = try reader.readInt64()
            producerEpoch = try reader.readInt16()
        }
        if version >= 6 {
            enable2Pc = try reader.readBool()
            keepPreparedTxn = try reader.readBool()
        }
        if flexible {
            try reader.skipTags()
        }
    }

    package func encode(into writer: inout ByteWriter, version: Int16) {
        Self.require(version)
        let flexible = version >= 2
        writer.writeNullableString(transactionalID, flexible)
        writer.write(transactionTimeoutMs)
        if version >= 3 {
            writer.write(producerID)
            writer.write(producerEpoch)
        }
        if version >= 6 {
            writer.write(enable2Pc)
            writer.write(keepPreparedTxn)
        }
        if flexible {
            writer.write(0 as UInt8)
        }
    }
}

/// The answer to `InitProducerIdRequest`.
package struct InitProducerIdResponse: ResponseMessage {
    package var throttleTimeMs: Int32 = 0
    package var errorCode: ErrorCode = .none
    package var producerID: Int64 = -1
    package var producerEpoch: Int16 = 0
    package var ongoingTxnProducerID: Int64 = -1
    package var ongoingTxnProducerEpoch: Int16 = -1

    package static var versions: ClosedRange<Int16> { 0...6 }
    package static func isFlexible(_ version: Int16) -> Bool { version >= 2 }

    package init() {}

    package init(
        throttleTimeMs: Int32 = 0,
        errorCode: ErrorCode = .none,
        producerID: Int64 = -1,
        producerEpoch: Int16 = 0,
        ongoingTxnProducerID: Int64 = -1,
        ongoingTxnProducerEpoch: Int16 = -1
    ) {
        self.throttleTimeMs = throttleTimeMs
        self.errorCode = errorCode
        self.producerID = producerID
        self.producerEpoch = producerEpoch
        self.ongoingTxnProducerID = ongoingTxnProducerID
        self.ongoingTxnProducerEpoch = ongoingTxnProducerEpoch
    }

    package init(from reader: inout ByteReader, version: Int16) throws(DecodeError) {
        try Self.check(version)
        let flexible = version >= 2
        throttleTimeMs = try reader.readInt32()
        errorCode = ErrorCode(rawValue: try reader.readInt16())
        producerID = try reader.readInt64()
        producerEpoch = try reader.readInt16()
        if version >= 6 {
            ongoingTxnProducerID = try reader.readInt64()
            ongoingTxnProducerEpoch = try reader.readInt16()
        }
        if flexible {
            try reader.skipTags()
        }
    }

    package func encode(into writer: inout ByteWriter, version: Int16) {
        Self.require(version)
        let flexible = version >= 2
        writer.write(throttleTimeMs)
        writer.write(errorCode.rawValue)
        writer.write(producerID)
        writer.write(producerEpoch)
        if version >= 6 {
            writer.write(ongoingTxnProducerID)
            writer.write(ongoingTxnProducerEpoch)
        }
        if flexible {
            writer.write(0 as UInt8)
        }
    }
}
