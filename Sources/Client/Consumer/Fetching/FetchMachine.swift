import OttlaProtocol
import OttlaVocabulary

/// Decides what a consumer fetches from whom, and keeps what came until it is read.
///
/// A value without clock or network. Its shell `Fetcher` asks it for requests, one at a time for each broker, and tells it
/// the answers; readers take batches from it. A broker is asked only when all its partitions have room, so that one that
/// waits for its reader never makes another wait for the broker: a reader comes by all of them in turn.
struct FetchMachine: Sendable {
    struct Node: Sendable {
        var session = FetchSession()
        var isInFlight = false
        var sentAt = Instant(nanoseconds: .min)
        var notBefore = Instant(nanoseconds: .min)
        var failures: Int64 = 0
    }

    let settings: FetchSettings
    var partitions: [TopicPartition: FetchPartition] = [:]
    var nodes: [Int32: Node] = [:]
    /// Partitions with something for the reader, in turn.
    var line: [TopicPartition] = []
    var lineHead = 0
    var queuedBytes = 0
    /// Partitions that an iterator went away from.
    var lingering: [TopicPartition] = []
    /// What is known of the cluster is out of date.
    var wantsMetadata = false
    /// Nothing can be read any more, and why.
    var failure: ClientError?
    private var lastGeneration: UInt64 = 0

    init(settings: FetchSettings) { self.settings = settings }

    mutating func newGeneration() -> UInt64 {
        lastGeneration += 1
        return lastGeneration
    }

    // MARK: - What is read

    /// A partition to read from now on. One that is read already stays as it is.
    mutating func add(_ partition: TopicPartition, at start: StartPosition) {
        guard partitions[partition] == nil else { return }
        var fresh = FetchPartition(generation: newGeneration(), phase: .awaitingCommitted)
        fresh.start(at: start)
        partitions[partition] = fresh
    }

    /// Where the group goes on with a partition; `nil`: it never committed.
    mutating func committed(_ partition: TopicPartition, _ offset: CommittedOffset?) {
        if partitions[partition] == nil { add(partition, at: .committed) }
        guard partitions[partition]?.phase == .awaitingCommitted else { return }
        if let offset {
            partitions[partition]?.begin(at: offset.offset, epoch: offset.leaderEpoch ?? -1)
        } else {
            reset(partition, settings.startWithoutOffset) {
                "\(partition) has no committed offset, and the consumer is told to fail then (startWithoutOffset): seek to where it shall begin"
            }
        }
    }

    /// Not to be read any more: what waits is dropped.
    mutating func remove(_ partition: TopicPartition) {
        guard let gone = partitions.removeValue(forKey: partition) else { return }
        queuedBytes -= gone.queue.byteCount
    }

    /// Nothing is handed out any more; the position stays known.
    mutating func stop(_ partition: TopicPartition) {
        drop(partition)
        partitions[partition]?.isStopped = true
    }

    mutating func seek(_ partition: TopicPartition, to start: StartPosition) {
        guard partitions[partition] != nil else { return }
        drop(partition)
        let generation = newGeneration()
        partitions[partition]?.generation = generation
        partitions[partition]?.unfinished = nil
        partitions[partition]?.isAsking = false
        partitions[partition]?.start(at: start)
    }

    mutating func setPaused(_ partition: TopicPartition, _ isPaused: Bool) {
        partitions[partition]?.isPaused = isPaused
        if !isPaused { enterLine(partition) }
    }

    private mutating func drop(_ partition: TopicPartition) {
        guard let held = partitions[partition] else { return }
        queuedBytes -= held.queue.byteCount
        partitions[partition]?.queue.removeAll()
    }

    // MARK: - When it is not known where to go on

    mutating func reset(_ partition: TopicPartition, _ policy: ConsumerConfiguration.OffsetReset, _ reason: () -> String) {
        switch policy {
        case .fail: fail(partition, ClientError(.offsetOutOfRange, reason()))
        case .earliest: locate(partition, .earliest)
        case .latest: locate(partition, .latest)
        case .duration(let age): locate(partition, .age(age.milliseconds))
        }
    }

