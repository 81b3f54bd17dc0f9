import OttlaStateMachines
import OttlaVocabulary

/// Actions of the offsets' machines that were not taken yet, and what makes numbers and waits.
struct OffsetsOutbox: Sendable {
    private var actions: [OffsetsAction] = []
    private var requestCount: UInt64 = 0
    private var generator: SeededGenerator
    private var attempts = 0

    init(seed: UInt64) { generator = SeededGenerator(seed: seed) }

    mutating func add(_ action: OffsetsAction) { actions.append(action) }

    mutating func forgetCoordinator() { if actions.last != .forgetCoordinator { actions.append(.forgetCoordinator) } }

    mutating func take() -> [OffsetsAction] {
        defer { actions = [] }
        return actions
    }

    mutating func nextNumber() -> GroupRequestNumber {
        requestCount += 1
        return GroupRequestNumber(requestCount)
    }

    /// Later each time, and not all members at once.
    mutating func retryTime(_ settings: MembershipSettings, at now: Instant) -> Instant {
        let wait = min(settings.retryBackoffMs << Int64(min(attempts, 10)), settings.retryBackoffMaxMs)
        attempts += 1
        return now.advanced(milliseconds: max(1, wait * Int64.random(in: 80...120, using: &generator) / 100))
    }

    mutating func succeeded() { attempts = 0 }
}
