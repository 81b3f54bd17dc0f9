import OttlaVocabulary

/// What a compaction gathers from the log before it reads records.
extension LogCompaction {
    /// Of how many producers the log is asked at a time: the lock is held for microseconds.
    private static let producersPerLook = 1000

    /// `nil` if the log is closed.
    func abortedTransactions() throws(LogError) -> [AbortedTransaction]? {
        guard let sources = owner.withOpenLog({ log in log.abortedSources }) else { return nil }
        var aborted: [AbortedTransaction] = []
        for source in sources {
            switch source {
            case .known(let transactions): aborted += transactions
            case .file(let path): aborted += AbortedTransaction.decode(try plan.survey.fileSystem.contents(of: path) ?? [])
            }
        }
        return aborted.filter { $0.firstOffset < plan.end }
    }

    /// The last write of each producer. `nil` if the log is closed.
    func lastWrites() throws(LogError) -> [Int64: Log.LastWrite]? {
        let producers = try owner.withOpenLog { (log) throws(LogError) in try log.producersForCompaction() }
        guard let producers else { return nil }
        var writes: [Int64: Log.LastWrite] = [:]
        writes.reserveCapacity(producers.count)
        var start = 0
        while start < producers.count {
            let part = producers[start..<min(start + Self.producersPerLook, producers.count)]
            guard let found = owner.withOpenLog({ log in part.map { log.lastWrite(of: $0) } }) else { return nil }
            for (producerID, write) in zip(part, found) { writes[producerID] = write }
            start += part.count
        }
        return writes
    }
}

extension CompactionSurvey {
    /// Removes what a compaction that failed has left. One that is still there would tell the next start that a swap of
    /// now was not complete, and a `.swap` would go into it. No swap is under way.
    func removeLeftovers() throws(LogError) {
        for entry in try fileSystem.entries(in: directory)
        where entry.name.hasSuffix(SegmentFiles.cleaned) || entry.name.hasSuffix(SegmentFiles.swap) {
            try fileSystem.remove("\(directory)/\(entry.name)")
        }
    }
}
