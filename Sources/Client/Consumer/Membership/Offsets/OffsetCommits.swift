package import OttlaProtocol
import OttlaStateMachines
package import OttlaVocabulary

/// A commit that was asked for, by which its end is told.
package struct CommitNumber: Hashable, Sendable {
    package var value: UInt64

    package init(_ value: UInt64) { self.value = value }
}

/// What the machines of committed offsets want done.
package enum OffsetsAction: Equatable, Sendable {
    case commit(GroupRequestNumber, OffsetCommitRequest, versions: ClosedRange<Int16>)
    case fetch(GroupRequestNumber, OffsetFetchRequest, versions: ClosedRange<Int16>)
    case forgetCoordinator
    /// A commit has ended, well if there is no error.
    case committed(CommitNumber, ClientError?)
    /// It is time to commit where the user has got to: call `commit` with it.
    case commitPositions
    /// Where to go on with partitions that came; `nil` where nothing was committed.
    case fetched([TopicPartition: CommittedOffset?])
    /// Nothing can be learned about where to go on with these.
    case fetchFailed([TopicPartition], ClientError)
}

/// The offsets of one consumer on their way to its group's coordinator.
///
/// One request is under way at a time, so that a later commit is never overtaken by an earlier one that was tried again; what
/// is asked for meanwhile goes together with the next one. A commit is tried again until its time is up, under the identity
/// that we have by then, as long as the partition is still ours.
package struct OffsetCommits: Sendable {
    struct Waiting: Sendable {
        var number: CommitNumber
        /// What of it is not committed yet.
        var open: [TopicPartition: CommittedOffset]
        var deadline: Instant
        /// The first error, which it will end with.
        var error: ClientError?
    }

    let settings: MembershipSettings
    /// `auto.commit.interval.ms`; `nil` where only the user commits.
    let autoCommitIntervalMs: Int64?
    private(set) var identity: MemberIdentity?
    /// Whether there is a group to be a member of; without one anybody may commit.
    let isMembershipNeeded: Bool
    private(set) var waiting: [Waiting] = []
    private var inFlight: (number: GroupRequestNumber, sent: [TopicPartition: CommittedOffset], identity: MemberIdentity?)?
    private var retryAt: Instant?
    private var autoCommitAt: Instant?
    private var topics = TopicView()
    private var outbox: OffsetsOutbox
    /// What the coordinator is known to have from us.
    private var committed: [TopicPartition: CommittedOffset] = [:]

    package init(
        settings: MembershipSettings, autoCommitIntervalMs: Int64?, isMembershipNeeded: Bool = true, seed: UInt64, at now: Instant
    ) {
        self.settings = settings
        self.autoCommitIntervalMs = autoCommitIntervalMs
        self.isMembershipNeeded = isMembershipNeeded
        outbox = OffsetsOutbox(seed: seed)
        autoCommitAt = autoCommitIntervalMs.map(now.advanced(milliseconds:))
    }

    package mutating func takeActions() -> [OffsetsAction] { outbox.take() }

    package var nextDeadline: Instant? {
        (waiting.map(\.deadline) + [canSend ? retryAt : nil, autoCommitAt].compactMap(\.self)).min()
    }

    private var canSend: Bool { inFlight == nil && !waiting.isEmpty && (!isMembershipNeeded || identity != nil) }

    /// Commits still to be made.
    package var isIdle: Bool { waiting.isEmpty }

    package mutating func topicsChanged(_ topics: TopicView) { self.topics = topics }

    package mutating func identify(_ identity: MemberIdentity?, at now: Instant) {
        if identity == self.identity { return }
        let wasNobody = self.identity == nil
        self.identity = identity
        if identity != nil, !wasNobody || !waiting.isEmpty {
            retryAt = nil
            send(at: now)
        }
    }

    // MARK: - Commits

    /// `number` is the caller's; an end is told once. Only changes are sent, unless the user asked.
    package mutating func commit(
        _ offsets: [TopicPartition: CommittedOffset], as number: CommitNumber, isAutomatic: Bool = false, within milliseconds: Int64,
        at now: Instant
    ) {
        let open = isAutomatic ? offsets.filter { committed[$0.key] != $0.value } : offsets
        if open.isEmpty { return outbox.add(.committed(number, nil)) }
        if isMembershipNeeded, identity == nil { return outbox.add(.committed(number, notAMember)) }
        waiting.append(Waiting(number: number, open: open, deadline: now.advanced(milliseconds: milliseconds)))
        send(at: now)
    }

    /// Partitions that are others' now: what was to be committed of them cannot be any more.
    package mutating func lose(_ partitions: [TopicPartition], at now: Instant) {
        for partition in partitions {
            committed[partition] = nil
            for index in waiting.indices where waiting[index].open.removeValue(forKey: partition) != nil {
                waiting[index].error = waiting[index].error ?? lost(partition)
            }
        }
        tellEnded()
    }

    /// Given back, and what was to be committed of them was.
    package mutating func revoked(_ partitions: [TopicPartition]) { for partition in partitions { committed[partition] = nil } }

    package mutating func tick(at now: Instant) {
        if let autoCommitAt, autoCommitAt <= now {
            self.autoCommitAt = autoCommitIntervalMs.map(now.advanced(milliseconds:))
            // One that is still under way will not be helped by another.
            if waiting.isEmpty, identity != nil || !isMembershipNeeded { outbox.add(.commitPositions) }
        }
        for index in waiting.indices where waiting[index].deadline <= now {
            let error =
                waiting[index].error
                ?? ClientError(
                    .timedOut, "committing offsets of group \(settings.groupID): not done in time; they may have been committed")
            waiting[index].error = error
            waiting[index].open = [:]
        }
        tellEnded()
        if let retryAt, retryAt <= now { send(at: now) }
    }

    private mutating func send(at now: Instant) {
        guard canSend, retryAt.map({ $0 <= now }) ?? true else { return }
        retryAt = nil
        var offsets: [TopicPartition: CommittedOffset] = [:]
        // Later ones win.
        for commit in waiting { offsets.merge(commit.open) { $1 } }
        if offsets.isEmpty { return tellEnded() }
        var request = OffsetCommitRequest(
            groupID: settings.groupID, generationIDOrMemberEpoch: identity?.generation ?? -1, memberID: identity?.memberID ?? "",
            groupInstanceID: identity?.groupInstanceID)
        var knowsIDs = true
        request.topics = Dictionary(grouping: offsets, by: \.key.topic).sorted { $0.key < $1.key }
            .map { topic, offsets in
                let id = topics.topics[topic]?.id ?? .zero
                if id == .zero { knowsIDs = false }
                return .init(
                    name: topic, topicID: id, partitions: offsets.sorted { $0.key < $1.key }.map { $0.value.field($0.key.partition) })
            }
        let number = outbox.nextNumber()
        // From version 10 on topics go by their ids only.
        outbox.add(.commit(number, request, versions: 0...(knowsIDs ? 10 : 9)))
        inFlight = (number, offsets, identity)
    }

    // MARK: - Answers

    /// `nil`: there was none.
    package mutating func answered(_ number: GroupRequestNumber, _ response: OffsetCommitResponse?, at now: Instant) {
        guard let sent = inFlight, sent.number == number else { return }
        inFlight = nil
        var mustWait = false
        if let response {
            for topic in response.topics {
                let name = topic.name.isEmpty ? topics.name(of: topic.topicID) : topic.name
                for partition in topic.partitions {
                    guard let name else { continue }
                    let key = TopicPartition(name, partition.partitionIndex)
                    guard let offset = sent.sent[key] else { continue }
                    if take(partition.errorCode, key, offset, hasMoved: identity != sent.identity) { mustWait = true }
                }
            }
            if !mustWait { outbox.succeeded() }
        } else {
            outbox.add(.forgetCoordinator)
            mustWait = true
        }
        tellEnded()
        if mustWait { retryAt = outbox.retryTime(settings, at: now) }
        send(at: now)
    }

    /// The request cannot be sent, and trying again does not help.
    package mutating func failed(_ number: GroupRequestNumber, _ error: ClientError, at now: Instant) {
        guard inFlight?.number == number else { return }
        inFlight = nil
        for index in waiting.indices { (waiting[index].open, waiting[index].error) = ([:], error) }
        tellEnded()
    }

    /// One partition's answer. True if it has to be tried again.
    private mutating func take(
        _ error: ErrorCode, _ partition: TopicPartition, _ offset: CommittedOffset, hasMoved: Bool
    ) -> Bool {
        switch error {
        case .none:
            committed[partition] = offset
            close(partition, upTo: offset, nil)
            return false
        case .notCoordinator, .coordinatorNotAvailable, .requestTimedOut:
            outbox.forgetCoordinator()
            return true
        // The group is between two generations; ours will do again, or the next one.
        case .rebalanceInProgress, .staleMemberEpoch: return true
        case .illegalGeneration, .unknownMemberID, .fencedMemberEpoch:
            // Sent under an identity that has changed meanwhile: what is still ours is committed under the new one.
            if hasMoved, identity != nil { return true }
            close(partition, upTo: nil, .refused(error, "committing offsets of group \(settings.groupID)"))
            return false
        default:
            if error.isRetriable { return true }
            close(partition, upTo: nil, .refused(error, "committing \(partition) of group \(settings.groupID)"))
            return false
        }
    }

    /// Takes a partition out of the commits whose offset was in the request, or out of all of them.
    private mutating func close(_ partition: TopicPartition, upTo sent: CommittedOffset?, _ error: ClientError?) {
        // The last commit that has the offset was merged from all before it.
        let last = sent.map { sent in waiting.lastIndex { $0.open[partition] == sent } ?? -1 } ?? waiting.count - 1
        for index in waiting.indices where index <= last && waiting[index].open.removeValue(forKey: partition) != nil {
            if let error { waiting[index].error = waiting[index].error ?? error }
        }
    }

    private mutating func tellEnded() {
        for commit in waiting where commit.open.isEmpty { outbox.add(.committed(commit.number, commit.error)) }
        waiting.removeAll { $0.open.isEmpty }
    }

    private var notAMember: ClientError {
        ClientError(
            .groupMembershipLost, "committing offsets of group \(settings.groupID): this consumer is not a member of it at the moment")
    }

    private func lost(_ partition: TopicPartition) -> ClientError {
        ClientError(
            .groupMembershipLost,
            "committing \(partition) of group \(settings.groupID): the group has given the partition to somebody else")
    }
}

extension CommittedOffset {
    func field(_ partition: Int32) -> OffsetCommitRequest.OffsetCommitRequestPartition {
        .init(
            partitionIndex: partition, committedOffset: Offset(offset), committedLeaderEpoch: leaderEpoch ?? -1,
            committedMetadata: metadata)
    }
}
