import OttlaProtocol
import OttlaVocabulary

extension ClassicGroup {
    mutating func sync(_ request: SyncGroupRequest, _ ticket: Ticket, _ turn: inout ClassicTurn) {
        if let error = refusal(of: request) { return turn.refuseSync(ticket, error) }
        // Nothing has changed: whoever leads next may assign less.
        guard hasRoom(for: request, turn.settings) else { return turn.refuseSync(ticket, .unknownServerError) }
        guard let position = members.position(of: request.memberID) else { preconditionFailure("who is not refused is a member") }
        members[position].owesSync = false
        if let earlier = members[position].waitingSync { turn.refuseSync(earlier, .rebalanceInProgress) }
        members.setWaitingSync(ticket, at: position)
        if state == .stable {
            answerSync(at: position, &turn)
        } else if request.memberID == leader {
            becomeStable(request.assignments, &turn)
        }
    }

    /// Whether an assignment that would be taken finds room in the group's entry, as in `hasRoom(for:)` of a join.
    private func hasRoom(for request: SyncGroupRequest, _ settings: GroupSettings.Classic) -> Bool {
        guard state == .completingRebalance, request.memberID == leader else { return true }
        let bytes = request.assignments.reduce(0) { $0 + $1.assignment.count }
        return bytes <= settings.membersMaxBytes
    }

    private func refusal(of request: SyncGroupRequest) -> ErrorCode? {
        if let error = refusal(memberID: request.memberID, instanceID: request.groupInstanceID) { return error }
        if request.generationID != generation, !isOfBefore(request.generationID) { return .illegalGeneration }
        // Whatever it was told the protocol is.
        if handedOver != nil { return .rebalanceInProgress }
        // KIP-559: from version 5 on the request says what its member takes the group for.
        if let type = request.protocolType, type != protocolType { return .inconsistentGroupProtocol }
        if let name = request.protocolName, name != protocolName { return .inconsistentGroupProtocol }
        switch state {
        case .loading, .empty: return .unknownMemberID
        case .preparingRebalance: return .rebalanceInProgress
        case .completingRebalance, .stable: return nil
        }
    }

    /// Who is not in the leader's assignment gets nothing; who is in it and not in the group is passed over.
    private mutating func becomeStable(_ assignments: [SyncGroupRequest.SyncGroupRequestAssignment], _ turn: inout ClassicTurn) {
        for position in 0..<members.count { members[position].assignment = [] }
        for share in assignments {
            if let position = members.position(of: share.memberID) { members[position].assignment = share.assignment }
        }
        enter(.stable, turn)
        stateValue(&turn)
        for position in 0..<members.count { answerSync(at: position, &turn) }
    }

    private mutating func answerSync(at position: Int, _ turn: inout ClassicTurn) {
        guard let ticket = members[position].waitingSync else { return }
        members.setWaitingSync(nil, at: position)
        renewSession(at: position, &turn)
        turn.answer(
            ticket,
            SyncGroupResponse(protocolType: protocolType, protocolName: protocolName, assignment: members[position].assignment))
    }
}
