/// Whoever holds a log and its lock, as compaction needs it: compaction works without the lock and asks for it only for
/// moments in which it looks, or changes which segments there are.
package protocol LogOwner: Sendable {
    /// Runs `body` under the lock; `nil` if the log is closed, or about to be deleted.
    func withOpenLog<Result: Sendable, Failure: Error>(
        _ body: (Log) throws(Failure) -> Result
    ) throws(Failure) -> Result?
}
