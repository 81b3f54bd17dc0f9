import OttlaProtocol
import OttlaVocabulary

/// The group as the fold of its entries.
extension ConsumerGroup {
    /// The only way what survives is changed.
    mutating func apply(_ entry: GroupEntry) {
        switch entry {
        case .consumerGroup(_, let value): metadata = value
        case .partitionMetadata(_, let value): partitionMetadata = value
        case .targetAssignment(_, let value): targetMetadata = value
        case .member(let key, let value): applyMember(key.memberID, value)
        case .targetMember(let key, let value):
            let target = value.map { value in PartitionSet(value.topicPartitions) { ($0.topicID, $0.partitions) } }
            members[key.memberID, default: ConsumerMember()].target = target
            forgetIfBare(key.memberID)
        case .currentAssignment(let key, let value): applyCurrent(key.memberID, value.map(CurrentAssignment.init))
        case .regularExpression(let key, let value):
            topicsSum = nil
            regularExpressions[key.regularExpression] = value
            if value == nil {
                patterns[key.regularExpression] = nil
                resolved.remove(key.regularExpression)
            }
        case .offset, .classicGroup: preconditionFailure("not an entry of a consumer group")
        }
    }

    private mutating func applyMember(_ memberID: String, _ value: ConsumerGroupMemberMetadataValue?) {
        let old = members[memberID]?.metadata
        // First what comes: what is in both is not seen to go.
        if let value { count(value, by: 1) }
        if let old {
            count(old, by: -1)
            if let instanceID = old.instanceID, membersByInstance[instanceID] == memberID { membersByInstance[instanceID] = nil }
        }
        members[memberID, default: ConsumerMember()].metadata = value
        if let instanceID = value?.instanceID { membersByInstance[instanceID] = memberID }
        forgetIfBare(memberID)
    }

    private mutating func count(_ metadata: ConsumerGroupMemberMetadataValue, by step: Int) {
        memberCount += step
        if let classic = metadata.classicMemberMetadata {
            classicMemberCount += step
            for name in Set(classic.supportedProtocols.map(\.name)) { _ = Self.count(name, by: step, in: &classicSupporters) }
        }
        for topic in Set(metadata.subscribedTopicNames) where Self.count(topic, by: step, in: &subscribersByTopic) { topicsSum = nil }
        if let expression = metadata.subscribedTopicRegex, Self.count(expression, by: step, in: &subscribersByExpression) {
            topicsSum = nil
        }
    }

    /// True if it is the first that comes, or the last that goes.
    private static func count(_ key: String, by step: Int, in counts: inout [String: Int]) -> Bool {
        let before = counts[key, default: 0]
        let count = before + step
        counts[key] = count == 0 ? nil : count
        return before == 0 || count == 0
    }

    private mutating func applyCurrent(_ memberID: String, _ current: CurrentAssignment?) {
        if let old = members[memberID]?.current {
            for partition in old.assigned.partitions.elements + old.revoking.partitions.elements where owners[partition] == memberID {
                owners[partition] = nil
            }
        }
        members[memberID, default: ConsumerMember()].current = current
        if let current {
            for partition in current.assigned.partitions.elements + current.revoking.partitions.elements { owners[partition] = memberID }
        }
        forgetIfBare(memberID)
    }

    private mutating func forgetIfBare(_ memberID: String) {
        if members[memberID]?.isBare == true { members[memberID] = nil }
    }
}

extension ConsumerGroup {
    /// What must survive, as entries in one fixed order: the same for two groups exactly if they are the same.
    var durableEntries: [GroupEntry] {
        var entries: [GroupEntry] = []
        if let metadata { entries.append(.consumerGroup(.init(groupID: id), metadata)) }
        if let partitionMetadata { entries.append(.partitionMetadata(.init(groupID: id), partitionMetadata)) }
        for (expression, value) in regularExpressions.sorted(by: { $0.key < $1.key }) {
            entries.append(.regularExpression(.init(groupID: id, regularExpression: expression), value))
        }
        if let targetMetadata { entries.append(.targetAssignment(.init(groupID: id), targetMetadata)) }
        for memberID in members.keys.sorted() { entries += durableEntries(ofMember: memberID) }
        return entries
    }

    private func durableEntries(ofMember memberID: String) -> [GroupEntry] {
        var entries: [GroupEntry] = []
        guard let member = members[memberID] else { return entries }
        if let metadata = member.metadata { entries.append(.member(.init(groupID: id, memberID: memberID), metadata)) }
        if let target = member.target { entries.append(targetEntry(memberID, target)) }
        if let current = member.current { entries.append(.currentAssignment(.init(groupID: id, memberID: memberID), current.value)) }
        return entries
    }

    func targetEntry(_ memberID: String, _ target: PartitionSet) -> GroupEntry {
        .targetMember(
            .init(groupID: id, memberID: memberID), .init(topicPartitions: target.byTopic { .init(topicID: $0, partitions: $1) }))
    }
}
