import OttlaProtocol
import OttlaVocabulary

extension ClassicMembership {
    /// The way to a join, or out: first the user gives back what cannot be kept, then we go on.
    mutating func prepare(at now: Instant) {
        retryAt = nil
        let gone = givenUp
        if !gone.isEmpty {
            if isLost || !settings.isCooperative { held = owned }
            outbox.add(isLost ? .lose(gone) : .revoke(gone))
            phase = isLeaving ? .leaving(nil) : .preparing(gone)
            return
        }
        if isLost {
            isLost = false
            ownedGeneration = -1
        }
        if isLeaving { return sendLeave(at: now) }
        if isSteppingOut {
            phase = .away
            return
        }
        watchOwnTopics()
        guard wantedTopics != nil else {
            phase = .resolving
            return
        }
        sendJoin(at: now)
    }

    /// Eager: everything, so that any assignment is possible. Cooperative: only what we do not want any more (KIP-429).
    private var givenUp: [TopicPartition] {
        if isLost || isLeaving || !settings.isCooperative { return owned.sorted() }
        guard let wanted = wantedTopics else { return [] }
        return owned.filter { !wanted.contains($0.topic) }.sorted()
    }

    /// The topics to ask for; `nil` as long as a pattern has nothing to be matched against.
    var wantedTopics: Set<String>? {
        switch subscription {
        case .topics(let names): return names
        case .pattern(let text):
            guard topics.isComplete else { return nil }
            // The expression was checked when the user gave it.
            guard var matcher = (try? TopicPattern(text))?.matcher() else { return [] }
            return Set(topics.topics.lazy.filter { !$0.value.isInternal && matcher.isMatch($0.key) }.map(\.key))
        }
    }

    func watchedTopics(with others: Set<String> = []) -> Set<String> {
        if case .topics(let names) = subscription { names.union(others) } else { others }
    }

    mutating func watchOwnTopics() { outbox.watch(watchedTopics(with: ledTopics), all: subscription.isPattern) }

    // MARK: - JoinGroup

    mutating func sendJoin(at now: Instant) {
        retryAt = nil
        let wanted = wantedTopics ?? []
        joinedTopics = wanted
        let request = JoinGroupRequest(
            groupID: settings.groupID, sessionTimeoutMs: settings.sessionTimeoutMs, rebalanceTimeoutMs: settings.rebalanceTimeoutMs,
            memberID: memberID, groupInstanceID: settings.groupInstanceID, protocolType: "consumer",
            protocols: settings.assignors.map { .init(name: $0.name, metadata: metadata($0, wanted)) }, reason: rejoinReason)
        rejoinReason = nil
        // The answer waits for the others, and in a new group longer than they are given.
        let timeout = max(Int64(settings.rebalanceTimeoutMs), settings.requestTimeoutMs) + 5_000
        phase = .joining(outbox.send(.join(request), timeoutMs: timeout))
    }

    private func metadata(_ assignor: Assignor, _ wanted: Set<String>) -> [UInt8] {
        SubscriptionCoding.encode(
            assignor, topics: wanted, owned: owned.sorted(), held: (owned.isEmpty ? held : owned).sorted(), generation: ownedGeneration,
            rackID: settings.rackID)
    }

    mutating func retryJoin(at now: Instant) {
        phase = .joining(nil)
        retryAt = outbox.retryTime(settings, at: now)
    }

    mutating func joinAnswered(_ response: JoinGroupResponse, at now: Instant) {
        switch response.errorCode {
        case .none: joined(response, at: now)
        case .memberIDRequired:
            // KIP-394: the id first, then a place.
            memberID = response.memberID
            sendJoin(at: now)
        default: refused(response.errorCode, "joining the group", at: now)
        }
    }

