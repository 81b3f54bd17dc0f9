import OttlaGroups
import OttlaNetwork
import OttlaVocabulary
import Synchronization

/// The one `CoordinatorClock` of a broker, looked at by all lanes, and the ticking of a lane that watches it while a
/// session runs.
final class CoordinatorTime: Sendable {
    private let clock = Mutex(CoordinatorClock())
    private let wallClock: any Clock
    private let isWatched = Atomic<Bool>(false)
    private let isStopped = Atomic<Bool>(false)

    init(wallClock: any Clock) { self.wallClock = wallClock }

    /// The moment a machine is told, in a lane's turn that began at `now`.
    func moment(at now: Instant) -> Moment {
        Moment(instant: clock.withLock { $0.observe(now) }, wallClock: wallClock.timestamp())
    }

    /// The moment as it is on a thread that is no lane.
    func moment() -> Moment { moment(at: wallClock.instant()) }

    var timestamp: Timestamp { wallClock.timestamp() }

    func laneInstant(of moment: Instant) -> Instant { clock.withLock { $0.laneInstant(of: moment) } }

    /// Whether a lane looks at the clock regularly.
    var isBeingWatched: Bool { isWatched.load(ordering: .sequentiallyConsistent) }

    /// A session runs: has `lane` watch the clock from now on, for as long as `isNeeded` says so.
    func watch(on lane: any Lane, while isNeeded: @escaping @Sendable () -> Bool) {
        guard !isWatched.exchange(true, ordering: .sequentiallyConsistent) else { return }
        clock.withLock { $0.watch(true, from: wallClock.instant()) }
        lane.execute { [self] in tick(on: lane, while: isNeeded) }
    }

    func stop() { isStopped.store(true, ordering: .relaxed) }

    private func tick(on lane: any Lane, while isNeeded: @escaping @Sendable () -> Bool) {
        _ = clock.withLock { $0.observe(lane.now) }
        if isStopped.load(ordering: .relaxed) { return }
        if !isNeeded() {
            clock.withLock { $0.watch(false, from: lane.now) }
            isWatched.store(false, ordering: .sequentiallyConsistent)
            // Whoever began a session in between saw the clock watched and left it so.
            if isNeeded() { watch(on: lane, while: isNeeded) }
            return
        }
        lane.schedule(at: lane.now.advanced(milliseconds: CoordinatorClock.tickMilliseconds)) { [self] in
            tick(on: lane, while: isNeeded)
        }
    }
}
