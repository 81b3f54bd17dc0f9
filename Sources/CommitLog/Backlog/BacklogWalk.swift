import OttlaRecords
import OttlaVocabulary

extension BacklogStretch {
    /// Counts what lies ahead, from batch header to batch header, and looks into the first batch that is to be read.
    /// Where the budget ends the count is the distance in offsets. Reads files: not under the log's lock, not on a lane.
    package func count(within budget: inout WalkBudget) throws(LogError) -> Backlog {
        var walk = BacklogWalk(self, budget)
        defer { budget = walk.budget }
        for piece in pieces where !walk.isOver { try walk.walk(piece) }
        return walk.result
    }

    /// The same without any look at the files.
    package var bound: Backlog { BacklogWalk(self, WalkBudget(bytes: 0)).estimate(from: position) }
}

/// One walk over a stretch.
struct BacklogWalk {
    private let stretch: BacklogStretch
    private(set) var budget: WalkBudget
    private(set) var result = Backlog()
    /// The end is reached, or the budget.
    private(set) var isOver = false
    /// The first record to be read has been seen. Until then batches are met one by one.
    private var hasFirst = false
    /// The batch that holds the position may begin before it; those after it count whole.
    private var isUnderway = false

    init(_ stretch: BacklogStretch, _ budget: WalkBudget) {
        self.stretch = stretch
        self.budget = budget
    }

    private static let window = 64 << 10

    mutating func walk(_ piece: BacklogStretch.Piece) throws(LogError) {
        var tally = BlockTally(piece)
        let start = skipKnown(from: piece.start, &tally)
        guard start < piece.end else { return }
        let file: any File
        if let open = piece.file { file = open } else { file = try stretch.fileSystem.open(piece.path, creating: false) }
        defer { if piece.file == nil { file.close() } }
        var scanner = BatchScanner(file, from: start, to: piece.end, window: Self.window)
        while let batch = try scanner.next() {
            if batch.header.baseOffset >= stretch.highWatermark { return isOver = true }
            // Between blocks only, so that what was paid for is kept.
            if tally.enter(batch), budget.isSpent, isUnderway { return giveUp(at: batch.header.baseOffset) }
            let isFinal = batch.header.baseOffset >= stretch.position && batch.header.lastOffset < stretch.lastStableOffset
            tally.add(try count(batch, &scanner), isFinal: isFinal)
            budget.spend(batch.header.totalSize < 32 << 10 ? batch.header.totalSize : 4096)
            isUnderway = true
            let next = skipKnown(from: scanner.position, &tally)
            if next != scanner.position { scanner.jump(to: next) }
        }
        if let defect = scanner.defect { throw .corrupt(path: piece.path, reason: defect) }
        if piece.isSealed { tally.end(at: piece.end) }
    }

    // MARK: Known blocks

    /// Passes over blocks that were counted before.
    private mutating func skipKnown(from position: Int64, _ tally: inout BlockTally) -> Int64 {
        var position = position
        guard isUnderway else { return position }
        while let block = tally.known(at: position), hasFirst || block.count == 0 {
            tally.end(at: position)
            result.readable.value += block.count
            position = block.end
            tally.pass(block)
        }
        return position
    }

    // MARK: One batch

    /// Adds those of the batch's records that lie ahead to the result, and gives their number.
    private mutating func count(_ batch: ScannedBatch, _ scanner: inout BatchScanner) throws(LogError) -> RecordCount {
        let header = batch.header
        if header.isControl || stretch.aborted.contains(header) { return RecordCount() }
        var count = Self.records(of: header)
        let isReadable = header.baseOffset < stretch.lastStableOffset
        if header.baseOffset < stretch.position || isReadable && !hasFirst {
            let ahead = try look(into: batch, &scanner)
            if isReadable, !hasFirst, ahead.count.value > 0 {
                hasFirst = true
                result.nextTimestamp = ahead.timestamp
            }
            if header.baseOffset < stretch.position { count = ahead.count }
        }
        if isReadable { result.readable.add(count) } else { result.undecided.add(count) }
        return count
    }

    /// As the header says. A compressed message of old says nothing of those inside of it, and is taken for one.
    private static func records(of header: RecordBatchHeader) -> RecordCount {
        RecordCount(Int64(max(header.recordCount, 0)), isExact: header.magic >= 2 || header.codec == CompressionCodec.none)
    }

    /// How many of the batch's records lie from the position on, and the time of the first of them.
    private mutating func look(
        into batch: ScannedBatch, _ scanner: inout BatchScanner
    ) throws(LogError) -> (count: RecordCount, timestamp: Timestamp) {
        let header = batch.header
        if header.magic < 2 { return (Self.records(of: header), header.maxTimestamp) }
        budget.spend(header.totalSize)
        let bytes = try scanner.contents(of: batch)
        let position = stretch.position
        var count: Int64 = 0
        var timestamp = Timestamp.none
        do throws(RecordError) {
            // No further than a producer's batch may unfold.
            let limit = RecordBatchRules().decompressionLimit
            try RecordBatch(bytes.bytes).forEachRecord(decompressionLimit: limit) { record throws(RecordError) in
                guard record.offset >= position else { return true }
                if count == 0 { timestamp = record.timestamp }
                count += 1
                return true
            }
            return (RecordCount(count), header.timestampType == .logAppendTime ? header.maxTimestamp : timestamp)
        } catch {
            // A batch that cannot be opened stops its readers; how far behind they are can still be said.
            let room = header.lastOffset + 1 - max(position, header.baseOffset)
            return (RecordCount(min(room, Int64(max(header.recordCount, 0))), isExact: false), header.maxTimestamp)
        }
    }

    // MARK: The end

    private mutating func giveUp(at offset: Offset) {
        result = estimate(from: offset)
        isOver = true
    }

    /// What was counted, and every offset from one on as if it held a record.
    func estimate(from offset: Offset) -> Backlog {
        var estimate = result
        let readable = max(stretch.lastStableOffset - offset, 0)
        let undecided = max(stretch.highWatermark - max(stretch.lastStableOffset, offset), 0)
        if readable > 0 { estimate.readable.add(RecordCount(readable, isExact: false)) }
        if undecided > 0 { estimate.undecided.add(RecordCount(undecided, isExact: false)) }
        estimate.isCutShort = readable + undecided > 0
        return estimate
    }
}

extension RecordCount {
    mutating func add(_ other: RecordCount) {
        value += other.value
        isExact = isExact && other.isExact
    }
}
