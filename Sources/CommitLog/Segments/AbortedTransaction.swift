package import OttlaVocabulary

/// A transaction whose records a reader of committed data must leave out: one entry of a `.txnindex`.
package struct AbortedTransaction: Equatable, Sendable {
    package static let entrySize = 34

    package var producerID: Int64
    package var firstOffset: Offset
    /// The offset of the marker that aborted it.
    package var lastOffset: Offset
    /// The first offset still undecided after it.
    package var lastStableOffset: Offset

    package init(producerID: Int64, firstOffset: Offset, lastOffset: Offset, lastStableOffset: Offset) {
        self.producerID = producerID
        self.firstOffset = firstOffset
        self.lastOffset = lastOffset
        self.lastStableOffset = lastStableOffset
    }

    package var encoded: [UInt8] {
        var writer = ByteWriter(capacity: Self.entrySize)
        writer.write(0 as Int16)
        writer.write(producerID)
        writer.write(firstOffset.value)
        writer.write(lastOffset.value)
        writer.write(lastStableOffset.value)
        return writer.array
    }

    /// Reads a whole file as far as it consists of entries of version 0 in order of their last offsets.
    package static func decode(_ bytes: [UInt8]) -> [AbortedTransaction] {
        bytes.withUnsafeBytes { buffer in
            var entries: [AbortedTransaction] = []
            for start in stride(from: 0, through: buffer.count - entrySize, by: entrySize) {
                guard buffer.loadBigEndian(at: start, as: Int16.self) == 0 else { break }
                let entry = AbortedTransaction(
                    producerID: buffer.loadBigEndian(at: start + 2, as: Int64.self),
                    firstOffset: Offset(buffer.loadBigEndian(at: start + 10, as: Int64.self)),
                    lastOffset: Offset(buffer.loadBigEndian(at: start + 18, as: Int64.self)),
                    lastStableOffset: Offset(buffer.loadBigEndian(at: start + 26, as: Int64.self)))
                if let last = entries.last, entry.lastOffset <= last.lastOffset { break }
                guard entry.producerID >= 0, entry.firstOffset <= entry.lastOffset else { break }
                entries.append(entry)
            }
            return entries
        }
    }
}
