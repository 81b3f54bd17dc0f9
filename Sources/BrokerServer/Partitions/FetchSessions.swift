package import OttlaProtocol
package import OttlaVocabulary

/// Incremental fetches (KIP-227): a client names its partitions once, later only what has changed. Pure.
///
/// The broker holds one of these behind a lock; a session is a row in it, found by number from any connection.
package struct FetchSessions: Sendable {
    /// A topic as the client names it: by name up to version 12, by id from 13 on.
    package enum TopicKey: Hashable, Sendable {
        case name(String)
        case id(UUID)
    }

    package struct PartitionKey: Hashable, Sendable {
        package var topic: TopicKey
        package var partition: Int32
    }

    /// What a client wants of one partition, and what it was last told about it.
    package struct Entry: Sendable {
        package var key: PartitionKey
        package var fetchOffset: Offset
        package var maxBytes: Int32
        package var currentLeaderEpoch: Int32
        package var lastFetchedEpoch: Int32
        /// As last sent; a partition without news is left out of an incremental answer.
        var toldHighWatermark: Offset = .none
        var toldLogStartOffset: Offset = .none
        var isNew = true
    }

    /// What one fetch reads, and how it is answered.
    package struct Plan: Sendable {
        /// 0: no session.
        package var sessionID: Int32
        /// Whether partitions without news are left out.
        package var isIncremental: Bool
        package var entries: [Entry]
        /// Where reading starts, so that a full answer does not starve the partitions behind.
        package var start: Int
    }

    private struct Session: Sendable {
        var epoch: Int32
        var usesIDs: Bool
        var lastUsed: Instant
        var entries: [Entry]
        var start = 0
    }

    private let slots: Int
    private var sessions: [Int32: Session] = [:]
    private var nextID: Int32

    /// Partitions one session may hold: fetches of more are answered without a session.
    private static let partitionsOfSession = 100_000

    /// How long a session must be idle before another may take its slot.
    private static let evictionMilliseconds: Int64 = 120_000

    /// - Parameters:
    ///   - slots: how many sessions are kept (`max.incremental.fetch.session.cache.slots`).
    ///   - firstID: where numbering starts; random in a broker, so that a restart does not meet old clients' numbers.
    package init(slots: Int, firstID: Int32) {
        self.slots = slots
        nextID = max(firstID, 1)
    }

    package var count: Int { sessions.count }

    /// Turns a request into the list of partitions to read.
    package mutating func begin(_ request: FetchRequest, usesIDs: Bool, at now: Instant) -> Result<Plan, FetchSessionError> {
        if request.sessionEpoch <= 0 {
            if request.sessionID != 0 { sessions[request.sessionID] = nil }
            let entries = Self.entries(of: request, usesIDs: usesIDs)
            let wantsSession = request.sessionEpoch == 0
            let id = wantsSession ? open(entries, usesIDs: usesIDs, at: now) : 0
            return .success(Plan(sessionID: id, isIncremental: false, entries: entries, start: 0))
        }
        guard var session = sessions.removeValue(forKey: request.sessionID) else {
            return .failure(FetchSessionError(code: .fetchSessionIDNotFound))
        }
        defer { sessions[request.sessionID] = session }
        guard session.epoch == request.sessionEpoch else {
            return .failure(FetchSessionError(code: .invalidFetchSessionEpoch))
        }
        guard session.usesIDs == usesIDs else {
            return .failure(FetchSessionError(code: .fetchSessionTopicIDError))
        }
        session.epoch = session.epoch == .max ? 1 : session.epoch + 1
        session.lastUsed = now
        Self.update(&session, with: request, usesIDs: usesIDs)
        guard session.entries.count <= Self.partitionsOfSession else {
            // The client opens a new one, and is told that it may not.
            session.entries = []
            return .failure(FetchSessionError(code: .fetchSessionIDNotFound))
        }
        return .success(
            Plan(sessionID: request.sessionID, isIncremental: true, entries: session.entries, start: session.start))
    }

    /// Remembers what the answer told, partition by partition in the plan's order.
    package mutating func finish(
        _ plan: Plan, told: [(index: Int, highWatermark: Offset, logStartOffset: Offset)], lastRead: Int?
    ) {
        guard plan.sessionID != 0, var session = sessions.removeValue(forKey: plan.sessionID) else { return }
        for news in told {
            // The session may have changed meanwhile if a client uses it twice at once; then the index means another.
            guard news.index < session.entries.count, session.entries[news.index].key == plan.entries[news.index].key else { continue }
            session.entries[news.index].toldHighWatermark = news.highWatermark
            session.entries[news.index].toldLogStartOffset = news.logStartOffset
            session.entries[news.index].isNew = false
        }
        if let lastRead, !session.entries.isEmpty { session.start = (lastRead + 1) % session.entries.count }
        sessions[plan.sessionID] = session
    }

    private mutating func open(_ entries: [Entry], usesIDs: Bool, at now: Instant) -> Int32 {
        guard !entries.isEmpty, entries.count <= Self.partitionsOfSession, slots > 0 else { return 0 }
        if sessions.count >= slots {
            guard let oldest = sessions.min(by: { $0.value.lastUsed < $1.value.lastUsed }),
                oldest.value.lastUsed.advanced(milliseconds: Self.evictionMilliseconds) <= now
            else { return 0 }
            sessions[oldest.key] = nil
        }
        while sessions[nextID] != nil { advanceID() }
        let id = nextID
        advanceID()
        // Epoch 0 opened it; the next request carries 1.
        sessions[id] = Session(epoch: 1, usesIDs: usesIDs, lastUsed: now, entries: entries)
        return id
    }

    private mutating func advanceID() { nextID = nextID == .max ? 1 : nextID + 1 }

    private static func update(_ session: inout Session, with request: FetchRequest, usesIDs: Bool) {
        let changes = entries(of: request, usesIDs: usesIDs)
        let forgotten = request.forgottenTopicsData
        guard !changes.isEmpty || !forgotten.isEmpty else { return }
        var index = Dictionary(session.entries.enumerated().map { ($1.key, $0) }, uniquingKeysWith: { first, _ in first })
        for change in changes {
            if let at = index[change.key] {
                session.entries[at].fetchOffset = change.fetchOffset
                session.entries[at].maxBytes = change.maxBytes
                session.entries[at].currentLeaderEpoch = change.currentLeaderEpoch
                session.entries[at].lastFetchedEpoch = change.lastFetchedEpoch
            } else {
                index[change.key] = session.entries.count
                session.entries.append(change)
            }
        }
        guard !forgotten.isEmpty else { return }
        var gone = Set<PartitionKey>()
        for topic in forgotten {
            let key: TopicKey = usesIDs ? .id(topic.topicID) : .name(topic.topic)
            for partition in topic.partitions { gone.insert(PartitionKey(topic: key, partition: partition)) }
        }
        session.entries.removeAll { gone.contains($0.key) }
        session.start = session.entries.isEmpty ? 0 : session.start % session.entries.count
    }

    private static func entries(of request: FetchRequest, usesIDs: Bool) -> [Entry] {
        var entries: [Entry] = []
        for topic in request.topics {
            let key: TopicKey = usesIDs ? .id(topic.topicID) : .name(topic.topic)
            entries.reserveCapacity(entries.count + topic.partitions.count)
            for partition in topic.partitions {
                entries.append(
                    Entry(
                        key: PartitionKey(topic: key, partition: partition.partition), fetchOffset: partition.fetchOffset,
                        maxBytes: partition.partitionMaxBytes, currentLeaderEpoch: partition.currentLeaderEpoch,
                        lastFetchedEpoch: partition.lastFetchedEpoch))
            }
        }
        return entries
    }
}

/// Why a session cannot be used. The client opens a new one.
package struct FetchSessionError: Error, Equatable {
    package var code: ErrorCode

    package init(code: ErrorCode) { self.code = code }
}
