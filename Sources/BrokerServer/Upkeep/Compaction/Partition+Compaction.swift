package import OttlaCommitLog

extension Partition: LogOwner {
    package func withOpenLog<Result: Sendable, Failure: Error>(
        _ body: (Log) throws(Failure) -> Result
    ) throws(Failure) -> Result? {
        try withOpenLog { (log, _) throws(Failure) in try body(log) }
    }

    var compactionKey: CompactionMarks.Key { CompactionMarks.Key(partition: name, topicID: topicID) }
}
