import OttlaProtocol
package import OttlaVocabulary

/// As records: the key is its type in two bytes and its fields; the value its version in two bytes and its fields.
extension GroupEntry {
    package func encodeKey(into writer: inout ByteWriter) {
        switch self {
        case .offset(let key, _): Self.write(key, into: &writer)
        case .classicGroup(let key, _): Self.write(key, into: &writer)
        case .consumerGroup(let key, _): Self.write(key, into: &writer)
        case .partitionMetadata(let key, _): Self.write(key, into: &writer)
        case .member(let key, _): Self.write(key, into: &writer)
        case .targetAssignment(let key, _): Self.write(key, into: &writer)
        case .targetMember(let key, _): Self.write(key, into: &writer)
        case .currentAssignment(let key, _): Self.write(key, into: &writer)
        case .regularExpression(let key, _): Self.write(key, into: &writer)
        }
    }

    /// False, and nothing written, for a tombstone.
    package func encodeValue(into writer: inout ByteWriter) -> Bool {
        switch self {
        case .offset(_, let value): Self.write(value, version: value.map(Self.version) ?? 0, into: &writer)
        case .classicGroup(_, let value): Self.write(value, version: 3, into: &writer)
        case .consumerGroup(_, let value): Self.write(value, version: 0, into: &writer)
        case .partitionMetadata(_, let value): Self.write(value, version: 0, into: &writer)
        case .member(_, let value): Self.write(value, version: 0, into: &writer)
        case .targetAssignment(_, let value): Self.write(value, version: 0, into: &writer)
        case .targetMember(_, let value): Self.write(value, version: 0, into: &writer)
        case .currentAssignment(_, let value): Self.write(value, version: 0, into: &writer)
        case .regularExpression(_, let value): Self.write(value, version: 0, into: &writer)
        }
    }

    /// Version 1 alone has an expiry of its own, 4 alone a topic id. What Burrow and older Kafkas know is 3.
    private static func version(of value: OffsetCommitValue) -> Int16 {
        if value.expireTimestamp >= 0 { return 1 }
        return value.topicID == .zero ? 3 : 4
    }

    private static func write(_ key: some LogEntryPart, into writer: inout ByteWriter) {
        writer.write(type(of: key).entryType)
        key.encode(into: &writer, version: 0)
    }

    private static func write(_ value: (some LogEntryPart)?, version: Int16, into writer: inout ByteWriter) -> Bool {
        guard let value else { return false }
        writer.write(version)
        value.encode(into: &writer, version: version)
        return true
    }
}

extension GroupEntry {
    /// Reads a record. `nil` for types that are none of ours: share and streams groups, and those still to be invented.
    ///
    /// A value of a version to come is an error (`unsupportedVersion`) like one that is damaged. Whoever replays a log passes
    /// such a record over and says so: what the log said of its key before still stands, and other groups are not held back.
    package static func decode(key: RawSpan, value: RawSpan?) throws(DecodeError) -> GroupEntry? {
        var reader = ByteReader(key)
        let type = try reader.readInt16()
        switch type {
        case LegacyOffsetCommitKey.entryType:
            let legacy = try LegacyOffsetCommitKey(from: &reader, version: 0)
            let key = OffsetCommitKey(group: legacy.group, topic: legacy.topic, partition: legacy.partition)
            // Its value has the same versions: what tells them is in the value itself.
            return .offset(key, try read(OffsetCommitValue.self, value))
        case OffsetCommitKey.entryType:
            return .offset(try OffsetCommitKey(from: &reader, version: 0), try read(OffsetCommitValue.self, value))
        case GroupMetadataKey.entryType:
            return .classicGroup(try GroupMetadataKey(from: &reader, version: 0), try read(GroupMetadataValue.self, value))
        case ConsumerGroupMetadataKey.entryType:
            return .consumerGroup(
                try ConsumerGroupMetadataKey(from: &reader, version: 0), try read(ConsumerGroupMetadataValue.self, value))
        case ConsumerGroupPartitionMetadataKey.entryType:
            return .partitionMetadata(
                try ConsumerGroupPartitionMetadataKey(from: &reader, version: 0),
                try read(ConsumerGroupPartitionMetadataValue.self, value))
        case ConsumerGroupMemberMetadataKey.entryType:
            return .member(
                try ConsumerGroupMemberMetadataKey(from: &reader, version: 0), try read(ConsumerGroupMemberMetadataValue.self, value))
        case ConsumerGroupTargetAssignmentMetadataKey.entryType:
            return .targetAssignment(
                try ConsumerGroupTargetAssignmentMetadataKey(from: &reader, version: 0),
                try read(ConsumerGroupTargetAssignmentMetadataValue.self, value))
        case ConsumerGroupTargetAssignmentMemberKey.entryType:
            return .targetMember(
                try ConsumerGroupTargetAssignmentMemberKey(from: &reader, version: 0),
                try read(ConsumerGroupTargetAssignmentMemberValue.self, value))
        case ConsumerGroupCurrentMemberAssignmentKey.entryType:
            return .currentAssignment(
                try ConsumerGroupCurrentMemberAssignmentKey(from: &reader, version: 0),
                try read(ConsumerGroupCurrentMemberAssignmentValue.self, value))
        case ConsumerGroupRegularExpressionKey.entryType:
            return .regularExpression(
                try ConsumerGroupRegularExpressionKey(from: &reader, version: 0),
                try read(ConsumerGroupRegularExpressionValue.self, value))
        default: return nil
        }
    }

    private static func read<Value: LogEntryPart>(_: Value.Type, _ bytes: RawSpan?) throws(DecodeError) -> Value? {
        guard let bytes else { return nil }
        var reader = ByteReader(bytes)
        let version = try reader.readInt16()
        return try Value(from: &reader, version: version)
    }
}
