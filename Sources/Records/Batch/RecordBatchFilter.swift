package import OttlaVocabulary

/// What a filter leaves of a batch.
package enum FilteredBatch: Equatable, Sendable {
    /// All of it, as it is.
    case unchanged
    /// Some of its records, or all of them under a delete horizon: the new batch is in `RecordBatchFilter.output`.
    case rewritten
    /// No record at all.
    case emptied
}

/// Takes records out of batches of magic 2, for compaction. What stays keeps its offset and its time, and the batch its
/// offsets, epoch, sequence, codec and marks. Used by one thread; its memory serves one batch after the other.
package final class RecordBatchFilter {
    /// Told the key of each record, before any is asked for: so that what must be looked up can be looked up for all at once.
    package typealias Learns = (_ key: UnsafeRawBufferPointer?) -> Void
    /// Asked for each record in order: its place in the batch, its offset, and what it has.
    package typealias Keeps = (_ index: Int, _ offset: Offset, _ hasKey: Bool, _ hasValue: Bool) -> Bool

    /// The batch that was made anew last.
    private var made = GrowingBytes(capacity: 1 << 14)
    /// The records of the batch at hand, where something is learned of them first.
    private var fields: [RecordFields] = []
    /// What is kept, as ranges of the uncompressed records that do not touch each other.
    private var runs: [Range<Int>] = []
    private var kept: Int32 = 0
    private var hasTombstone = false
    private var newest = Timestamp.none

    package init() {}

    /// The batch that was made anew last, in the filter's own memory: valid until the next one.
    package var output: UnsafeRawBufferPointer { made.stored }

    /// Tells `learns` the keys of a batch, and asks `keeps` for each record.
    ///
    /// - Parameter deleteHorizon: what a batch that keeps a record without value gets as its delete horizon, unless it has
    ///   one already (KIP-534). `nil`: it gets none.
    package func filter(
        _ bytes: UnsafeRawBufferPointer, _ header: RecordBatchHeader, decompressionLimit: Int, deleteHorizon: Timestamp?,
        learns: Learns, keeps: Keeps
    ) throws(RecordError) -> FilteredBatch {
        try withRecords(bytes, header, decompressionLimit) { records throws(RecordError) in
            try read(records, header, learns)
            choose(header, keeps)
            return try settle(records, header, deleteHorizon)
        }
    }

    /// The same where keys decide nothing: asks for each record as it comes.
    package func filter(
        _ bytes: UnsafeRawBufferPointer, _ header: RecordBatchHeader, decompressionLimit: Int, deleteHorizon: Timestamp?, keeps: Keeps
    ) throws(RecordError) -> FilteredBatch {
        try withRecords(bytes, header, decompressionLimit) { records throws(RecordError) in
            try choose(reading: records, header, keeps)
            return try settle(records, header, deleteHorizon)
        }
    }

    private func settle(
        _ records: UnsafeRawBufferPointer, _ header: RecordBatchHeader, _ deleteHorizon: Timestamp?
    ) throws(RecordError) -> FilteredBatch {
        let horizon = hasTombstone && !header.hasDeleteHorizon ? deleteHorizon : nil
        if kept == 0 { return .emptied }
        if kept == header.recordCount, horizon == nil { return .unchanged }
        try rebuild(records, header, horizon)
        return .rewritten
    }

    private func withRecords<Result>(
        _ bytes: UnsafeRawBufferPointer, _ header: RecordBatchHeader, _ limit: Int,
        _ body: (UnsafeRawBufferPointer) throws(RecordError) -> Result
    ) throws(RecordError) -> Result {
        try RecordBatch(bytes: bytes.bytes, header: header).withRecordBytes(limit: limit) { records throws(RecordError) in
            try records.withUnsafeBytes { records throws(RecordError) in try body(records) }
        }
    }

    /// A batch under a delete horizon with all its records: what a control batch becomes whose transaction is gone.
    package func mark(
        _ bytes: UnsafeRawBufferPointer, _ header: RecordBatchHeader, deleteHorizon: Timestamp
    ) throws(RecordError) {
        try withRecords(bytes, header, 1 << 16) { records throws(RecordError) in
            try choose(reading: records, header) { _, _, _, _ in true }
            try rebuild(records, header, deleteHorizon)
        }
    }

    // MARK: Deciding

    private func read(_ records: UnsafeRawBufferPointer, _ header: RecordBatchHeader, _ learns: Learns) throws(RecordError) {
        fields.removeAll(keepingCapacity: true)
        var cursor = RecordCursor(records)
        for index in 0..<max(header.recordCount, 0) {
            guard let record = cursor.next() else { throw .invalidRecords([RecordFault(index: index, reason: .malformed)]) }
            fields.append(record)
            learns(
                record.keyLength < 0 ? nil : UnsafeRawBufferPointer(rebasing: records[record.keyStart..<record.keyStart + record.keyLength])
            )
        }
        guard cursor.isAtEnd else { throw .invalid("bytes follow the batch's \(header.recordCount) records") }
    }

    private func choose(_ header: RecordBatchHeader, _ keeps: Keeps) {
        var choice = begin()
        for (index, record) in fields.enumerated() {
            let offset = Offset(header.baseOffset.value &+ record.offsetDelta)
            choice.add(record, isKept: keeps(index, offset, record.keyLength >= 0, record.valueLength >= 0))
        }
        end(&choice, header)
    }

    /// Reads the records and asks for each at once.
    private func choose(reading records: UnsafeRawBufferPointer, _ header: RecordBatchHeader, _ keeps: Keeps) throws(RecordError) {
        var choice = begin()
        var cursor = RecordCursor(records)
        for index in 0..<Int(max(header.recordCount, 0)) {
            guard let record = cursor.next() else { throw .invalidRecords([RecordFault(index: Int32(index), reason: .malformed)]) }
            let offset = Offset(header.baseOffset.value &+ record.offsetDelta)
            choice.add(record, isKept: keeps(index, offset, record.keyLength >= 0, record.valueLength >= 0))
        }
        guard cursor.isAtEnd else { throw .invalid("bytes follow the batch's \(header.recordCount) records") }
        end(&choice, header)
    }

    /// What was chosen so far of a batch. The memory of the runs goes in and out of it: it serves all batches.
    private struct Choice {
        var runs: [Range<Int>]
        var run = 0..<0
        /// Where the next record starts.
        var start = 0
        var kept: Int32 = 0
        var hasTombstone = false
        var newestDelta = Int64.min

        @inline(__always)
        mutating func add(_ record: RecordFields, isKept: Bool) {
            defer { start = record.end }
            guard isKept else { return }
            kept += 1
            if record.valueLength < 0 { hasTombstone = true }
            newestDelta = max(newestDelta, record.timestampDelta)
            if run.upperBound == start, !run.isEmpty {
                run = run.lowerBound..<record.end
            } else {
                if !run.isEmpty { runs.append(run) }
                run = start..<record.end
            }
        }
    }

    private func begin() -> Choice {
        runs.removeAll(keepingCapacity: true)
        return Choice(runs: exchange(&runs, with: []))
    }

    private func end(_ choice: inout Choice, _ header: RecordBatchHeader) {
        if !choice.run.isEmpty { choice.runs.append(choice.run) }
        runs = exchange(&choice.runs, with: [])
        kept = choice.kept
        hasTombstone = choice.hasTombstone
        newest = kept > 0 ? max(header.baseTimestamp + choice.newestDelta, .none) : .none
    }

    // MARK: Making anew

    private func rebuild(
        _ records: UnsafeRawBufferPointer, _ original: RecordBatchHeader, _ horizon: Timestamp?
    ) throws(RecordError) {
        var header = original
        header.recordCount = kept
        if header.timestampType == .createTime { header.maxTimestamp = newest }
        beginOutput()
        if let horizon {
            header.attributes |= RecordBatchHeader.deleteHorizonBit
            header.baseTimestamp = horizon
            for run in runs {
                Self.copy(records, run, into: &made, addingToDeltas: original.baseTimestamp - horizon)
            }
        } else {
            for run in runs { made.append(UnsafeRawBufferPointer(rebasing: records[run])) }
        }
        try RecordBatchBuilder.close(&made, under: header)
    }

    /// Leaves room for a header.
    private func beginOutput() {
        made.removeAll()
        _ = made.room(for: RecordBatchHeader.size)
        made.advance(by: RecordBatchHeader.size)
    }

    /// The batch that is left when all records are gone: its offsets and its producer's epoch and sequence remain.
    package func empty(_ original: RecordBatchHeader) {
        var header = original
        header.magic = 2
        header.attributes &= ~(RecordBatchHeader.deleteHorizonBit | 7)
        header.baseTimestamp = original.maxTimestamp
        header.recordCount = 0
        beginOutput()
        RecordBatchBuilder.seal(&made, under: header)
    }

    /// Copies records with other timestamp deltas, since the base timestamp is another.
    private static func copy(
        _ records: UnsafeRawBufferPointer, _ run: Range<Int>, into output: inout GrowingBytes, addingToDeltas shift: Int64
    ) {
        var cursor = RecordCursor(UnsafeRawBufferPointer(rebasing: records[..<run.upperBound]), from: run.lowerBound)
        while !cursor.isAtEnd {
            let start = cursor.position
            guard let record = cursor.next() else { preconditionFailure("a record that was read before reads no more") }
            // Behind the length: one byte of attributes, then the delta.
            let attributes = end(ofNumberAt: start, in: records)
            let rest = end(ofNumberAt: attributes + 1, in: records)..<record.end
            let delta = record.timestampDelta &+ shift
            output.appendVariable(Int64(1 + variableSize(delta) + rest.count))
            output.appendByte(records[attributes])
            output.appendVariable(delta)
            output.append(UnsafeRawBufferPointer(rebasing: records[rest]))
        }
    }

    private static func end(ofNumberAt position: Int, in bytes: UnsafeRawBufferPointer) -> Int {
        var position = position
        while bytes[position] >= 0x80 { position += 1 }
        return position + 1
    }
}

extension RecordBatchHeader {
    static let deleteHorizonBit: Int16 = 64
}

extension RecordBatch {
    /// Calls `body` with offset and key of each record. The hot loop of compaction's first reading.
    package func forEachKey(
        decompressionLimit: Int, _ body: (_ offset: Offset, _ key: UnsafeRawBufferPointer?) -> Void
    ) throws(RecordError) {
        let header = header
        try withRecordBytes(limit: decompressionLimit) { records throws(RecordError) in
            try records.withUnsafeBytes { records throws(RecordError) in
                var cursor = RecordCursor(records)
                for index in 0..<max(header.recordCount, 0) {
                    guard let record = cursor.next() else {
                        throw .invalidRecords([RecordFault(index: index, reason: .malformed)])
                    }
                    let key =
                        record.keyLength < 0
                        ? nil : UnsafeRawBufferPointer(rebasing: records[record.keyStart..<record.keyStart + record.keyLength])
                    body(Offset(header.baseOffset.value &+ record.offsetDelta), key)
                }
            }
        }
    }
}
