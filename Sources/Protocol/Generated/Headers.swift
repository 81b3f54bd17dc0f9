// Generated from Schemas/Headers.schema. Edit the schema, then run `swift run generate-protocol`.
package import OttlaVocabulary

package struct RequestHeader: WireMessage {
    package var apiKey: Int16 = 0
    package var apiVersion: Int16 = 0
    package var correlationID: Int32 = 0
    package var clientID: String? = nil

    package static var versions: ClosedRange<Int16> { 0...2 }
    package static func isFlexible(_ version: Int16) -> Bool { version >= 2 }

    package init() {}

    package init(apiKey: Int16 = 0, apiVersion: Int16 = 0, correlationID: Int32 = 0, clientID: String? = nil) {
        self.apiKey = apiKey
        self.apiVersion = apiVersion
        self.correlationID = correlationID
        self.clientID = clientID
    }

    package init(from reader: inout ByteReader, version: Int16) throws(DecodeError) {
        try Self.check(version)
        let flexible = version >= 2
        apiKey = try reader.readInt16()
        apiVersion = try reader.readInt16()
        correlationID = try reader.readInt32()
        if version >= 1 {
            clientID = try reader.readNullableString(false)
        }
        if flexible {
            try reader.skipTags()
        }
    }

    package func encode(into writer: inout ByteWriter, version: Int16) {
        Self.require(version)
        let flexible = version >= 2
        writer.write(apiKey)
        writer.write(apiVersion)
        writer.write(correlationID)
        if version >= 1 {
            writer.writeNullableString(clientID, false)
        }
        if flexible {
            writer.write(0 as UInt8)
        }
    }
}

package struct ResponseHeader: WireMessage {
    package var correlationID: Int32 = 0

    package static var versions: ClosedRange<Int16> { 0...1 }
    package static func isFlexible(_ version: Int16) -> Bool { version >= 1 }

    package init() {}

    package init(correlationID: Int32 = 0) {
        self.correlationID = correlationID
    }

    package init(from reader: inout ByteReader, version: Int16) throws(DecodeError) {
        try Self.check(version)
        let flexible = version >= 1
        correlationID = try reader.readInt32()
        if flexible {
            try reader.skipTags()
        }
    }

    package func encode(into writer: inout ByteWriter, version: Int16) {
        Self.require(version)
        let flexible = version >= 1
        writer.write(correlationID)
        if flexible {
            writer.write(0 as UInt8)
        }
    }
}
