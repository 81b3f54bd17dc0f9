import OttlaVocabulary

/// From what we have to what we should have: first the user gives back, then what comes is theirs, and the coordinator is
/// told at once.
extension ConsumerMembership {
    mutating func reconcile(at now: Instant) {
        guard phase == .member, listening == nil, let target else { return }
        let gone = owned.subtracting(target)
        if !gone.isEmpty {
            listening = .revoking(gone)
            return outbox.add(.revoke(named(gone)))
        }
        let come = nameable(target.subtracting(owned))
        if !come.isEmpty {
            owned.formUnion(come)
            listening = .assigning
            outbox.add(.assign(named(come)))
        }
        forgetNames()
        sendIfNews(at: now)
    }

    /// Those whose topic the metadata has. For the others it is fetched anew, once.
    private mutating func nameable(_ partitions: Set<TopicIDPartition>) -> Set<TopicIDPartition> {
        var known: Set<TopicIDPartition> = []
        var missing: Set<UUID> = []
        for partition in partitions {
            if let name = names[partition.topicID] ?? topics.name(of: partition.topicID) {
                names[partition.topicID] = name
                known.insert(partition)
            } else {
                missing.insert(partition.topicID)
            }
        }
        if !missing.subtracting(missingTopics).isEmpty { outbox.add(.refreshMetadata) }
        missingTopics = missing
        return known
    }

    private mutating func forgetNames() {
        let needed = Set(owned.map(\.topicID))
        if needed.count < names.count { names = names.filter { needed.contains($0.key) } }
    }

    /// A heartbeat is not waited for where there is something to say.
    mutating func sendIfNews(at now: Instant) {
        guard phase == .member, heartbeat == nil, let known, known != said else { return }
        sendHeartbeat(at: now)
    }

    var said: Said { Said(subscription: subscription, owned: owned) }
}
