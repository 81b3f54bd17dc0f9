import OttlaRecords
package import OttlaVocabulary

/// How a compaction goes about it: memory, and the secret of its hashes.
package struct CompactionSettings: Sendable, Equatable {
    /// Bytes for the map of keys.
    package var mapBytes = 128 << 20
    package var loadFactor = 0.9
    /// Bytes for reading, and as many for writing.
    package var bufferBytes = 256 << 10
    /// Another for each compaction, known to nobody.
    package var secret: (UInt64, UInt64) = (0, 0)
    /// How far the records of one batch may unfold.
    package var decompressionLimit = RecordBatchRules().decompressionLimit

    package init() {}

    /// Of the memory for the map, a part shows by offset what the map shows by key.
    var lastOffsetsLimit: Int64 { Int64(mapBytes / 16) * 8 }

    package static func == (left: Self, right: Self) -> Bool {
        left.mapBytes == right.mapBytes && left.loadFactor == right.loadFactor && left.bufferBytes == right.bufferBytes
            && left.secret == right.secret && left.decompressionLimit == right.decompressionLimit
    }
}

/// What one compaction did.
package struct CompactionReport: Sendable, Equatable {
    package var bytesRead: Int64 = 0
    package var bytesWritten: Int64 = 0
    /// Of the segments that were replaced, and of what replaced them.
    package var sizeBefore: Int64 = 0
    package var sizeAfter: Int64 = 0
    package var keys = 0
    /// Records that had no key: nothing says what they replace, so they were dropped.
    package var recordsWithoutKey = 0
    /// Compacted up to here.
    package var end: Offset = 0
}

/// What a step of a compaction led to.
package enum CompactionProgress: Sendable, Equatable {
    /// There is more to do; so many bytes were read and written.
    case working(bytes: Int)
    case finished
    /// The log was cut, deleted or closed meanwhile: what was not swapped in yet is thrown away.
    case overtaken
}

