import OttlaProtocol
import OttlaVocabulary

/// Who may send a heartbeat. Decided before anything changes.
extension ConsumerGroup {
    /// How the sender of a heartbeat stands to the group.
    enum Admission: Equatable {
        case known
        case new
        /// A new process of a static member: it takes the place of the one with this id.
        case takesOver(from: String)
    }

    func admit(
        _ request: ConsumerGroupHeartbeatRequest, _ memberID: String, _ work: ConsumerWork
    ) throws(ConsumerRefusal) -> Admission {
        let admission: Admission =
            if let instanceID = request.instanceID {
                try admitStatic(request, memberID, instanceID)
            } else {
                try admitDynamic(request, memberID)
            }
        if admission == .new { try checkRoom(work.settings) }
        if admission == .known { try checkKnowledge(of: memberID, request) }
        return admission
    }

    func checkRoom(_ settings: GroupSettings.Consumer) throws(ConsumerRefusal) {
        guard memberCount >= settings.maxSize else { return }
        throw ConsumerRefusal(.groupMaxSizeReached, "The consumer group has reached its maximum capacity of \(settings.maxSize) members.")
    }

    private func admitDynamic(_ request: ConsumerGroupHeartbeatRequest, _ memberID: String) throws(ConsumerRefusal) -> Admission {
        guard let member = members[memberID], member.isMember else {
            if request.memberEpoch == 0 { return .new }
            throw unknown(memberID)
        }
        try checkEpoch(of: member, memberID, request)
        return .known
    }

    private func admitStatic(
        _ request: ConsumerGroupHeartbeatRequest, _ memberID: String, _ instanceID: String
    ) throws(ConsumerRefusal) -> Admission {
        guard let holder = membersByInstance[instanceID], let member = members[holder] else {
            if request.memberEpoch != 0 { throw ConsumerRefusal(.unknownMemberID, "Instance id \(instanceID) is unknown.") }
            return members[memberID]?.isMember == true ? .known : .new
        }
        if request.memberEpoch == 0, holder != memberID {
            // A classic static member does not say that it leaves (KIP-345), so it need not have.
            guard member.epoch == CurrentAssignment.awayEpoch || member.isClassic else {
                throw ConsumerRefusal(
                    .unreleasedInstanceID,
                    "Static member \(memberID) with instance id \(instanceID) cannot join the group because the instance id is"
                        + " owned by member \(holder), which has not left.")
            }
            // It has partitions of its own, which nobody would read any more.
            guard members[memberID]?.isMember != true else {
                throw ConsumerRefusal(
                    .fencedInstanceID, "Member \(memberID) is in the group already, and cannot take the place of instance id \(instanceID)."
                )
            }
            return .takesOver(from: holder)
        }
        try checkInstance(instanceID, isHeldBy: memberID)
        try checkEpoch(of: member, memberID, request)
        return .known
    }

    func checkInstance(_ instanceID: String, isHeldBy memberID: String) throws(ConsumerRefusal) {
        guard let holder = membersByInstance[instanceID] else {
            throw ConsumerRefusal(.unknownMemberID, "Instance id \(instanceID) is unknown.")
        }
        guard holder == memberID else {
            throw ConsumerRefusal(
                .fencedInstanceID, "Static member \(memberID) with instance id \(instanceID) was fenced by member \(holder).")
        }
    }

    /// A member may be one epoch behind, if the answer with the new one was lost: then what it holds is part of what it
    /// was assigned. Joining anew, with nothing in hand, it may always.
    private func checkEpoch(
        of member: ConsumerMember, _ memberID: String, _ request: ConsumerGroupHeartbeatRequest
    ) throws(ConsumerRefusal) {
        guard request.memberEpoch != 0, request.memberEpoch != member.epoch else { return }
        if request.memberEpoch > member.epoch {
            throw ConsumerRefusal(
                .fencedMemberEpoch,
                "The member has a greater epoch (\(request.memberEpoch)) than the one known to the coordinator (\(member.epoch))."
                    + " It must give up its partitions and rejoin.")
        }
        let assigned = member.current?.assigned.partitions ?? PartitionSet()
        guard request.memberEpoch == member.current?.previousEpoch, request.ownsNothing(but: assigned) else {
            throw ConsumerRefusal(
                .fencedMemberEpoch,
                "The member has a smaller epoch (\(request.memberEpoch)) than the one known to the coordinator (\(member.epoch))."
                    + " It must give up its partitions and rejoin.")
        }
    }

