import OttlaVocabulary

/// A deadline that mostly moves on before it comes: a field to set, and at most one place in the heap that counts.
struct MovingDeadline: Equatable, Sendable {
    /// When it is; `nil` while there is none.
    private(set) var end: Instant?
    /// The place in the heap that counts. Earlier ones, of a member of this name that was there before, do not.
    private var queued: Instant?

    enum Call: Equatable { case due, early(until: Instant), nothing }

    /// Returns the moment to be put into the heap, if none in it comes soon enough. One that is called by `latest`, though
    /// early, does not lie in the heap for long after its owner has gone.
    mutating func set(_ end: Instant, calledBy latest: Instant = .distantFuture) -> Instant? {
        self.end = end
        if let queued, queued <= end { return nil }
        queued = min(end, latest)
        return queued
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
        self.queued = end
        return .early(until: end)
    }
}
