import OttlaProtocol
import OttlaVocabulary

/// What classic members do once they have joined. Their generation is their member epoch.
extension ConsumerGroup {
    mutating func sync(_ request: SyncGroupRequest, _ work: inout ConsumerWork) -> SyncGroupResponse {
        let memberID = request.memberID
        if let error = classicRefusal(memberID, request.groupInstanceID, request.generationID) {
            return SyncGroupResponse(errorCode: error)
        }
        guard let member = members[memberID], let chosen = member.metadata?.classicMemberMetadata?.supportedProtocols.first else {
            return SyncGroupResponse(errorCode: .unknownMemberID)
        }
        guard request.protocolType ?? ClassicGroup.consumerProtocolType == ClassicGroup.consumerProtocolType,
            request.protocolName ?? chosen.name == chosen.name
        else { return SyncGroupResponse(errorCode: .inconsistentGroupProtocol) }
        // Who has yet to give back has joined already: it is told what to keep first.
        if member.epoch < targetEpoch, member.current?.state != .unrevokedPartitions {
            expectAction(of: memberID, &work)
            return SyncGroupResponse(errorCode: .rebalanceInProgress)
        }
        if member.current?.state != .unrevokedPartitions { members[memberID]?.revocation.clear() }
        renewSession(of: memberID, &work)
        let assigned = member.current?.assigned.partitions ?? PartitionSet()
        return SyncGroupResponse(
            protocolType: ClassicGroup.consumerProtocolType, protocolName: chosen.name,
            assignment: assigned.consumerProtocolBytes(like: chosen.metadata, work.catalog))
    }

    mutating func heartbeat(_ request: HeartbeatRequest, _ work: inout ConsumerWork) -> ErrorCode {
        let memberID = request.memberID
        if let error = classicRefusal(memberID, request.groupInstanceID, request.generationID) { return error }
        renewSession(of: memberID, &work)
        updateTarget(&work)
        guard mustJoinAgain(memberID) else { return .none }
        if members[memberID]?.revocation.end == nil { expectAction(of: memberID, &work) }
        return .rebalanceInProgress
    }

    /// There is a new target; or it has to give back, and then come for the rest; or all it waited for is free.
    private func mustJoinAgain(_ memberID: String) -> Bool {
        guard let member = members[memberID], let current = member.current else { return false }
        if current.epoch < targetEpoch { return true }
        switch current.state {
        case .stable, .unknown: return false
        case .unrevokedPartitions: return true
        case .unreleasedPartitions:
            let missing = (member.target ?? PartitionSet()).subtracting(current.assigned.partitions)
            return missing.elements.allSatisfy { owners[$0] == nil }
        }
    }

    private func classicRefusal(_ memberID: String, _ instanceID: String?, _ generation: Int32) -> ErrorCode? {
        if let instanceID {
            do { try checkInstance(instanceID, isHeldBy: memberID) } catch { return error.code }
        }
        guard let member = members[memberID], member.isClassic else { return .unknownMemberID }
        return generation == member.epoch ? nil : .illegalGeneration
    }

    /// Several at a time, each with its own answer, and one new epoch.
    mutating func leave(_ leaving: [LeaveGroupRequest.MemberIdentity], _ work: inout ConsumerWork) -> [LeaveGroupResponse.MemberResponse] {
        var hasLeft = false
        let answers = leaving.map { member in
            var answer = LeaveGroupResponse.MemberResponse(memberID: member.memberID, groupInstanceID: member.groupInstanceID)
            do throws(ConsumerRefusal) {
                let memberID = try leavingID(member)
                let expression = members[memberID]?.metadata?.subscribedTopicRegex
                recordRemoval(of: memberID, &work)
                forgetExpressionIfUnused(expression, &work)
                hasLeft = true
            } catch {
                answer.errorCode = error.code
            }
            return answer
        }
        if hasLeft { bumpEpoch(&work) }
        return answers
    }

    /// An administrator names the instance only, and may so remove members of either protocol.
    private func leavingID(_ member: LeaveGroupRequest.MemberIdentity) throws(ConsumerRefusal) -> String {
        if member.memberID.isEmpty {
            guard let holder = member.groupInstanceID.flatMap({ membersByInstance[$0] }) else { throw unknown("") }
            return holder
        }
        if let instanceID = member.groupInstanceID { try checkInstance(instanceID, isHeldBy: member.memberID) }
        guard members[member.memberID]?.isClassic == true else { throw unknown(member.memberID) }
        return member.memberID
    }
}
