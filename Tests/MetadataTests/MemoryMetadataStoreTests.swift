import OttlaMetadata
import OttlaStateMachines
import OttlaVocabulary
import Testing

@Suite struct MemoryMetadataStoreTests {
    private let entries: [MetadataEntry] = [.producerIDsAllocated(next: 1), .producerIDsAllocated(next: 2), .producerIDsAllocated(next: 3)]

    @Test func `what was appended is read back from any offset`() throws {
        let store = MemoryMetadataStore()
        #expect(try store.append(entries, after: 0) == 3)
        #expect(try store.entries(from: 1).entries == Array(entries[1...]))
        #expect(try store.entries(from: 3).end == 3)
    }

    @Test func `a second writer is told that the log has gone on`() throws {
        let store = MemoryMetadataStore()
        _ = try store.append(entries, after: 0)
        #expect(throws: MetadataStoreError.notAtEnd(expected: 0, actual: 3)) { try store.append(entries, after: 0) }
    }

    @Test func `a snapshot stands for what is before it`() throws {
        let store = MemoryMetadataStore()
        _ = try store.append(entries, after: 0)
        var image = MetadataImage()
        image.apply(entries[..<2])
        try store.saveSnapshot(image, end: 2)
        let saved = try #require(try store.snapshot())
        #expect(saved.image == image)
        #expect(try store.entries(from: saved.end).entries == [entries[2]])
    }
}
