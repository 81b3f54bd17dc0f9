import OttlaProtocol
import OttlaVocabulary

extension ClassicGroup {
    /// What the log should say now.
    private var currentValue: GroupMetadataValue {
        GroupMetadataValue(
            protocolType: protocolType ?? "", generation: generation, protocol: protocolName, leader: leader,
            currentStateTimestamp: stateSince.milliseconds,
            members: members.list.map { member in
                .init(
                    memberID: member.id, groupInstanceID: member.instanceID, clientID: member.client.clientID,
                    clientHost: member.client.host, rebalanceTimeout: member.rebalanceTimeoutMs, sessionTimeout: member.sessionTimeoutMs,
                    subscription: member.metadata(of: protocolName), assignment: member.assignment)
            })
    }

    /// Has the coordinator write what is.
    func stateValue(_ turn: inout ClassicTurn) { turn.value = currentValue }

    /// During a rebalance it is the last generation that survives.
    func durableEntries(ofGroup id: String) -> [GroupEntry] {
        guard let written else { return [] }
        let value =
            switch state {
            case .empty, .stable: currentValue
            case .loading, .preparingRebalance, .completingRebalance: written
            }
        return [.classicGroup(GroupMetadataKey(group: id), value)]
    }

    /// Comes to life from what is written: as nobody was gone, each member with its whole session before it. `protocols` are
    /// known where the members are not from the log, which has the chosen one only.
    mutating func restore(protocols: [String: [ClassicProtocol]] = [:], _ turn: inout ClassicTurn) {
        guard state == .loading, let written else { return }
        protocolType = written.protocolType.isEmpty ? nil : written.protocolType
        generation = written.generation
        protocolName = written.protocol
        leader = written.leader
        stateSince = Timestamp(milliseconds: written.currentStateTimestamp)
        for value in written.members { restore(value, protocols[value.memberID], &turn) }
        state = members.isEmpty ? .empty : .stable
        // The limit may have been lowered: members that find no room are refused when they join. Without a leader a group
        // comes from the consumer protocol, and has yet to assign.
        if leader == nil, !members.isEmpty { handedOver = handedOver ?? [:] }
        if members.count > turn.settings.maxSize || handedOver != nil { prepareRebalance(&turn) }
    }

    private mutating func restore(_ value: GroupMetadataValue.MemberMetadata, _ protocols: [ClassicProtocol]?, _ turn: inout ClassicTurn) {
        guard members.position(of: value.memberID) == nil, value.groupInstanceID.flatMap(members.staticMember) == nil else { return }
        var member = ClassicMember(
            id: value.memberID, instanceID: value.groupInstanceID,
            client: GroupClient(clientID: value.clientID, host: value.clientHost), sessionTimeoutMs: value.sessionTimeout,
            rebalanceTimeoutMs: value.rebalanceTimeout < 0 ? value.sessionTimeout : value.rebalanceTimeout)
        member.isNew = false
        member.assignment = value.assignment
        let position = members.add(member, protocols ?? [ClassicProtocol(name: protocolName ?? "", metadata: value.subscription)])
        renewSession(at: position, &turn)
    }
}
