import OttlaProtocol
import OttlaVocabulary

extension ClassicGroup {
    /// Ids that may be handed out at a time: who asks for more than ever join must not fill the memory.
    static let pendingLimit = 10_000
    /// How long a new member may wait: it cannot send heartbeats, and of its client nothing is known but that it asked.
    static let newMemberWaitMs: Int64 = 300_000

    mutating func join(_ join: ClassicJoin, _ turn: inout ClassicTurn) {
        guard accepts(join, turn.settings) else { return refuseForSize(join, &turn) }
        guard supports(join.request) else {
            return turn.refuseJoin(join.ticket, .inconsistentGroupProtocol, memberID: join.request.memberID)
        }
        guard hasRoom(for: join, turn.settings) else {
            return turn.refuseJoin(join.ticket, .groupMaxSizeReached, memberID: join.request.memberID)
        }
        if join.request.memberID.isEmpty { joinAsNew(join, &turn) } else { joinByID(join, &turn) }
    }

    /// Whether what the member says finds room in the group's entry. It cannot be found out later: once decided, an entry
    /// that the log does not take costs all groups their coordinator. Who says no more than it did may always join.
    private func hasRoom(for join: ClassicJoin, _ settings: GroupSettings.Classic) -> Bool {
        let request = join.request
        let position = members.position(of: request.memberID) ?? request.groupInstanceID.flatMap { place(of: $0, for: request.memberID) }
        let bytes = members.byteCount(
            with: request.protocols, join.client, id: join.newMemberID, instanceID: request.groupInstanceID, at: position)
        return bytes <= settings.membersMaxBytes || bytes <= members.byteCount
    }

    /// Why somebody may not be the first of a group.
    static func refusalOfFirst(_ join: ClassicJoin, _ settings: GroupSettings.Classic) -> ErrorCode? {
        if !join.request.memberID.isEmpty { return .unknownMemberID }
        let group = ClassicGroup()
        if !group.supports(join.request) { return .inconsistentGroupProtocol }
        return group.hasRoom(for: join, settings) ? nil : .groupMaxSizeReached
    }

    private func accepts(_ join: ClassicJoin, _ settings: GroupSettings.Classic) -> Bool {
        let request = join.request
        let known = members.position(of: request.memberID) ?? request.groupInstanceID.flatMap { place(of: $0, for: request.memberID) }
        switch state {
        case .loading, .empty: return true
        case .preparingRebalance:
            return known.map { members[$0].waitingJoin != nil } == true || members.joinedCount < settings.maxSize
        case .completingRebalance, .stable: return known != nil || members.count < settings.maxSize
        }
    }

    /// The place a static member without an id will take over.
    private func place(of instanceID: String, for memberID: String) -> Int? {
        memberID.isEmpty ? members.staticMember(instanceID).flatMap(members.position) : nil
    }

    /// A member that there was no room for is not kept either: the group may have been made smaller.
    private mutating func refuseForSize(_ join: ClassicJoin, _ turn: inout ClassicTurn) {
        turn.refuseJoin(join.ticket, .groupMaxSizeReached)
        let memberID = join.request.memberID
        pending[memberID] = nil
        if refusal(memberID: memberID, instanceID: join.request.groupInstanceID) == nil { remove(memberID, &turn) }
        completeIfAllJoined(&turn)
    }

    private mutating func joinAsNew(_ join: ClassicJoin, _ turn: inout ClassicTurn) {
        if let instanceID = join.request.groupInstanceID, let current = members.staticMember(instanceID) {
            replaceStaticMember(current, join, &turn)
        } else if join.mustKnowItsID {
            handOutID(join, &turn)
        } else {
            add(join.newMemberID, join, &turn)
        }
    }

