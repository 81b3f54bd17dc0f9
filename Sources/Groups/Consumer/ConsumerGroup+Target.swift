import OttlaProtocol
import OttlaVocabulary

/// Who shall have what: computed by an assignor, once for an epoch.
extension ConsumerGroup {
    /// Not more often than the interval says (4.3: `group.consumer.assignment.interval.ms`), so that a thousand members
    /// who join at once cost a few computations and not a thousand. Until then members go by the last one.
    mutating func updateTarget(_ work: inout ConsumerWork) {
        guard epoch > targetEpoch, !isEmpty else { return }
        let due = targetComputed?.advanced(milliseconds: work.settings.assignmentIntervalMs) ?? work.now.instant
        if work.now.instant < due {
            scheduleRefresh(at: due, &work)
        } else {
            computeTarget(&work)
        }
    }

    private mutating func computeTarget(_ work: inout ConsumerWork) {
        let members = assignorMembers(work.catalog)
        let result = Assignor(named: preferredAssignor ?? work.settings.assignors.first).assign(members)
        for (member, target) in zip(members, result) where self.members[member.id]?.target != target {
            record(targetEntry(member.id, target), &work)
        }
        let value = ConsumerGroupTargetAssignmentMetadataValue(
            assignmentEpoch: epoch, assignmentTimestamp: work.now.wallClock.milliseconds)
        record(.targetAssignment(.init(groupID: id), value), &work)
        targetComputed = work.now.instant
    }

    /// The assignor most members ask for; the first by name where several are asked for as often.
    var preferredAssignor: String? {
        var votes: [String: Int] = [:]
        for member in members.values { if let assignor = member.metadata?.serverAssignor { votes[assignor, default: 0] += 1 } }
        return votes.max { ($0.value, $1.key) < ($1.value, $0.key) }?.key
    }

    /// Members in order of their ids, with their topics in order. Members mostly subscribe to the same: looked up once.
    private func assignorMembers(_ catalog: TopicCatalog) -> [AssignorMember] {
        var result: [AssignorMember] = []
        result.reserveCapacity(memberCount)
        var lastNames: [String] = []
        var lastTopics: [AssignorTopic] = []
        for memberID in memberIDs {
            guard let member = members[memberID], let metadata = member.metadata else { continue }
            let names = topicNames(of: metadata)
            if names != lastNames {
                lastNames = names
                lastTopics = Set(names).compactMap { catalog.topic(named: $0) }.map(AssignorTopic.init).sorted { $0.id < $1.id }
            }
            result.append(
                AssignorMember(
                    id: memberID, instanceID: metadata.instanceID, topics: lastTopics, previous: member.target ?? PartitionSet()))
        }
        return result
    }
}
