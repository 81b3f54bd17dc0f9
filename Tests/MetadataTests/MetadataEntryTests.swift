import OttlaMetadata
import OttlaStateMachines
import OttlaVocabulary
import Testing

@Suite struct MetadataEntryTests {
    private func bytes(of entry: MetadataEntry) -> [UInt8] {
        var writer = ByteWriter()
        entry.encode(into: &writer)
        return writer.array
    }

    @Test(arguments: [1, 2, 3] as [UInt64])
    func `every entry reads back as it was written`(seed: UInt64) throws {
        var generator = SeededGenerator(seed: seed)
        for _ in 0..<200 {
            let entry = anyEntry(using: &generator)
            #expect(try MetadataEntry(decoding: bytes(of: entry).span.bytes) == entry, "seed \(seed)")
        }
    }

    @Test func `bytes that are cut or grown are refused`() {
        let whole = bytes(of: .configSet(resource: .topic("orders"), name: "retention.ms", value: "5"))
        for length in 0..<whole.count {
            #expect(throws: MetadataFormatError.self) { try MetadataEntry(decoding: Array(whole[..<length]).span.bytes) }
        }
        #expect(throws: MetadataFormatError.malformed("1 bytes after an entry")) {
            try MetadataEntry(decoding: (whole + [0]).span.bytes)
        }
    }

    @Test func `a setting of a group is of a later version than those of topics`() throws {
        let entry = MetadataEntry.configSet(resource: .group("g"), name: "consumer.session.timeout.ms", value: "50000")
        #expect(bytes(of: entry)[1] == 1)
        #expect(try MetadataEntry(decoding: bytes(of: entry).span.bytes) == entry)
        let removed = MetadataEntry.configRemoved(resource: .group("g"), name: "consumer.session.timeout.ms")
        #expect(try MetadataEntry(decoding: bytes(of: removed).span.bytes) == removed)
        #expect(bytes(of: .configRemoved(resource: .topic("g"), name: "retention.ms"))[1] == 0)
        #expect(entry.changesGroup && removed.changesGroup && !entry.changesBroker)
    }

    @Test func `an entry from the future is refused with advice`() {
        let error = #expect(throws: MetadataFormatError.unknownEntryType(99)) {
            try MetadataEntry(decoding: ([99, 0, 1] as [UInt8]).span.bytes)
        }
        #expect(error?.description.contains("written by a newer version") == true)
        #expect(throws: MetadataFormatError.unknownEntryVersion(type: 1, version: 7)) {
            try MetadataEntry(decoding: ([1, 7] as [UInt8]).span.bytes)
        }
    }

    @Test(arguments: [4, 5] as [UInt64])
    func `random bytes never crash the reader`(seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        for _ in 0..<2000 {
            let bytes = (0..<Int.random(in: 0...40, using: &generator)).map { _ in UInt8.random(in: 0...255, using: &generator) }
            _ = try? MetadataEntry(decoding: bytes.span.bytes)
            _ = try? MetadataImage(decodingSnapshot: bytes.span.bytes)
        }
    }

    @Test func `a snapshot holds the whole image`() throws {
        var image = MetadataImage()
        let ids = [UUID(high: 1, low: 1), UUID(high: 2, low: 2)]
        image.apply([
            .clusterCreated(id: UUID(high: 9, low: 9)), .topicCreated(name: "a.b", id: ids[0], partitionCount: 2),
            .topicCreated(name: "c", id: ids[1], partitionCount: 1), .partitionsAdded(topicID: ids[0], partitionCount: 5),
            .configSet(resource: .topic("c"), name: "retention.ms", value: "1"),
            .configSet(resource: .allBrokers, name: "log.retention.ms", value: "2"), .producerIDsAllocated(next: 2000),
        ])
        let snapshot = image.encodeSnapshot()
        let copy = try MetadataImage(decodingSnapshot: snapshot.span.bytes)
        #expect(copy == image)
        #expect(copy.encodeSnapshot() == snapshot)
        #expect(copy.partitionCount == 6)
        #expect(copy.topicColliding(with: "a_b") == "a.b")

        for index in snapshot.indices {
            var damaged = snapshot
            damaged[index] ^= 0x40
            #expect(throws: MetadataFormatError.self) { try MetadataImage(decodingSnapshot: damaged.span.bytes) }
        }
    }

    @Test func `a deleted topic leaves nothing behind`() {
        var image = MetadataImage()
        let empty = image
        image.apply([
            .topicCreated(name: "a.b", id: UUID(high: 1, low: 1), partitionCount: 2),
            .configSet(resource: .topic("a.b"), name: "retention.ms", value: "1"), .topicDeleted(id: UUID(high: 1, low: 1)),
        ])
        #expect(image == empty)
    }

    private func anyEntry(using generator: inout SeededGenerator) -> MetadataEntry {
        let text = String((0..<Int.random(in: 0...12, using: &generator)).map { _ in "abc.é-9".randomElement(using: &generator) ?? "a" })
        let id = UUID(using: &generator)
        let resource = ConfigResource(Bool.random(using: &generator) ? .topic : .broker, text)
        switch Int.random(in: 0..<7, using: &generator) {
        case 0: return .clusterCreated(id: id)
        case 1: return .topicCreated(name: text, id: id, partitionCount: .random(in: 1 ... .max, using: &generator))
        case 2: return .partitionsAdded(topicID: id, partitionCount: .random(in: 1 ... .max, using: &generator))
        case 3: return .topicDeleted(id: id)
        case 4: return .configSet(resource: resource, name: text, value: text)
        case 5: return .configRemoved(resource: resource, name: text)
        default: return .producerIDsAllocated(next: .random(in: 0 ... .max, using: &generator))
        }
    }
}
