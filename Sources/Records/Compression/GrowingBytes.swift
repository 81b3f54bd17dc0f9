/// A block of memory that codecs write into and that grows as bytes come, never ahead of them by more than double.
package struct GrowingBytes: ~Copyable {
    private var base: UnsafeMutableRawPointer
    private(set) var capacity: Int
    package private(set) var count = 0

    init(capacity: Int) {
        self.capacity = max(capacity, 64)
        base = .allocate(byteCount: self.capacity, alignment: 16)
    }

    deinit { base.deallocate() }

    /// Gives the block away: it is the caller's to deallocate.
    package consuming func release() -> UnsafeMutableRawBufferPointer {
        let bytes = UnsafeMutableRawBufferPointer(start: base, count: count)
        discard self
        return bytes
    }

    package var bytes: RawSpan {
        @_lifetime(borrow self) get {
            let span = UnsafeRawBufferPointer(start: base, count: count).bytes
            return unsafe _overrideLifetime(span, borrowing: self)
        }
    }

    package var array: [UInt8] { [UInt8](UnsafeRawBufferPointer(start: base, count: count)) }

    /// The bytes written so far, valid until the next are.
    var stored: UnsafeRawBufferPointer { UnsafeRawBufferPointer(start: base, count: count) }

    /// Room for at least `size` more bytes, beyond what is there. What is then filled is told by `advance`.
    mutating func room(for size: Int) -> UnsafeMutableRawBufferPointer {
        if capacity - count < size { grow(to: max(capacity * 2, count + size)) }
        return UnsafeMutableRawBufferPointer(start: base + count, count: capacity - count)
    }

    /// Room for a codec that unfolds to at most `limit` bytes: whatever is there, with one byte past the limit, so that
    /// what is too long shows itself.
    mutating func room(limit: Int) throws(RecordError) -> UnsafeMutableRawBufferPointer {
        guard count <= limit else { throw .decompressedTooLarge(limit: limit) }
        let room = room(for: 1)
        let allowed = limit - count
        return room.count > allowed ? UnsafeMutableRawBufferPointer(rebasing: room[...allowed]) : room
    }

    mutating func advance(by filled: Int) {
        precondition(filled >= 0 && filled <= capacity - count, "more bytes than there was room for")
        count += filled
    }

    mutating func append(_ source: UnsafeRawBufferPointer) {
        guard !source.isEmpty else { return }
        room(for: source.count).copyMemory(from: source)
        advance(by: source.count)
    }

    /// Starts over with the same block.
    mutating func removeAll() { count = 0 }

    /// The bytes written so far, for patching.
    mutating func withUnsafeMutableBytes<Result>(_ body: (UnsafeMutableRawBufferPointer) -> Result) -> Result {
        body(UnsafeMutableRawBufferPointer(start: base, count: count))
    }

    private mutating func grow(to size: Int) {
        let larger = UnsafeMutableRawPointer.allocate(byteCount: size, alignment: 16)
        larger.copyMemory(from: base, byteCount: count)
        base.deallocate()
        base = larger
        capacity = size
    }
}
