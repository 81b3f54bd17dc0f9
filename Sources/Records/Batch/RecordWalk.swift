import OttlaVocabulary

/// One pass over a batch's records that checks what the rules ask of each. The pass itself only accumulates; records
/// are looked at one by one, for naming the bad ones, once something was found to be wrong.
struct RecordWalk {
    let header: RecordBatchHeader
    let rules: RecordBatchRules

    private struct Findings {
        var earliest = Int64.max
        var latest = Int64.min
        /// Bits that are set where an offset delta was not its record's index.
        var misplaced: Int64 = 0
        /// Negative once a key was null.
        var keys = 0
    }

    /// The largest timestamp. `records` are all bytes of the records, uncompressed.
    func walk(_ records: RawSpan) throws(RecordError) -> Timestamp {
        let findings = try accumulate(records)
        let boundsTime = rules.timestampType == .createTime
        let isSound =
            findings.misplaced == 0 && (findings.keys >= 0 || !rules.requiresKeys)
            && (!boundsTime
                || findings.earliest >= rules.earliestTimestamp.milliseconds
                    && findings.latest <= rules.latestTimestamp.milliseconds)
        if !isSound { try findFaults(records) }
        return Timestamp(milliseconds: findings.latest)
    }

    private func accumulate(_ records: RawSpan) throws(RecordError) -> Findings {
        let base = header.baseTimestamp.milliseconds
        let count = Int64(header.recordCount)
        return try records.withUnsafeBytes { bytes throws(RecordError) -> Findings in
            var cursor = RecordCursor(bytes)
            var findings = Findings()
            for index in 0..<count {
                guard let record = cursor.next() else {
                    throw .invalidRecords([RecordFault(index: Int32(index), reason: .malformed)])
                }
                let time = base &+ record.timestampDelta
                findings.earliest = min(findings.earliest, time)
                findings.latest = max(findings.latest, time)
                findings.misplaced |= record.offsetDelta ^ index
                findings.keys |= record.keyLength
            }
            guard cursor.isAtEnd else { throw .invalid("bytes follow the batch's \(count) records") }
            return findings
        }
    }

    /// Names the records that break a rule. Finds none where a record without timestamp was taken for an early one.
    private func findFaults(_ records: RawSpan) throws(RecordError) {
        var invalid: [RecordFault] = []
        var untimely: [RecordFault] = []
        records.withUnsafeBytes { bytes in
            var cursor = RecordCursor(bytes)
            var index: Int32 = 0
            while let record = cursor.next(), invalid.count < RecordFault.limit, untimely.count < RecordFault.limit {
                if record.offsetDelta != Int64(index) {
                    invalid.append(RecordFault(index: index, reason: .offsetDelta(record.offsetDelta)))
                } else if record.keyLength < 0 && rules.requiresKeys {
                    invalid.append(RecordFault(index: index, reason: .missingKey))
                } else if let reason = untimeliness(of: header.baseTimestamp + record.timestampDelta) {
                    untimely.append(RecordFault(index: index, reason: reason))
                }
                index += 1
            }
        }
        if !invalid.isEmpty { throw .invalidRecords(invalid) }
        if !untimely.isEmpty { throw .invalidTimestamps(untimely) }
    }

    private func untimeliness(of time: Timestamp) -> RecordFault.Reason? {
        if rules.timestampType == .logAppendTime || time == .none { return nil }
        if time < rules.earliestTimestamp { return .tooEarly(time, earliest: rules.earliestTimestamp) }
        if time > rules.latestTimestamp { return .tooLate(time, latest: rules.latestTimestamp) }
        return nil
    }
}