/// One compaction of one log, done in steps by one thread at a time, without the log's lock but for moments.
///
/// First it reads what was never compacted and notes the last offset of each key; then it reads everything from the start
/// of the log to there and writes what is still wanted, group of segments by group, and swaps each in.
package final class LogCompaction {
    private enum Phase {
        case beginning
        case mapping(Int)
        case filtering(Int)
        case done
    }

    let owner: any LogOwner
    let plan: CompactionPlan
    let settings: CompactionSettings
    let now: Timestamp
    private var phase = Phase.beginning
    private var mapping: KeyMapping?
    private var filtering: GroupFilter?
    private var groups: [CompactionPlan.Group] = []
    private var retention: BatchRetention?
    /// The segments that are needed yet.
    private var remaining: [CompactionSurvey.Piece] = []
    /// How long the log's lock was held at most is up to its owner to measure; how often, this counts.
    package private(set) var report = CompactionReport()

    package init(of owner: any LogOwner, _ plan: CompactionPlan, settings: CompactionSettings, now: Timestamp) {
        self.owner = owner
        self.plan = plan
        self.settings = settings
        self.now = now
    }

    /// Does a part of the work: a few buffers' worth of reading and writing, or one swap.
    package func step() throws(LogError) -> CompactionProgress {
        do throws(LogError) {
            if let progress = try advance() { return progress }
        } catch {
            abandon()
            // A file that went away under us says no more than that the log did.
            if isOvertaken { return .overtaken }
            throw error
        }
        abandon()
        return .overtaken
    }

    /// Ends it where it is. What was swapped in stays.
    package func abandon() {
        phase = .done
        mapping = nil
        retention = nil
        if let filtering {
            // What cannot be removed now, the next compaction or the next start removes.
            try? filtering.discard()
        }
        filtering = nil
    }

    private var isOvertaken: Bool {
        let (pieces, generation) = (remaining, plan.survey.generation)
        return owner.withOpenLog { log in log.has(pieces, generation: generation) } != true
    }

    /// `nil`: overtaken.
    private func advance() throws(LogError) -> CompactionProgress? {
        switch phase {
        case .beginning:
            return try begin()
        case .mapping(let index):
            return try map(index)
        case .filtering(let index):
            return try filter(index)
        case .done: return .finished
        }
    }

    // MARK: Phases

    private func begin() throws(LogError) -> CompactionProgress? {
        try finishSwap()
        guard owner.withOpenLog({ log in log.swap == nil }) == true else { return nil }
        try plan.survey.removeLeftovers()
        guard let aborted = try abortedTransactions(), let writes = try lastWrites() else { return nil }
        let hasher = KeyHasher(secret: settings.secret)
        // No more keys can come than there are offsets.
        let offsets = plan.end - plan.firstDirty
        let map = OffsetMap(
            budget: settings.mapBytes - Int(min(offsets, settings.lastOffsetsLimit) / 8), loadFactor: settings.loadFactor,
            keys: Int(clamping: offsets), hasher: hasher)
        mapping = KeyMapping(plan, map: map, aborted: aborted, settings: settings)
        retention = BatchRetention(
            transactions: TransactionFilter(aborted), lastWrites: writes, now: now,
            deleteHorizon: plan.survey.configuration.deleteHorizon(from: now), decompressionLimit: settings.decompressionLimit)
        remaining = mapping?.pieces ?? []
        phase = .mapping(0)
        return .working(bytes: 0)
    }

    private func map(_ index: Int) throws(LogError) -> CompactionProgress? {
        guard let mapping else { preconditionFailure("the map is there until it is full") }
        guard let source = try source(mapping.pieces[index]) else { return nil }
        let read = try mapping.read(mapping.pieces[index], in: source)
        report.bytesRead += Int64(read)
        guard mapping.isAtEnd(of: index) else { return .working(bytes: read) }
        if index + 1 < mapping.pieces.count, !mapping.isDone {
            phase = .mapping(index + 1)
            return .working(bytes: read)
        }
        report.end = mapping.end
        report.keys = mapping.keyCount
        retention?.take(mapping)
        self.mapping = nil
        groups = plan.groups(below: report.end)
        remaining = groups.flatMap(\.pieces)
        phase = .filtering(0)
        return .working(bytes: read)
    }

    private func filter(_ index: Int) throws(LogError) -> CompactionProgress? {
        guard let retention else { preconditionFailure("what is to be kept is known once the map is full") }
        guard index < groups.count else {
            let (end, generation) = (report.end, plan.survey.generation)
            owner.withOpenLog { log in log.compacted(upTo: end, generation: generation) }
            abandon()
            return .finished
        }
        if filtering == nil { filtering = try GroupFilter(groups[index], of: plan.survey, settings: settings) }
        guard let filter = filtering else { return nil }
        guard let source = try source(filter.piece) else { return nil }
        let (read, written) = try filter.read(from: source, retention)
        report.bytesRead += Int64(read)
        report.bytesWritten += Int64(written)
        guard filter.isAtEnd else { return .working(bytes: read + written) }
        guard try complete(filter) else { return nil }
        report.recordsWithoutKey = retention.recordsWithoutKey
        filtering = nil
        phase = .filtering(index + 1)
        return .working(bytes: read + written)
    }

    private func source(_ piece: CompactionSurvey.Piece) throws(LogError) -> (any File)? {
        let generation = plan.survey.generation
        return try owner.withOpenLog { (log) throws(LogError) in try log.source(piece, generation: generation) } ?? nil
    }

    // MARK: Swapping

    /// The group's files become part of the log. False if the log is another by now.
    private func complete(_ filter: GroupFilter) throws(LogError) -> Bool {
        let group = filter.group
        report.sizeBefore += group.pieces.reduce(0) { $0 + $1.size }
        guard filter.isWorthwhile else {
            report.sizeAfter += group.pieces.reduce(0) { $0 + $1.size }
            try filter.discard()
            remaining.removeFirst(group.pieces.count)
            return true
        }
        try filter.rewriter.finish()
        report.sizeAfter += filter.rewriter.size
        let (segment, generation) = (filter.rewriter.segment, plan.survey.generation)
        let isBegun = try owner.withOpenLog { (log) throws(LogError) in
            try log.beginSwap(segment, for: group.pieces, generation: generation)
        }
        guard isBegun == true else { return false }
        filter.release()
        remaining.removeFirst(group.pieces.count)
        // Before the first of the old files goes, the new ones must be found by a start after a crash.
        try syncDirectory()
        try finishSwap()
        try syncDirectory()
        return true
    }

    /// Goes on with the swap under way, if there is one: an earlier compaction may have met a failing disk in the middle of it.
    private func finishSwap() throws(LogError) {
        let now = now
        var isUnderWay = true
        while isUnderWay {
            guard let more = try owner.withOpenLog({ (log) throws(LogError) -> Bool in try log.advanceSwap(now: now) }) else { return }
            isUnderWay = more
        }
    }

    private func syncDirectory() throws(LogError) { try plan.survey.fileSystem.syncDirectory(plan.survey.directory) }
}
