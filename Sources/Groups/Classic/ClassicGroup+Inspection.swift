import OttlaProtocol
import OttlaVocabulary

/// What other parts want to know of a classic group.
extension ClassicGroup {
    /// As Kafka names it.
    var stateName: String {
        switch state {
        case .loading, .empty: "Empty"
        case .preparingRebalance: "PreparingRebalance"
        case .completingRebalance: "CompletingRebalance"
        case .stable: "Stable"
        }
    }

    /// Since when nobody is in it; offsets expire from there. None while somebody is, or if a log of old does not say.
    var emptySince: Timestamp { state == .empty ? stateSince : .none }

    /// Metadata and assignments are told of a Stable group only, as they are of the same generation there.
    func describe(id: String) -> DescribeGroupsResponse.DescribedGroup {
        let isStable = state == .stable
        return .init(
            groupID: id, groupState: stateName, protocolType: protocolType ?? "", protocolData: isStable ? protocolName ?? "" : "",
            members: members.list.map { member in
                .init(
                    memberID: member.id, groupInstanceID: member.instanceID, clientID: member.client.clientID,
                    clientHost: member.client.host, memberMetadata: isStable ? member.metadata(of: protocolName) : [],
                    memberAssignment: isStable ? member.assignment : [])
            })
    }

    /// Why a commit is refused; `nil` if it may be.
    func commitRefusal(
        memberID: String, instanceID: String?, generation: Int32, isTransactional: Bool = false, topicID: UUID? = nil, partition: Int32 = 0
    ) -> ErrorCode? {
        // Who assigns itself, or an administrator, may while nobody is there.
        if generation < 0, state == .empty { return nil }
        if generation >= 0 || !memberID.isEmpty || instanceID != nil {
            if let error = refusal(memberID: memberID, instanceID: instanceID) { return error }
            if generation != self.generation {
                return refusalOfOther(generation, memberID: memberID, topicID: topicID, partition: partition)
            }
        } else if !isTransactional {
            return .unknownMemberID
        }
        // It knows the new generation, but not yet what it is to read there.
        return state == .completingRebalance && !isTransactional ? .rebalanceInProgress : nil
    }
}