    private mutating func joined(_ response: JoinGroupResponse, at now: Instant) {
        outbox.succeeded()
        memberID = response.memberID
        generation = response.generationID
        heartbeatAt = now.advanced(milliseconds: settings.heartbeatIntervalMs)
        ledCounts = nil
        ledTopics = []
        guard response.leader == response.memberID, !response.leader.isEmpty else { return sendSync(response, [:], at: now) }
        ledTopics = groupTopics(of: response)
        outbox.watch(watchedTopics(with: ledTopics), all: subscription.isPattern)
        if topics.answers(for: ledTopics) { return assign(response, at: now) }
        phase = .assigning(response, until: now.advanced(milliseconds: min(5_000, Int64(settings.sessionTimeoutMs) / 2)))
    }

    /// What all its members want, as their leader has to know it.
    func groupTopics(of response: JoinGroupResponse) -> Set<String> {
        subscriptions(in: response).reduce(into: []) { $0.formUnion($1.topics) }
    }

    private func subscriptions(in response: JoinGroupResponse) -> [GroupMemberSubscription] {
        guard let assignor = Assignor(named: response.protocolName ?? "") else { return [] }
        // Who cannot be understood gets nothing.
        return response.members.compactMap { SubscriptionCoding.decode($0, assignor) }
    }

    /// We lead: divides what is known of. Topics that nobody knows of are empty for now.
    mutating func assign(_ response: JoinGroupResponse, at now: Instant) {
        let counts = topics.partitionCounts(of: ledTopics)
        ledCounts = counts
        // KIP-814: a static leader that came back leads on without dividing anew.
        guard !response.skipAssignment, let assignor = Assignor(named: response.protocolName ?? "") else {
            return sendSync(response, [:], at: now)
        }
        sendSync(response, assignor.assign(counts, to: subscriptions(in: response)), at: now)
    }

    // MARK: - SyncGroup

    private mutating func sendSync(_ join: JoinGroupResponse, _ assignment: [String: [TopicPartition]], at now: Instant) {
        let request = SyncGroupRequest(
            groupID: settings.groupID, generationID: generation, memberID: memberID, groupInstanceID: settings.groupInstanceID,
            protocolType: "consumer", protocolName: join.protocolName,
            assignments: assignment.sorted { $0.key < $1.key }
                .map { .init(memberID: $0.key, assignment: SubscriptionCoding.encode($0.value)) })
        let timeout = max(Int64(settings.rebalanceTimeoutMs), settings.requestTimeoutMs) + 5_000
        phase = .syncing(outbox.send(.sync(request), timeoutMs: timeout))
    }

    mutating func syncAnswered(_ response: SyncGroupResponse, at now: Instant) {
        guard response.errorCode == .none else { return refused(response.errorCode, "taking up the assignment", at: now) }
        guard let assigned = SubscriptionCoding.decodeAssignment(response.assignment) else {
            return fail(
                ClientError(
                    .notUnderstood,
                    "joining group \(settings.groupID): the assignment its leader made cannot be read; do all members use the same assignors?"
                ))
        }
        outbox.identify(MemberIdentity(memberID: memberID, generation: generation, groupInstanceID: settings.groupInstanceID))
        ownedGeneration = generation
        let next = Set(assigned)
        let gone = owned.subtracting(next).sorted()
        if gone.isEmpty { return take(next, hasGivenBack: false, at: now) }
        outbox.add(.revoke(gone))
        phase = .revoking(gone, next: next)
    }

    /// Everything that had to go is gone.
    mutating func take(_ next: Set<TopicPartition>, hasGivenBack: Bool, at now: Instant) {
        // What was given up is for others now, in another round (KIP-429).
        if hasGivenBack { rejoinReason = "partitions were given up" }
        let come = next.subtracting(owned).sorted()
        owned = next
        held = []
        if come.isEmpty { return settle(at: now) }
        outbox.add(.assign(come))
        phase = .completing
    }

    mutating func settle(at now: Instant) {
        phase = .stable
        // While the join was under way nobody looked.
        noticeChangedTopics()
        if isLost || isLeaving || rejoinReason != nil { prepare(at: now) }
    }
}
