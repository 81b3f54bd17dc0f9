import OttlaStateMachines
package import OttlaVocabulary

/// What the host does besides commands: it lets time pass, says what topics there are, and when the log is replayed.
extension GroupCoordinator {
    /// When `tick` is next wanted.
    package var nextDeadline: Instant? { deadlines.next }

    /// Whether any deadline is the end of somebody's silence. The round that expires offsets, always one, is not, nor what
    /// is left to do after a topic went.
    package var isListening: Bool { deadlines.count > (isSweepAwaited ? 2 : 1) }

    /// Carries out everything that is due.
    package mutating func tick(at now: Moment, _ effects: inout Effects) {
        while let due = deadlines.popDue(at: now.instant) {
            switch due {
            case .classicSession(let group, let member): classicSessionDue(group, member, at: now, &effects)
            case .classicRebalance(let group): classicRebalanceDue(group, at: now, &effects)
            case .consumerSession(let group, let member): consumerSessionDue(group, member, at: now, &effects)
            case .consumerRevocation(let group, let member): consumerRevocationDue(group, member, at: now, &effects)
            case .consumerRefresh(let group): consumerRefreshDue(group, at: now, &effects)
            case .offsetExpiry: offsetExpiryDue(at: now, &effects)
            case .goneTopics: goneTopicsDue(at: now, &effects)
            }
        }
    }

    /// The log is replayed: sessions of members it knows begin now, and the rounds of expiry.
    package mutating func loaded(_ catalog: TopicCatalog, at now: Moment, _ effects: inout Effects) {
        let old = self.catalog
        self.catalog = catalog
        loadedAt = now.wallClock
        forgetOffsetsOfGoneTopics(since: old, at: now, &effects)
        startClassicSessions(at: now, &effects)
        startConsumerSessions(at: now, &effects)
        deadlines.add(.offsetExpiry, at: now.instant.advanced(milliseconds: settings.offsetsRetentionCheckIntervalMs))
    }

    /// Topics came, grew or went. Offsets of topics that are gone go too.
    package mutating func topicsChanged(_ catalog: TopicCatalog, at now: Moment, _ effects: inout Effects) {
        let old = self.catalog
        self.catalog = catalog
        forgetOffsetsOfGoneTopics(since: old, at: now, &effects)
        consumerTopicsChanged(since: old, at: now, &effects)
    }
}
