import OttlaProtocol
import OttlaVocabulary

/// What to ask of whom.
extension FetchMachine {
    /// Brokers that should be sent a fetch now.
    func nodesToFetch(at now: Instant) -> [Int32] {
        guard queuedBytes < settings.queueBytes, failure == nil else { return [] }
        var wanted: Set<Int32> = []
        var full: Set<Int32> = []
        for held in partitions.values where held.phase == .fetching && held.isActive {
            let node = held.source(at: now)
            guard node >= 0, held.notBefore <= now else { continue }
            if held.queue.byteCount >= settings.partitionQueueBytes { full.insert(node) } else { wanted.insert(node) }
        }
        return wanted.subtracting(full).filter { node in
            guard let state = nodes[node] else { return true }
            return !state.isInFlight && state.notBefore <= now
        }.sorted()
    }

    /// The fetch to send to a broker, which is under way from then on. `nil`: there is nothing to ask for any more.
    mutating func fetch(from node: Int32, upTo version: Int16, at now: Instant) -> (request: FetchRequest, version: Int16)? {
        guard nodesToFetch(at: now).contains(node) else { return nil }
        var wanted: [TopicPartition: FetchSession.Asked] = [:]
        var knowsIDs = true
        for (partition, held) in partitions
        where held.phase == .fetching && held.isActive && held.notBefore <= now && held.source(at: now) == node {
            wanted[partition] = FetchSession.Asked(
                topicID: held.topicID, offset: held.next, leaderEpoch: held.leaderEpoch, generation: held.generation)
            if held.topicID == .zero { knowsIDs = false }
        }
        let version = knowsIDs ? version : min(version, 12)
        var request = FetchRequest(
            maxWaitMs: settings.waitMilliseconds, minBytes: settings.minimumBytes, maxBytes: settings.totalBytes,
            isolationLevel: settings.readsCommitted ? 1 : 0, rackID: settings.rack)
        var state = nodes[node] ?? Node()
        state.session.ask(wanted, in: &request, version: version, partitionBytes: settings.partitionBytes)
        state.isInFlight = true
        state.sentAt = now
        nodes[node] = state
        return (request, version)
    }

    /// A question about the offset of a partition, and the assignment it is asked for.
    struct Question: Hashable, Sendable {
        var partition: TopicPartition
        var generation: UInt64
        var leaderEpoch: Int32
        /// Where to begin; `nil`: whether the log is still the one that was read, up to `lastEpoch`.
        var lookup: OffsetLookup?
        var lastEpoch: Int32
    }

    /// Questions to leaders, by broker, which are under way from then on.
    mutating func takeQuestions(at now: Instant) -> [Int32: [Question]] {
        var questions: [Int32: [Question]] = [:]
        for (partition, held) in partitions where !held.isAsking && !held.isStopped && held.leader >= 0 && held.notBefore <= now {
            var question = Question(
                partition: partition, generation: held.generation, leaderEpoch: held.leaderEpoch, lookup: nil, lastEpoch: held.lastEpoch)
            switch held.phase {
            case .locating(let lookup): question.lookup = lookup
            case .validating: break
            case .awaitingCommitted, .fetching, .failed: continue
            }
            questions[held.leader, default: []].append(question)
            partitions[partition]?.isAsking = true
        }
        return questions
    }
}
