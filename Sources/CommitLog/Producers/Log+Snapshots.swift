import OttlaRecords
import OttlaVocabulary

/// The producers' states on disk: snapshots, and what the batches behind them add.
extension Log {
    private func snapshotPath(_ offset: Offset) -> String { path(SegmentFiles.stem(offset) + SegmentFiles.snapshot) }

    /// Writes the producers' states before the end of the log.
    func writeSnapshot() throws(LogError) { try writeSnapshot(before: logEndOffset) }

    private func writeSnapshot(before offset: Offset) throws(LogError) {
        if let last = snapshots.last, last >= offset { return }
        let path = snapshotPath(offset)
        try fileSystem.replace(path, with: ProducerSnapshot.encode(producers.all), durably: false)
        snapshots.append(offset)
        sync.paths.append(path)
        sync.isDirectoryDirty = true
    }

    /// Syncs a snapshot that still waits for it. The order of names in a directory is kept by the file system.
    func makeSnapshotDurable(_ offset: Offset) throws(LogError) {
        let path = snapshotPath(offset)
        guard sync.paths.contains(path), try fileSystem.status(of: path) != nil else { return }
        let file = try fileSystem.open(path, creating: false)
        defer { file.close() }
        try file.synchronize()
    }

    /// Removes a snapshot's file; the caller takes it off the list.
    func removeSnapshot(_ offset: Offset) throws(LogError) {
        try fileSystem.remove(snapshotPath(offset))
        sync.isDirectoryDirty = true
    }

    /// Loads the newest usable snapshot up to an offset and walks what follows it. Aborted transactions that end from
    /// that offset on are entered into the transaction indexes again.
    func loadProducers(isClean: Bool, rebuildingFrom offset: Offset, now: Timestamp) throws(LogError) {
        producers.removeAll()
        var start: Offset?
        // A snapshot from before the first segment lacks what deleted segments said: a producer would be refused for a
        // gap that is ours. Not knowing it any more is better.
        let usable = segments[0].baseOffset...max(min(offset, logEndOffset), segments[0].baseOffset)
        while start == nil, let snapshot = snapshots.last {
            if usable.contains(snapshot), let bytes = try fileSystem.contents(of: snapshotPath(snapshot)),
                let states = ProducerSnapshot.decode(bytes)
            {
                producers.load(states)
                start = snapshot
            } else {
                try removeSnapshot(snapshot)
                snapshots.removeLast()
            }
        }
        // Kafka: after a clean stop no snapshot means no producers.
        if start == nil, isClean { return }
        try replayProducers(from: start ?? segments[0].baseOffset, rebuildingFrom: offset)
        expireProducers(now: now)
    }

    private func replayProducers(from start: Offset, rebuildingFrom rebuildStart: Offset) throws(LogError) {
        guard start < logEndOffset else { return }
        for segment in segments[segmentIndex(of: start)...] {
            if segment.baseOffset > start { try writeSnapshot(before: segment.baseOffset) }
            // A segment that was just walked need not be walked again if there is nothing in it.
            guard segment.size > 0, segment.hasProducers != false, let first = try segment.batch(containing: start, below: segment.size)
            else { continue }
            var scanner = BatchScanner(try segment.file(), from: first.position, to: segment.size, window: 16 << 10)
            while let batch = try scanner.next() {
                guard batch.header.hasProducerID, batch.header.baseOffset >= start else { continue }
                var marker: EndMarker?
                if batch.header.isControl {
                    marker = EndMarker(in: try scanner.contents(of: batch))
                    if marker == nil { continue }
                }
                let ended = producers.append(batch.header, marker: marker, isUndoable: false)
                guard let ended, ended.lastOffset >= rebuildStart else { continue }
                sync.ended(transactionFrom: ended.firstOffset)
                if ended.isAborted {
                    try segment.append(
                        AbortedTransaction(
                            producerID: ended.producerID, firstOffset: ended.firstOffset, lastOffset: ended.lastOffset,
                            lastStableOffset: producers.lastStableOffset(after: ended)))
                }
            }
        }
    }
}
