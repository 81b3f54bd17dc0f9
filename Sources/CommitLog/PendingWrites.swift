/// Batches appended in this turn and not yet written: one block of memory that becomes one write. Owned by its `Log`.
struct PendingWrites: ~Copyable {
    /// A batch of this size or more goes to the file at once, behind what is pending.
    static let straightFrom = 32 << 10
    /// What is pending is written when it would grow past this.
    static let limit = 128 << 10

    private var base: UnsafeMutableRawPointer?
    private var capacity = 0
    private(set) var count = 0

    deinit { base?.deallocate() }

    var bytes: UnsafeRawBufferPointer { UnsafeRawBufferPointer(start: base, count: count) }

    /// Copies a batch behind the others.
    mutating func append(_ batch: UnsafeRawBufferPointer) {
        if capacity - count < batch.count { grow(by: batch.count) }
        (base! + count).copyMemory(from: batch.baseAddress!, byteCount: batch.count)
        count += batch.count
    }

    mutating func removeAll() { count = 0 }

    /// Gives the block back while nothing is pending.
    mutating func release() {
        guard count == 0 else { return }
        base?.deallocate()
        base = nil
        capacity = 0
    }

    private mutating func grow(by needed: Int) {
        let wanted = max(capacity * 2, count + needed, 4096)
        let larger = UnsafeMutableRawPointer.allocate(byteCount: wanted, alignment: 16)
        if let base {
            larger.copyMemory(from: base, byteCount: count)
            base.deallocate()
        }
        base = larger
        capacity = wanted
    }
}
