import OttlaVocabulary

/// The time that coordinators' machines go by: that of the lanes, less the spans in which none of them was there to see
/// it pass. So nobody's session ends because this process was stopped, or its machine suspended. Pure.
///
/// While a session runs, somebody looks at the clock at least every `tickMilliseconds`: a longer silence is a pause.
/// While none runs nobody looks, and time passes as it does.
struct CoordinatorClock: Sendable {
    static let tickMilliseconds: Int64 = 500
    /// A tick that comes late by less than another one is no pause.
    static let tolerance: Int64 = 2 * tickMilliseconds * 1_000_000

    /// Nanoseconds for which the clock has stood still, all pauses together.
    private(set) var stood: Int64 = 0
    private var lastSeen: Instant?
    private var latest = Instant(nanoseconds: .min)
    /// Whether somebody looks regularly.
    private(set) var isWatched = false

    /// What machines are told when it is `now` on a lane. Never goes back, also where lanes began their turns in another
    /// order than they come here.
    mutating func observe(_ now: Instant) -> Instant {
        if let lastSeen, isWatched, now.nanoseconds - lastSeen.nanoseconds > Self.tolerance {
            stood += now.nanoseconds - lastSeen.nanoseconds
        }
        lastSeen = max(lastSeen ?? now, now)
        latest = max(latest, Instant(nanoseconds: now.nanoseconds - stood))
        return latest
    }

    /// From now on somebody looks regularly, or nobody does.
    mutating func watch(_ isWatched: Bool, from now: Instant) {
        _ = observe(now)
        self.isWatched = isWatched
    }

    /// When on the lanes' clock a moment of the machines' comes, if no pause does before.
    func laneInstant(of moment: Instant) -> Instant {
        let (sum, overflow) = moment.nanoseconds.addingReportingOverflow(stood)
        return overflow ? .distantFuture : Instant(nanoseconds: sum)
    }
}