    private mutating func handOutID(_ join: ClassicJoin, _ turn: inout ClassicTurn) {
        guard pending.count < Self.pendingLimit else { return turn.refuseJoin(join.ticket, .coordinatorNotAvailable) }
        let id = join.newMemberID
        let end = turn.after(milliseconds: Int64(join.request.sessionTimeoutMs))
        if let moment = pending[id, default: MovingDeadline()].set(end, at: turn.now.instant) {
            turn.deadlines.append((.classicSession(group: turn.groupID, member: id), moment))
        }
        turn.refuseJoin(join.ticket, .memberIDRequired, memberID: id)
    }

    private mutating func joinByID(_ join: ClassicJoin, _ turn: inout ClassicTurn) {
        let request = join.request
        if pending[request.memberID] != nil, request.groupInstanceID == nil { return add(request.memberID, join, &turn) }
        if let error = refusal(memberID: request.memberID, instanceID: request.groupInstanceID) {
            return turn.refuseJoin(join.ticket, error, memberID: request.memberID)
        }
        guard let position = members.position(of: request.memberID) else { preconditionFailure("who is not refused is a member") }
        if isUnchanged(position, request) {
            renewSession(at: position, &turn)
            turn.answer(join.ticket, joinAnswer(at: position))
        } else {
            joinAgain(at: position, join, &turn)
        }
    }

    /// Whether the generation that is there also answers this join: its answer was lost, or was not yet asked for.
    private func isUnchanged(_ position: Int, _ request: JoinGroupRequest) -> Bool {
        switch state {
        case .completingRebalance: members[position].protocols == request.protocols
        // The leader joins again when topics have changed and it wants to assign anew.
        case .stable: members[position].protocols == request.protocols && leader != request.memberID
        case .loading, .empty, .preparingRebalance: false
        }
    }

    private mutating func add(_ id: String, _ join: ClassicJoin, _ turn: inout ClassicTurn) {
        if members.isEmpty { protocolType = join.request.protocolType }
        if case .preparingRebalance(var preparation) = state, preparation.isInitial {
            preparation.newMemberCame = true
            state = .preparingRebalance(preparation)
        }
        var member = ClassicMember(
            id: id, instanceID: join.request.groupInstanceID, client: join.client, sessionTimeoutMs: join.request.sessionTimeoutMs,
            rebalanceTimeoutMs: join.rebalanceTimeoutMs)
        member.session = pending.removeValue(forKey: id) ?? MovingDeadline()
        let position = members.add(member, join.request.protocols)
        waitInJoin(at: position, join.ticket, &turn)
        rebalanceOrComplete(&turn)
    }

    private mutating func joinAgain(at position: Int, _ join: ClassicJoin, _ turn: inout ClassicTurn) {
        update(at: position, join)
        waitInJoin(at: position, join.ticket, &turn)
        rebalanceOrComplete(&turn)
    }

    mutating func update(at position: Int, _ join: ClassicJoin) {
        members.setProtocols(join.request.protocols, join.client, at: position)
        members[position].sessionTimeoutMs = join.request.sessionTimeoutMs
        members[position].rebalanceTimeoutMs = join.rebalanceTimeoutMs
    }

    mutating func waitInJoin(at position: Int, _ ticket: Ticket, _ turn: inout ClassicTurn) {
        if let earlier = members[position].waitingJoin {
            turn.refuseJoin(earlier, .rebalanceInProgress, memberID: members[position].id)
        }
        members.setWaitingJoin(ticket, at: position)
        let wait = members[position].isNew ? Self.newMemberWaitMs : Int64(members[position].sessionTimeoutMs)
        moveSession(at: position, to: turn.after(milliseconds: wait), &turn)
    }

    /// This generation, as the member has to know it.
    func joinAnswer(at position: Int) -> JoinGroupResponse {
        let isLeader = members[position].id == leader
        return JoinGroupResponse(
            generationID: generation, protocolType: protocolType, protocolName: protocolName, leader: leader ?? "",
            memberID: members[position].id, members: isLeader ? membersForLeader : [])
    }

    var membersForLeader: [JoinGroupResponse.JoinGroupResponseMember] {
        members.list.map { .init(memberID: $0.id, groupInstanceID: $0.instanceID, metadata: $0.metadata(of: protocolName)) }
    }
}
