import OttlaGroups
import OttlaProtocol
import OttlaVocabulary
import Testing

struct GroupEntryTests {
    @Test func `an entry reads back as it was written`() throws {
        let entry = GroupEntry.offset(
            OffsetCommitKey(group: "orders", topic: "payments", partition: 3),
            OffsetCommitValue(offset: 42, leaderEpoch: 5, metadata: "here", commitTimestamp: 7))
        #expect(try coded(entry) == entry)
        let tombstone = GroupEntry.classicGroup(GroupMetadataKey(group: "orders"), nil)
        #expect(try coded(tombstone) == tombstone)
    }

    @Test func `a key of a type to come is passed over`() throws {
        let key: [UInt8] = [0x7F, 0, 1, 2, 3]
        let span = key.span.bytes
        let entry = try GroupEntry.decode(key: span, value: nil)
        #expect(entry == nil)
    }

    private func coded(_ entry: GroupEntry) throws -> GroupEntry? {
        var key = ByteWriter()
        var value = ByteWriter()
        entry.encodeKey(into: &key)
        let hasValue = entry.encodeValue(into: &value)
        let (keyBytes, valueBytes) = (key.array, value.array)
        let (keySpan, valueSpan) = (keyBytes.span.bytes, valueBytes.span.bytes)
        return try GroupEntry.decode(key: keySpan, value: hasValue ? valueSpan : nil)
    }
}
