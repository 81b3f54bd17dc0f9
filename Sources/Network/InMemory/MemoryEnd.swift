#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// One end of a pipe in memory, behaving as a socket does: bounded, half-closing, telling of news once.
/// Both ends are used from one thread.
final class MemoryEnd {
    private let capacity: Int
    private var inbox: [UInt8] = []
    private var inboxStart = 0
    private var peerFinished = false
    private var isClosed = false
    private weak var other: MemoryEnd?
    /// What to call when there is something to read, or room to write again.
    var onReadable: (() -> Void)?
    var onWritable: (() -> Void)?
    private var otherWaitsForRoom = false

    private init(capacity: Int) { self.capacity = capacity }

    static func pair(capacity: Int) -> (MemoryEnd, MemoryEnd) {
        let (left, right) = (MemoryEnd(capacity: capacity), MemoryEnd(capacity: capacity))
        left.other = right
        right.other = left
        return (left, right)
    }

    var available: Int { inbox.count - inboxStart }
    var isAtEnd: Bool { available == 0 && peerFinished }
    private var room: Int { capacity - available }

    func receive(_ first: UnsafeMutableRawBufferPointer, _ second: UnsafeMutableRawBufferPointer) -> Int {
        guard available > 0 else { return peerFinished ? 0 : -Int(EAGAIN) }
        let taken = take(into: first) + take(into: second)
        if otherWaitsForRoom {
            otherWaitsForRoom = false
            other?.onWritable?()
        }
        return taken
    }

    private func take(into buffer: UnsafeMutableRawBufferPointer) -> Int {
        let count = min(buffer.count, available)
        guard count > 0 else { return 0 }
        inbox.withUnsafeBytes { buffer.copyMemory(from: UnsafeRawBufferPointer(rebasing: $0[inboxStart..<inboxStart + count])) }
        inboxStart += count
        if inboxStart == inbox.count {
            inbox.removeAll(keepingCapacity: false)
            inboxStart = 0
        }
        return count
    }

    func send(_ vectors: UnsafeMutablePointer<iovec>, _ count: Int) -> Int {
        guard let other, !other.isClosed else { return -Int(EPIPE) }
        var sent = 0
        for index in 0..<count {
            let part = UnsafeRawBufferPointer(start: vectors[index].iov_base, count: vectors[index].iov_len)
            let fits = min(part.count, other.room)
            other.inbox.append(contentsOf: part.prefix(fits))
            sent += fits
            if fits < part.count { break }
        }
        if sent > 0 { other.onReadable?() }
        if sent == 0, count > 0 {
            other.otherWaitsForRoom = true
            return -Int(EAGAIN)
        }
        return sent
    }

    func finishSending() {
        guard let other, !other.peerFinished else { return }
        other.peerFinished = true
        other.onReadable?()
    }

    func close() {
        guard !isClosed else { return }
        isClosed = true
        onReadable = nil
        onWritable = nil
        finishSending()
        // Whoever waits for room learns that nobody reads any more.
        if otherWaitsForRoom { other?.onWritable?() }
    }
}