    /// What an unknown state lets a member hold is not known either.
    private func checkKnowledge(of memberID: String, _ request: ConsumerGroupHeartbeatRequest) throws(ConsumerRefusal) {
        guard members[memberID]?.current?.state == .unknown, request.topicPartitions?.isEmpty != true else { return }
        throw ConsumerRefusal(
            .fencedMemberEpoch, "The member is in a state that this broker does not know. It must give up its partitions and rejoin.")
    }

    func unknown(_ memberID: String) -> ConsumerRefusal {
        ConsumerRefusal(.unknownMemberID, "Member \(memberID) is not a member of group \(id).")
    }
}

extension ConsumerGroupHeartbeatRequest {
    /// What the member says it holds; `nil` if nothing changed since it last said.
    var owned: PartitionSet? {
        topicPartitions.map { topics in PartitionSet(topics) { ($0.topicID, $0.partitions) } }
    }

    /// Looked up one by one: to put what may be a lie in order first costs more.
    func ownsNothing(but partitions: PartitionSet) -> Bool {
        guard let topicPartitions else { return false }
        return topicPartitions.allSatisfy { topic in
            topic.partitions.allSatisfy { partitions.contains(TopicIDPartition(topicID: topic.topicID, partition: $0)) }
        }
    }

    /// Asks for everything, as after an error.
    var isFull: Bool {
        memberEpoch == 0
            || rebalanceTimeoutMs != -1 && (subscribedTopicNames != nil || subscribedTopicRegex != nil) && topicPartitions != nil
    }

    /// What is wrong in itself, whatever the group.
    func check(version: Int16, _ settings: GroupSettings.Consumer) throws(ConsumerRefusal) {
        if let problem = problem(version: version) { throw ConsumerRefusal(.invalidRequest, problem) }
        if byteCount > settings.memberMaxBytes {
            throw ConsumerRefusal(.invalidRequest, "A subscription may take \(settings.memberMaxBytes) bytes, not \(byteCount).")
        }
        if let serverAssignor, !settings.assignors.contains(serverAssignor) {
            throw ConsumerRefusal(
                .unsupportedAssignor,
                "ServerAssignor \(serverAssignor) is not supported. Supported assignors: \(settings.assignors.joined(separator: ", ")).")
        }
    }

    /// What the member says of itself, in the form of its entry.
    private var byteCount: Int {
        let texts = [instanceID, rackID, subscribedTopicRegex, serverAssignor].reduce(0) { $0 + ($1?.utf8.count ?? 0) }
        return (subscribedTopicNames ?? []).reduce(texts) { $0 + $1.utf8.count + 2 }
    }

    private func problem(version: Int16) -> String? {
        if groupID.allSatisfy(\.isWhitespace) { return "GroupId can't be empty." }
        // Version 0: the coordinator makes the id of who joins.
        if memberID.isEmpty, version >= 1 || memberEpoch != 0 { return "MemberId can't be empty." }
        if instanceID?.isEmpty == true { return "InstanceId can't be empty." }
        if [groupID, memberID, instanceID].contains(where: GroupIdentifiers.isTooLong) { return "An id is too long." }
        if rackID?.isEmpty == true { return "RackId can't be empty." }
        if rebalanceTimeoutMs < -1 { return "RebalanceTimeoutMs can't be negative." }
        switch memberEpoch {
        case 1...: return nil
        case 0: return problemOfJoin
        case -1: return nil
        case CurrentAssignment.awayEpoch: return instanceID == nil ? "InstanceId can't be null for a static member that leaves." : nil
        default: return "MemberEpoch \(memberEpoch) is invalid."
        }
    }

    private var problemOfJoin: String? {
        if rebalanceTimeoutMs == -1 { return "RebalanceTimeoutMs must be provided in the first request." }
        if topicPartitions?.isEmpty != true { return "TopicPartitions must be empty when (re-)joining." }
        if subscribedTopicNames == nil, subscribedTopicRegex == nil {
            return "Either SubscribedTopicNames or SubscribedTopicRegex must be non-null when (re-)joining."
        }
        return nil
    }
}
