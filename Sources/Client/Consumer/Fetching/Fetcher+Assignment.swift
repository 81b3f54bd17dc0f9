import OttlaNetwork
import OttlaVocabulary

/// Partitions that come and go: by the user's hand or the group's.
extension Fetcher {
    // MARK: - By hand

    func assign(_ partitions: [TopicPartition: StartPosition]) throws(ClientError) {
        if member?.membership != nil {
            throw ClientError(.invalidArgument, "topics are subscribed to: unsubscribe before partitions are assigned by hand")
        }
        if configuration.groupID == nil, let asking = partitions.first(where: { $0.value == .committed }) {
            throw ClientError(
                .invalidArgument, "\(asking.key) cannot start at a committed offset without a group: set groupID, or name another start")
        }
        let gone = state.change(isRevoking: true) { state in
            let gone = state.machine.partitions.keys.filter { partitions[$0] == nil }
            for partition in gone { state.machine.remove(partition) }
            for (partition, start) in partitions { state.machine.add(partition, at: start) }
            return gone
        }
        makeMember(nil)
        if !gone.isEmpty { member?.end(gone) }
        let awaiting = awaitingCommitted(Array(partitions.keys))
        if !awaiting.isEmpty { member?.begin(awaiting) }
        partitionsAdded(partitions.keys)
    }

    func unassign(_ partitions: [TopicPartition]?) throws(ClientError) {
        if member?.membership != nil {
            throw ClientError(.invalidArgument, "the group assigns partitions: unsubscribe instead")
        }
        let gone = state.change(isRevoking: true) { state in
            let gone = partitions ?? Array(state.machine.partitions.keys)
            for partition in gone { state.machine.remove(partition) }
            return gone
        }
        member?.end(gone)
        turn()
    }

    /// The user moved on.
    func sought(_ partition: TopicPartition, _ start: StartPosition) {
        if start == .committed, !awaitingCommitted([partition]).isEmpty {
            if let member {
                member.begin([partition])
            } else {
                assigned([partition: CommittedOffset?.none])
            }
        }
        turn()
    }

    private func awaitingCommitted(_ partitions: [TopicPartition]) -> [TopicPartition] {
        state.read { state in partitions.filter { state.machine.partitions[$0]?.phase == .awaitingCommitted } }
    }

    // MARK: - By the group

    func subscribe(_ subscription: Subscription) throws(ClientError) {
        guard configuration.groupID != nil else {
            throw ClientError(.invalidArgument, "to subscribe is to be a member of a group: set groupID, or assign partitions")
        }
        start()
        if let member, member.membership != nil { return member.subscribe(subscription) }
        guard state.read({ $0.machine.partitions.isEmpty }) else {
            throw ClientError(.invalidArgument, "partitions are assigned by hand: unassign them before topics are subscribed to")
        }
        member?.finish(.consumerClosed)
        member = nil
        makeMember(subscription)
    }

    /// Who commits for us, and where topics are subscribed to, is a member for us.
    private func makeMember(_ subscription: Subscription?) {
        guard member == nil, let groupID = configuration.groupID else { return }
        start()
        let member = GroupMember(
            GroupMemberConfiguration(configuration, groupID: groupID), subscription: subscription, target: self, core: core)
        self.member = member
        member.start()
    }

    /// The member that commits, for whoever wants it to.
    func committer() throws(ClientError) -> GroupMember {
        makeMember(nil)
        guard let member else {
            throw ClientError(.invalidArgument, "offsets are committed in the name of a group: set groupID")
        }
        return member
    }

    func leaveGroup() async {
        guard let member else { return }
        self.member = nil
        await member.leave()
        state.change(isRevoking: true) { state in
            for partition in Array(state.machine.partitions.keys) { state.machine.remove(partition) }
            state.machine.failure = nil
        }
    }

    /// Ends it well: what is finished is committed, the group goes on without us at once.
    func end() async {
        guard !isClosed else { return }
        await leaveGroup()
        close()
    }
}

extension ClientError {
    static let consumerClosed = ClientError(.closed, "the consumer is closed")
}

extension Fetcher: GroupAssignmentTarget {
    func assigned(_ partitions: [TopicPartition: CommittedOffset?]) {
        state.change { state in
            for (partition, offset) in partitions { state.machine.committed(partition, offset) }
        }
        partitionsAdded(partitions.keys)
    }

    func stopped(_ partitions: [TopicPartition]) {
        state.change(isRevoking: true) { state in
            for partition in partitions { state.machine.stop(partition) }
        }
    }

    func removed(_ partitions: [TopicPartition]) {
        state.change(isRevoking: true) { state in
            for partition in partitions { state.machine.remove(partition) }
        }
        turn()
    }

    func positions(for partitions: [TopicPartition]?) -> [TopicPartition: CommittedOffset] {
        state.read { state in
            var offsets: [TopicPartition: CommittedOffset] = [:]
            for partition in partitions ?? Array(state.machine.partitions.keys) { offsets[partition] = state.finished(partition) }
            return offsets
        }
    }

    func failed(_ error: ClientError) {
        state.change { $0.machine.failure = error }
    }
}

extension GroupMemberConfiguration {
    init(_ configuration: ConsumerConfiguration, groupID: String) {
        var settings = MembershipSettings(groupID: groupID)
        settings.groupInstanceID = configuration.groupInstanceID
        settings.groupProtocol = configuration.groupProtocol
        if let assignors = configuration.assignors {
            settings.assignors = assignors
            settings.areAssignorsChosen = true
        }
        settings.serverAssignor = configuration.serverAssignor
        settings.rackID = configuration.rack
        settings.sessionTimeoutMs = Int32(clamping: configuration.sessionTimeout.milliseconds)
        settings.rebalanceTimeoutMs = Int32(clamping: configuration.rebalanceTimeout.milliseconds)
        settings.heartbeatIntervalMs = configuration.heartbeatInterval.milliseconds
        settings.maxPollIntervalMs = configuration.pollIntervalLimit?.milliseconds
        self.init(membership: settings)
        autoCommitIntervalMs = configuration.autoCommitInterval?.milliseconds
        isStableRequired = configuration.isolationLevel == .readCommitted
        listener = configuration.rebalanceListener
    }
}
