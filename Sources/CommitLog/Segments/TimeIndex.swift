import OttlaVocabulary

/// A segment's `.timeindex`: sparse entries (largest timestamp so far, the last offset of its batch). Lives in its
/// segment, in memory while in use.
struct TimeIndex: Equatable {
    static let entrySize = 12

    struct Entry: Equatable {
        var timestamp: Timestamp
        var relativeOffset: UInt32
    }

    private(set) var entries: [Entry] = []
    /// How many entries the file holds.
    var persistedCount = 0

    var count: Int { entries.count }
    var last: Entry? { entries.last }

    /// Adds an entry if its time is later than all before it; -1, no time, never is.
    mutating func append(_ timestamp: Timestamp, relativeOffset: UInt32) {
        guard timestamp > entries.last?.timestamp ?? .none else { return }
        if let last = entries.last, relativeOffset < last.relativeOffset { return }
        entries.append(Entry(timestamp: timestamp, relativeOffset: relativeOffset))
    }

    /// The offset of the last entry whose time is earlier: no batch up to it is of the time sought. 0 if there is none.
    func relativeOffset(before timestamp: Timestamp) -> UInt32 {
        let place = firstIndex { $0.timestamp >= timestamp }
        return place == 0 ? 0 : entries[place - 1].relativeOffset
    }

    /// Forgets entries of that offset and beyond.
    mutating func truncate(toRelativeOffset offset: UInt32) { truncate(toCount: firstIndex { $0.relativeOffset >= offset }) }

    mutating func truncate(toCount count: Int) {
        entries.removeLast(max(entries.count - count, 0))
        persistedCount = min(persistedCount, entries.count)
    }

    mutating func unload() {
        precondition(persistedCount == entries.count, "an index may be dropped only when its file has all of it")
        entries = []
    }

    private func firstIndex(where isBeyond: (Entry) -> Bool) -> Int {
        var low = 0
        var high = entries.count
        while low < high {
            let middle = (low + high) / 2
            if isBeyond(entries[middle]) { high = middle } else { low = middle + 1 }
        }
        return low
    }

    // MARK: The file

    func encoded(from first: Int) -> [UInt8] {
        [UInt8](unsafeUninitializedCapacity: (entries.count - first) * Self.entrySize) { buffer, count in
            let bytes = UnsafeMutableRawBufferPointer(buffer)
            for index in first..<entries.count {
                let place = (index - first) * Self.entrySize
                bytes.storeBytes(of: entries[index].timestamp.milliseconds.bigEndian, toByteOffset: place, as: Int64.self)
                bytes.storeBytes(of: entries[index].relativeOffset.bigEndian, toByteOffset: place + 8, as: UInt32.self)
            }
            count = buffer.count
        }
    }

    /// Reads a file's bytes as far as they are entries: rising in time and not falling in offset.
    init(decoding bytes: [UInt8]) {
        let count = bytes.count / Self.entrySize
        entries.reserveCapacity(count)
        bytes.withUnsafeBytes { buffer in
            for index in 0..<count {
                let entry = Entry(
                    timestamp: Timestamp(milliseconds: buffer.loadBigEndian(at: index * Self.entrySize, as: Int64.self)),
                    relativeOffset: buffer.loadBigEndian(at: index * Self.entrySize + 8, as: UInt32.self))
                if let last = entries.last, entry.timestamp <= last.timestamp || entry.relativeOffset < last.relativeOffset { break }
                // Zeros that a Kafka broker allocated ahead.
                if entry.timestamp == 0, entry.relativeOffset == 0, index > 0 || count > 1 { break }
                entries.append(entry)
            }
        }
        persistedCount = entries.count
    }

    init() {}
}
