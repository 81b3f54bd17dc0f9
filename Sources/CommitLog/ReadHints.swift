import OttlaVocabulary

/// Where recent reads ended: the next read of a sequential reader starts there and needs no lookup. Owned by its `Log`.
struct ReadHints {
    struct Hint {
        /// The first offset of the batch at `position`; -1 for none.
        var offset: Int64 = -1
        var segmentBase: Int64 = 0
        var position: Int64 = 0
    }

    private static let count = 8
    private var hints = InlineArray<8, Hint>(repeating: Hint())
    private var next = 0

    func find(_ offset: Offset) -> Hint? {
        for index in 0..<Self.count where hints[index].offset == offset.value { return hints[index] }
        return nil
    }

    mutating func add(offset: Offset, segmentBase: Offset, position: Int64) {
        if find(offset) != nil { return }
        hints[next] = Hint(offset: offset.value, segmentBase: segmentBase.value, position: position)
        next = (next + 1) % Self.count
    }

    mutating func removeAll() { self = ReadHints() }
}
