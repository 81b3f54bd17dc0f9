import OttlaProtocol
import OttlaVocabulary

/// One look at the offsets of one group: which of them are over.
struct OffsetExpiry {
    /// From when on offsets age.
    enum Age: Equatable {
        /// They do not: members come and go, and what they read is not known.
        case none
        /// Each since it was committed, but not before the group was left.
        case since(Timestamp)
        /// Each since it was committed.
        case sinceCommit
    }

    let age: Age
    /// How many may still go.
    private(set) var limit: Int
    private let group: Group
    private let now: Timestamp
    private let retentionMs: Int64
    /// What members read. Found out when it first matters: it takes reading what each member subscribes to.
    private(set) var reading: Reading?

    init(of group: Group, loadedAt: Timestamp, at now: Timestamp, retentionMs: Int64, limit: Int, reading: Reading?) {
        age = group.ageOfOffsets(loadedAt: loadedAt)
        self.group = group
        self.now = now
        self.retentionMs = retentionMs
        self.limit = limit
        self.reading = reading
    }

    /// Whether this offset goes, which is then counted. One of a topic that may be read stays while somebody subscribes to it.
    mutating func takes(_ committed: CommittedOffset, of topic: String, isGone: Bool, mayBeRead: Bool) -> Bool {
        guard limit > 0, isGone || isExpired(committed, of: topic, mayBeRead: mayBeRead) else { return false }
        limit -= 1
        return true
    }

    private mutating func isExpired(_ committed: CommittedOffset, of topic: String, mayBeRead: Bool) -> Bool {
        let start: Timestamp? = if case .since(let time) = age { time } else { nil }
        guard age != .none, committed.isExpired(at: now, from: start, retentionMs: retentionMs) else { return false }
        guard mayBeRead else { return true }
        let reading = reading ?? group.reading
        self.reading = reading
        return !reading.includes(topic)
    }
}

/// How far a round of expiry is in a group whose offsets are too many for one slice.
struct OffsetExpiryPlace: Sendable {
    let group: String
    /// The topic to go on with, or the next after it.
    let topic: String
    private let reading: Reading?
    /// Its generation or epoch. In another one its members may read something else.
    private let epoch: Int32?

    init(in group: Group, topic: String, reading: Reading?) {
        self.group = group.id
        self.topic = topic
        self.reading = reading
        epoch = group.generation
    }

    func reading(of group: Group) -> Reading? { epoch == group.generation ? reading : nil }
}

/// What the members of a group read.
enum Reading: Sendable {
    case nothing
    /// Whatever it is, nobody can tell.
    case anything
    case topics(Set<String>)

    func includes(_ topic: String) -> Bool {
        switch self {
        case .nothing: false
        case .anything: true
        case .topics(let topics): topics.contains(topic)
        }
    }
}

extension Group {
    var hasMembers: Bool { !(classic?.isEmpty ?? true) || !(consumer?.isEmpty ?? true) }

    var reading: Reading {
        guard hasMembers else { return .nothing }
        if let consumer { return .topics(consumer.topicsRead) }
        return classic?.subscribedTopics.map(Reading.topics) ?? .anything
    }

    fileprivate var generation: Int32? { consumer?.epoch ?? classic?.generation }

    /// A client does not commit an offset again that did not change: what a group reads that was left a moment ago may have
    /// been committed long ago, and its members are about to come back (KIP-211).
    fileprivate func ageOfOffsets(loadedAt: Timestamp) -> OffsetExpiry.Age {
        if let consumer { return consumer.isEmpty ? .since(consumer.emptySince ?? loadedAt) : .sinceCommit }
        guard let classic else { return .sinceCommit }
        // Somebody was given an id and is about to join.
        guard classic.pending.isEmpty else { return .none }
        guard let protocolType = classic.protocolType, !protocolType.isEmpty else { return .sinceCommit }
        if classic.isEmpty {
            guard classic.stateName == Self.emptyState else { return .none }
            return classic.emptySince == .none ? .sinceCommit : .since(classic.emptySince)
        }
        return protocolType == ClassicGroup.consumerProtocolType && classic.stateName == "Stable" ? .sinceCommit : .none
    }
}

extension ConsumerGroup {
    /// Those its members name, and those their expressions match.
    fileprivate var topicsRead: Set<String> {
        var topics = Set(subscribersByTopic.keys)
        for (expression, value) in regularExpressions where subscribersByExpression[expression] != nil { topics.formUnion(value.topics) }
        return topics
    }
}
