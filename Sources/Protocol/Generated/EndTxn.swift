// Generated from Schemas/Messages/026-EndTxn.schema. Edit the schema, then run `swift run generate-protocol`.
package import OttlaVocabulary

/// Commits or aborts a transaction.
package struct EndTxnRequest: RequestMessage {
    package var transactionalID: String = ""
    package var producerID: Int64 = 0
    package var producerEpoch: Int16 = 0
    package var committed: Bool = false

    package typealias Response = EndTxnResponse
    package static var apiKey: APIKey { .endTxn }
    package static var versions: ClosedRange<Int16> { 0...5 }
    package static func isFlexible(_ version: Int16) -> Bool { version >= 3 }

    package init() {}

    package init(
        transactionalID: String = "",
        producerID: Int64 = 0,
        producerEpoch: Int16 = 0,
        committed: Bool = false
    ) {
        self.transactionalID = transactionalID
        self.producerID = producerID
        self.producerEpoch = producerEpoch
        self.committed = committed
    }

    package init(from reader: inout ByteReader, version: Int16) throws(DecodeError) {
        try Self.check(version)
        let flexible = version >= 3
        transactionalID = try reader.readString(flexible)
        producerID = try reader.readInt64()
        producerEpoch = try reader.readInt16()
        committed = try reader.readBool()
        if flexible {
            try reader.skipTags()
        }
    }

    package func encode(into writer: inout ByteWriter, version: Int16) {
        Self.require(version)
        let flexible = version >= 3
        writer.writeString(transactionalID, flexible)
        writer.write(producerID)
        writer.write(producerEpoch)
        writer.write(committed)
        if flexible {
            writer.write(0 as UInt8)
        }
    }
}

/// The answer to `EndTxnRequest`.
package struct EndTxnResponse: ResponseMessage {
    package var throttleTimeMs: Int32 = 0
    package var errorCode: ErrorCode = .none
    package var producerID: Int64 = -1
    package var producerEpoch: Int16 = -1

    package static var versions: ClosedRange<Int16> { 0...5 }
    package static func isFlexible(_ version: Int16) -> Bool { version >= 3 }

    package init() {}

    package init(
        throttleTimeMs: Int32 = 0,
        errorCode: ErrorCode = .none,
        producerID: Int64 = -1,
        producerEpoch: Int16 = -1
    ) {
        self.throttleTimeMs = throttleTimeMs
        self.errorCode = errorCode
        self.producerID = producerID
        self.producerEpoch = producerEpoch
    }

    package init(from reader: inout ByteReader, version: Int16) throws(DecodeError) {
        try Self.check(version)
        let flexible = version >= 3
        throttleTimeMs = try reader.readInt32()
        errorCode = ErrorCode(rawValue: try reader.readInt16())
        if version >= 5 {
            producerID = try reader.readInt64()
            producerEpoch = try reader.readInt16()
        }
        if flexible {
            try reader.skipTags()
        }
    }

    package func encode(into writer: inout ByteWriter, version: Int16) {
        Self.require(version)
        let flexible = version >= 3
        writer.write(throttleTimeMs)
        writer.write(errorCode.rawValue)
        if version >= 5 {
            writer.write(producerID)
            writer.write(producerEpoch)
        }
        if flexible {
            writer.write(0 as UInt8)
        }
    }
}
