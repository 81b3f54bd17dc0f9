import OttlaProtocol
import OttlaStateMachines
import OttlaVocabulary

/// Classic groups seen from the coordinator: their entry of the log, their deadlines, their coming and going.
extension GroupCoordinator {
    /// Runs a command in place, and takes over what it leaves. `nil` if there is no such group.
    @discardableResult
    mutating func onClassicGroup<Response>(
        _ id: String, at now: Moment, _ effects: inout Effects, _ command: (inout ClassicGroup, inout ClassicTurn) -> Response
    ) -> Response? {
        guard let index = groups.index(forKey: id) else { return nil }
        var turn = ClassicTurn(groupID: id, now: now, settings: settings.classic)
        guard let response = groups.values[index].classic?.run(command, &turn) else { return nil }
        finish(turn, &effects)
        return response
    }

    private mutating func finish(_ turn: ClassicTurn, _ effects: inout Effects) {
        effects.answers += turn.answers
        for (due, moment) in turn.deadlines { deadlines.add(due, at: moment) }
        if let value = turn.value { record(.classicGroup(GroupMetadataKey(group: turn.groupID), value), &effects) }
        if groups[turn.groupID]?.classic?.isBlank == true { forgetClassicGroup(turn.groupID) }
    }

    private mutating func forgetClassicGroup(_ id: String) {
        groups[id]?.classic = nil
        if groups[id]?.isForgettable == true { groups[id] = nil }
    }

    mutating func applyClassic(_ id: String, _ value: GroupMetadataValue?) {
        guard let value else {
            groups[id]?.classic = nil
            return
        }
        if groups[id]?.classic == nil {
            var classic = ClassicGroup()
            classic.state = .loading
            groups[id, default: Group(id: id)].classic = classic
        }
        groups[id]?.classic?.written = value
    }

    /// The log is replayed: its groups come to life.
    mutating func startClassicSessions(at now: Moment, _ effects: inout Effects) {
        for id in groups.keys.sorted() where groups[id]?.classic != nil { onClassicGroup(id, at: now, &effects) { $0.restore(&$1) } }
    }

    mutating func classicSessionDue(_ id: String, _ memberID: String, at now: Moment, _ effects: inout Effects) {
        onClassicGroup(id, at: now, &effects) { $0.sessionDue(memberID, &$1) }
    }

    mutating func classicRebalanceDue(_ id: String, at now: Moment, _ effects: inout Effects) {
        onClassicGroup(id, at: now, &effects) { $0.phaseDue(&$1) }
    }

    // MARK: - For other parts

    /// A member gave a sign of life otherwise than by a heartbeat.
    mutating func touchClassicMember(_ id: String, _ memberID: String, at now: Moment) {
        guard let index = groups.index(forKey: id) else { return }
        var turn = ClassicTurn(groupID: id, now: now, settings: settings.classic)
        groups.values[index].classic?.touch(memberID, &turn)
        for (due, moment) in turn.deadlines { deadlines.add(due, at: moment) }
    }

    /// Takes the classic group away. Who waits in it is told to come again.
    mutating func removeClassicGroup(_ id: String, _ effects: inout Effects) {
        guard let classic = groups[id]?.classic else { return }
        effects.answers += classic.answersToWaiting(.rebalanceInProgress)
        if classic.written == nil { forgetClassicGroup(id) } else { record(.classicGroup(GroupMetadataKey(group: id), nil), &effects) }
    }

    /// Makes a classic group of members that come from elsewhere, as `value` says it, and calls them to join. `protocols` has
    /// all that a member offers; where it has nothing, the member offers the chosen one. `handedOver` is what they had there.
    mutating func adoptClassicGroup(
        _ id: String, _ value: GroupMetadataValue, protocols: [String: [ClassicProtocol]], handedOver: [String: CurrentAssignment],
        at now: Moment, _ effects: inout Effects
    ) {
        precondition(groups[id]?.classic == nil, "a group is adopted where there is none")
        record(.classicGroup(GroupMetadataKey(group: id), value), &effects)
        onClassicGroup(id, at: now, &effects) { group, turn in
            group.handedOver = handedOver
            group.restore(protocols: protocols, &turn)
            if group.state == .stable { group.prepareRebalance(&turn) }
        }
    }
}

extension ClassicGroup {
    fileprivate mutating func run<Response>(
        _ command: (inout ClassicGroup, inout ClassicTurn) -> Response, _ turn: inout ClassicTurn
    ) -> Response { command(&self, &turn) }
}
