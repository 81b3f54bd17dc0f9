import OttlaCommitLog
import OttlaVocabulary

extension Partition {
    /// What the turn's write means for a batch that was appended in it.
    enum WriteOutcome {
        case written
        /// In the file, but the topic's flush policy wants it synced before it is acknowledged.
        case awaitsSync
        /// Taken back: the write failed.
        case failed
    }

    func outcome(ofAppendUpTo end: Offset, undone: Int) -> WriteOutcome {
        withState { state in
            if state.log.undoneAppends != undone || state.log.writtenOffset < end { return .failed }
            return state.log.recoveryPoint < end && state.log.mustSyncBeforeAnswer ? .awaitsSync : .written
        }
    }

    /// Lets `waiter` know when everything below `offset` is synced. One sync serves all that have gathered when it starts.
    func awaitSync(upTo offset: Offset, _ waiter: SyncWaiter) {
        let outcome: ErrorCode? = withState { state in
            if let error = state.closedAs { return error }
            if state.log.recoveryPoint >= offset { return ErrorCode.none }
            state.syncWaits.append(SyncWait(offset: offset, waiter: waiter))
            return nil
        }
        if let outcome { waiter.report(outcome) } else { startSync() }
    }

    /// Starts a sync on a file thread, unless one runs: that one starts the next when it ends.
    func startSync() {
        let work: SyncWork? = withState { state in
            guard !state.isSyncing, state.closedAs == nil, let work = try? state.log.beginSync() else { return nil }
            state.isSyncing = true
            return work
        }
        guard let work else { return }
        submit { [self] in
            do throws(LogError) {
                try work.run()
                synced(work)
            } catch {
                syncFailed(work, error)
            }
        }
    }

    private func synced(_ work: SyncWork) {
        let (done, fetches, more) = withState { state in
            state.isSyncing = false
            state.log.syncCompleted(work)
            let point = state.log.recoveryPoint
            let done = state.syncWaits.filter { $0.offset <= point }
            state.syncWaits.removeAll { $0.offset <= point }
            return (done, Self.makeVisible(upTo: state.log.readableOffset, &state), !state.syncWaits.isEmpty)
        }
        for wait in done { wait.waiter.report(.none) }
        for wait in fetches { wait.fire(from: nil) }
        if more { startSync() }
    }

    /// After a failed fdatasync the kernel may have dropped the pages: nothing more can be promised for this log.
    private func syncFailed(_ work: SyncWork, _ error: LogError) {
        withState { state in
            state.isSyncing = false
            state.log.syncFailed(work, error)
        }
        close(as: .kafkaStorageError)
    }
}

extension Log {
    /// Whether so much is unsynced that `flush.messages` asks for a sync before anything more is acknowledged.
    var mustSyncBeforeAnswer: Bool { writtenOffset - recoveryPoint >= configuration.flushMessages }

    /// How far readers may see: all that is written, or with a sync that is due before an answer, all that is synced.
    var readableOffset: Offset { mustSyncBeforeAnswer ? recoveryPoint : writtenOffset }
}
