import OttlaNetwork
import OttlaVocabulary
import Synchronization

/// Time passes for the machine by a timer of its home lane.
extension CoordinatorHost {
    /// Sets the timer where the machine wants it earlier, and has the clock watched while the machine listens.
    /// `work` is the caller's lane; `nil` on a thread that is none.
    func followTime(_ aftermath: Aftermath, on work: LaneWork?) {
        if aftermath.isListening { surroundings.watchClock() }
        guard let moment = aftermath.tickAt else { return }
        if work === home {
            setTimer(moment)
        } else {
            home.lane.execute { [self] in setTimer(moment) }
        }
    }

    private func setTimer(_ moment: Instant) {
        // Somebody may have set it earlier meanwhile.
        guard state.withLock({ $0.tickAt == moment }) else { return }
        if let old = timer.current { home.lane.cancel(old) }
        timer.current = home.lane.schedule(at: surroundings.time.laneInstant(of: moment)) { [self] in
            timer.current = nil
            tick()
        }
    }

    private func tick() {
        let now = surroundings.time.moment(at: home.lane.now)
        let aftermath = state.withLock { state in
            state.tickAt = nil
            guard case .serving = state.phase else { return Aftermath() }
            state.machine.tick(at: now, &state.effects)
            return takeAftermath(&state)
        }
        carryOut(aftermath, on: home)
    }
}

/// Holds a timer of one lane.
// Sendable unchecked: touched on that lane only.
final class HomeTimer: @unchecked Sendable {
    var current: LaneTimer?
}
