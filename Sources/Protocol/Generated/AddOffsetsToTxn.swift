// Generated from Schemas/Messages/025-AddOffsetsToTxn.schema. Edit the schema, then run `swift run generate-protocol`.
package import OttlaVocabulary

/// Enters a group's offsets into a transaction.
package struct AddOffsetsToTxnRequest: RequestMessage {
    package var transactionalID: String = ""
    package var producerID: Int64 = 0
    package var producerEpoch: Int16 = 0
    package var groupID: String = ""

    package typealias Response = AddOffsetsToTxnResponse
    package static var apiKey: APIKey { .addOffsetsToTxn }
    package static var versions: ClosedRange<Int16> { 0...4 }
    package static func isFlexible(_ version: Int16) -> Bool { version >= 3 }

    package init() {}

    package init(transactionalID: String = "", producerID: Int64 = 0, producerEpoch: Int16 = 0, groupID: String = "") {
        self.transactionalID = transactionalID
        self.producerID = producerID
        self.producerEpoch = producerEpoch
        self.groupID = groupID
    }

    package init(from reader: inout ByteReader, version: Int16) throws(DecodeError) {
        try Self.check(version)
        let flexible = version >= 3
        transactionalID = try reader.readString(flexible)
        producerID = try reader.readInt64()
        producerEpoch = try reader.readInt16()
        groupID = try reader.readString(flexible)
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
        writer.writeString(groupID, flexible)
        if flexible {
            writer.write(0 as UInt8)
        }
    }
}

/// The answer to `AddOffsetsToTxnRequest`.
package struct AddOffsetsToTxnResponse: ResponseMessage {
    package var throttleTimeMs: Int32 = 0
    package var errorCode: ErrorCode = .none

    package static var versions: ClosedRange<Int16> { 0...4 }
    package static func isFlexible(_ version: Int16) -> Bool { version >= 3 }

    package init() {}

    package init(throttleTimeMs: Int32 = 0, errorCode: ErrorCode = .none) {
        self.throttleTimeMs = throttleTimeMs
        self.errorCode = errorCode
    }

    package init(from reader: inout ByteReader, version: Int16) throws(DecodeError) {
        try Self.check(version)
        let flexible = version >= 3
        throttleTimeMs = try reader.readInt32()
        errorCode = ErrorCode(rawValue: try reader.readInt16())
        if flexible {
            try reader.skipTags()
        }
    }

    package func encode(into writer: inout ByteWriter, version: Int16) {
        Self.require(version)
        let flexible = version >= 3
        writer.write(throttleTimeMs)
        writer.write(errorCode.rawValue)
        if flexible {
            writer.write(0 as UInt8)
        }
    }
}
