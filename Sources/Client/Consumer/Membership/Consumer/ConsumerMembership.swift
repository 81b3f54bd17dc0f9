import OttlaProtocol
package import OttlaVocabulary

/// A partition by its topic's id: a topic that was deleted and made anew is another one.
struct TopicIDPartition: Hashable, Sendable {
    var topicID: UUID
    var partition: Int32
}

/// A member of a consumer group (KIP-848): the coordinator tells it in the answers to its heartbeats what it should have, and
/// it says in the next ones what it has, once the user has given back what had to go.
///
/// A value: events come in by its methods, what is to be done comes out of `takeActions`.
package struct ConsumerMembership: Sendable {
    enum Phase: Equatable, Sendable {
        case away
        /// In the group, or on the way into it.
        case member
        /// The group has gone on without us; we join again once the user has been told.
        case fenced
        /// `nil` while the user is told what goes.
        case leaving(GroupRequestNumber?)
        case over
    }

    /// What the user is being told.
    enum Listening: Equatable, Sendable {
        case revoking(Set<TopicIDPartition>)
        case assigning
        case losing
    }

    let settings: MembershipSettings
    var subscription: Subscription
    var topics = TopicView()
    var phase = Phase.away
    var listening: Listening?
    var outbox: MembershipOutbox

    /// Made by ourselves, and kept for as long as this consumer lives.
    let memberID: String
    var epoch: Int32 = 0
    /// What the user takes for theirs.
    var owned: Set<TopicIDPartition> = []
    /// Of what is owned, also when the topic is gone.
    var names: [UUID: String] = [:]
    /// What the coordinator wants us to have; `nil` before it has said so.
    var target: Set<TopicIDPartition>?
    var isLeaving = false
    var isSteppingOut = false
    /// Topics that the metadata was fetched anew for.
    var missingTopics: Set<UUID> = []

    var heartbeat: (number: GroupRequestNumber, said: Said)?
    /// What the coordinator knows from us for sure; `nil` says everything anew.
    var known: Said?
    var heartbeatAt: Instant?
    /// Until when the place of a process of before, that has not ended for the group, is waited for.
    var patienceEnd: Instant?
    /// Whether an answer ever made us a member: before that, another protocol may be tried.
    private(set) var hasBeenMember = false

    /// What a heartbeat says beyond that we live.
    struct Said: Equatable, Sendable {
        var subscription: Subscription
        var owned: Set<TopicIDPartition>
    }

    init(settings: MembershipSettings, subscription: Subscription, outbox: MembershipOutbox) {
        self.settings = settings
        self.subscription = subscription
        self.outbox = outbox
        memberID = self.outbox.newMemberID()
    }

    package init(settings: MembershipSettings, subscription: Subscription, seed: UInt64) {
        self.init(settings: settings, subscription: subscription, outbox: MembershipOutbox(seed: seed))
    }

    package mutating func takeActions() -> [MembershipAction] { outbox.take() }

    /// When `tick` is next wanted.
    package var nextDeadline: Instant? { phase == .member && heartbeat == nil ? heartbeatAt : nil }

    // MARK: - What the user and time do

    package mutating func start(at now: Instant) {
        guard phase == .away, !isLeaving else { return }
        watch()
        join(at: now)
    }

    package mutating func subscribe(_ subscription: Subscription, at now: Instant) {
        if subscription == self.subscription { return }
        self.subscription = subscription
        watch()
        sendIfNews(at: now)
    }

    package mutating func tick(at now: Instant) {
        guard phase == .member, heartbeat == nil, let heartbeatAt, heartbeatAt <= now else { return }
        sendHeartbeat(at: now)
    }

    package mutating func topicsChanged(_ topics: TopicView, at now: Instant) {
        self.topics = topics
        reconcile(at: now)
    }

    private mutating func watch() {
        if case .topics(let names) = subscription { outbox.watch(names) } else { outbox.watch([], all: true) }
    }

    /// The user has been told what the last action said.
    package mutating func listenerReturned(at now: Instant) {
        guard let listening else { preconditionFailure("no listener was called") }
        self.listening = nil
        if case .revoking(let gone) = listening { owned.subtract(gone) }
        if listening == .losing { owned = [] }
        proceed(at: now)
    }

    /// Goes on with what could not be done while the user was told something.
    mutating func proceed(at now: Instant) {
        guard listening == nil else { return }
        switch phase {
        case .member: reconcile(at: now)
        case .fenced: loseAll(at: now)
        case .leaving(nil): giveBackAll(at: now)
        case .away, .leaving, .over: break
        }
    }

    // MARK: - In and out

    /// From nothing: the epoch of who joins is 0.
    mutating func join(at now: Instant) {
        phase = .member
        epoch = 0
        target = nil
        known = nil
        sendHeartbeat(at: now)
    }

    /// What was owned is others' already.
    mutating func beFenced(at now: Instant) {
        phase = .fenced
        heartbeat = nil
        epoch = 0
        target = nil
        known = nil
        outbox.identify(nil)
        proceed(at: now)
    }

    private mutating func loseAll(at now: Instant) {
        if !owned.isEmpty {
            listening = .losing
            return outbox.add(.lose(named(owned)))
        }
        if isSteppingOut {
            phase = .away
        } else {
            join(at: now)
        }
    }

    package mutating func leave(at now: Instant) {
        guard !isLeaving, phase != .over else { return }
        isLeaving = true
        if phase == .away {
            end()
            return outbox.add(.left)
        }
        let wasLost = phase == .fenced
        phase = .leaving(nil)
        heartbeat = nil
        if listening == nil, wasLost { owned = [] }
        proceed(at: now)
    }

    private mutating func giveBackAll(at now: Instant) {
        if !owned.isEmpty {
            listening = .revoking(owned)
            return outbox.add(.revoke(named(owned)))
        }
        outbox.identify(nil)
        // Also if no answer came yet: the first heartbeat may have made us a member.
        phase = .leaving(sendLeaveRequest())
    }

    /// -1 leaves for good; a static member's place is kept for its next process (-2).
    @discardableResult
    mutating func sendLeaveRequest() -> GroupRequestNumber {
        let leavingEpoch: Int32 = settings.groupInstanceID == nil || isSteppingOut ? -1 : -2
        let request = ConsumerGroupHeartbeatRequest(
            groupID: settings.groupID, memberID: memberID, memberEpoch: leavingEpoch, instanceID: settings.groupInstanceID)
        return outbox.send(.consumerHeartbeat(request, atLeast: 0), timeoutMs: settings.requestTimeoutMs)
    }

    /// The user has not asked for records for longer than allowed: others shall have the partitions.
    package mutating func stepOut(at now: Instant) {
        guard phase == .member || phase == .fenced, !isLeaving else { return }
        isSteppingOut = true
        if phase == .member { sendLeaveRequest() }
        beFenced(at: now)
    }

    /// The user is back.
    package mutating func stepIn(at now: Instant) {
        isSteppingOut = false
        start(at: now)
    }

    mutating func fail(_ error: ClientError) {
        if !owned.isEmpty { outbox.add(.lose(named(owned))) }
        owned = []
        end()
        outbox.add(.fail(error))
    }

    mutating func end() {
        phase = .over
        heartbeat = nil
        outbox.identify(nil)
    }

    mutating func becameMember() { hasBeenMember = true }

    func named(_ partitions: Set<TopicIDPartition>) -> [TopicPartition] {
        partitions.compactMap { partition in names[partition.topicID].map { TopicPartition($0, partition.partition) } }.sorted()
    }
}
