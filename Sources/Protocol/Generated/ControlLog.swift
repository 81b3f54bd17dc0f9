// Generated from Schemas/Logs/Control.schema. Edit the schema, then run `swift run generate-protocol`.
package import OttlaVocabulary

/// The key of a control record.
package struct ControlRecordTypeSchema: WireMessage {
    package var type: Int16 = 0

    package static var versions: ClosedRange<Int16> { 0...0 }
    package static func isFlexible(_ version: Int16) -> Bool { false }

    package init() {}

    package init(type: Int16 = 0) {
        self.type = type
    }

    package init(from reader: inout ByteReader, version: Int16) throws(DecodeError) {
        try Self.check(version)
        type = try reader.readInt16()
    }

    package func encode(into writer: inout ByteWriter, version: Int16) {
        Self.require(version)
        writer.write(type)
    }
}

/// The value of a control record that ends a transaction.
package struct EndTxnMarker: WireMessage {
    package var coordinatorEpoch: Int32 = 0

    package static var versions: ClosedRange<Int16> { 0...0 }
    package static func isFlexible(_ version: Int16) -> Bool { false }

    package init() {}

    package init(coordinatorEpoch: Int32 = 0) {
        self.coordinatorEpoch = coordinatorEpoch
    }

    package init(from reader: inout ByteReader, version: Int16) throws(DecodeError) {
        try Self.check(version)
        coordinatorEpoch = try reader.readInt32()
    }

    package func encode(into writer: inout ByteWriter, version: Int16) {
        Self.require(version)
        writer.write(coordinatorEpoch)
    }
}
