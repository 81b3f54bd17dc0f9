package import OttlaVocabulary

/// Why bytes of the metadata log or a snapshot are not what they should be.
package enum MetadataFormatError: Error, Equatable, CustomStringConvertible {
    /// Written by a program that knows more than this one.
    case unknownEntryType(Int)
    case unknownEntryVersion(type: Int, version: Int)
    case unknownSnapshotVersion(Int)
    /// The bytes end too early, go on too long, or hold a value that cannot be.
    case malformed(String)
    case wrongChecksum

    package var description: String {
        switch self {
        case .unknownEntryType(let type):
            "The metadata log holds an entry of type \(type), which this version of Ottla does not know. "
                + "It was written by a newer version: start that one."
        case .unknownEntryVersion(let type, let version):
            "The metadata log holds an entry of type \(type) in version \(version), which this version of Ottla does not know. "
                + "It was written by a newer version: start that one."
        case .unknownSnapshotVersion(let version):
            "The metadata snapshot is in version \(version), which this version of Ottla does not know. "
                + "It was written by a newer version: start that one."
        case .malformed(let what): "The metadata log is damaged: \(what)."
        case .wrongChecksum: "The metadata snapshot is damaged: its checksum does not match."
        }
    }
}

/// An entry's bytes: type (varint), version of that type (varint), then its fields. A version that adds a field gets a
/// new number; old bytes stay readable for ever.
extension MetadataEntry {
    private enum TypeCode: UInt32 {
        case clusterCreated = 1
        case topicCreated = 2
        case partitionsAdded = 3
        case topicDeleted = 4
        case configSet = 5
        case configRemoved = 6
        case producerIDsAllocated = 7
    }

    private var typeCode: TypeCode {
        switch self {
        case .clusterCreated: .clusterCreated
        case .topicCreated: .topicCreated
        case .partitionsAdded: .partitionsAdded
        case .topicDeleted: .topicDeleted
        case .configSet: .configSet
        case .configRemoved: .configRemoved
        case .producerIDsAllocated: .producerIDsAllocated
        }
    }

    /// Settings of groups came later: who does not know them is told that a newer version wrote them.
    private var version: UInt32 { changesGroup ? 1 : 0 }

    package func encode(into writer: inout ByteWriter) {
        writer.writeUnsignedVarInt(typeCode.rawValue)
        writer.writeUnsignedVarInt(version)
        switch self {
        case .clusterCreated(let id): writer.write(id)
        case .topicCreated(let name, let id, let partitionCount):
            writer.write(text: name)
            writer.write(id)
            writer.write(partitionCount)
        case .partitionsAdded(let topicID, let partitionCount):
            writer.write(topicID)
            writer.write(partitionCount)
        case .topicDeleted(let id): writer.write(id)
        case .configSet(let resource, let name, let value):
            writer.write(resource)
            writer.write(text: name)
            writer.write(text: value)
        case .configRemoved(let resource, let name):
            writer.write(resource)
            writer.write(text: name)
        case .producerIDsAllocated(let next): writer.write(next)
        }
    }

    /// Reads an entry that takes up all of `bytes`.
    package init(decoding bytes: RawSpan) throws(MetadataFormatError) {
        var reader = ByteReader(bytes)
        do {
            let code = try reader.readUnsignedVarInt()
            let version = try reader.readUnsignedVarInt()
            guard let type = TypeCode(rawValue: code) else { throw MetadataFormatError.unknownEntryType(Int(code)) }
            let newest: UInt32 = type == .configSet || type == .configRemoved ? 1 : 0
            guard version <= newest else { throw MetadataFormatError.unknownEntryVersion(type: Int(code), version: Int(version)) }
            self = try Self.readFields(of: type, from: &reader)
        } catch let error as MetadataFormatError {
            throw error
        } catch {
            throw .malformed("\(error)")
        }
        guard reader.remaining == 0 else { throw .malformed("\(reader.remaining) bytes after an entry") }
    }

    private static func readFields(of type: TypeCode, from reader: inout ByteReader) throws(DecodeError) -> MetadataEntry {
        switch type {
        case .clusterCreated: .clusterCreated(id: try reader.readUUID())
        case .topicCreated:
            .topicCreated(name: try reader.readText(), id: try reader.readUUID(), partitionCount: try reader.readInt32())
        case .partitionsAdded: .partitionsAdded(topicID: try reader.readUUID(), partitionCount: try reader.readInt32())
        case .topicDeleted: .topicDeleted(id: try reader.readUUID())
        case .configSet:
            .configSet(resource: try reader.readResource(), name: try reader.readText(), value: try reader.readText())
        case .configRemoved: .configRemoved(resource: try reader.readResource(), name: try reader.readText())
        case .producerIDsAllocated: .producerIDsAllocated(next: try reader.readInt64())
        }
    }
}

extension ByteWriter {
    fileprivate mutating func write(text: String) {
        writeUnsignedVarInt(UInt32(text.utf8.count))
        write(utf8: text)
    }

    fileprivate mutating func write(_ resource: ConfigResource) {
        write(resource.kind.rawValue)
        write(text: resource.name)
    }
}

extension ByteReader {
    @_lifetime(self: copy self)
    fileprivate mutating func readText() throws(DecodeError) -> String {
        try readString(count: Int(try readUnsignedVarInt()))
    }

    @_lifetime(self: copy self)
    fileprivate mutating func readResource() throws(DecodeError) -> ConfigResource {
        let code = try readInt8()
        guard let kind = ConfigResource.Kind(rawValue: code) else { throw .negativeLength(Int(code)) }
        return ConfigResource(kind, try readText())
    }
}
