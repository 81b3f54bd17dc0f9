import OttlaProtocol
import OttlaVocabulary

/// The last member that speaks the consumer protocol has gone: those that are left go back to assigning for themselves,
/// and are called to do so (KIP-848, live change).
extension GroupCoordinator {
    mutating func downgradeIfAllAreClassic(_ id: String, at now: Moment, _ effects: inout Effects) {
        guard let group = groups[id]?.consumer, group.classicMemberCount > 0, group.classicMemberCount == group.memberCount,
            settings.consumer.migrationPolicy.allowsDowngrade, group.memberCount <= settings.classic.maxSize,
            let value = group.classicValue(catalog, at: now), group.byteCount(of: value) <= settings.classic.entryMaxBytes
        else { return }
        // First: once the log has it, the classic group is what counts.
        let handedOver = group.members.compactMapValues(\.current)
        adoptClassicGroup(id, value, protocols: group.classicProtocols, handedOver: handedOver, at: now, &effects)
        removeConsumerGroup(id, &effects)
    }
}

extension ConsumerGroup {
    fileprivate var classicProtocols: [String: [ClassicProtocol]] {
        members.compactMapValues { member in
            member.metadata?.classicMemberMetadata?.supportedProtocols.map { ClassicProtocol(name: $0.name, metadata: $0.metadata) }
        }
    }

    /// The classic group these members make. It has no leader, which says that it has yet to rebalance, also after a restart;
    /// its generation is the epoch that members who are up to date have. `nil` if they have no protocol in common.
    fileprivate func classicValue(_ catalog: TopicCatalog, at now: Moment) -> GroupMetadataValue? {
        let inOrder = memberIDs
        let offered = inOrder.first.flatMap { members[$0]?.metadata?.classicMemberMetadata?.supportedProtocols } ?? []
        guard let common = offered.first(where: { classicSupporters[$0.name] == classicMemberCount })?.name else { return nil }
        return GroupMetadataValue(
            protocolType: ClassicGroup.consumerProtocolType, generation: max(targetEpoch, highestMemberEpoch), protocol: common,
            leader: nil,
            currentStateTimestamp: now.wallClock.milliseconds, members: inOrder.compactMap { classicValue(of: $0, common, catalog) })
    }

    /// What the entry takes, with all that its members offer: each of them may have been within bounds alone.
    fileprivate func byteCount(of value: GroupMetadataValue) -> Int {
        let offered = members.values.reduce(0) { sum, member in
            (member.metadata?.classicMemberMetadata?.supportedProtocols ?? []).reduce(sum) { $0 + $1.name.utf8.count + $1.metadata.count }
        }
        return value.members.reduce(offered) { sum, member in
            let names = member.memberID.utf8.count + (member.groupInstanceID?.utf8.count ?? 0) + member.clientID.utf8.count
            return sum + names + member.clientHost.utf8.count + member.assignment.count
        }
    }

    private func classicValue(of memberID: String, _ common: String, _ catalog: TopicCatalog) -> GroupMetadataValue.MemberMetadata? {
        guard let member = members[memberID], let metadata = member.metadata, let classic = metadata.classicMemberMetadata else {
            return nil
        }
        let subscription = classic.supportedProtocols.first { $0.name == common }?.metadata ?? []
        let assigned = member.current?.assigned.partitions ?? PartitionSet()
        return .init(
            memberID: memberID, groupInstanceID: metadata.instanceID, clientID: metadata.clientID, clientHost: metadata.clientHost,
            rebalanceTimeout: metadata.rebalanceTimeoutMs, sessionTimeout: classic.sessionTimeoutMs, subscription: subscription,
            assignment: assigned.consumerProtocolBytes(like: subscription, catalog))
    }
}
