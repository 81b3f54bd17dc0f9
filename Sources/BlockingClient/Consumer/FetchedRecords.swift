package import OttlaRecords
package import OttlaVocabulary

/// What one fetch brought of one partition, still in the frame it came in.
package struct FetchedRecords {
    package let partition: Int32
    /// Records below were in the same batch but were not asked for.
    package let from: Offset
    /// Records from here on are not wanted either.
    package let until: Offset?
    package let logStartOffset: Offset
    package let highWatermark: Offset
    let records: RecordsField
    let frame: ReceivedFrame
    /// Transactions to be left out, by first offset.
    let aborted: [AbortedRange]
    let decompressionLimit: Int

    /// Calls `body` with each record that is for applications, in order, until it answers false.
    package func forEachRecord(_ body: (borrowing Record) -> Bool) throws(ClientError) {
        var filter = AbortedTransactionFilter(aborted)
        do {
            try frame.withRecords(records) { span throws(RecordError) in
                var sequence = RecordBatchSequence(span)
                while let (range, header) = try sequence.nextWhole() {
                    guard header.lastOffset >= from, filter.lets(header, in: span.extracting(range)) else { continue }
                    if let until, header.baseOffset >= until { return }
                    try header.checkChecksum(of: span.extracting(range))
                    var goesOn = true
                    try RecordBatch(span.extracting(range)).forEachRecord(decompressionLimit: decompressionLimit) { record in
                        if record.offset < from { return true }
                        if let until, record.offset >= until { return false }
                        goesOn = body(record)
                        return goesOn
                    }
                    if !goesOn { return }
                }
            }
        } catch {
            throw ClientError(.corruptRecords, "partition \(partition), from offset \(from): \(error)")
        }
    }

    /// Where the next fetch goes on: behind the last whole batch. `nil`: there is none.
    static func nextOffset(after records: RecordsField, in frame: ReceivedFrame) throws(RecordError) -> Offset? {
        try frame.withRecords(records) { span throws(RecordError) in
            var sequence = RecordBatchSequence(span)
            var last: Offset?
            while let (_, header) = try sequence.nextWhole() { last = header.lastOffset + 1 }
            return last
        }
    }
}

extension RecordBatchSequence {
    /// The next whole batch. A last one that is cut off is legal in the answer to a fetch, and left out.
    @_lifetime(self: copy self)
    mutating func nextWhole() throws(RecordError) -> (range: Range<Int>, header: RecordBatchHeader)? {
        do {
            return try next()
        } catch {
            if case .truncated = error { return nil }
            throw error
        }
    }
}
