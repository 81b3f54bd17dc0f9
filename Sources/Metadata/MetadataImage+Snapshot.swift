import OttlaVocabulary

/// A snapshot is the shortest log that adds up to the image: version, number of entries, the entries with their
/// lengths, and a CRC-32C of all before it.
extension MetadataImage {
    private static let snapshotVersion: Int32 = 0

    /// In an order that follows from the image alone, so that equal images give equal bytes.
    package var entries: [MetadataEntry] {
        var entries: [MetadataEntry] = []
        if clusterID != .zero { entries.append(.clusterCreated(id: clusterID)) }
        for topic in topics.values.sorted(by: { $0.name < $1.name }) {
            entries.append(.topicCreated(name: topic.name, id: topic.id, partitionCount: topic.partitionCount))
        }
        for (resource, values) in configs.sorted(by: { ($0.key.kind.rawValue, $0.key.name) < ($1.key.kind.rawValue, $1.key.name) }) {
            for (name, value) in values.sorted(by: { $0.key < $1.key }) {
                entries.append(.configSet(resource: resource, name: name, value: value))
            }
        }
        if nextProducerID != 0 { entries.append(.producerIDsAllocated(next: nextProducerID)) }
        return entries
    }

    package func encodeSnapshot() -> [UInt8] {
        var writer = ByteWriter(capacity: 64 + topics.count * 64)
        let entries = entries
        writer.write(Self.snapshotVersion)
        writer.write(Int32(entries.count))
        for entry in entries {
            let start = writer.count
            writer.write(Int32(0))
            entry.encode(into: &writer)
            writer.patch(Int32(writer.count - start - 4), at: start)
        }
        writer.write(CRC32C.checksum(writer.bytes))
        return writer.array
    }

    package init(decodingSnapshot bytes: RawSpan) throws(MetadataFormatError) {
        self.init()
        guard bytes.byteCount >= 12 else { throw .malformed("a snapshot of \(bytes.byteCount) bytes") }
        let body = bytes.extracting(0..<bytes.byteCount - 4)
        var tail = ByteReader(bytes.extracting(bytes.byteCount - 4..<bytes.byteCount))
        var reader = ByteReader(body)
        do {
            guard try tail.readUInt32() == CRC32C.checksum(body) else { throw MetadataFormatError.wrongChecksum }
            let version = try reader.readInt32()
            guard version == Self.snapshotVersion else { throw MetadataFormatError.unknownSnapshotVersion(Int(version)) }
            for _ in 0..<max(0, try reader.readInt32()) {
                let start = try reader.advance(Int(try reader.readInt32()))
                apply(try MetadataEntry(decoding: body.extracting(start..<reader.position)))
            }
        } catch let error as MetadataFormatError {
            throw error
        } catch {
            throw .malformed("\(error)")
        }
        guard reader.remaining == 0 else { throw .malformed("\(reader.remaining) bytes after a snapshot") }
    }
}
