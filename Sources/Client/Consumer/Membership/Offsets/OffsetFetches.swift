package import OttlaProtocol
package import OttlaVocabulary

/// Asks the coordinator where to go on with partitions that came to us, until it has said so.
package struct OffsetFetches: Sendable {
    let settings: MembershipSettings
    /// Reads committed records only: then it must be known whether the offset itself is committed (KIP-447).
    let isStableRequired: Bool
    private var identity: MemberIdentity?
    /// Whether the coordinator checks who asks: from KIP-848 on, members of consumer groups.
    package var isOfConsumerGroup: Bool
    private var wanted: Set<TopicPartition> = []
    private var inFlight: (number: GroupRequestNumber, asked: Set<TopicPartition>, identity: MemberIdentity?)?
    private var retryAt: Instant?
    private var topics = TopicView()
    private var outbox: OffsetsOutbox

    package init(settings: MembershipSettings, isStableRequired: Bool, isOfConsumerGroup: Bool, seed: UInt64) {
        self.settings = settings
        self.isStableRequired = isStableRequired
        self.isOfConsumerGroup = isOfConsumerGroup
        outbox = OffsetsOutbox(seed: seed)
    }

    package mutating func takeActions() -> [OffsetsAction] { outbox.take() }

    package var nextDeadline: Instant? { inFlight == nil && !wanted.isEmpty ? retryAt : nil }

    package mutating func topicsChanged(_ topics: TopicView) { self.topics = topics }

    package mutating func identify(_ identity: MemberIdentity?, at now: Instant) {
        self.identity = identity
        guard inFlight == nil else { return }
        retryAt = nil
        send(at: now)
    }

    package mutating func fetch(_ partitions: [TopicPartition], at now: Instant) {
        wanted.formUnion(partitions)
        if inFlight == nil { send(at: now) }
    }

    /// Not ours any more.
    package mutating func forget(_ partitions: [TopicPartition]) { wanted.subtract(partitions) }

    package mutating func tick(at now: Instant) {
        guard inFlight == nil, let retryAt, retryAt <= now else { return }
        send(at: now)
    }

    private mutating func send(at now: Instant) {
        retryAt = nil
        guard !wanted.isEmpty else { return }
        let byTopic = SubscriptionCoding.byTopic(Array(wanted))
        let knowsIDs = byTopic.allSatisfy { topics.topics[$0.0].map { $0.id != .zero } ?? false }
        var group = OffsetFetchRequest.OffsetFetchRequestGroup(groupID: settings.groupID)
        if isOfConsumerGroup, let identity { (group.memberID, group.memberEpoch) = (identity.memberID, identity.generation) }
        group.topics = byTopic.map { .init(name: $0, topicID: topics.topics[$0]?.id ?? .zero, partitionIndexes: $1) }
        var request = OffsetFetchRequest()
        // Until version 7 there is one group, which is the request itself.
        request.groupID = settings.groupID
        request.topics = byTopic.map { .init(name: $0, partitionIndexes: $1) }
        request.groups = [group]
        request.requireStable = isStableRequired
        let number = outbox.nextNumber()
        // From version 10 on topics go by their ids only.
        outbox.add(.fetch(number, request, versions: 0...(knowsIDs ? 10 : 9)))
        inFlight = (number, wanted, identity)
    }

    // MARK: - Answers

    /// `nil`: there was none.
    package mutating func answered(_ number: GroupRequestNumber, _ response: OffsetFetchResponse?, at now: Instant) {
        guard let sent = inFlight, sent.number == number else { return }
        inFlight = nil
        guard let response else {
            outbox.add(.forgetCoordinator)
            return retry(at: now)
        }
        let group = response.groups.first { $0.groupID == settings.groupID }
        let error = group?.errorCode ?? response.errorCode
        guard error == .none else { return refused(error, hasMoved: sent.identity != identity, at: now) }
        take(partitions(response, group), at: now)
    }

    package mutating func failed(_ number: GroupRequestNumber, _ error: ClientError, at now: Instant) {
        guard inFlight?.number == number else { return }
        inFlight = nil
        fail(wanted, error)
    }

    private typealias Found = (partition: TopicPartition, offset: CommittedOffset?, error: ErrorCode)

    /// In one form, whatever the version.
    private func partitions(_ response: OffsetFetchResponse, _ group: OffsetFetchResponse.OffsetFetchResponseGroup?) -> [Found] {
        let old: [Found] = response.topics.flatMap { topic in
            topic.partitions.map {
                Found(
                    TopicPartition(topic.name, $0.partitionIndex),
                    CommittedOffset(answered: $0.committedOffset, $0.committedLeaderEpoch, $0.metadata), $0.errorCode)
            }
        }
        let new: [Found] = (group?.topics ?? []).flatMap { topic -> [Found] in
            guard let name = topic.name.isEmpty ? topics.name(of: topic.topicID) : topic.name else { return [] }
            return topic.partitions.map {
                Found(
                    TopicPartition(name, $0.partitionIndex),
                    CommittedOffset(answered: $0.committedOffset, $0.committedLeaderEpoch, $0.metadata), $0.errorCode)
            }
        }
        return old + new
    }

    private mutating func take(_ found: [Found], at now: Instant) {
        var offsets: [TopicPartition: CommittedOffset?] = [:]
        for (partition, offset, error) in found where wanted.contains(partition) {
            if error == .none {
                offsets.updateValue(offset, forKey: partition)
                wanted.remove(partition)
            } else if !error.isRetriable {
                // UNSTABLE_OFFSET_COMMIT is: the transaction it waits for will end.
                wanted.remove(partition)
                fail([partition], .refused(error, "reading the committed offset of \(partition)"))
            }
        }
        if !offsets.isEmpty { outbox.add(.fetched(offsets)) }
        if wanted.isEmpty || !offsets.isEmpty { outbox.succeeded() }
        // Asked for meanwhile, or to be asked again.
        if !wanted.isEmpty { retry(at: now) }
    }

    private mutating func refused(_ error: ErrorCode, hasMoved: Bool, at now: Instant) {
        switch error {
        case .notCoordinator, .coordinatorNotAvailable, .requestTimedOut:
            outbox.add(.forgetCoordinator)
            retry(at: now)
        // The membership learns of it by its heartbeats; either we are told a new epoch, or these partitions go.
        case .staleMemberEpoch, .unknownMemberID, .fencedMemberEpoch, .illegalGeneration, .rebalanceInProgress: retry(at: now)
        default:
            if error.isRetriable { return retry(at: now) }
            fail(wanted, .refused(error, "reading the committed offsets of group \(settings.groupID)"))
        }
    }

    private mutating func retry(at now: Instant) { retryAt = outbox.retryTime(settings, at: now) }

    private mutating func fail(_ partitions: Set<TopicPartition>, _ error: ClientError) {
        wanted.subtract(partitions)
        if !partitions.isEmpty { outbox.add(.fetchFailed(partitions.sorted(), error)) }
    }
}

extension CommittedOffset {
    /// -1 says that nothing was committed.
    init?(answered offset: Offset, _ leaderEpoch: Int32, _ metadata: String?) {
        guard offset.value >= 0 else { return nil }
        self.init(offset: offset.value, leaderEpoch: leaderEpoch >= 0 ? leaderEpoch : nil, metadata: metadata ?? "")
    }
}
