import Logging
import OttlaNetwork
import OttlaProtocol
import OttlaVocabulary

/// A consumer's place in its group: performs what the machines of membership and offsets want, on the client's lane.
///
/// Without a subscription it is no member, and only keeps offsets for whoever assigns partitions to themselves.
///
/// `@unchecked Sendable`: touched on the lane's thread only.
final class GroupMember: @unchecked Sendable {
    let core: ClientCore
    let configuration: GroupMemberConfiguration
    let log: Logger
    weak var target: (any GroupAssignmentTarget)?

    var membership: GroupMembership?
    var commits: OffsetCommits
    var fetches: OffsetFetches
    /// Tells its own connection to the coordinator apart: a join that waits for others holds up whatever comes after it.
    let connectionNumber: UInt64

    private(set) var identity: MemberIdentity?
    /// What is ours.
    private(set) var assigned: Set<TopicPartition> = []
    /// Came, and the user is being told; with the offsets that are known by then.
    var coming: [TopicPartition: CommittedOffset?] = [:]
    var isAssigning = false
    /// What goes is stopped, and waits for the user and its commit.
    var going: [TopicPartition] = []
    private(set) var isEnded = false
    /// Counts what the user was told, so that a listener that took too long is not listened to.
    var toldCount: UInt64 = 0
    /// What comes when the user's closure has returned.
    var afterListener: ((GroupMember) -> Void)?
    var listenerTimer: LaneTimer?

    var commitCount: UInt64 = 0
    var commitEnds: [CommitNumber: (ClientError?) -> Void] = [:]

    var leaveWaiters: [LaneWaiter<Void>] = []
    private var timer: LaneTimer?
    private var observer: UInt64?
    var wantsAll = false
    var isWorking = false
    /// Where the last request went.
    var lastNode: Int32?

    init(_ configuration: GroupMemberConfiguration, subscription: Subscription?, target: any GroupAssignmentTarget, core: ClientCore) {
        self.core = core
        self.configuration = configuration
        self.target = target
        var log = core.log
        log[metadataKey: "group"] = "\(configuration.membership.groupID)"
        self.log = log
        connectionNumber = core.random()
        let settings = configuration.membership
        membership = subscription.map { GroupMembership(settings: settings, subscription: $0, seed: core.random()) }
        commits = OffsetCommits(
            settings: settings, autoCommitIntervalMs: configuration.autoCommitIntervalMs, isMembershipNeeded: subscription != nil,
            seed: core.random(), at: core.lane.now)
        fetches = OffsetFetches(
            settings: settings, isStableRequired: configuration.isStableRequired, isOfConsumerGroup: subscription != nil,
            seed: core.random())
    }

    var now: Instant { core.lane.now }

    // MARK: - What the consumer does

    /// Begins to be a member.
    func start() {
        observer = core.metadata.observe { [weak self] view in self?.topicsChanged(view) }
        topicsChanged(core.metadata.view)
        work { $0.membership?.start(at: $0.now) }
    }

    func subscribe(_ subscription: Subscription) { work { $0.membership?.subscribe(subscription, at: $0.now) } }

    /// The user asks for records.
    func polled() {
        // Costs nothing where nobody minds how long the user takes.
        guard configuration.membership.maxPollIntervalMs != nil else { return }
        work { $0.membership?.polled(at: $0.now) }
    }

    /// For whoever assigns partitions to themselves: they come to the target with where the group goes on.
    func begin(_ partitions: [TopicPartition]) {
        assigned.formUnion(partitions)
        work { member in
            for partition in partitions { member.coming[partition] = .some(nil) }
            member.unknown.formUnion(partitions)
            member.fetches.fetch(partitions, at: member.now)
        }
    }

    /// And give them back.
    func end(_ partitions: [TopicPartition]) {
        assigned.subtract(partitions)
        forget(partitions)
        work { $0.commits.revoked(partitions) }
    }

    /// Of `coming`, those whose committed offset is not known yet.
    var unknown: Set<TopicPartition> = []

    /// Who we are in the group, for a producer that commits for us.
    var groupMetadata: ConsumerGroupMetadata {
        ConsumerGroupMetadata(
            groupID: configuration.membership.groupID, generationID: identity?.generation ?? -1, memberID: identity?.memberID ?? "",
            groupInstanceID: configuration.membership.groupInstanceID)
    }

    // MARK: - The machines' turn

    /// Gives the machines an event, and does all that comes of it.
    func work(_ event: (GroupMember) -> Void = { _ in }) {
        guard !isEnded else { return }
        event(self)
        // What is done may be an event again: it is taken up in this loop.
        guard !isWorking else { return }
        isWorking = true
        defer { isWorking = false }
        while !isEnded {
            let first = membership?.takeActions() ?? []
            let second = commits.takeActions() + fetches.takeActions()
            if first.isEmpty, second.isEmpty { break }
            for action in first { perform(action) }
            for action in second { perform(action) }
        }
        setTimer()
    }

    private func setTimer() {
        if let timer { core.lane.cancel(timer) }
        timer = nil
        guard !isEnded,
            let next = [membership?.nextDeadline, commits.nextDeadline, fetches.nextDeadline].compactMap(\.self).min()
        else { return }
        timer = core.lane.schedule(at: next) { [weak self] in
            guard let self else { return }
            self.timer = nil
            self.work { member in
                member.membership?.tick(at: member.now)
                member.commits.tick(at: member.now)
                member.fetches.tick(at: member.now)
            }
        }
    }

    func identify(_ identity: MemberIdentity?) {
        self.identity = identity
        fetches.isOfConsumerGroup = membership?.isClassic == false
        commits.identify(identity, at: now)
        fetches.identify(identity, at: now)
    }

    func own(_ partitions: [TopicPartition]) { assigned.formUnion(partitions) }

    /// Not ours any more: nothing of it is waited for, and the fetching side forgets it.
    func forget(_ partitions: [TopicPartition]) {
        assigned.subtract(partitions)
        fetches.forget(partitions)
        for partition in partitions {
            coming[partition] = nil
            unknown.remove(partition)
        }
        target?.removed(partitions)
    }

    // MARK: - The end

    /// Nothing more is done; whoever waits is told.
    func finish(_ error: ClientError) {
        guard !isEnded else { return }
        isEnded = true
        if let timer { core.lane.cancel(timer) }
        timer = nil
        if let listenerTimer { core.lane.cancel(listenerTimer) }
        afterListener = nil
        if let observer { core.metadata.stopObserving(observer) }
        if wantsAll { core.metadata.stopUsingAll() }
        let ends = commitEnds.values
        commitEnds = [:]
        for end in ends { end(error) }
        for waiter in leaveWaiters { waiter.finish(.success(())) }
        closeConnection()
    }
}
