import OttlaStateMachines
import OttlaVocabulary

/// What both protocols' machines keep beside their state: the actions that were not taken yet, and what makes numbers, ids
/// and waits.
struct MembershipOutbox: Sendable {
    private(set) var actions: [MembershipAction] = []
    private var requestCount: UInt64 = 0
    private var generator: SeededGenerator
    private var attempts = 0
    private var watched: (topics: Set<String>, all: Bool)?
    private var identity: MemberIdentity?

    init(seed: UInt64) { generator = SeededGenerator(seed: seed) }

    mutating func add(_ action: MembershipAction) { actions.append(action) }

    mutating func take() -> [MembershipAction] {
        defer { actions = [] }
        return actions
    }

    mutating func send(_ request: GroupRequest, timeoutMs: Int64) -> GroupRequestNumber {
        requestCount += 1
        let number = GroupRequestNumber(requestCount)
        actions.append(.send(number, request, timeoutMs: timeoutMs))
        return number
    }

    mutating func watch(_ topics: Set<String>, all: Bool = false) {
        if let watched, watched == (topics, all) { return }
        watched = (topics, all)
        actions.append(.watch(topics: topics, all: all))
    }

    mutating func identify(_ identity: MemberIdentity?) {
        if identity == self.identity { return }
        self.identity = identity
        actions.append(.identify(identity))
    }

    /// The members of a consumer group make their ids themselves (KIP-848).
    mutating func newMemberID() -> String { UUID(using: &generator).description }

    /// When to try again: later each time, and not all members at once.
    mutating func retryTime(_ settings: MembershipSettings, at now: Instant) -> Instant {
        let wait = min(settings.retryBackoffMs << Int64(min(attempts, 10)), settings.retryBackoffMaxMs)
        attempts += 1
        return now.advanced(milliseconds: max(1, wait * Int64.random(in: 80...120, using: &generator) / 100))
    }

    mutating func succeeded() { attempts = 0 }
}
