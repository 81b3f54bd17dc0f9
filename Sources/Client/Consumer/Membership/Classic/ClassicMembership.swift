package import OttlaVocabulary

import OttlaProtocol

/// A member of a classic group: it joins, is told its generation, learns from the leader (or works out, if it leads) what it
/// is to read, and says that it lives until it is called to join again.
///
/// A value: events come in by its methods, what is to be done comes out of `takeActions`. Being alive has nothing to do with
/// how fast records are worked on: heartbeats go on whatever the user's code does.
package struct ClassicMembership: Sendable {
    enum Phase: Equatable, Sendable {
        /// Not begun, or the user does not ask for records any more.
        case away
        /// Waits for the metadata that a pattern is matched against.
        case resolving
        /// The user is told what goes, before we join without it.
        case preparing([TopicPartition])
        /// `nil`: the next attempt waits for `retryAt`.
        case joining(GroupRequestNumber?)
        /// We lead, and wait for metadata of topics that we do not read ourselves.
        case assigning(JoinGroupResponse, until: Instant)
        case syncing(GroupRequestNumber)
        /// The user is told what went with the new assignment, which comes then.
        case revoking([TopicPartition], next: Set<TopicPartition>)
        /// The user is told what came.
        case completing
        case stable
        /// Out of the group soon: `nil` while the user is told what goes.
        case leaving(GroupRequestNumber?)
        case over
    }

    let settings: MembershipSettings
    var subscription: Subscription
    var topics = TopicView()
    var phase = Phase.away
    var outbox: MembershipOutbox

    var memberID = ""
    /// Of the last join that was answered.
    var generation: Int32 = -1
    /// What the user takes for theirs.
    var owned: Set<TopicPartition> = []
    /// What was held before an eager rebalance took it: a sticky leader gives it back.
    var held: Set<TopicPartition> = []
    /// The generation that gave us `owned`. In later ones we may not have got as far as an assignment.
    var ownedGeneration: Int32 = -1
    /// The group has gone on without us: what we own may be others'.
    var isLost = false
    /// Why to join again as soon as that is possible.
    var rejoinReason: String?
    /// What the last join asked for.
    var joinedTopics: Set<String> = []
    /// As leader: the sizes of all topics of the group, as they were assigned.
    var ledCounts: [String: Int32]?
    var isLeaving = false

    var heartbeat: (number: GroupRequestNumber, generation: Int32)?
    var heartbeatAt: Instant?
    var retryAt: Instant?

    init(settings: MembershipSettings, subscription: Subscription, outbox: MembershipOutbox) {
        self.settings = settings
        self.subscription = subscription
        self.outbox = outbox
    }

    package init(settings: MembershipSettings, subscription: Subscription, seed: UInt64) {
        self.init(settings: settings, subscription: subscription, outbox: MembershipOutbox(seed: seed))
    }

    package mutating func takeActions() -> [MembershipAction] { outbox.take() }

    /// When `tick` is next wanted.
    package var nextDeadline: Instant? {
        var deadlines: [Instant?] = [retryAt]
        if case .assigning(_, let until) = phase { deadlines.append(until) }
        if livesInGroup, heartbeat == nil { deadlines.append(heartbeatAt) }
        return deadlines.compactMap(\.self).min()
    }

    /// Whether the user's listener is running.
    var isListening: Bool {
        switch phase {
        case .preparing, .revoking, .completing, .leaving(nil): true
        default: false
        }
    }

    /// Whether the group expects heartbeats of us. A join that waits is sign of life enough.
    var livesInGroup: Bool {
        guard generation >= 0, !isLost else { return false }
        switch phase {
        case .preparing, .assigning, .syncing, .revoking, .completing, .stable, .leaving(nil): return true
        case .away, .resolving, .joining, .leaving, .over: return false
        }
    }

    // MARK: - What the user and time do

    package mutating func start(at now: Instant) {
        guard case .away = phase, !isLeaving else { return }
        prepare(at: now)
    }

    package mutating func subscribe(_ subscription: Subscription, at now: Instant) {
        if subscription == self.subscription { return }
        self.subscription = subscription
        rejoinReason = "the subscription has changed"
        if phase == .stable || phase == .resolving { prepare(at: now) }
    }

    package mutating func tick(at now: Instant) {
        if let retryAt, retryAt <= now {
            self.retryAt = nil
            if case .joining(nil) = phase { sendJoin(at: now) }
        }
        if case .assigning(let response, let until) = phase, until <= now { assign(response, at: now) }
        if livesInGroup, heartbeat == nil, let heartbeatAt, heartbeatAt <= now { sendHeartbeat(at: now) }
    }

    package mutating func topicsChanged(_ topics: TopicView, at now: Instant) {
        self.topics = topics
        switch phase {
        case .resolving: prepare(at: now)
        case .assigning(let response, _): if topics.answers(for: groupTopics(of: response)) { assign(response, at: now) }
        default: break
        }
        noticeChangedTopics()
        if phase == .stable, rejoinReason != nil { prepare(at: now) }
    }

    /// New partitions of the group's topics are for its leader to assign; new topics that match are for us to ask for.
    mutating func noticeChangedTopics() {
        guard generation >= 0 else { return }
        if let ledCounts, topics.answers(for: ledCounts.keys) {
            // A topic that was not there when we assigned has no count among these: it is looked for by its name.
            let counts = topics.partitionCounts(of: ledTopics)
            if counts != ledCounts { rejoinReason = "topics of the group have changed" }
        }
        if subscription.isPattern, let wanted = wantedTopics, wanted != joinedTopics { rejoinReason = "other topics match the pattern" }
    }

    /// Names of the topics that the group's members asked for when we led.
    var ledTopics: Set<String> = []

    /// The user has been told what the last action said.
    package mutating func listenerReturned(at now: Instant) {
        switch phase {
        case .preparing(let gone):
            owned.subtract(gone)
            // The rest may have been lost meanwhile.
            prepare(at: now)
        case .revoking(let gone, let next):
            owned.subtract(gone)
            if isLost || isLeaving { prepare(at: now) } else { take(next, hasGivenBack: true, at: now) }
        case .completing: settle(at: now)
        case .leaving(nil):
            owned = []
            sendLeave(at: now)
        default: preconditionFailure("no listener was called")
        }
    }

    // MARK: - Out of the group

    /// Ends the membership: gives everything back, and says so to the group, unless a static member's place is to be kept for
    /// its next process (KIP-345).
    package mutating func leave(at now: Instant) {
        guard !isLeaving, phase != .over else { return }
        isLeaving = true
        if !isListening { prepare(at: now) }
    }

    /// The user has not asked for records for longer than allowed: others shall have the partitions.
    package mutating func stepOut(at now: Instant) {
        guard phase != .away, phase != .over, !isLeaving else { return }
        if settings.groupInstanceID == nil, !memberID.isEmpty { sendLeaveRequest() }
        memberID = ""
        isSteppingOut = true
        loseMembership()
        if !isListening { prepare(at: now) }
    }

    /// The user is back.
    package mutating func stepIn(at now: Instant) {
        isSteppingOut = false
        start(at: now)
    }

    var isSteppingOut = false

    mutating func fail(_ error: ClientError) {
        if !owned.isEmpty { outbox.add(.lose(owned.sorted())) }
        owned = []
        end()
        outbox.add(.fail(error))
    }

    mutating func end() {
        phase = .over
        retryAt = nil
        generation = -1
        outbox.identify(nil)
    }

    /// What is owned is not ours any more; the user learns of it when no other listener runs.
    mutating func loseMembership() {
        isLost = true
        generation = -1
        outbox.identify(nil)
    }
}
