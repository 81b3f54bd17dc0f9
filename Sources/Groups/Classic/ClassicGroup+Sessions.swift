import OttlaProtocol
import OttlaVocabulary

extension ClassicGroup {
    mutating func heartbeat(_ request: HeartbeatRequest, _ turn: inout ClassicTurn) -> ErrorCode {
        if let error = refusal(memberID: request.memberID, instanceID: request.groupInstanceID) { return error }
        if request.generationID != generation, !isOfBefore(request.generationID) { return .illegalGeneration }
        touch(request.memberID, &turn)
        switch state {
        case .loading, .empty: return .unknownMemberID
        case .preparingRebalance: return .rebalanceInProgress
        case .completingRebalance, .stable: return .none
        }
    }

    /// A sign of life.
    mutating func touch(_ memberID: String, _ turn: inout ClassicTurn) {
        if let position = members.position(of: memberID), !members[position].isNew { renewSession(at: position, &turn) }
    }

    mutating func renewSession(at position: Int, _ turn: inout ClassicTurn) {
        moveSession(at: position, to: turn.after(milliseconds: Int64(members[position].sessionTimeoutMs)), &turn)
    }

    mutating func moveSession(at position: Int, to end: Instant, _ turn: inout ClassicTurn) {
        guard let moment = members[position].session.set(end, at: turn.now.instant) else { return }
        turn.deadlines.append((.classicSession(group: turn.groupID, member: members[position].id), moment))
    }

    /// The session of a member, or the time of an id that was handed out, may be at its end.
    mutating func sessionDue(_ id: String, _ turn: inout ClassicTurn) {
        if pending[id] != nil { return pendingDue(id, &turn) }
        guard let position = members.position(of: id) else { return }
        switch members[position].session.called(at: turn.now.instant) {
        case .nothing: break
        case .early(let end): turn.deadlines.append((.classicSession(group: turn.groupID, member: id), end))
        case .due:
            // Who waits for our answer sends no heartbeats.
            let member = members[position]
            if member.waitingSync != nil || (member.waitingJoin != nil && !member.isNew) {
                renewSession(at: position, &turn)
            } else {
                remove(at: position, &turn)
                rebalanceAfterLeaving(&turn)
            }
        }
    }

    private mutating func pendingDue(_ id: String, _ turn: inout ClassicTurn) {
        switch pending[id]?.called(at: turn.now.instant) {
        case nil, .nothing: break
        case .early(let end): turn.deadlines.append((.classicSession(group: turn.groupID, member: id), end))
        case .due:
            pending[id] = nil
            completeIfAllJoined(&turn)
        }
    }

    /// Nobody takes the answer to this request any more. Its member is no longer waited for, and may come back.
    mutating func abandon(_ ticket: Ticket, _ turn: inout ClassicTurn) {
        guard let position = members.position(ofTicket: ticket) else { return }
        if members[position].waitingJoin == ticket {
            members.setWaitingJoin(nil, at: position)
        } else {
            members.setWaitingSync(nil, at: position)
        }
        renewSession(at: position, &turn)
    }
}
