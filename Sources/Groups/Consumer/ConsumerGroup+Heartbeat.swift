import OttlaProtocol
import OttlaVocabulary

/// A member joins, or stays: what it says is taken in, the group moves on where something changed, and the member is led
/// a step towards its target.
extension ConsumerGroup {
    mutating func heartbeat(
        _ request: ConsumerGroupHeartbeatRequest, _ memberID: String, from client: GroupClient, _ work: inout ConsumerWork
    ) throws(ConsumerRefusal) -> ConsumerGroupHeartbeatResponse {
        let admission = try admit(request, memberID, work)
        let newExpression = try resolveIfNew(request.subscribedTopicRegex, work)
        // From here on nothing is refused.
        if case .takesOver(let old) = admission { handOver(from: old, to: memberID, &work) }
        let wasClassic = members[memberID]?.isClassic == true
        let told = members[memberID]?.current?.assigned.partitions
        let metadata = updatedMetadata(of: memberID, by: request, client)
        let change = subscribe(memberID, metadata, newExpression, isNew: admission == .new, &work)
        updateTarget(&work)
        reconcile(memberID, owned: request.owned, isSubscriptionNew: change, &work)
        // It need not join or sync any more.
        if wasClassic { watchRevocation(of: memberID, &work) }
        renewSession(of: memberID, &work)

        var response = ConsumerGroupHeartbeatResponse(memberID: memberID, heartbeatIntervalMs: work.settings.heartbeatIntervalMs)
        guard let current = members[memberID]?.current else { preconditionFailure("a member that was reconciled has an assignment") }
        response.memberEpoch = current.epoch
        // Behind an epoch: the answer that told it was lost.
        if request.isFull || request.memberEpoch != current.epoch && request.memberEpoch == current.previousEpoch
            || current.assigned.partitions != told ?? PartitionSet()
        {
            response.assignment = .init(topicPartitions: current.assigned.partitions.byTopic { .init(topicID: $0, partitions: $1) })
        }
        return response
    }

    /// The fields that a request leaves out stay as they are.
    private func updatedMetadata(
        of memberID: String, by request: ConsumerGroupHeartbeatRequest, _ client: GroupClient
    ) -> ConsumerGroupMemberMetadataValue {
        var metadata = members[memberID]?.metadata ?? .init(instanceID: nil, rackID: nil, subscribedTopicRegex: nil, serverAssignor: nil)
        if let instanceID = request.instanceID { metadata.instanceID = instanceID }
        if let rackID = request.rackID { metadata.rackID = rackID }
        if request.rebalanceTimeoutMs != -1 { metadata.rebalanceTimeoutMs = request.rebalanceTimeoutMs }
        if let names = request.subscribedTopicNames { metadata.subscribedTopicNames = Self.inOrder(names) }
        if let expression = request.subscribedTopicRegex { metadata.subscribedTopicRegex = expression.isEmpty ? nil : expression }
        if let assignor = request.serverAssignor { metadata.serverAssignor = assignor }
        metadata.clientID = client.clientID
        metadata.clientHost = client.host
        metadata.classicMemberMetadata = nil
        return metadata
    }

    static func inOrder(_ names: [String]) -> [String] { names.count < 2 ? names : Set(names).sorted() }

    /// A new process of a static member gets all that the old one had, and starts at epoch 0 with nothing in hand. The old one
    /// goes last: if the log ends in between, what it had is still somebody's.
    mutating func handOver(from old: String, to memberID: String, _ work: inout ConsumerWork) {
        guard let member = members[old], let metadata = member.metadata else { preconditionFailure("a static member is a member") }
        record(.member(.init(groupID: id, memberID: memberID), metadata), &work)
        if let target = member.target { record(targetEntry(memberID, target), &work) }
        var current = member.current ?? CurrentAssignment()
        current.epoch = 0
        current.previousEpoch = 0
        current.state = .stable
        current.revoking = HeldPartitions()
        record(.currentAssignment(.init(groupID: id, memberID: memberID), current.value), &work)
        recordRemoval(of: old, &work)
    }

    mutating func renewSession(of memberID: String, _ work: inout ConsumerWork) {
        let end = work.after(milliseconds: sessionTimeoutMs(of: memberID, work.settings))
        work.wake(.consumerSession(group: id, member: memberID), at: members[memberID]?.session.set(end, at: work.now.instant))
    }

    /// A classic member chose its own.
    func sessionTimeoutMs(of memberID: String, _ settings: GroupSettings.Consumer) -> Int64 {
        Int64(members[memberID]?.metadata?.classicMemberMetadata?.sessionTimeoutMs ?? settings.sessionTimeoutMs)
    }
}
