import OttlaBlockingClient
import OttlaVocabulary

extension GroupReport {
    var json: JSON {
        var members: [JSON.Member] = [
            .init("name", .string(group.id)), .init("state", .string(group.state)), .init("type", .string(group.type.rawValue)),
            .init("protocolType", .string(group.protocolType)), .init("assignor", .string(group.assignor)),
            .init("epoch", group.epoch.map { .number($0) } ?? .null),
            .init("coordinator", .number(group.coordinator)), .init("members", .array(group.members.map(\.json))),
        ]
        if let positions {
            members += [
                .init("lag", records.map { .integer($0) } ?? .null), .init("isLagExact", .bool(isExact)),
                .init("lagMilliseconds", age.map { .integer($0) } ?? .null),
                .init("partitions", .array(positions.map { $0.json(now) })),
            ]
        }
        return .object(members)
    }
}

extension GroupMember {
    var json: JSON {
        .object([
            .init("id", .string(id)), .init("instanceId", .optional(instanceID)), .init("clientId", .string(clientID)),
            .init("host", .string(host.shownHost)), .init("epoch", epoch.map { .number($0) } ?? .null),
            .init(
                "partitions",
                .array(assignment.map { .object([.init("topic", .string($0.topic)), .init("partition", .number($0.partition))]) })),
        ])
    }
}

extension GroupPosition {
    /// Lag is null where it is not known, lagMilliseconds also where nothing is left to read.
    func json(_ now: Timestamp) -> JSON {
        .object([
            .init("topic", .string(partition.topic)), .init("partition", .number(partition.partition)),
            .init("committedOffset", committed.map { .integer($0.offset.value) } ?? .null),
            .init("metadata", .optional(committed?.metadata)),
            .init("startOffset", lag.map { .integer($0.logStartOffset.value) } ?? .null),
            .init("endOffset", lag.map { .integer($0.logEndOffset.value) } ?? .null),
            .init("lag", lag?.records.map { .integer($0) } ?? .null), .init("isLagExact", .bool(lag?.isExact ?? false)),
            .init("lagMilliseconds", age(now).map { .integer($0) } ?? .null),
            .init("lost", .integer(lag?.lost ?? 0)), .init("undecided", .integer(lag?.undecided ?? 0)),
            .init("isBeyondEnd", .bool(lag?.isBeyondEnd ?? false)), .init("memberId", .optional(member?.id)),
            .init("clientId", .optional(member?.clientID)), .init("host", .optional(member?.host.shownHost)),
            .init("remarks", .array(remarks.map { .string($0) })),
        ])
    }
}
