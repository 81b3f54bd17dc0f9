import OttlaRecords
import OttlaVocabulary

/// What readers take.
extension FetchMachine {
    /// What there is for a reader.
    enum Taken: Sendable {
        /// `madeRoom`: what was full is not any more, so that more may be fetched.
        case batch(TopicPartition, generation: UInt64, FetchedBatch, madeRoom: Bool)
        case error(ClientError)
        case nothing
    }

    /// The partition has something for the reader.
    mutating func enterLine(_ partition: TopicPartition) {
        guard partitions[partition].map({ !$0.isInLine && $0.hasSomething }) == true else { return }
        partitions[partition]?.isInLine = true
        line.append(partition)
    }

    /// The next batch, of the partitions in turn, or an error once what came before it is read.
    mutating func take() -> Taken {
        for partition in lingering { partitions[partition]?.unfinished = nil }
        lingering = []
        if let failure { return .error(failure) }
        while lineHead < line.count {
            let partition = line[lineHead]
            guard isReadable(partition) else {
                partitions[partition]?.isInLine = false
                advanceLine()
                continue
            }
            let isFull = isFull(partition)
            guard let batch = partitions[partition]?.queue.popFirst() else { return failed(partition) }
            queuedBytes -= batch.byteCount
            partitions[partition]?.position = batch.nextOffset
            partitions[partition]?.positionEpoch = batch.header.partitionLeaderEpoch
            advanceLine()
            partitions[partition]?.isInLine = false
            enterLine(partition)
            return .batch(
                partition, generation: partitions[partition]?.generation ?? 0, batch, madeRoom: isFull && !self.isFull(partition))
        }
        return .nothing
    }

    private func isReadable(_ partition: TopicPartition) -> Bool {
        guard let held = partitions[partition] else { return false }
        return held.isActive && held.isInLine && held.hasSomething
    }

    private func isFull(_ partition: TopicPartition) -> Bool {
        queuedBytes >= settings.queueBytes || (partitions[partition]?.queue.byteCount ?? 0) >= settings.partitionQueueBytes
    }

    /// Whether `take` would give something.
    var hasSomething: Bool { failure != nil || lineHead < line.count }

    /// The error stays until the reader seeks elsewhere, unless it may pass by itself.
    private mutating func failed(_ partition: TopicPartition) -> Taken {
        guard let held = partitions[partition], case .failed(let error) = held.phase else { return .nothing }
        if error.brokerError != nil, error.code != .notFound, held.next >= 0 {
            partitions[partition]?.phase = .fetching
            partitions[partition]?.isInLine = false
            advanceLine()
        }
        return .error(error)
    }

    private mutating func advanceLine() {
        lineHead += 1
        if lineHead == line.count {
            line.removeAll(keepingCapacity: true)
            lineHead = 0
        } else if lineHead >= 256 {
            line.removeFirst(lineHead)
            lineHead = 0
        }
    }

    /// Whether records of that assignment may still be handed out.
    func isCurrent(_ partition: TopicPartition, _ generation: UInt64) -> Bool {
        partitions[partition].map { $0.generation == generation && $0.isActive } ?? false
    }

    /// Records that were taken and not handed out.
    mutating func giveBack(_ partition: TopicPartition, _ generation: UInt64, _ batch: FetchedBatch) {
        guard partitions[partition]?.generation == generation else { return }
        partitions[partition]?.queue.prepend(batch)
        partitions[partition]?.position = batch.from
        queuedBytes += batch.byteCount
        enterLine(partition)
    }

    /// Records that were taken cannot be read: the position stays before them.
    mutating func spoil(_ partition: TopicPartition, _ generation: UInt64, from: Int64, _ error: ClientError) {
        guard partitions[partition]?.generation == generation else { return }
        seek(partition, to: .offset(from))
        fail(partition, error)
    }

    /// Somebody went away with a record that was not finished.
    mutating func linger(_ partition: TopicPartition, _ generation: UInt64, at offset: Int64) {
        guard let held = partitions[partition], held.generation == generation || held.isStopped else { return }
        partitions[partition]?.unfinished = min(held.unfinished ?? offset, offset)
        lingering.append(partition)
    }
}

extension FetchPartition {
    /// Records, or an error, for the reader.
    var hasSomething: Bool {
        if !queue.isEmpty { return true }
        if case .failed = phase { return !isStopped }
        return false
    }

    /// Records between the position and the end; `nil` while either is unknown.
    func lag(readsCommitted: Bool) -> Int64? {
        let end = readsCommitted ? lastStable : highWatermark
        return end < 0 || position < 0 ? nil : max(0, end - position)
    }
}
