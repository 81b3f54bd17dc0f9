import OttlaCommitLog
import OttlaRecords
import OttlaVocabulary

/// A partition as the log of a coordinator.
extension Partition {
    /// What a coordinator has to replay; `nil` if the partition is closed.
    ///
    /// All that the log holds, seen by readers or not: entries of a machine that was dropped may be there without having been
    /// acknowledged, and what is in the log its fold has to have. What a lane has pending is written first.
    func replayRange() -> ReplayRange? {
        let (range, woken) = withState { state -> (ReplayRange?, [FetchWait]) in
            guard state.closedAs == nil else { return (nil, []) }
            // If it cannot be written, it is taken back.
            try? state.log.flushTurn()
            let woken = Self.makeVisible(upTo: state.log.readableOffset, &state)
            let log = state.log
            let range = ReplayRange(
                start: log.logStartOffset, end: log.writtenOffset, committed: log.highWatermark, undone: log.undoneAppends)
            return (range, woken)
        }
        for wait in woken { wait.fire(from: nil) }
        return range
    }

    /// Whether the log still ends where the replay did, with nothing taken back.
    func ends(with range: ReplayRange) -> Bool {
        withState { $0.log.logEndOffset == range.end && $0.log.undoneAppends == range.undone }
    }

    /// Where the next batches of a replay lie; `nil` if the partition is closed.
    func replaySlice(from offset: Offset, limit: Offset, maxBytes: Int) throws(LogError) -> LogSlice? {
        let slice: LogSlice?? = try withOpenLog { (log, _) throws(LogError) in
            let start = max(offset, log.logStartOffset)
            switch try log.read(from: start, limit: limit, maxBytes: maxBytes, atLeastOneBatch: true) {
            case .slice(let slice): return slice
            case .outOfRange: return nil
            }
        }
        return slice ?? nil
    }

    /// Takes a coordinator's batches into the turn's write, unless something was taken back since it replayed the log.
    /// Returns where the log ends then. If it throws, batches before the one that failed may be in the log for good: they
    /// count for the replay. Either way the caller touches the partition in its `LaneWork`.
    func append(_ batches: inout [[UInt8]], ifUndoneIs undone: Int, now: Timestamp) throws(AppendRefusal) -> Offset {
        let limit = CoordinatorLimits.batchBytes
        if let largest = batches.lazy.map(\.count).max(), largest > limit {
            throw AppendRefusal(error: .recordListTooLarge, message: "a batch of \(largest) bytes is larger than any may be (\(limit))")
        }
        var end: Offset = 0
        for index in batches.indices {
            end = try appendOne(&batches[index], ifUndoneIs: undone, now: now)
        }
        return end
    }

    private func appendOne(_ batch: inout [UInt8], ifUndoneIs undone: Int, now: Timestamp) throws(AppendRefusal) -> Offset {
        let result: Result<Offset, AppendRefusal> = batch.withUnsafeMutableBytes { bytes in
            guard let header = RecordBatchHeader(reading: UnsafeRawBufferPointer(bytes).bytes) else {
                preconditionFailure("a batch of ours without a header")
            }
            do throws(AppendRefusal) {
                let appended = try append(
                    bytes, header: header, now: now, ifUndoneIs: undone, sizeLimit: CoordinatorLimits.batchBytes)
                return .success(appended.lastOffset + 1)
            } catch {
                return .failure(error)
            }
        }
        return try result.get()
    }
}

/// What a coordinator's log takes at most.
enum CoordinatorLimits {
    /// The largest batch: an entry that is larger than 512 KiB has one to itself. Far above what a machine lets an entry become
    /// (`GroupSettings.entryMaxBytes`), since there is no way back once it is decided: the machine would be dropped, and with
    /// it every other group's waiting members. For the same reason it is not the topic's `segment.bytes`, which may be set to
    /// less than one group needs; a larger batch has a segment to itself.
    static let batchBytes = 64 << 20
}
