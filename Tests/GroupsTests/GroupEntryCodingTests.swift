import OttlaGroups
import OttlaProtocol
import OttlaVocabulary
import Testing

/// Entries against bytes laid out by hand after the schemas: what is written must be these, and what Kafka wrote must be read.
@Suite struct GroupEntryCodingTests {
    struct Golden: Sendable, CustomTestStringConvertible {
        var testDescription: String
        var key: String
        var value: String?
        var entry: GroupEntry
        /// Of older versions, which are read only.
        var isWritten = true
    }

    private static let topicID = UUID(high: 0x0011_2233_4455_6677, low: 0x8899_AABB_CCDD_EEFF)
    private static let topicIDBytes = "0011223344556677 8899AABBCCDDEEFF"
    private static let offsetKey = OffsetCommitKey(group: "g", topic: "tt", partition: 3)
    private static let offsetKeyBytes = "0001 0001'g' 0002'tt' 00000003"

    private static func offset(_ name: String, _ value: String, _ expected: OffsetCommitValue, isWritten: Bool = false) -> Golden {
        Golden(testDescription: name, key: offsetKeyBytes, value: value, entry: .offset(offsetKey, expected), isWritten: isWritten)
    }

    static let offsets = [
        offset(
            "offset v0", "0000 000000000000002A 0001'm' 0000000000000007",
            .init(offset: 42, metadata: "m", commitTimestamp: 7)),
        offset(
            "offset v1", "0001 000000000000002A 0001'm' 0000000000000007 0000000000000009",
            .init(offset: 42, metadata: "m", commitTimestamp: 7, expireTimestamp: 9), isWritten: true),
        offset("offset v2", "0002 000000000000002A 0000 0000000000000007", .init(offset: 42, commitTimestamp: 7)),
        offset(
            "offset v3", "0003 000000000000002A 00000005 0001'm' 0000000000000007",
            .init(offset: 42, leaderEpoch: 5, metadata: "m", commitTimestamp: 7), isWritten: true),
        offset(
            "offset v4", "0004 000000000000002A 00000005 02'm' 0000000000000007 01 00 10 \(topicIDBytes)",
            .init(offset: 42, leaderEpoch: 5, metadata: "m", commitTimestamp: 7, topicID: topicID), isWritten: true),
        offset(
            "offset v4 with a field to come", "0004 000000000000002A FFFFFFFF 01 0000000000000007 01 09 02 ABCD",
            .init(offset: 42, commitTimestamp: 7)),
        Golden(
            testDescription: "offset of Kafka 0.8", key: "0000 0001'g' 0002'tt' 00000003",
            value: "0001 000000000000002A 0001'm' 0000000000000007 FFFFFFFFFFFFFFFF",
            entry: .offset(offsetKey, .init(offset: 42, metadata: "m", commitTimestamp: 7)), isWritten: false),
        Golden(testDescription: "offset's tombstone", key: offsetKeyBytes, value: nil, entry: .offset(offsetKey, nil)),
    ]

    private static func member(instance: String? = nil, rebalanceTimeout: Int32 = 16) -> GroupMetadataValue.MemberMetadata {
        .init(
            memberID: "m", groupInstanceID: instance, clientID: "c", clientHost: "/h", rebalanceTimeout: rebalanceTimeout,
            sessionTimeout: 32, subscription: [1, 2], assignment: [3])
    }

    private static func classic(
        _ name: String, _ value: String, since: Int64 = 7, _ member: GroupMetadataValue.MemberMetadata, isWritten: Bool = false
    ) -> Golden {
        let expected = GroupMetadataValue(
            protocolType: "consumer", generation: 2, protocol: "range", leader: "m", currentStateTimestamp: since, members: [member])
        return Golden(
            testDescription: name, key: "0002 0001'g'", value: value, entry: .classicGroup(.init(group: "g"), expected),
            isWritten: isWritten)
    }

