import OttlaCommitLog
import OttlaRecords
import OttlaVocabulary

/// A partition as the log of a coordinator.
extension Partition {
    /// What a coordinator has to replay; `nil` if the partition is closed.
    func replayRange() -> ReplayRange? {
        withState { state in
            guard state.closedAs == nil else { return nil }
            return ReplayRange(start: state.log.logStartOffset, end: state.log.highWatermark, undone: state.log.undoneAppends)
        }
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

    /// Takes a coordinator's batches into the turn's write, all or none, unless something was taken back since it
    /// replayed the log. Returns where the log ends then. The caller touches the partition in its `LaneWork`.
    func append(_ batches: inout [[UInt8]], ifUndoneIs undone: Int, now: Timestamp) throws(AppendRefusal) -> Offset {
        let sizes = batches.map(\.count)
        let limit = withState { $0.log.configuration.segmentBytes }
        if let largest = sizes.max(), largest > limit {
            throw AppendRefusal(error: .recordListTooLarge, message: "a batch of \(largest) bytes is larger than a segment of \(name)")
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
                return .success(try append(bytes, header: header, now: now, ifUndoneIs: undone).lastOffset + 1)
            } catch {
                return .failure(error)
            }
        }
        return try result.get()
    }
}
