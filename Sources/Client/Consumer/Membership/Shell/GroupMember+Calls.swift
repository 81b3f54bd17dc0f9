import OttlaVocabulary

/// What the consumer's user calls, and waits for. On the lane.
extension GroupMember {
    /// Commits these, or, without any, where the user is in all that is ours.
    ///
    /// - Throws: `groupMembershipLost` where a partition is somebody else's by now, `timedOut`, or what the broker refused.
    func commit(_ offsets: [TopicPartition: CommittedOffset]?, deadline: Instant) async throws(ClientError) {
        let waiter = LaneWaiter<Void>(on: core.lane)
        let offsets = offsets ?? target?.positions(for: nil) ?? [:]
        let time = max(1, now.milliseconds(until: deadline))
        add(offsets, isAutomatic: false, within: time) { error in
            waiter.finish(error.map { .failure($0) } ?? .success(()))
        }
        try await waiter.value()
    }

    /// Commits where the user is in these, or in all that is ours, if that is news.
    func commitPositions(of partitions: [TopicPartition]?, then end: @escaping (ClientError?) -> Void) {
        // On the way out of a partition the group waits for us, but not longer than this.
        let time = min(Int64(configuration.membership.rebalanceTimeoutMs) / 2, 5_000)
        add(target?.positions(for: partitions) ?? [:], isAutomatic: true, within: time, then: end)
    }

    private func add(
        _ offsets: [TopicPartition: CommittedOffset], isAutomatic: Bool, within milliseconds: Int64,
        then end: @escaping (ClientError?) -> Void
    ) {
        guard !isEnded else {
            return end(ClientError(.closed, "committing offsets of group \(configuration.membership.groupID): the consumer is closed"))
        }
        commitCount += 1
        let number = CommitNumber(commitCount)
        commitEnds[number] = end
        work { $0.commits.commit(offsets, as: number, isAutomatic: isAutomatic, within: milliseconds, at: $0.now) }
    }

    /// Leaves the group: partitions are given back as in a rebalance, and the coordinator is told. Bounded by the time the
    /// group gives, after which the session's end tells it.
    func leave() async {
        guard !isEnded, membership != nil else { return await leaveNobody() }
        let waiter = LaneWaiter<Void>(on: core.lane)
        leaveWaiters.append(waiter)
        work { $0.membership?.leave(at: $0.now) }
        let limit = Int64(configuration.membership.rebalanceTimeoutMs) + core.configuration.requestTimeout.milliseconds
        let late = ClientError(.timedOut, "leaving group \(configuration.membership.groupID) took too long")
        if (try? await waiter.value(until: now.advanced(milliseconds: limit), late: late)) == nil { finish(late) }
    }

    /// Who was no member only commits what is left to commit.
    private func leaveNobody() async {
        guard !isEnded else { return }
        if configuration.autoCommitIntervalMs != nil {
            let waiter = LaneWaiter<Void>(on: core.lane)
            commitPositions(of: nil) { _ in waiter.finish(.success(())) }
            _ = try? await waiter.value()
        }
        finish(ClientError(.closed, "the consumer is closed"))
    }
}
