import Logging
import OttlaNetwork
import OttlaProtocol
import OttlaVocabulary

/// What the machines want done.
extension GroupMember {
    private var groupID: String { configuration.membership.groupID }

    func perform(_ action: MembershipAction) {
        switch action {
        case .send(let number, let request, let timeoutMs): send(request, as: number, timeoutMs: timeoutMs)
        case .forgetCoordinator: core.coordinators.forget(groupID, .group)
        case .watch(let topics, let all): watch(topics, all: all)
        case .refreshMetadata: core.metadata.requestRefresh()
        case .revoke(let partitions): revoke(partitions)
        case .lose(let partitions): lose(partitions)
        case .assign(let partitions): assign(partitions)
        case .identify(let identity): identify(identity)
        case .fail(let error):
            log.error("this consumer's membership has ended: \(error)")
            target?.failed(error)
            finish(error)
        case .left:
            log.debug("left the group")
            finish(ClientError(.closed, "the consumer has left group \(groupID)"))
        }
    }

    func perform(_ action: OffsetsAction) {
        switch action {
        case .commit(let number, let request, let versions): send(request, as: number, versions)
        case .fetch(let number, let request, let versions): send(request, as: number, versions)
        case .forgetCoordinator: core.coordinators.forget(groupID, .group)
        case .committed(let number, let error):
            if let error { log.debug("offsets were not committed: \(error)") }
            commitEnds.removeValue(forKey: number)?(error)
        case .commitPositions: commitPositions(of: nil) { _ in }
        case .fetched(let found):
            for (partition, offset) in found where unknown.remove(partition) != nil { coming[partition] = .some(offset) }
            handOver()
        case .fetchFailed(let partitions, let error):
            log.error("where to go on with \(partitions) cannot be learned: \(error)")
            target?.failed(error)
        }
    }

    // MARK: - Topics

    private func watch(_ topics: Set<String>, all: Bool) {
        if all, !wantsAll {
            wantsAll = true
            core.metadata.useAll()
        } else if !all, wantsAll {
            wantsAll = false
            core.metadata.stopUsingAll()
        }
        for topic in topics { core.metadata.use(topic) }
        topicsChanged(core.metadata.view)
    }

    func topicsChanged(_ view: ClusterView) {
        let topics = TopicView(view, isComplete: wantsAll && !view.brokers.isEmpty)
        work { member in
            member.membership?.topicsChanged(topics, at: member.now)
            member.commits.topicsChanged(topics)
            member.fetches.topicsChanged(topics)
        }
    }

    // MARK: - Partitions

    private func assign(_ partitions: [TopicPartition]) {
        log.info("assigned \(partitions)")
        own(partitions)
        for partition in partitions { coming[partition] = .some(nil) }
        unknown.formUnion(partitions)
        fetches.fetch(partitions, at: now)
        isAssigning = true
        tell(configuration.listener.assigned, partitions, "assigned") { member in
            member.isAssigning = false
            member.handOver()
            member.work { $0.membership?.listenerReturned(at: $0.now) }
        }
    }

    /// To the fetching side goes what is known, once the user knows of it.
    private func handOver() {
        guard !isAssigning else { return }
        let ready = coming.filter { !unknown.contains($0.key) }
        guard !ready.isEmpty else { return }
        for partition in ready.keys { coming[partition] = nil }
        target?.assigned(ready)
    }

    /// First the user, then the commit of what the user is done with, then they are gone.
    private func revoke(_ partitions: [TopicPartition]) {
        log.info("revoked \(partitions)")
        target?.stopped(partitions)
        fetches.forget(partitions)
        tell(configuration.listener.revoked, partitions, "revoked") { member in
            guard member.configuration.autoCommitIntervalMs != nil else { return member.giveUp(partitions) }
            member.commitPositions(of: partitions) { [weak member] error in
                if let error { member?.log.warning("the last offsets of \(partitions) were not committed: \(error)") }
                member?.giveUp(partitions)
            }
        }
    }

    private func giveUp(_ partitions: [TopicPartition]) {
        forget(partitions)
        work { member in
            member.commits.revoked(partitions)
            member.membership?.listenerReturned(at: member.now)
        }
    }

    private func lose(_ partitions: [TopicPartition]) {
        log.warning("lost \(partitions): the group went on without us")
        forget(partitions)
        commits.lose(partitions, at: now)
        let listener = configuration.listener
        tell(listener.lost ?? listener.revoked, partitions, "lost") { member in
            member.work { $0.membership?.listenerReturned(at: $0.now) }
        }
    }

    /// Calls the user's closure, and goes on once it has returned, or when the group does not wait any longer.
    private func tell(
        _ handler: RebalanceListener.Handler?, _ partitions: [TopicPartition], _ name: String, then next: @escaping (GroupMember) -> Void
    ) {
        toldCount += 1
        let told = toldCount
        afterListener = next
        guard let handler else {
            listenerTimer = core.lane.schedule(at: now) { [weak self] in self?.listenerReturned(told) }
            return
        }
        let limit = Int64(configuration.membership.rebalanceTimeoutMs)
        listenerTimer = core.lane.schedule(at: now.advanced(milliseconds: limit)) { [weak self] in
            guard let self else { return }
            self.log.error(
                "the rebalance listener's `\(name)` has not returned in \(limit) ms, longer than the group waits: going on without it")
            self.listenerReturned(told)
        }
        core.tasks.spawn { [self] in
            await handler(partitions)
            listenerReturned(told)
        }
    }

    /// Of one that took too long nothing is heard any more.
    private func listenerReturned(_ told: UInt64) {
        guard toldCount == told, !isEnded, let next = afterListener else { return }
        afterListener = nil
        if let listenerTimer { core.lane.cancel(listenerTimer) }
        listenerTimer = nil
        next(self)
    }
}

extension TopicView {
    /// What of the cluster's metadata a group needs.
    init(_ view: ClusterView, isComplete: Bool) {
        var topics: [String: Topic] = [:]
        var missing: Set<String> = []
        for (name, topic) in view.topics {
            if topic.errorCode == .unknownTopicOrPartition || topic.errorCode == .unknownTopicID {
                missing.insert(name)
            } else if !topic.partitions.isEmpty {
                topics[name] = Topic(id: topic.id, partitionCount: Int32(topic.partitions.count), isInternal: topic.isInternal)
            }
        }
        self.init(topics, missing: missing, isComplete: isComplete)
    }
}
