/// Adds up the blocks that a walk goes through, and hands to the segment those it went through whole.
struct BlockTally {
    private let counts: RecordCounts
    private let blocks: [RecordCounts.Block]
    /// Which block the batch before started in; -1 at the start of the file, `nil` where the walk began in the middle.
    private var index: Int
    private var open: RecordCounts.Block?

    init(_ piece: BacklogStretch.Piece) {
        counts = piece.counts
        blocks = piece.counts.blocks
        index = piece.start == 0 ? -1 : RecordCounts.index(of: piece.start)
    }

    /// The block that has its first batch there, if it was counted before.
    func known(at position: Int64) -> RecordCounts.Block? {
        let index = RecordCounts.index(of: position)
        guard index != self.index, index < blocks.count, blocks[index].isCounted, blocks[index].start == position else { return nil }
        return blocks[index]
    }

    /// The walk has come to a batch. Whether it is the first of a block.
    mutating func enter(_ batch: ScannedBatch) -> Bool {
        let index = RecordCounts.index(of: batch.position)
        guard index != self.index else { return false }
        end(at: batch.position)
        self.index = index
        open = RecordCounts.Block(start: batch.position)
        return true
    }

    /// Counts a batch. One that was not counted whole, or may still be aborted, spoils its block.
    mutating func add(_ count: RecordCount, isFinal: Bool) {
        if isFinal, count.isExact { open?.count += count.value } else { open = nil }
    }

    /// A batch of another block starts there, or the segment ends.
    mutating func end(at position: Int64) {
        guard var block = open else { return }
        block.end = position
        counts.add(block)
        open = nil
    }

    /// The walk has passed over a block.
    mutating func pass(_ block: RecordCounts.Block) { index = RecordCounts.index(of: block.start) }
}
