import OttlaProtocol
import OttlaVocabulary

extension ClassicGroup {
    /// Somebody came, or came anew.
    mutating func rebalanceOrComplete(_ turn: inout ClassicTurn) {
        if case .preparingRebalance = state { completeIfAllJoined(&turn) } else { prepareRebalance(&turn) }
    }

    /// Somebody went.
    mutating func rebalanceAfterLeaving(_ turn: inout ClassicTurn) {
        switch state {
        case .loading, .empty: break
        case .preparingRebalance: completeIfAllJoined(&turn)
        case .completingRebalance, .stable: prepareRebalance(&turn)
        }
    }

    /// Calls all to join.
    mutating func prepareRebalance(_ turn: inout ClassicTurn) {
        for position in 0..<members.count {
            members[position].owesSync = false
            guard let ticket = members[position].waitingSync else { continue }
            members.setWaitingSync(nil, at: position)
            renewSession(at: position, &turn)
            turn.refuseSync(ticket, .rebalanceInProgress)
        }
        let wasEmpty = state == .empty
        let delay = Int64(turn.settings.initialRebalanceDelayMs)
        let limit = turn.after(milliseconds: max(rebalanceTimeoutMs, wasEmpty ? delay : 0))
        enter(.preparingRebalance(Preparation(isInitial: wasEmpty, limit: limit)), turn)
        if !wasEmpty {
            movePhase(to: limit, &turn)
            completeIfAllJoined(&turn)
        } else if delay > 0 {
            movePhase(to: turn.after(milliseconds: delay), &turn)
        } else {
            completeJoin(&turn)
        }
    }

    mutating func completeIfAllJoined(_ turn: inout ClassicTurn) {
        guard case .preparingRebalance(let preparation) = state, !preparation.isInitial else { return }
        // An id that was just handed out is on its way: this generation waits for it too.
        if members.isEmpty || (members.allHaveJoined && pending.isEmpty) { completeJoin(&turn) }
    }

    /// The time of the phase may be up.
    mutating func phaseDue(_ turn: inout ClassicTurn) {
        switch phase.called(at: turn.now.instant) {
        case .nothing: return
        case .early(let end): turn.deadlines.append((.classicRebalance(group: turn.groupID), end))
        case .due:
            switch state {
            case .loading, .empty: break
            case .preparingRebalance(let preparation): preparationDue(preparation, &turn)
            case .completingRebalance, .stable: dropWhoDidNotSync(&turn)
            }
        }
    }

    private mutating func preparationDue(_ preparation: Preparation, _ turn: inout ClassicTurn) {
        guard preparation.isInitial, preparation.newMemberCame, turn.now.instant < preparation.limit else { return completeJoin(&turn) }
        var preparation = preparation
        preparation.newMemberCame = false
        state = .preparingRebalance(preparation)
        movePhase(to: min(turn.after(milliseconds: Int64(turn.settings.initialRebalanceDelayMs)), preparation.limit), &turn)
    }

    /// The next generation: of those that joined, and of static members, whose place waits for them.
    private mutating func completeJoin(_ turn: inout ClassicTurn) {
        for position in (0..<members.count).reversed() where members[position].waitingJoin == nil && members[position].instanceID == nil {
            remove(at: position, &turn)
        }
        guard !members.isEmpty else { return becomeEmpty(&turn) }
        guard members.joinedCount > 0 else { return movePhase(to: turn.after(milliseconds: rebalanceTimeoutMs), &turn) }
        electLeader()
        beginGeneration()
        protocolName = chosenProtocol()
        enter(.completingRebalance, turn)
        movePhase(to: turn.after(milliseconds: rebalanceTimeoutMs), &turn)
        for position in 0..<members.count { answerJoin(at: position, &turn) }
    }

    private mutating func beginGeneration() {
        generation = generation == .max ? 0 : generation + 1
        handedOver = nil
    }

    /// The leader stays, if it has joined; else who joined first.
    private mutating func electLeader() {
        if let leader, let position = members.position(of: leader), members[position].waitingJoin != nil { return }
        leader = members.list.first { $0.waitingJoin != nil }?.id
    }

    private mutating func answerJoin(at position: Int, _ turn: inout ClassicTurn) {
        guard let ticket = members[position].waitingJoin else { return }
        members.setWaitingJoin(nil, at: position)
        members[position].isNew = false
        members[position].owesSync = true
        renewSession(at: position, &turn)
        turn.answer(ticket, joinAnswer(at: position))
    }

    private mutating func becomeEmpty(_ turn: inout ClassicTurn) {
        beginGeneration()
        protocolName = nil
        leader = nil
        phase.clear()
        enter(.empty, turn)
        stateValue(&turn)
    }

    private mutating func dropWhoDidNotSync(_ turn: inout ClassicTurn) {
        let before = members.count
        for position in (0..<members.count).reversed() where members[position].owesSync { remove(at: position, &turn) }
        if members.count < before { prepareRebalance(&turn) }
    }

    mutating func enter(_ next: State, _ turn: ClassicTurn) {
        state = next
        stateSince = turn.now.wallClock
    }

    private mutating func movePhase(to end: Instant, _ turn: inout ClassicTurn) {
        if let moment = phase.set(end, at: turn.now.instant) { turn.deadlines.append((.classicRebalance(group: turn.groupID), moment)) }
    }
}
