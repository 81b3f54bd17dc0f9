/// A segment's `.index`: sparse entries (last offset of a batch, where the batch starts), in memory while in use.
///
/// Lives in its segment. Entries are packed into one word each, offset high and position low, so that order by word
/// is order by offset, and a lookup is a binary search in one array.
struct OffsetIndex: Equatable {
    static let entrySize = 8

    /// Offset relative to the segment's base in the upper half, position in the lower.
    private(set) var entries: [UInt64] = []
    /// How many entries the file holds.
    var persistedCount = 0

    var count: Int { entries.count }

    mutating func append(relativeOffset: UInt32, position: UInt32) {
        entries.append(UInt64(relativeOffset) << 32 | UInt64(position))
    }

    /// Whether one more entry of that offset keeps the order.
    func canAppend(relativeOffset: UInt32) -> Bool {
        guard let last = entries.last else { return true }
        return relativeOffset > UInt32(last >> 32)
    }

    /// The position of the last batch indexed whose last offset is not beyond the target; 0 if none is.
    func position(notBeyond relativeOffset: UInt32) -> Int64 {
        let place = firstIndex { UInt32($0 >> 32) > relativeOffset }
        return place == 0 ? 0 : Int64(entries[place - 1] & 0xFFFF_FFFF)
    }

    /// The start of the last indexed batch that starts at or before a position; 0 if none does.
    func batchStart(notBeyond position: Int64) -> Int64 {
        let place = firstIndex { Int64($0 & 0xFFFF_FFFF) > position }
        return place == 0 ? 0 : Int64(entries[place - 1] & 0xFFFF_FFFF)
    }

    /// Forgets the entries of batches at or beyond a position.
    mutating func truncate(toPosition position: Int64) {
        truncate(toCount: firstIndex { Int64($0 & 0xFFFF_FFFF) >= position })
    }

    /// Forgets the entries of that offset and beyond.
    mutating func truncate(toRelativeOffset offset: UInt32) {
        truncate(toCount: firstIndex { UInt32($0 >> 32) >= offset })
    }

    mutating func truncate(toCount count: Int) {
        entries.removeLast(max(entries.count - count, 0))
        persistedCount = min(persistedCount, entries.count)
    }

    /// Gives the memory back. Only once all entries are in the file.
    mutating func unload() {
        precondition(persistedCount == entries.count, "an index may be dropped only when its file has all of it")
        entries = []
    }

    private func firstIndex(where isBeyond: (UInt64) -> Bool) -> Int {
        var low = 0
        var high = entries.count
        while low < high {
            let middle = (low + high) / 2
            if isBeyond(entries[middle]) { high = middle } else { low = middle + 1 }
        }
        return low
    }

    // MARK: The file

    /// The entries from one on, as the file has them.
    func encoded(from first: Int) -> [UInt8] {
        [UInt8](unsafeUninitializedCapacity: (entries.count - first) * Self.entrySize) { buffer, count in
            for index in first..<entries.count {
                UnsafeMutableRawBufferPointer(buffer).storeBytes(
                    of: entries[index].bigEndian, toByteOffset: (index - first) * Self.entrySize, as: UInt64.self)
            }
            count = buffer.count
        }
    }

    /// Reads a file's bytes as far as they are entries: strictly rising, and inside a log of that size. Zeros that a
    /// Kafka broker allocated ahead end it. `isWhole` is false where something else did.
    init(decoding bytes: [UInt8], logSize: Int64) {
        let count = bytes.count / Self.entrySize
        entries.reserveCapacity(count)
        bytes.withUnsafeBytes { buffer in
            var previous: UInt64 = 0
            for index in 0..<count {
                let entry = buffer.loadBigEndian(at: index * Self.entrySize, as: UInt64.self)
                let isRising =
                    index == 0 || (entry >> 32 > previous >> 32 && entry & 0xFFFF_FFFF > previous & 0xFFFF_FFFF)
                guard entry != 0, isRising, Int64(entry & 0xFFFF_FFFF) < logSize else { break }
                entries.append(entry)
                previous = entry
            }
        }
        persistedCount = entries.count
    }

    init() {}
}
