import OttlaProtocol
import OttlaVocabulary

extension ClassicGroup {
    /// From version 3 on several at a time, of which each has its own answer; then the rest rebalance once.
    mutating func leave(_ request: LeaveGroupRequest, _ turn: inout ClassicTurn) -> [LeaveGroupResponse.MemberResponse] {
        let before = members.count
        let answers = request.members.map { member in
            LeaveGroupResponse.MemberResponse(
                memberID: member.memberID, groupInstanceID: member.groupInstanceID, errorCode: leave(member, &turn))
        }
        // Who had an id only was never waited for but in a join.
        if members.count < before { rebalanceAfterLeaving(&turn) } else { completeIfAllJoined(&turn) }
        return answers
    }

    private mutating func leave(_ member: LeaveGroupRequest.MemberIdentity, _ turn: inout ClassicTurn) -> ErrorCode {
        if member.memberID.isEmpty {
            // An administrator names the instance only.
            guard let id = member.groupInstanceID.flatMap(members.staticMember) else { return .unknownMemberID }
            remove(id, &turn)
            return .none
        }
        if pending.removeValue(forKey: member.memberID) != nil { return .none }
        if let error = refusal(memberID: member.memberID, instanceID: member.groupInstanceID) { return error }
        remove(member.memberID, &turn)
        return .none
    }

    mutating func remove(_ memberID: String, _ turn: inout ClassicTurn) {
        if let position = members.position(of: memberID) { remove(at: position, &turn) }
    }

    mutating func remove(at position: Int, _ turn: inout ClassicTurn) {
        let waitingJoin = members[position].waitingJoin
        let gone = members.remove(at: position)
        if leader == gone.id { leader = nil }
        if let waitingJoin { turn.refuseJoin(waitingJoin, .unknownMemberID, memberID: gone.id) }
        if let waitingSync = gone.waitingSync { turn.refuseSync(waitingSync, .unknownMemberID) }
    }

    /// For when the group goes, or goes over to the other protocol.
    func answersToWaiting(_ error: ErrorCode) -> [Effects.Answered] {
        members.list.flatMap { member in
            let join = member.waitingJoin.map { ticket in
                Effects.Answered(
                    ticket: ticket, answer: .join(JoinGroupResponse(errorCode: error, protocolName: nil, memberID: member.id)))
            }
            let sync = member.waitingSync.map { Effects.Answered(ticket: $0, answer: .sync(SyncGroupResponse(errorCode: error))) }
            return [join, sync].compactMap { $0 }
        }
    }
}