    static let classicGroups = [
        classic(
            "classic group v0",
            "0000 0008'consumer' 00000002 0005'range' 0001'm' 00000001 0001'm' 0001'c' 0002'/h' 00000020 00000002 0102 00000001 03",
            since: -1, member(rebalanceTimeout: -1)),
        classic(
            "classic group v1",
            "0001 0008'consumer' 00000002 0005'range' 0001'm' 00000001 0001'm' 0001'c' 0002'/h' 00000010 00000020 00000002 0102 00000001 03",
            since: -1, member()),
        classic(
            "classic group v2",
            """
            0002 0008'consumer' 00000002 0005'range' 0001'm' 0000000000000007 00000001
            0001'm' 0001'c' 0002'/h' 00000010 00000020 00000002 0102 00000001 03
            """,
            member()),
        classic(
            "classic group v3",
            """
            0003 0008'consumer' 00000002 0005'range' 0001'm' 0000000000000007 00000001
            0001'm' 0001'i' 0001'c' 0002'/h' 00000010 00000020 00000002 0102 00000001 03
            """,
            member(instance: "i"), isWritten: true),
        classic(
            "classic group v4",
            "0004 09'consumer' 00000002 06'range' 02'm' 0000000000000007 02 02'm' 00 02'c' 03'/h' 00000010 00000020 03 0102 02 03 00 00",
            member()),
        Golden(
            testDescription: "classic group that is empty", key: "0002 0001'g'",
            value: "0003 0008'consumer' 00000002 FFFF FFFF 0000000000000007 00000000",
            entry: .classicGroup(
                .init(group: "g"),
                .init(protocolType: "consumer", generation: 2, protocol: nil, leader: nil, currentStateTimestamp: 7))),
        Golden(
            testDescription: "classic group's tombstone", key: "0002 0001'g'", value: nil, entry: .classicGroup(.init(group: "g"), nil)),
    ]

    private static func consumer(_ name: String, _ key: String, _ value: String, _ entry: GroupEntry) -> Golden {
        Golden(testDescription: name, key: key, value: value, entry: entry)
    }

    static let consumerGroups = [
        consumer(
            "consumer group", "0003 0001'g'", "0000 00000005 01 00 08 0000000000000009",
            .consumerGroup(.init(groupID: "g"), .init(epoch: 5, metadataHash: 9))),
        consumer(
            "consumer group of Kafka 4.0", "0003 0001'g'", "0000 00000005 00", .consumerGroup(.init(groupID: "g"), .init(epoch: 5))),
        consumer(
            "partition metadata", "0004 0001'g'", "0000 02 \(topicIDBytes) 03'tt' 00000004 02 00000001 02 02'r' 00 00 00",
            .partitionMetadata(
                .init(groupID: "g"),
                .init(topics: [
                    .init(topicID: topicID, topicName: "tt", numPartitions: 4, partitionMetadata: [.init(partition: 1, racks: ["r"])])
                ]))),
        consumer(
            "member", "0005 0001'g' 0001'm'", "0000 00 02'r' 02'c' 03'/h' 02 03'tt' 00 00000010 08'uniform' 00",
            .member(
                .init(groupID: "g", memberID: "m"),
                .init(
                    instanceID: nil, rackID: "r", clientID: "c", clientHost: "/h", subscribedTopicNames: ["tt"], subscribedTopicRegex: nil,
                    rebalanceTimeoutMs: 16, serverAssignor: "uniform"))),
        consumer(
            "member of the classic protocol", "0005 0001'g' 0001'm'",
            "0000 02'i' 00 02'c' 03'/h' 01 03't+' 00000010 00 01 00 10 01 00000020 02 06'range' 02 01 00 00",
            .member(
                .init(groupID: "g", memberID: "m"),
                .init(
                    instanceID: "i", rackID: nil, clientID: "c", clientHost: "/h", subscribedTopicRegex: "t+", rebalanceTimeoutMs: 16,
                    serverAssignor: nil,
                    classicMemberMetadata: .init(sessionTimeoutMs: 32, supportedProtocols: [.init(name: "range", metadata: [1])])))),
        consumer(
            "target", "0006 0001'g'", "0000 00000005 01 00 08 0000000000000009",
            .targetAssignment(.init(groupID: "g"), .init(assignmentEpoch: 5, assignmentTimestamp: 9))),
        consumer(
            "member's target", "0007 0001'g' 0001'm'", "0000 02 \(topicIDBytes) 03 00000001 00000002 00 00",
            .targetMember(
                .init(groupID: "g", memberID: "m"), .init(topicPartitions: [.init(topicID: topicID, partitions: [1, 2])]))),
        consumer(
            "member's assignment", "0008 0001'g' 0001'm'",
            "0000 00000005 00000004 01 02 \(topicIDBytes) 02 00000001 01 00 05 02 00000003 02 \(topicIDBytes) 02 00000002 00 00",
            .currentAssignment(
                .init(groupID: "g", memberID: "m"),
                .init(
                    memberEpoch: 5, previousMemberEpoch: 4, state: 1,
                    assignedPartitions: [.init(topicID: topicID, partitions: [1], assignmentEpochs: [3])],
                    partitionsPendingRevocation: [.init(topicID: topicID, partitions: [2])]))),
        consumer(
            "regular expression", "0010 0001'g' 0002't+'", "0000 02 03'tt' 0000000000000008 0000000000000009 00",
            .regularExpression(
                .init(groupID: "g", regularExpression: "t+"), .init(topics: ["tt"], version: 8, timestamp: 9))),
    ]

