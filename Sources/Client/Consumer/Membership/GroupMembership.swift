package import OttlaVocabulary

import OttlaProtocol

/// A consumer's membership in its group, by whichever protocol it goes.
///
/// `automatic` begins with the consumer protocol, and falls back to the classic one before it has been a member if the broker
/// does not serve what is asked for, or if the group is a classic one that may not go over (`GROUP_ID_NOT_FOUND`). It stays
/// with what it fell back to: members of a classic group are taken along by the coordinator when the group goes over, so
/// nothing is lost by it. Who chose assignors of their own gets the classic protocol, since only there members assign.
package struct GroupMembership: Sendable {
    private enum Machine: Sendable {
        case classic(ClassicMembership)
        case consumer(ConsumerMembership)
    }

    let settings: MembershipSettings
    private var machine: Machine
    private var topics = TopicView()
    private var lastPoll: Instant?
    private var isOut = false
    private var mayFallBack: Bool
    /// The subscription asked for last, which a fallback joins with.
    private var subscription: Subscription

    package init(settings: MembershipSettings, subscription: Subscription, seed: UInt64) {
        self.settings = settings
        self.subscription = subscription
        let outbox = MembershipOutbox(seed: seed)
        let isClassic =
            settings.groupProtocol == .classic || settings.groupProtocol == .automatic && settings.areAssignorsChosen
        mayFallBack = settings.groupProtocol == .automatic && !isClassic
        machine =
            isClassic
            ? .classic(ClassicMembership(settings: settings, subscription: subscription, outbox: outbox))
            : .consumer(ConsumerMembership(settings: settings, subscription: subscription, outbox: outbox))
    }

    /// Whether the classic protocol is spoken, at least by now.
    package var isClassic: Bool { if case .classic = machine { true } else { false } }

    package mutating func takeActions() -> [MembershipAction] {
        switch machine {
        case .classic(var classic):
            let actions = classic.takeActions()
            machine = .classic(classic)
            return actions
        case .consumer(var consumer):
            let actions = consumer.takeActions()
            machine = .consumer(consumer)
            return actions
        }
    }

    /// When `tick` is next wanted.
    package var nextDeadline: Instant? {
        let next =
            switch machine {
            case .classic(let classic): classic.nextDeadline
            case .consumer(let consumer): consumer.nextDeadline
            }
        return [next, pollDeadline].compactMap(\.self).min()
    }

    private var pollDeadline: Instant? {
        guard let limit = settings.maxPollIntervalMs, let lastPoll, !isOut else { return nil }
        return lastPoll.advanced(milliseconds: limit)
    }

    // MARK: - Events

    package mutating func start(at now: Instant) {
        lastPoll = now
        change({ $0.start(at: now) }, { $0.start(at: now) })
    }

    package mutating func subscribe(_ subscription: Subscription, at now: Instant) {
        self.subscription = subscription
        change({ $0.subscribe(subscription, at: now) }, { $0.subscribe(subscription, at: now) })
    }

    package mutating func topicsChanged(_ topics: TopicView, at now: Instant) {
        self.topics = topics
        change({ $0.topicsChanged(topics, at: now) }, { $0.topicsChanged(topics, at: now) })
    }

    package mutating func listenerReturned(at now: Instant) {
        change({ $0.listenerReturned(at: now) }, { $0.listenerReturned(at: now) })
    }

    package mutating func leave(at now: Instant) { change({ $0.leave(at: now) }, { $0.leave(at: now) }) }

    package mutating func tick(at now: Instant) {
        change({ $0.tick(at: now) }, { $0.tick(at: now) })
        guard let pollDeadline, pollDeadline <= now else { return }
        isOut = true
        change({ $0.stepOut(at: now) }, { $0.stepOut(at: now) })
    }

    /// The user asks for records: only of interest where not asking ends the membership.
    package mutating func polled(at now: Instant) {
        lastPoll = now
        guard isOut else { return }
        isOut = false
        change({ $0.stepIn(at: now) }, { $0.stepIn(at: now) })
    }

    package mutating func answered(_ number: GroupRequestNumber, _ answer: GroupAnswer, at now: Instant) {
        if mayFallBack, case .consumer(let consumer) = machine, consumer.isFirstAnswer(number) {
            if answer.asksForClassic { return fallBack(consumer, at: now) }
            if case .consumerHeartbeat(let response) = answer, response.errorCode == .none { mayFallBack = false }
        }
        change({ $0.answered(number, answer, at: now) }, { $0.answered(number, answer, at: now) })
    }

    private mutating func fallBack(_ consumer: ConsumerMembership, at now: Instant) {
        mayFallBack = false
        var classic = ClassicMembership(settings: settings, subscription: subscription, outbox: consumer.outbox)
        classic.topics = topics
        classic.start(at: now)
        machine = .classic(classic)
    }

    private mutating func change(_ onClassic: (inout ClassicMembership) -> Void, _ onConsumer: (inout ConsumerMembership) -> Void) {
        switch machine {
        case .classic(var classic):
            onClassic(&classic)
            machine = .classic(classic)
        case .consumer(var consumer):
            onConsumer(&consumer)
            machine = .consumer(consumer)
        }
    }
}

extension ConsumerMembership {
    /// The answer to a heartbeat of somebody who has not been a member, and does not want to leave.
    fileprivate func isFirstAnswer(_ number: GroupRequestNumber) -> Bool {
        !hasBeenMember && phase == .member && heartbeat?.number == number
    }
}

extension GroupAnswer {
    /// What says that the classic protocol is the one to join by.
    fileprivate var asksForClassic: Bool {
        switch self {
        case .unsupported: true
        case .consumerHeartbeat(let response): response.errorCode == .unsupportedVersion || response.errorCode == .groupIDNotFound
        case .join, .sync, .heartbeat, .leave, .lost, .failed: false
        }
    }
}
