import OttlaProtocol
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
            throw Self.notAMember("Consumer group \(id) not found.")
        }
        guard request.memberEpoch == 0 else { throw Self.notAMember("Group \(id) is not a consumer group.") }
        var work = ConsumerWork(settings: settings.consumer.of(id), catalog: catalog, now: now)
        var group = ConsumerGroup(id: id)
        if !classic.isEmpty {
            if let problem = problem(ofUpgrading: classic) {
                throw ConsumerRefusal(.groupIDNotFound, "Cannot upgrade classic group \(id) to a consumer group because \(problem).")
            }
            group.takeOver(classic, &work)
        }
        _ = try group.admit(request, memberID, work)
        _ = try group.resolveIfNew(request.subscribedTopicRegex, work)
        for entry in work.entries { record(entry, &effects) }
        // Last: as long as the log has it, the classic group is what counts.
        removeClassicGroup(id, &effects)
        onConsumerGroupInPlace(id, at: now, &effects) { group, work in
            for memberID in group.memberIDs {
                group.renewSession(of: memberID, &work)
                group.watchRevocation(of: memberID, &work)
            }
        }
    }

    /// A member that was away so long that its group ended or went back to the classic protocol. Kafka answers that there is no
    /// such group, which ends clients for good; this has them join again, which is what they want.
    private static func notAMember(_ why: String) -> ConsumerRefusal {
        ConsumerRefusal(.unknownMemberID, why)
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
        takeOverAssignments(of: inOrder, generation: classic.generation, classic, &work)
        let target = ConsumerGroupTargetAssignmentMetadataValue(
            assignmentEpoch: classic.generation, assignmentTimestamp: work.now.wallClock.milliseconds)
        record(.targetAssignment(.init(groupID: id), target), &work)
    }

    /// A member that was told to give something back in a cooperative rebalance may still be at it: what it held when it
    /// joined, and was not assigned again, is its own until it joins without it.
    private mutating func takeOverAssignments(
        of members: [ClassicMember], generation: Int32, _ classic: ClassicGroup, _ work: inout ConsumerWork
    ) {
        // A leader may have assigned a partition twice; here it can be but one member's.
        var taken: Set<TopicIDPartition> = []
        let assigned = members.map { member in
            let topics = ConsumerProtocolAssignment.decode(member.assignment)?.assignedPartitions ?? []
            return PartitionSet(named: topics.map { ($0.topic, $0.partitions) }, work.catalog).filter { taken.insert($0).inserted }
        }
        for (member, assigned) in zip(members, assigned) {
            let held = ClassicGroup.subscription(in: classic.metadata(of: member))?.ownedPartitions ?? []
            let revoking = PartitionSet(named: held, work.catalog).filter { taken.insert($0).inserted }
            var current = CurrentAssignment()
            current.epoch = generation
            current.previousEpoch = generation
            current.state = revoking.isEmpty ? .stable : .unrevokedPartitions
            current.assigned = HeldPartitions().adding(assigned, at: generation)
            current.revoking = HeldPartitions().adding(revoking, at: generation)
            record(targetEntry(member.id, assigned), &work)
            record(.currentAssignment(.init(groupID: id, memberID: member.id), current.value), &work)
        }
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
