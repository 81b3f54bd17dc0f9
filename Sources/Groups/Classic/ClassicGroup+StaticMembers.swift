import OttlaProtocol
import OttlaVocabulary

/// Static members (KIP-345): a new process takes over the place of the old one.
extension ClassicGroup {
    mutating func replaceStaticMember(_ oldID: String, _ join: ClassicJoin, _ turn: inout ClassicTurn) {
        guard let position = members.position(of: oldID) else { preconditionFailure("who is not refused is a member") }
        fence(at: position, &turn)
        let oldLeader = leader
        members.rename(at: position, to: join.newMemberID)
        if leader == oldID { leader = join.newMemberID }
        // Deadlines go by the id: those of the old one find nobody.
        members[position].session = MovingDeadline()
        update(at: position, join)
        if state == .stable, chosenProtocol() == protocolName {
            renewSession(at: position, &turn)
            stateValue(&turn)
            return turn.answer(join.ticket, answerToReplacement(at: position, join, oldLeader: oldLeader))
        }
        // The log's generation has the new id too, so that a restart does not fence who is there now.
        turn.value = written.flatMap { Self.renaming(oldID, to: join.newMemberID, in: $0) }
        waitInJoin(at: position, join.ticket, &turn)
        if case .preparingRebalance = state { completeIfAllJoined(&turn) } else { prepareRebalance(&turn) }
    }

    private mutating func fence(at position: Int, _ turn: inout ClassicTurn) {
        if let ticket = members[position].waitingJoin {
            members.setWaitingJoin(nil, at: position)
            turn.refuseJoin(ticket, .fencedInstanceID, memberID: members[position].id)
        }
        if let ticket = members[position].waitingSync {
            members.setWaitingSync(nil, at: position)
            turn.refuseSync(ticket, .fencedInstanceID)
        }
    }

    /// The assignment stands, so nobody has to assign. A new leader that cannot be told so (KIP-814) is told of the old one
    /// as the leader, and so takes itself for a follower.
    private func answerToReplacement(at position: Int, _ join: ClassicJoin, oldLeader: String?) -> JoinGroupResponse {
        var answer = joinAnswer(at: position)
        if join.canSkipAssignment {
            answer.skipAssignment = answer.leader == answer.memberID
        } else {
            answer.leader = oldLeader ?? ""
            answer.members = []
        }
        return answer
    }

    private static func renaming(_ oldID: String, to newID: String, in value: GroupMetadataValue) -> GroupMetadataValue? {
        guard let index = value.members.firstIndex(where: { $0.memberID == oldID }) else { return nil }
        var value = value
        value.members[index].memberID = newID
        if value.leader == oldID { value.leader = newID }
        return value
    }
}
