import OttlaProtocol
import OttlaVocabulary

/// A classic member joins: what a consumer says in a heartbeat it says in its subscription's bytes.
extension ConsumerGroup {
    mutating func join(_ join: ClassicJoin, _ work: inout ConsumerWork) -> JoinGroupResponse {
        do {
            let subscription = try checkProtocols(of: join.request)
            switch try admit(join, work) {
            case .id(let newID): return JoinGroupResponse(errorCode: .memberIDRequired, protocolName: nil, memberID: newID)
            case .member(let memberID, let admission): return take(join, subscription, memberID, admission, &work)
            }
        } catch {
            return JoinGroupResponse(errorCode: error.code, protocolName: nil, memberID: join.request.memberID)
        }
    }

    /// The classic members must always have a protocol in common: they may be alone again one day.
    private func checkProtocols(of request: JoinGroupRequest) throws(ConsumerRefusal) -> ConsumerProtocolSubscription {
        let own = Set(members[request.memberID]?.metadata?.classicMemberMetadata?.supportedProtocols.map(\.name) ?? [])
        let others = classicMemberCount - (own.isEmpty ? 0 : 1)
        let hasCommon = request.protocols.contains { classicSupporters[$0.name, default: 0] - (own.contains($0.name) ? 1 : 0) == others }
        guard request.protocolType == ClassicGroup.consumerProtocolType, hasCommon,
            let subscription = request.protocols.first.flatMap({ ClassicGroup.subscription(in: $0.metadata) })
        else { throw ConsumerRefusal(.inconsistentGroupProtocol, "The member has no protocol in common with the group.") }
        return subscription
    }

    private enum ClassicAdmission {
        /// It must come again with this id (KIP-394).
        case id(String)
        case member(String, Admission)
    }

    private func admit(_ join: ClassicJoin, _ work: ConsumerWork) throws(ConsumerRefusal) -> ClassicAdmission {
        let memberID = join.request.memberID
        if let instanceID = join.request.groupInstanceID, let holder = membersByInstance[instanceID], holder != memberID {
            try checkInstance(instanceID, mayBeTakenBy: memberID)
            return .member(join.newMemberID, .takesOver(from: holder))
        }
        if members[memberID]?.isMember == true { return .member(memberID, .known) }
        try checkRoom(work.settings)
        if memberID.isEmpty, join.mustKnowItsID { return .id(join.newMemberID) }
        return .member(memberID.isEmpty ? join.newMemberID : memberID, .new)
    }

    /// Who joins as an instance without an id is its next process; with another id it is one that was replaced.
    private func checkInstance(_ instanceID: String, mayBeTakenBy memberID: String) throws(ConsumerRefusal) {
        if !memberID.isEmpty { try checkInstance(instanceID, isHeldBy: memberID) }
        guard let holder = membersByInstance[instanceID].flatMap({ members[$0] }) else { return }
        if holder.isClassic || holder.epoch == CurrentAssignment.awayEpoch { return }
        throw ConsumerRefusal(.unreleasedInstanceID, "Instance id \(instanceID) is in use by a member that has not left.")
    }

    private mutating func take(
        _ join: ClassicJoin, _ subscription: ConsumerProtocolSubscription, _ memberID: String, _ admission: Admission,
        _ work: inout ConsumerWork
    ) -> JoinGroupResponse {
        if case .takesOver(let old) = admission { handOver(from: old, to: memberID, &work) }
        let metadata = Self.metadata(of: join, subscription)
        let isNew = subscribe(memberID, metadata, nil, isNew: admission == .new, &work)
        updateTarget(&work)
        // Members that give up everything before they join say that they hold nothing, and those of old say nothing.
        let owned = PartitionSet(named: subscription.ownedPartitions, work.catalog)
        reconcile(memberID, owned: owned, isSubscriptionNew: isNew, &work)
        renewSession(of: memberID, &work)
        expectAction(of: memberID, &work)
        return JoinGroupResponse(
            generationID: members[memberID]?.epoch ?? 0, protocolType: ClassicGroup.consumerProtocolType,
            protocolName: join.request.protocols[0].name, memberID: memberID)
    }

    private static func metadata(of join: ClassicJoin, _ subscription: ConsumerProtocolSubscription) -> ConsumerGroupMemberMetadataValue {
        ConsumerGroupMemberMetadataValue(
            instanceID: join.request.groupInstanceID, rackID: subscription.rackID, clientID: join.client.clientID,
            clientHost: join.client.host, subscribedTopicNames: inOrder(subscription.topics), subscribedTopicRegex: nil,
            rebalanceTimeoutMs: join.rebalanceTimeoutMs, serverAssignor: nil,
            classicMemberMetadata: .init(
                sessionTimeoutMs: join.request.sessionTimeoutMs,
                supportedProtocols: join.request.protocols.map { .init(name: $0.name, metadata: $0.metadata) }))
    }

    /// A classic member has been told to join or to sync: it has its rebalance timeout to do it.
    mutating func expectAction(of memberID: String, _ work: inout ConsumerWork) {
        let end = work.after(milliseconds: Int64(members[memberID]?.metadata?.rebalanceTimeoutMs ?? 0))
        work.wake(.consumerRevocation(group: id, member: memberID), at: members[memberID]?.revocation.set(end, at: work.now.instant))
    }
}
