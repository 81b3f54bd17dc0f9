import Logging
import OttlaNetwork
import OttlaVocabulary
import Synchronization

/// The replay of the log, on a thread that may block, beside everything else.
extension CoordinatorHost {
    /// Replays the log into a new machine, and serves. Until then every request is told to come again.
    func load() {
        let term = state.withLock { $0.term }
        guard let range = partition.replayRange() else { return end("its partition is closed") }
        let replay = LogReplay(machine: makeMachine(), partition: partition, log: surroundings.log)
        // An empty log needs no thread: who has just created the topic finds its coordinator ready.
        if range.start >= range.end { return install(replay, range, term) }
        surroundings.loading.submit { [self] in
            guard state.withLock({ $0.term == term }) else { return }
            if let failure = replay.run(range) {
                surroundings.log.error("the coordinator of \(partition.name) could not read its log, and tries again: \(failure)")
                home.lane.execute { [self] in
                    home.lane.schedule(at: home.lane.now.advanced(milliseconds: Self.retryMilliseconds)) { [self] in load() }
                }
                return
            }
            install(replay, range, term)
        }
    }

    private static var retryMilliseconds: Int64 { 5_000 }

    private func install(_ replay: LogReplay<Machine>, _ range: ReplayRange, _ term: Int) {
        let now = surroundings.time.moment()
        let aftermath = state.withLock { state in
            guard state.term == term, case .loading = state.phase else { return Aftermath() }
            // Swapped, not assigned: a machine that somebody else holds too would be copied to be changed.
            swap(&state.machine, &replay.machine)
            state.phase = .serving
            state.appendedEnd = range.end
            state.committedEnd = range.end
            state.undone = range.undone
            onLoaded(&state.machine, now, &state.effects)
            return takeAftermath(&state)
        }
        carryOutAtHome(aftermath)
    }
}

/// What of a log is to be replayed.
struct ReplayRange: Sendable {
    var start: Offset
    var end: Offset
    /// `Log.undoneAppends` at that moment.
    var undone: Int
}
