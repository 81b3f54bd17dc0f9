import OttlaVocabulary

/// A deadline that mostly moves on before it comes: a field to set, and at most one place in the heap that counts.
struct MovingDeadline: Equatable, Sendable {
    /// When it is; `nil` while there is none.
    private(set) var end: Instant?
    /// The place in the heap that counts. Earlier ones, of a member of this name that was there before, do not.
    private var queued: Instant?

    enum Call: Equatable { case due, early(until: Instant), nothing }

    /// The heap calls by then, though early: clients choose how long they may be silent, days if they like, and those that
    /// come and go must not fill the heap with what they left.
    static let lookAheadMs: Int64 = 60_000

    /// Returns the moment to be put into the heap, if none in it comes soon enough.
    mutating func set(_ end: Instant, at now: Instant) -> Instant? {
        self.end = end
        if let queued, queued <= end { return nil }
        return queue(end, now)
    }

    private mutating func queue(_ end: Instant, _ now: Instant) -> Instant {
        let moment = min(end, now.advanced(milliseconds: Self.lookAheadMs))
        queued = moment
        return moment
    }

    mutating func clear() { end = nil }

    /// The heap has called. Early: it must be put back.
    mutating func called(at now: Instant) -> Call {
        guard let queued, queued <= now else { return .nothing }
        self.queued = nil
        guard let end else { return .nothing }
        if end <= now {
            clear()
            return .due
        }
        return .early(until: queue(end, now))
    }
}
