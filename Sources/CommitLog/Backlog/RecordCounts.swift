import Synchronization

/// How many records a segment holds, block by block, as far as walks have counted it. Lives in its segment and ends with
/// the bytes it was counted from: what changes them gives the segment a new one. Walks fill it without the log's lock.
///
/// A block is the batches that start in one stretch of the file. Only what is decided is kept: no record of it belongs to
/// an open transaction, so its count is for ever.
final class RecordCounts: Sendable {
    struct Block: Equatable {
        /// Where its first batch starts.
        private var first: UInt32 = 0
        private var records: UInt32 = 0
        /// Where the first batch behind it starts; 0 in the place of a block that was not counted.
        private var next: UInt32 = 0

        /// A place for a block that was not counted yet.
        init() {}
        init(start: Int64) { first = UInt32(start) }

        var isCounted: Bool { next > 0 }
        var start: Int64 { Int64(first) }
        var end: Int64 {
            get { Int64(next) }
            set { next = UInt32(newValue) }
        }
        var count: Int64 {
            get { Int64(records) }
            set { records = UInt32(clamping: newValue) }
        }
    }

    /// Blocks of 256 KiB: a walk from the middle of a segment reads at most one before it comes to what is known. They
    /// take 48 KiB of memory for each GiB that was walked.
    static let blockShift: Int64 = 18

    private let known = Mutex<[Block]>([])

    static func index(of position: Int64) -> Int { Int(position >> blockShift) }

    /// What is known now.
    var blocks: [Block] { known.withLock { $0 } }

    func add(_ block: Block) {
        let index = Self.index(of: block.start)
        known.withLock { blocks in
            if blocks.count <= index { blocks += Array(repeating: Block(), count: index + 1 - blocks.count) }
            blocks[index] = block
        }
    }
}
