import OttlaProtocol
import OttlaStateMachines
import OttlaVocabulary
import Testing

@testable import OttlaClient

/// One consumer of the simulation, as far as groups are concerned: a membership, its commits, and a user who reads.
struct SimulatedMember {
    var membership: GroupMembership
    var commits: OffsetCommits
    var fetches: OffsetFetches
    let subscription: Subscription
    var isAlive = true
    var hasLeft = false
    var pausedUntil = Instant(nanoseconds: 0)
    /// What the user takes for theirs: until told otherwise, and done with it.
    var believed: Set<OttlaClient.TopicPartition> = []
    /// Where the user is in those of which it is known where to begin.
    var positions: [OttlaClient.TopicPartition: Int64] = [:]
    /// The last id the group knew us by.
    var memberID = ""
    /// Being told what goes: with the commit that comes before it is done.
    private var going: [OttlaClient.TopicPartition] = []
    private(set) var isToldSomething = false
    private var awaitedCommit: CommitNumber?
    private var commitCount: UInt64 = 0

    init(settings: MembershipSettings, subscription: Subscription, seed: UInt64, at now: Instant) {
        membership = GroupMembership(settings: settings, subscription: subscription, seed: seed)
        commits = OffsetCommits(settings: settings, autoCommitIntervalMs: 500, seed: seed, at: now)
        fetches = OffsetFetches(settings: settings, isStableRequired: true, isOfConsumerGroup: !membership.isClassic, seed: seed)
        self.subscription = subscription
    }

    func wants(_ topic: String) -> Bool {
        switch subscription {
        case .topics(let names): names.contains(topic)
        case .pattern: true
        }
    }

    var nextDeadline: Instant? {
        guard isAlive, !hasLeft else { return nil }
        return [membership.nextDeadline, commits.nextDeadline, fetches.nextDeadline].compactMap(\.self).min()
    }

    mutating func tick(at now: Instant) {
        membership.tick(at: now)
        commits.tick(at: now)
        fetches.tick(at: now)
    }

    mutating func topicsChanged(_ view: TopicView, at now: Instant) {
        commits.topicsChanged(view)
        fetches.topicsChanged(view)
        membership.topicsChanged(view, at: now)
    }

    /// The user reads on.
    mutating func read() { for key in positions.keys where !going.contains(key) { positions[key, default: 0] += 1 } }

    /// The user's listener has returned: what goes is committed first.
    mutating func listenerReturned(at now: Instant) {
        if going.isEmpty { return finishListener(at: now) }
        awaitedCommit = commit(going, at: now)
    }

    private mutating func finishListener(at now: Instant) {
        isToldSomething = false
        believed.subtract(going)
        for partition in going { positions[partition] = nil }
        commits.revoked(going)
        going = []
        membership.listenerReturned(at: now)
    }

    private mutating func commit(_ partitions: some Sequence<OttlaClient.TopicPartition>, at now: Instant) -> CommitNumber {
        commitCount += 1
        let offsets = partitions.reduce(into: [OttlaClient.TopicPartition: CommittedOffset]()) { result, partition in
            if let position = positions[partition] { result[partition] = CommittedOffset(offset: position) }
        }
        commits.commit(offsets, as: CommitNumber(commitCount), isAutomatic: true, within: 5_000, at: now)
        return CommitNumber(commitCount)
    }

    /// Takes what the machines want: what they want of each other is done here, the rest is for the world.
    mutating func takeActions(at now: Instant) -> (membership: [MembershipAction], offsets: [OffsetsAction]) {
        var membershipActions: [MembershipAction] = []
        var offsetsActions: [OffsetsAction] = []
        while true {
            let first = membership.takeActions()
            let second = commits.takeActions() + fetches.takeActions()
            if first.isEmpty, second.isEmpty { return (membershipActions, offsetsActions) }
            for action in first { take(action, at: now) }
            for action in second { take(action, at: now) }
            membershipActions += first
            offsetsActions += second
        }
    }

    private mutating func take(_ action: MembershipAction, at now: Instant) {
        switch action {
        case .identify(let identity):
            if let identity { memberID = identity.memberID }
            commits.identify(identity, at: now)
            fetches.identify(identity, at: now)
        case .assign(let partitions):
            #expect(!isToldSomething && believed.isDisjoint(with: partitions))
            believed.formUnion(partitions)
            isToldSomething = true
            fetches.fetch(partitions, at: now)
        case .revoke(let partitions):
            #expect(!isToldSomething && believed.isSuperset(of: partitions))
            going = partitions
            isToldSomething = true
            fetches.forget(partitions)
        case .lose(let partitions):
            #expect(!isToldSomething && believed.isSuperset(of: partitions))
            believed.subtract(partitions)
            for partition in partitions { positions[partition] = nil }
            isToldSomething = true
            fetches.forget(partitions)
            commits.lose(partitions, at: now)
        case .left: hasLeft = true
        case .send, .forgetCoordinator, .watch, .refreshMetadata, .fail: break
        }
    }

    private mutating func take(_ action: OffsetsAction, at now: Instant) {
        switch action {
        case .commitPositions: _ = commit(positions.keys, at: now)
        case .committed(let number, _) where number == awaitedCommit:
            awaitedCommit = nil
            finishListener(at: now)
        case .fetched(let found):
            for (partition, offset) in found where believed.contains(partition) && !going.contains(partition) {
                positions[partition] = offset?.offset ?? 0
            }
        case .committed, .commit, .fetch, .forgetCoordinator, .fetchFailed: break
        }
    }
}
