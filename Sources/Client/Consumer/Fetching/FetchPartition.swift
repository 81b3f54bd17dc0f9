import OttlaVocabulary

/// Where to begin, as a leader is asked for it.
enum OffsetLookup: Hashable, Sendable {
    case earliest
    case latest
    case timestamp(Int64)
    /// So many milliseconds before now, on the clock of records.
    case age(Int64)
}

/// One partition that is read: where the reading is, what waits to be read, whom to ask for more.
struct FetchPartition: Sendable {
    enum Phase: Equatable, Sendable {
        /// The group is asked where to begin.
        case awaitingCommitted
        /// The leader is to be asked where to begin.
        case locating(OffsetLookup)
        /// The leader changed: it is to be asked whether the log was cut (KIP-320).
        case validating
        case fetching
        /// The reader is told, once what came before is read.
        case failed(ClientError)
    }

    /// Another one after each assignment and seek: what belongs to an earlier one does not count any more.
    var generation: UInt64
    var phase: Phase
    var topicID = UUID.zero
    /// The next offset to fetch; -1 while unknown.
    var next: Int64 = -1
    /// The epoch of the last batch before `next`; -1: unknown.
    var lastEpoch: Int32 = -1
    /// The offset of the next record to hand out; -1 while unknown.
    var position: Int64 = -1
    var positionEpoch: Int32 = -1
    /// The first record that was handed out to somebody who went away without asking for another.
    var unfinished: Int64?
    var queue = FetchedQueue()
    var isPaused = false
    /// The group takes it away: nothing is handed out or fetched any more.
    var isStopped = false
    /// In the order in which partitions are handed out.
    var isInLine = false
    /// -1: nobody.
    var leader: Int32 = -1
    var leaderEpoch: Int32 = -1
    /// A replica nearer than the leader (KIP-392).
    var replica: Int32?
    var replicaUntil = Instant(nanoseconds: .min)
    /// Not to be asked for before.
    var notBefore = Instant(nanoseconds: .min)
    /// A question about offsets is under way.
    var isAsking = false
    var missingSince: Instant?
    var logStart: Int64 = -1
    var highWatermark: Int64 = -1
    var lastStable: Int64 = -1

    init(generation: UInt64, phase: Phase) {
        self.generation = generation
        self.phase = phase
    }

    /// Whom to fetch from.
    func source(at now: Instant) -> Int32 {
        if let replica, replicaUntil > now { return replica }
        return leader
    }

    /// Records are wanted of it.
    var isActive: Bool { !isPaused && !isStopped }

    mutating func begin(at offset: Int64, epoch: Int32) {
        (next, position) = (offset, offset)
        (lastEpoch, positionEpoch) = (epoch, epoch)
        phase = epoch >= 0 && leaderEpoch > epoch ? .validating : .fetching
        queue.removeAll()
    }
}

/// Batches in the order of their offsets, and what they weigh.
struct FetchedQueue: Sendable {
    /// Those taken are `nil`, so that their memory goes.
    private var batches: [FetchedBatch?] = []
    private var head = 0
    private(set) var byteCount = 0

    var isEmpty: Bool { head == batches.count }
    var count: Int { batches.count - head }

    mutating func append(_ new: [FetchedBatch]) {
        for batch in new {
            batches.append(batch)
            byteCount += batch.byteCount
        }
    }

    mutating func prepend(_ batch: FetchedBatch) {
        batches.replaceSubrange(..<head, with: [batch])
        head = 0
        byteCount += batch.byteCount
    }

    mutating func popFirst() -> FetchedBatch? {
        guard head < batches.count, let batch = batches[head] else { return nil }
        batches[head] = nil
        head += 1
        byteCount -= batch.byteCount
        if head == batches.count {
            batches.removeAll(keepingCapacity: batches.count <= 1024)
            head = 0
        } else if head >= 64, head * 2 >= batches.count {
            batches.removeFirst(head)
            head = 0
        }
        return batch
    }

    /// What follows the last batch holds no records for us.
    mutating func extendLast(to offset: Int64) {
        if !isEmpty { batches[batches.count - 1]?.nextOffset = offset }
    }

    mutating func removeAll() { self = FetchedQueue() }
}
