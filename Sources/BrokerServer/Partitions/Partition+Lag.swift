package import OttlaCommitLog
package import OttlaVocabulary

extension Partition {
    /// How far a group that has committed an offset is behind. `nil` once the partition is closed.
    ///
    /// Reads files: not for a lane. Only what a walk needs is taken under the lock; where the log's files changed while
    /// they were walked it is done again, and after some vain tries the distance in offsets is given.
    package func lag(behind committed: Offset, within budget: inout WalkBudget) throws(LogError) -> Lag? {
        var latest: BacklogStretch?
        for _ in 0..<3 {
            guard let stretch = try withOpenLog({ (log, _) throws(LogError) in try log.backlog(from: committed) }) else { return nil }
            latest = stretch
            let counted: Result<Backlog, LogError>
            do throws(LogError) { counted = .success(try stretch.count(within: &budget)) } catch { counted = .failure(error) }
            guard let holds = withOpenLog({ log, _ in log.stillHolds(stretch) }) else { return nil }
            if holds { return Lag(committed: committed, in: stretch, try counted.get()) }
        }
        return latest.map { Lag(committed: committed, in: $0, $0.bound) }
    }
}