    @Test(arguments: offsets + classicGroups + consumerGroups)
    func `an entry is these bytes`(golden: Golden) throws {
        let (key, value) = (bytes(golden.key), golden.value.map(bytes))
        let (keySpan, valueSpan) = (key.span.bytes, value?.span.bytes)
        let decoded = try GroupEntry.decode(key: keySpan, value: valueSpan)
        #expect(decoded == golden.entry)
        guard golden.isWritten else { return }
        var writtenKey = ByteWriter()
        var writtenValue = ByteWriter()
        golden.entry.encodeKey(into: &writtenKey)
        let hasValue = golden.entry.encodeValue(into: &writtenValue)
        #expect(hasValue == (value != nil))
        #expect(writtenKey.array == key)
        #expect(writtenValue.array == value ?? [])
    }

    @Test func `every type has a tombstone`() throws {
        for golden in Self.offsets + Self.classicGroups + Self.consumerGroups where golden.isWritten && golden.value != nil {
            let key = bytes(golden.key)
            let span = key.span.bytes
            let tombstone = try #require(try GroupEntry.decode(key: span, value: nil))
            var value = ByteWriter()
            let hasValue = tombstone.encodeValue(into: &value)
            #expect(!hasValue, "\(golden.testDescription)")
            #expect(tombstone != golden.entry && tombstone.groupID == "g", "\(golden.testDescription)")
        }
    }

    @Test func `a value of a version to come, or cut short, is an error, and a key of a type to come is none`() throws {
        #expect(decodeError(Self.offsetKeyBytes, "0005 000000000000002A") == .unsupportedVersion(5))
        #expect(decodeError("0002 0001'g'", "0005 00") == .unsupportedVersion(5))
        #expect(decodeError("0003 0001'g'", "0001 00") == .unsupportedVersion(1))
        #expect(decodeError(Self.offsetKeyBytes, "0003 00000000") == .truncated(needed: 8, remaining: 4))
        #expect(decodeError(Self.offsetKeyBytes, "") == .truncated(needed: 2, remaining: 0))
        #expect(decodeError("0001 0009'g'", "0003 00") == .truncated(needed: 9, remaining: 1))
        for type in ["0009", "000A", "000B", "000C", "000D", "000E", "000F", "0011", "0012", "0013", "0017", "7FFF"] {
            let key = bytes(type + "0001'g'")
            let span = key.span.bytes
            #expect(try GroupEntry.decode(key: span, value: span) == nil)
        }
    }

    private func decodeError(_ key: String, _ value: String) -> DecodeError? {
        let (key, value) = (bytes(key), bytes(value))
        let (keySpan, valueSpan) = (key.span.bytes, value.span.bytes)
        do throws(DecodeError) {
            _ = try GroupEntry.decode(key: keySpan, value: valueSpan)
            return nil
        } catch {
            return error
        }
    }

    /// Hexadecimal digits, and text between quotes.
    private func bytes(_ text: String) -> [UInt8] {
        var bytes: [UInt8] = []
        for (index, part) in text.split(separator: "'", omittingEmptySubsequences: false).enumerated() {
            if index % 2 == 1 {
                bytes += Array(part.utf8)
            } else {
                let digits = part.compactMap(\.hexDigitValue)
                bytes += stride(from: 0, to: digits.count, by: 2).map { UInt8(digits[$0] * 16 + digits[$0 + 1]) }
            }
        }
        return bytes
    }
}
