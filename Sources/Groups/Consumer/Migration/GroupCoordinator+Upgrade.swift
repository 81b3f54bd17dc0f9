import OttlaProtocol
import OttlaStateMachines
import OttlaVocabulary

/// The first member that speaks the consumer protocol joins a group of classic members: the group goes over to it, with
/// all its members, who live on in it (KIP-848, live change).
extension GroupCoordinator {
    /// Sees to it that a heartbeat finds a consumer group, or may make one. What would be refused there is refused before
    /// anything changes.
    mutating func makeWay(
        for request: ConsumerGroupHeartbeatRequest, _ memberID: String, at now: Moment, _ effects: inout Effects
    ) throws(ConsumerRefusal) {
        let id = request.groupID
        if groups[id]?.consumer != nil { return }
        guard let classic = groups[id]?.classic else {
            if request.memberEpoch == 0 { return }
            throw Self.notFound(id)
        }
        guard request.memberEpoch == 0 else { throw ConsumerRefusal(.groupIDNotFound, "Group \(id) is not a consumer group.") }
        var work = ConsumerWork(settings: settings.consumer, catalog: catalog, now: now)
        var group = ConsumerGroup(id: id)
        if !classic.isEmpty {
            if let problem = problem(ofUpgrading: classic) {
                throw ConsumerRefusal(.groupIDNotFound, "Cannot upgrade classic group \(id) to a consumer group because \(problem).")
            }
            group.takeOver(classic, &work)
        }
        _ = try group.admit(request, memberID, work)
        _ = try group.resolveIfNew(request.subscribedTopicRegex, work)
        removeClassicGroup(id, &effects)
        for entry in work.entries { record(entry, &effects) }
        for member in group.memberIDs {
            guard let moment = groups[id]?.consumer?.startSession(of: member, work) else { continue }
            deadlines.add(.consumerSession(group: id, member: member), at: moment)
        }
    }

    private func problem(ofUpgrading classic: ClassicGroup) -> String? {
        if !settings.consumer.migrationPolicy.allowsUpgrade { return "online upgrade is disabled" }
        if classic.protocolType != ClassicGroup.consumerProtocolType { return "it does not use the consumer embedded protocol" }
        if classic.members.count > settings.consumer.maxSize { return "it exceeds the maximum size of a consumer group" }
        for member in classic.members.list {
            guard let assignment = ConsumerProtocolAssignment.decode(member.assignment),
                ClassicGroup.subscription(in: classic.metadata(of: member)) != nil
            else { return "what its members say of themselves cannot be read" }
            if assignment.userData?.isEmpty == false { return "it uses a custom assignor, whose own data would be lost" }
        }
        return nil
    }
}

extension ConsumerGroup {
    /// Records what a classic group was, in the entries of a consumer group: at its generation, each member having what it
    /// was assigned. The group must be fit for it.
    fileprivate mutating func takeOver(_ classic: ClassicGroup, _ work: inout ConsumerWork) {
        let inOrder = classic.members.list.sorted { $0.id < $1.id }
        for member in inOrder { record(.member(.init(groupID: id, memberID: member.id), classic.consumerMetadata(of: member)), &work) }
        record(.consumerGroup(.init(groupID: id), .init(epoch: classic.generation, metadataHash: topicsHash(work.catalog))), &work)
        for member in inOrder { takeOverAssignment(of: member, generation: classic.generation, &work) }
        let target = ConsumerGroupTargetAssignmentMetadataValue(
            assignmentEpoch: classic.generation, assignmentTimestamp: work.now.wallClock.milliseconds)
        record(.targetAssignment(.init(groupID: id), target), &work)
    }

    private mutating func takeOverAssignment(of member: ClassicMember, generation: Int32, _ work: inout ConsumerWork) {
        let topics = ConsumerProtocolAssignment.decode(member.assignment)?.assignedPartitions ?? []
        // A leader may have assigned a partition twice; here it can be but one member's.
        let assigned = PartitionSet(named: topics.map { ($0.topic, $0.partitions) }, work.catalog).filter { owners[$0] == nil }
        record(targetEntry(member.id, assigned), &work)
        var current = CurrentAssignment()
        current.epoch = generation
        current.previousEpoch = generation
        current.assigned = HeldPartitions().adding(assigned, at: generation)
        record(.currentAssignment(.init(groupID: id, memberID: member.id), current.value), &work)
    }

    /// Returns when the session is to be looked at.
    fileprivate mutating func startSession(of memberID: String, _ work: ConsumerWork) -> Instant? {
        let end = work.after(milliseconds: sessionTimeoutMs(of: memberID, work.settings))
        return members[memberID]?.session.set(end)
    }
}

extension ClassicGroup {
    /// What a member says in the chosen protocol; in its first where none was chosen yet.
    fileprivate func metadata(of member: ClassicMember) -> [UInt8] {
        let chosen = member.protocols.first { $0.name == protocolName } ?? member.protocols.first
        return chosen?.metadata ?? []
    }

    fileprivate func consumerMetadata(of member: ClassicMember) -> ConsumerGroupMemberMetadataValue {
        let subscription = Self.subscription(in: metadata(of: member)) ?? ConsumerProtocolSubscription()
        return ConsumerGroupMemberMetadataValue(
            instanceID: member.instanceID, rackID: subscription.rackID, clientID: member.client.clientID, clientHost: member.client.host,
            subscribedTopicNames: ConsumerGroup.inOrder(subscription.topics), subscribedTopicRegex: nil,
            rebalanceTimeoutMs: member.rebalanceTimeoutMs, serverAssignor: nil,
            classicMemberMetadata: .init(
                sessionTimeoutMs: member.sessionTimeoutMs,
                supportedProtocols: member.protocols.map { .init(name: $0.name, metadata: $0.metadata) }))
    }
}
