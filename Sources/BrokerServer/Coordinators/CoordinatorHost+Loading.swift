import Logging
import OttlaNetwork
import OttlaVocabulary
import Synchronization

/// The replay of the log, on a thread that may block, beside everything else.
extension CoordinatorHost {
    /// Replays the log into a new machine, and serves. Until then every request is told to come again.
    func load() {
        // Into a copy of the empty machine that stands there until then: it knows what was when nobody began to serve, also if
        // this is not the first try.
        let begun: (term: Int, machine: Machine)? = state.withLock { state in
            if case .loading = state.phase { (state.term, state.machine) } else { nil }
        }
        guard let (term, machine) = begun else { return }
        guard let range = partition.replayRange() else { return end("its partition is closed") }
        let replay = LogReplay(machine: machine, partition: partition, log: surroundings.log)
        // An empty log needs no thread: who has just created the topic finds its coordinator ready.
        if range.start >= range.end { return install(replay, range, term) }
        surroundings.loading.submit { [self] in
            let isWanted = { [self] in state.withLock { $0.term == term } }
            guard isWanted() else { return }
            if let failure = replay.run(range, while: isWanted) {
                if isWanted() { loadAgain(term: term, after: failure) }
                return
            }
            install(replay, range, term)
        }
    }

    private func loadAgain(term: Int, after failure: String) {
        let pause = state.withLock { state in
            state.failures += 1
            return RestartPause.milliseconds(afterFailures: state.failures, first: RestartPause.afterReading)
        }
        surroundings.log.error(
            "the coordinator of \(partition.name) could not read its log, and tries again in \(pause) ms: \(failure)")
        scheduleLoad(in: pause)
    }

    /// Loads when the pause is over.
    func scheduleLoad(in pause: Int64) {
        home.lane.execute { [self] in
            home.lane.schedule(at: home.lane.now.advanced(milliseconds: pause)) { [self] in load() }
        }
    }

    private func install(_ replay: LogReplay<Machine>, _ range: ReplayRange, _ term: Int) {
        // Beside the lock: who asks meanwhile is told to come again, and not kept.
        var effects = Effects()
        onLoaded(&replay.machine, surroundings.time.moment, &effects)
        let now = surroundings.time.moment()
        let aftermath: Aftermath? = state.withLock { [effects] state in
            guard state.term == term, case .loading = state.phase else { return Aftermath() }
            guard partition.ends(with: range) else { return nil }
            // Swapped, not assigned: a machine that somebody else holds too would be copied to be changed.
            swap(&state.machine, &replay.machine)
            state.phase = .serving
            state.appendedEnd = range.end
            state.committedEnd = min(range.committed, range.end)
            state.undone = range.undone
            state.effects = effects
            onInstalled(&state.machine, now, &state.effects)
            return takeAftermath(&state)
        }
        // A machine that is not the fold of the whole log must not serve.
        guard let aftermath else { return load() }
        carryOutAtHome(aftermath)
    }
}

/// How long a coordinator waits before it replays its log anew: twice as long after each failure in a row, since a disk
/// that refuses everything must not have us read hundreds of megabytes twice a second for as long as it does.
enum RestartPause {
    /// After a failed append.
    static let afterAppending: Int64 = 500
    /// After a log that could not be read.
    static let afterReading: Int64 = 5_000
    static let longest: Int64 = 60_000

    static func milliseconds(afterFailures failures: Int, first: Int64) -> Int64 {
        min(longest, first << Int64(min(max(failures - 1, 0), 10)))
    }
}

/// What of a log is to be replayed.
struct ReplayRange: Sendable {
    var start: Offset
    /// Where all ends that is written.
    var end: Offset
    /// Below, everything may be told: written, and synced where the topic's flush policy wants it.
    var committed: Offset
    /// `Log.undoneAppends` at that moment.
    var undone: Int
}
