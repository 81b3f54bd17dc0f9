import OttlaProtocol
import OttlaVocabulary

/// The offsets of all groups of a coordinator, changed by entries alone.
extension GroupCoordinator {
    mutating func applyOffset(_ key: OffsetCommitKey, _ value: OffsetCommitValue?) {
        if !pendingOffsets.isEmpty { pendingOffsets.supersede(key) }
        setOffset(key, value)
    }

    mutating func setOffset(_ key: OffsetCommitKey, _ value: OffsetCommitValue?) {
        if value != nil {
            groups[key.group, default: Group(id: key.group)].offsets.apply(key, value, &topicNames)
        } else {
            groups[key.group]?.offsets.apply(key, nil, &topicNames)
            if groups[key.group]?.isForgettable == true { groups[key.group] = nil }
        }
    }

    /// Takes those offsets away that are to go.
    mutating func removeOffsets(
        of id: String, _ topic: CommittedOffsets.Topic, _ effects: inout Effects, where mustGo: (CommittedOffset) -> Bool
    ) {
        let going = topic.partitions.filter(mustGo)
        // From the end, so that few have to move up.
        for committed in going.reversed() {
            record(.offset(OffsetCommitKey(group: id, topic: topic.name, partition: committed.partition), nil), &effects)
        }
    }
}
