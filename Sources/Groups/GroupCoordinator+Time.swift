import OttlaStateMachines
package import OttlaVocabulary

/// What the host does besides commands: it lets time pass, says what topics there are, and when the log is replayed.
extension GroupCoordinator {
    /// When `tick` is next wanted.
    package var nextDeadline: Instant? { deadlines.next }

    /// Whether any deadline is the end of somebody's silence. The round that expires offsets, always one, is not, nor what
    /// is left to do after a topic or a group went.
    package var isListening: Bool { deadlines.count > 1 + (isSweepAwaited ? 1 : 0) + (isDeletionAwaited ? 1 : 0) }

    /// Carries out everything that is due.
    package mutating func tick(at now: Moment, _ effects: inout Effects) {
        // Members of consumer groups whose time is over. Those of a group go together: one epoch, however many they are.
        var silent: [String: [String]] = [:]
        while let due = deadlines.popDue(at: now.instant) {
            switch due {
            case .classicSession(let group, let member): classicSessionDue(group, member, at: now, &effects)
            case .classicRebalance(let group): classicRebalanceDue(group, at: now, &effects)
            case .consumerSession(let group, let member), .consumerRevocation(let group, let member):
                if isOver(due, group, member, at: now, &effects) { silent[group, default: []].append(member) }
            case .consumerRefresh, .offsetExpiry, .goneTopics, .groupDeletions:
                // These look at who is in a group.
                removeConsumerMembers(&silent, at: now, &effects)
                carryOut(due, at: now, &effects)
            }
        }
        removeConsumerMembers(&silent, at: now, &effects)
    }

    private mutating func carryOut(_ due: GroupDeadline, at now: Moment, _ effects: inout Effects) {
        switch due {
        case .consumerRefresh(let group): consumerRefreshDue(group, at: now, &effects)
        case .offsetExpiry: offsetExpiryDue(at: now, &effects)
        case .goneTopics: goneTopicsDue(at: now, &effects)
        case .groupDeletions: deletionsDue(at: now, &effects)
        case .classicSession, .classicRebalance, .consumerSession, .consumerRevocation: preconditionFailure("it is carried out by tick")
        }
    }

    /// The log is replayed: sessions of members it knows begin now, and the rounds of expiry.
    package mutating func loaded(_ catalog: TopicCatalog, at now: Moment, _ effects: inout Effects) {
        loaded(catalog, clock: { now }, &effects)
    }

    /// The same where it may take long, since all expressions are compared with all topics: sessions begin after it.
    package mutating func loaded(_ catalog: TopicCatalog, clock: () -> Moment, _ effects: inout Effects) {
        let old = self.catalog
        self.catalog = catalog
        let begin = clock()
        loadedAt = begin.wallClock
        forgetOffsetsOfGoneTopics(among: ChangedTopics(from: old, to: catalog), since: old, at: begin, &effects)
        mendConsumerGroups(at: begin, &effects)
        resolveExpressions(at: begin, &effects)
        let now = clock()
        startClassicSessions(at: now, &effects)
        startConsumerSessions(at: now, &effects)
        deadlines.add(.offsetExpiry, at: now.instant.advanced(milliseconds: settings.offsetsRetentionCheckIntervalMs))
    }

    /// Topics came, grew or went. Offsets of topics that are gone go too.
    /// - Parameter changed: has all that are not as this coordinator knows them; others may be among them.
    package mutating func topicsChanged(
        _ catalog: TopicCatalog, _ changed: ChangedTopics, at now: Moment, _ effects: inout Effects
    ) {
        let old = self.catalog
        self.catalog = catalog
        if changed.isEmpty { return }
        forgetOffsetsOfGoneTopics(among: changed, since: old, at: now, &effects)
        consumerTopicsChanged(changed, since: old, at: now, &effects)
    }

    /// The same where nobody knows what changed.
    package mutating func topicsChanged(_ catalog: TopicCatalog, at now: Moment, _ effects: inout Effects) {
        topicsChanged(catalog, ChangedTopics(from: self.catalog, to: catalog), at: now, &effects)
    }
}
