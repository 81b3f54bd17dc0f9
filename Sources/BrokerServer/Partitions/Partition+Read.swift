package import OttlaCommitLog
package import OttlaVocabulary

/// What a fetch asks of one partition.
package struct PartitionFetch: Sendable {
    package var offset: Offset
    package var maxBytes: Int
    /// -1 if the client does not know one.
    package var currentLeaderEpoch: Int32 = -1
    package var lastFetchedEpoch: Int32 = -1
    /// Only records of transactions that are decided, and what is not transactional.
    package var committedOnly = false
    /// Even a batch larger than `maxBytes`, so that a consumer is never stuck.
    package var atLeastOneBatch = false
}

/// What a partition has for a fetch: places in files, nothing read yet.
package struct PartitionRead: Sendable {
    package var error: ErrorCode = .none
    package var highWatermark: Offset = .none
    package var lastStableOffset: Offset = .none
    package var logStartOffset: Offset = .none
    package var regions: [PayloadRegion] = []
    package var byteCount = 0
    /// Present for `committedOnly`.
    package var abortedTransactions: [AbortedTransaction]?
    /// Set when the log of the reader has gone another way (KIP-595): the largest epoch in common and where it ends.
    package var divergingEpoch: (epoch: Int32, endOffset: Offset)?
    package var leaderEpoch: Int32 = -1
}

extension Partition {
    package func read(_ fetch: PartitionFetch) -> PartitionRead {
        withState { state in
            var read = PartitionRead()
            read.leaderEpoch = state.leaderEpoch
            read.error = state.closedAs ?? Self.check(fetch.currentLeaderEpoch, against: state.leaderEpoch)
            guard read.error == .none else { return read }
            let log = state.log
            read.highWatermark = log.highWatermark
            read.lastStableOffset = min(log.lastStableOffset, log.highWatermark)
            read.logStartOffset = log.logStartOffset
            let limit = fetch.committedOnly ? read.lastStableOffset : read.highWatermark
            if fetch.lastFetchedEpoch >= 0 {
                guard let end = log.endOffset(forEpoch: fetch.lastFetchedEpoch) else {
                    read.error = .offsetOutOfRange
                    return read
                }
                if end.epoch < fetch.lastFetchedEpoch || end.offset < fetch.offset {
                    read.divergingEpoch = (end.epoch, end.offset)
                    return read
                }
            }
            guard fetch.offset >= log.logStartOffset, fetch.offset <= log.logEndOffset else {
                read.error = .offsetOutOfRange
                return read
            }
            if fetch.committedOnly { read.abortedTransactions = [] }
            guard fetch.offset < limit else { return read }
            do throws(LogError) {
                let found = try log.read(
                    from: fetch.offset, limit: limit, maxBytes: fetch.maxBytes, atLeastOneBatch: fetch.atLeastOneBatch)
                guard case .slice(let slice) = found else {
                    read.error = .offsetOutOfRange
                    return read
                }
                read.regions = slice.regions
                read.byteCount = slice.byteCount
                if fetch.committedOnly {
                    read.abortedTransactions = try log.abortedTransactions(from: fetch.offset, to: limit)
                }
            } catch {
                read.error = .kafkaStorageError
            }
            return read
        }
    }

    /// Has `wait` fired at the next change, if nothing has changed since the caller read up to `highWatermark`.
    /// False if something has: then the caller reads again.
    func register(_ wait: FetchWait, ifStillAt highWatermark: Offset) -> Bool {
        withState { state in
            guard state.closedAs == nil, state.log.highWatermark == highWatermark else { return false }
            state.fetchWaits.append(wait)
            return true
        }
    }

    /// Forgets a wait that has ended for another reason.
    func unregister(_ wait: FetchWait) {
        withState { state in state.fetchWaits.removeAll { $0 === wait } }
    }
}
