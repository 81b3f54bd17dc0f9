import OttlaProtocol
import OttlaVocabulary

/// Members go: they say so, or nothing is heard of them, or they do not give back what they must.
extension ConsumerGroup {
    mutating func leave(
        _ request: ConsumerGroupHeartbeatRequest, _ work: inout ConsumerWork
    ) throws(ConsumerRefusal) -> ConsumerGroupHeartbeatResponse {
        let memberID = request.memberID
        if let instanceID = request.instanceID { try checkInstance(instanceID, isHeldBy: memberID) }
        guard members[memberID]?.isMember == true else { throw unknown(memberID) }
        if request.memberEpoch == CurrentAssignment.awayEpoch {
            goAway(memberID, &work)
        } else {
            remove([memberID], &work)
        }
        return ConsumerGroupHeartbeatResponse(memberID: memberID, memberEpoch: request.memberEpoch)
    }

    /// A static member's process ends: its partitions are kept for the next one until the session ends. What it had yet to
    /// give back is given back.
    private mutating func goAway(_ memberID: String, _ work: inout ConsumerWork) {
        var current = members[memberID]?.current ?? CurrentAssignment()
        current.move(to: CurrentAssignment.awayEpoch)
        current.state = .stable
        current.revoking = HeldPartitions()
        record(.currentAssignment(.init(groupID: id, memberID: memberID), current.value), &work)
        members[memberID]?.revocation.clear()
    }

    /// Members are gone, and their partitions are for others: from the next epoch on.
    mutating func remove(_ memberIDs: [String], _ work: inout ConsumerWork) {
        for memberID in memberIDs {
            let expression = members[memberID]?.metadata?.subscribedTopicRegex
            recordRemoval(of: memberID, &work)
            forgetExpressionIfUnused(expression, &work)
        }
        bumpEpoch(&work)
    }

    mutating func recordRemoval(of memberID: String, _ work: inout ConsumerWork) {
        for entry in tombstones(ofMember: memberID) { record(entry, &work) }
    }

    private func tombstones(ofMember memberID: String) -> [GroupEntry] {
        var entries: [GroupEntry] = []
        guard let member = members[memberID] else { return entries }
        if member.current != nil { entries.append(.currentAssignment(.init(groupID: id, memberID: memberID), nil)) }
        if member.target != nil { entries.append(.targetMember(.init(groupID: id, memberID: memberID), nil)) }
        if member.metadata != nil { entries.append(.member(.init(groupID: id, memberID: memberID), nil)) }
        return entries
    }

    /// What leaves nothing of the group in the log.
    var tombstones: [GroupEntry] {
        var entries = members.keys.sorted().flatMap(tombstones(ofMember:))
        for expression in regularExpressions.keys.sorted() {
            entries.append(.regularExpression(.init(groupID: id, regularExpression: expression), nil))
        }
        if targetMetadata != nil { entries.append(.targetAssignment(.init(groupID: id), nil)) }
        if partitionMetadata != nil { entries.append(.partitionMetadata(.init(groupID: id), nil)) }
        if metadata != nil { entries.append(.consumerGroup(.init(groupID: id), nil)) }
        return entries
    }
}

/// What deadlines call for.
extension ConsumerGroup {
    /// Whether a member's time is over: nothing was heard of it, or it did not give back what it must, and is fenced.
    mutating func isOver(_ due: GroupDeadline, _ memberID: String, _ work: inout ConsumerWork) -> Bool {
        let call: MovingDeadline.Call? =
            if case .consumerSession = due {
                members[memberID]?.session.called(at: work.now.instant)
            } else {
                members[memberID]?.revocation.called(at: work.now.instant)
            }
        if case .early(let moment) = call { work.wake(due, at: moment) }
        return call == .due
    }

    mutating func refreshDue(_ work: inout ConsumerWork) {
        switch refresh.called(at: work.now.instant) {
        case .due:
            if expressionsDue ?? .distantFuture <= work.now.instant {
                resolveExpressions(&work)
            } else {
                scheduleRefreshOfExpressions(&work)
            }
            updateTarget(&work)
        case .early(let moment): work.wake(.consumerRefresh(group: id), at: moment)
        case .nothing: break
        }
    }

    /// The log is replayed: everybody's time starts anew.
    mutating func start(_ work: inout ConsumerWork) {
        for memberID in memberIDs {
            renewSession(of: memberID, &work)
            watchRevocation(of: memberID, &work)
        }
    }
}
