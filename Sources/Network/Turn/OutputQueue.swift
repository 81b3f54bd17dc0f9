#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif
import OttlaVocabulary

/// What a connection has yet to send, in order: pieces of memory and regions of files. A connection holds one only while
/// it has output; the lane keeps the empty ones.
final class OutputQueue {
    /// A run of bytes in memory, or, with a source, in a file.
    private struct Piece {
        var start: UnsafeMutableRawPointer?
        var count: Int
        var block = Ownership.none
        var source: (any PayloadSource)?
        var position: Int64 = 0
    }

    /// What happens to a piece's block once the piece is sent.
    private enum Ownership {
        case none
        case handed(UnsafeMutableRawPointer)
        case pooled(BlockPool.Block)
    }

    private var pieces: [Piece] = []
    private var head = 0
    /// Where more bytes may be written: the rest of the pooled block that the last piece lies in.
    private var freeStart: UnsafeMutableRawPointer?
    private var freeCount = 0

    var isEmpty: Bool { head == pieces.count }

    // MARK: Adding

    /// Room for `count` more bytes at the end, which the caller fills at once.
    func reserve(_ count: Int, from pool: inout BlockPool) -> UnsafeMutableRawPointer {
        if let place = freeStart, freeCount >= count, head < pieces.count {
            pieces[pieces.count - 1].count += count
            freeStart = place + count
            freeCount -= count
            return place
        }
        // The first block is small, since most answers are; pipelined ones get room for many.
        let block = pool.take(max(count, isEmpty ? BlockPool.smallest : 64 << 10))
        pieces.append(Piece(start: block.base, count: count, block: .pooled(block)))
        freeStart = block.base + count
        freeCount = block.capacity - count
        return block.base
    }

    /// Adds part of a block that was handed over; the piece that says so owns the block.
    func append(_ start: UnsafeMutableRawPointer, count: Int, owning block: UnsafeMutableRawPointer?) {
        pieces.append(Piece(start: start, count: count, block: block.map { .handed($0) } ?? .none))
        freeCount = 0
    }

    func append(_ region: PayloadRegion) {
        pieces.append(Piece(start: nil, count: region.length, source: region.source, position: region.position))
        freeCount = 0
    }

    // MARK: Sending

    enum Outcome {
        case sent(Int)
        case blocked
        case failed(CloseReason)
    }

    /// Sends the front of the queue with one system call, at most `limit` bytes of a file.
    func sendFront(to wire: borrowing Wire, using scratch: borrowing SendScratch, limit: Int) -> Outcome {
        let first = pieces[head]
        if let source = first.source {
            return sendRegion(first, of: source, to: wire, using: scratch, limit: limit)
        }
        let vectors = scratch.vectors
        var used = 0
        var index = head
        while index < pieces.count, used < SendScratch.vectorCount, pieces[index].source == nil {
            if pieces[index].count > 0 {
                vectors[used] = iovec(iov_base: pieces[index].start, iov_len: pieces[index].count)
                used += 1
            }
            index += 1
        }
        return outcome(wire.send(vectors, used, more: index < pieces.count))
    }

    private func sendRegion(
        _ piece: Piece, of source: any PayloadSource, to wire: borrowing Wire, using scratch: borrowing SendScratch, limit: Int
    ) -> Outcome {
        let count = min(piece.count, limit)
        var sent = source.withDescriptor { descriptor in
            descriptor.map { wire.send(file: $0, at: piece.position, count: count) } ?? -Int(ENOTSUP)
        }
        if sent == -Int(ENOTSUP) || sent == -Int(EINVAL) {
            let part = UnsafeMutableRawBufferPointer(rebasing: scratch.bytes.prefix(count))
            let read = source.read(into: part, at: piece.position)
            guard read > 0 else { return .failed(.payloadUnreadable(read)) }
            scratch.vectors[0] = iovec(iov_base: part.baseAddress, iov_len: read)
            sent = wire.send(scratch.vectors, 1, more: read < piece.count)
        } else if sent == 0 || sent == -Int(EIO) {
            return .failed(.payloadUnreadable(sent))
        }
        return outcome(sent)
    }

    private func outcome(_ result: Int) -> Outcome {
        if result >= 0 { return .sent(result) }
        if result == -Int(EAGAIN) { return .blocked }
        return .failed(.failed(errno: Int32(-result)))
    }

    /// Drops `count` sent bytes from the front, and whatever is empty behind them.
    func advance(_ count: Int, givingTo pool: inout BlockPool) {
        var rest = count
        while head < pieces.count {
            let size = pieces[head].count
            if size > rest {
                pieces[head].count -= rest
                if let start = pieces[head].start { pieces[head].start = start + rest }
                pieces[head].position += Int64(rest)
                compact()
                return
            }
            rest -= size
            release(&pieces[head], to: &pool)
            head += 1
        }
        removeAllSent()
    }

    /// Lets go of everything, sent or not.
    func discard(givingTo pool: inout BlockPool) {
        while head < pieces.count {
            release(&pieces[head], to: &pool)
            head += 1
        }
        removeAllSent()
    }

    private func release(_ piece: inout Piece, to pool: inout BlockPool) {
        switch piece.block {
        case .none: break
        case .handed(let block): block.deallocate()
        case .pooled(let block): pool.give(block)
        }
        piece.source = nil
    }

    private func removeAllSent() {
        let keep = pieces.capacity <= 256
        pieces.removeAll(keepingCapacity: keep)
        head = 0
        freeStart = nil
        freeCount = 0
    }

    /// Keeps a queue that never runs empty from growing for ever.
    private func compact() {
        guard head >= 64, head * 2 >= pieces.count else { return }
        pieces.removeFirst(head)
        head = 0
    }
}

/// What a lane needs to send: an array of vectors, and a buffer for payloads the system cannot send from their file.
struct SendScratch: ~Copyable {
    static let vectorCount = 128
    let vectors = UnsafeMutablePointer<iovec>.allocate(capacity: vectorCount)
    let bytes: UnsafeMutableRawBufferPointer

    /// `bytes` may be a buffer that is free whenever the lane sends.
    init(bytes: UnsafeMutableRawBufferPointer) { self.bytes = bytes }

    deinit { vectors.deallocate() }
}
