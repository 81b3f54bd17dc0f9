package import OttlaVocabulary

/// Which leader wrote from which offset on: what `leader-epoch-checkpoint` holds. A value in its `Log`.
package struct LeaderEpochs: Equatable, Sendable {
    package struct Entry: Equatable, Sendable {
        package var epoch: Int32
        package var startOffset: Offset

        package init(epoch: Int32, startOffset: Offset) {
            self.epoch = epoch
            self.startOffset = startOffset
        }
    }

    /// Rising in both epoch and offset.
    package private(set) var entries: [Entry] = []

    package init() {}

    package var latest: Int32? { entries.last?.epoch }

    /// An epoch begins at an offset. Entries it contradicts are dropped. True if anything changed.
    @discardableResult
    package mutating func assign(_ epoch: Int32, startOffset: Offset) -> Bool {
        if epoch < 0 { return false }
        if let last = entries.last, last.epoch == epoch, last.startOffset <= startOffset { return false }
        while let last = entries.last, last.startOffset >= startOffset || last.epoch >= epoch { entries.removeLast() }
        entries.append(Entry(epoch: epoch, startOffset: startOffset))
        return true
    }

    /// Where an epoch ended: the start of the next one, with the epoch actually found. `nil` if it was never seen.
    package func endOffset(for epoch: Int32, logEndOffset: Offset) -> (epoch: Int32, offset: Offset)? {
        guard epoch >= 0, let latest else { return nil }
        if epoch == latest { return (epoch, logEndOffset) }
        guard let higher = entries.first(where: { $0.epoch > epoch }) else { return nil }
        let floor = entries.last { $0.epoch <= epoch }
        return (floor?.epoch ?? epoch, higher.startOffset)
    }

    /// The epoch of the leader that wrote at an offset.
    package func epoch(at offset: Offset) -> Int32? { entries.last { $0.startOffset <= offset }?.epoch }

    /// The log ends at an offset now. True if anything changed.
    @discardableResult
    package mutating func truncate(toEnd offset: Offset) -> Bool {
        let before = entries.count
        while let last = entries.last, last.startOffset >= offset { entries.removeLast() }
        return entries.count != before
    }

    /// The log starts at an offset now: earlier epochs are dropped, the one that wrote there starts there.
    @discardableResult
    package mutating func truncate(toStart offset: Offset) -> Bool {
        guard let first = entries.first, first.startOffset < offset else { return false }
        let floor = entries.last { $0.startOffset <= offset }
        entries.removeAll { $0.startOffset <= offset }
        if let floor { entries.insert(Entry(epoch: floor.epoch, startOffset: offset), at: 0) }
        return true
    }

    // MARK: The file

    package var encoded: [UInt8] {
        var text = "0\n\(entries.count)\n"
        for entry in entries { text += "\(entry.epoch) \(entry.startOffset)\n" }
        return Array(text.utf8)
    }

    /// `nil` if the bytes are not such a file.
    package init?(decoding bytes: [UInt8]) {
        guard let lines = CheckpointText.lines(of: bytes) else { return nil }
        for line in lines {
            let words = line.split(separator: " ")
            guard words.count == 2, let epoch = Int32(words[0]), let offset = Int64(words[1]) else { return nil }
            entries.append(Entry(epoch: epoch, startOffset: Offset(offset)))
        }
    }
}

/// The form all of Kafka's checkpoint files share: a line `0`, a line with a count, then so many lines.
enum CheckpointText {
    static func lines(of bytes: [UInt8]) -> ArraySlice<Substring>? {
        let lines = String(decoding: bytes, as: UTF8.self).split(separator: "\n", omittingEmptySubsequences: true)
        guard lines.count >= 2, lines[0] == "0", let count = Int(lines[1]), count == lines.count - 2 else { return nil }
        return lines[2...]
    }
}
