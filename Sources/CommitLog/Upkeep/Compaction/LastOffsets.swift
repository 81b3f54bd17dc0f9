import OttlaRecords
import OttlaVocabulary

/// Which offsets are the last of their key: a bit for each of those that a map was made of.
///
/// A compaction reads what was never compacted twice. The second time the key of a record says nothing new: the record is
/// the last of its key if its offset is in the map. So its hash need not be made, nor looked for, again.
struct LastOffsets {
    let start: Offset
    let end: Offset
    private let words: [UInt64]

    init() {
        start = 0
        end = 0
        words = []
    }

    init(of map: borrowing OffsetMap, from start: Offset, to end: Offset) {
        self.start = start
        self.end = end
        let count = UInt64(max(end - start, 0))
        var words = [UInt64](repeating: 0, count: Int(count / 64) + 1)
        words.withUnsafeMutableBufferPointer { words in
            map.forEachOffset { offset in
                let place = UInt64(bitPattern: offset - start)
                if place < count { words[Int(place / 64)] |= 1 << (place % 64) }
            }
        }
        self.words = words
    }

    func covers(_ header: RecordBatchHeader) -> Bool { header.baseOffset >= start && header.lastOffset < end }

    /// Of an offset that a batch names beyond its own, which nobody writes, nothing is known: true.
    @inline(__always)
    func contains(_ offset: Offset) -> Bool {
        let place = UInt64(bitPattern: offset - start)
        return place >= UInt64(bitPattern: end - start) || words[Int(place / 64)] & 1 << (place % 64) != 0
    }
}
