import OttlaCommitLog
import OttlaMetadata
import OttlaRecords
package import OttlaVocabulary

/// Why a batch was not taken, in the form a produce response has for it.
package struct AppendRefusal: Error {
    package var error: ErrorCode
    package var message: String?
    /// Faults of single records (KIP-467).
    package var records: [(index: Int32, message: String)] = []
}

/// A batch that was taken, or one that had been taken before.
package struct AppendedBatch: Sendable {
    package var firstOffset: Offset
    package var lastOffset: Offset
    /// Set if the broker stamps the time.
    package var logAppendTime: Timestamp
    package var logStartOffset: Offset
    package var isDuplicate: Bool
    /// `Log.undoneAppends` when it was taken: the batch is written if the turn's write leaves this as it was.
    package var undone: Int
}

extension Partition {
    /// Takes validated batches into the turn's write: offsets are given and patched into `bytes` in place.
    ///
    /// The caller touches the partition in its `LaneWork`; nothing is visible to readers before that turn's write.
    ///
    /// - Parameter undone: what `Log.undoneAppends` must be, for one whose batches stand on each other: if an earlier one
    ///   was taken back, this must not be taken.
    /// - Parameter sizeLimit: the largest batch, where it is not the size of a segment.
    func append(
        _ bytes: UnsafeMutableRawBufferPointer, header: RecordBatchHeader, now: Timestamp, ifUndoneIs undone: Int? = nil,
        sizeLimit: Int? = nil
    ) throws(AppendRefusal) -> AppendedBatch {
        let result: Result<AppendedBatch, AppendRefusal> = withState { state in
            if let error = state.closedAs { return .failure(AppendRefusal(error: error)) }
            if let undone, undone != state.log.undoneAppends {
                return .failure(AppendRefusal(error: .kafkaStorageError, message: "what came before could not be written"))
            }
            do throws(LogError) {
                let outcome = try state.log.append(
                    bytes, header: header, leaderEpoch: state.leaderEpoch, now: now, sizeLimit: sizeLimit)
                let start = state.log.logStartOffset
                let stamped = state.settings.usesLogAppendTime ? now : .none
                switch outcome {
                case .appended(let first, let last):
                    return .success(
                        AppendedBatch(
                            firstOffset: first, lastOffset: last, logAppendTime: stamped, logStartOffset: start, isDuplicate: false,
                            undone: state.log.undoneAppends))
                case .duplicate(let first, let last, let timestamp):
                    return .success(
                        AppendedBatch(
                            firstOffset: first, lastOffset: last, logAppendTime: stamped == .none ? .none : timestamp,
                            logStartOffset: start, isDuplicate: true, undone: state.log.undoneAppends))
                case .refused(let error):
                    return .failure(AppendRefusal(error: error, message: nil))
                }
            } catch {
                return .failure(AppendRefusal(error: .kafkaStorageError, message: "\(error)"))
            }
        }
        return try result.get()
    }

    /// Writes what this turn appended and makes it visible, or starts the sync it has to wait for.
    func flushTurn(on work: LaneWork) {
        let woken: [FetchWait] = withState { state in
            // Its files may be another topic's by now. What is pending counts as not written.
            if state.closedAs != nil { return [] }
            do throws(LogError) {
                try state.log.flushTurn()
            } catch {
                // The log has taken the appends back. Those who wait learn it from `isWritten`.
                return []
            }
            return Self.makeVisible(upTo: state.log.readableOffset, &state)
        }
        for wait in woken { wait.fire(from: work) }
    }

    /// Moves the high watermark and takes out the fetches that wait for it.
    static func makeVisible(upTo offset: Offset, _ state: inout State) -> [FetchWait] {
        guard offset > state.log.highWatermark else { return [] }
        state.log.advanceHighWatermark(to: offset)
        guard !state.fetchWaits.isEmpty else { return [] }
        let waits = state.fetchWaits
        state.fetchWaits.removeAll(keepingCapacity: true)
        return waits
    }
}