    private mutating func locate(_ partition: TopicPartition, _ lookup: OffsetLookup) {
        partitions[partition]?.phase = .locating(lookup)
        partitions[partition]?.isAsking = false
    }

    /// The reader is told once it has read what came before.
    mutating func fail(_ partition: TopicPartition, _ error: ClientError) {
        partitions[partition]?.phase = .failed(error)
        enterLine(partition)
    }

    // MARK: - The cluster

    /// Who leads what, anew.
    mutating func clusterChanged(_ view: ClusterView, at now: Instant) {
        for partition in partitions.keys { update(partition, view, at: now) }
        for (node, state) in nodes where view.brokers[node] == nil && !state.isInFlight { nodes[node] = nil }
    }

    private mutating func update(_ partition: TopicPartition, _ view: ClusterView, at now: Instant) {
        guard var held = partitions[partition] else { return }
        defer { partitions[partition] = held }
        guard let topic = view.topics[partition.topic], let found = topic.partition(partition.partition) else {
            held.leader = -1
            if view.topics[partition.topic] != nil { held.missingSince = held.missingSince ?? now }
            wantsMetadata = wantsMetadata || held.isWanting
            return
        }
        held.missingSince = nil
        if held.topicID != .zero, topic.id != .zero, held.topicID != topic.id, held.position >= 0 {
            partitions[partition] = held
            reset(partition, settings.outOfRange) {
                "topic \(partition.topic) was deleted and created anew: position \(held.next) of \(partition) is one in the old topic"
            }
            held = partitions[partition] ?? held
            held.generation = newGeneration()
            held.leaderEpoch = -1
        }
        held.topicID = topic.id
        held.learned(leader: view.brokers[found.leader] == nil ? -1 : found.leader, epoch: found.leaderEpoch)
        wantsMetadata = wantsMetadata || held.leader < 0 && held.isWanting
    }

    /// Time has passed.
    mutating func tick(at now: Instant) {
        for (partition, held) in partitions {
            guard let since = held.missingSince, held.isWanting else { continue }
            guard since.advanced(milliseconds: settings.missingMilliseconds) <= now else { continue }
            fail(
                partition,
                ClientError(
                    .notFound,
                    "\(partition) is not there (any more): it is not in the cluster's metadata for \(settings.missingMilliseconds) ms",
                    brokerError: BrokerError(code: ErrorCode.unknownTopicOrPartition.rawValue)))
        }
    }

    /// When something is to be done that nobody but time brings about.
    func nextDeadline(after now: Instant) -> Instant? {
        var next = Instant.distantFuture
        for held in partitions.values where held.isWanting {
            if held.notBefore > now { next = min(next, held.notBefore) }
            if let since = held.missingSince { next = min(next, since.advanced(milliseconds: settings.missingMilliseconds)) }
        }
        for node in nodes.values where node.notBefore > now { next = min(next, node.notBefore) }
        return next == .distantFuture ? nil : next
    }
}

extension FetchPartition {
    /// There is still something to be learned or fetched of it.
    var isWanting: Bool { if case .failed = phase { false } else { !isStopped } }

    mutating func start(at start: StartPosition) {
        switch start {
        case .offset(let offset): begin(at: max(0, offset), epoch: -1)
        case .beginning: phase = .locating(.earliest)
        case .end: phase = .locating(.latest)
        case .timestamp(let time): phase = .locating(.timestamp(time.millisecondsSince1970))
        case .committed: phase = .awaitingCommitted
        }
    }

    /// A leader of a newer epoch may have another log: it is asked before anything is read from it (KIP-320).
    mutating func learned(leader: Int32, epoch: Int32) {
        guard epoch >= leaderEpoch || epoch < 0 else { return }
        if leader != self.leader { replica = nil }
        let isNewer = epoch > leaderEpoch
        self.leader = leader
        leaderEpoch = epoch
        if isNewer, phase == .fetching, lastEpoch >= 0, lastEpoch < epoch { phase = .validating }
    }
}
