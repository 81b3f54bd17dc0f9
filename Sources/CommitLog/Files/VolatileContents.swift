import OttlaVocabulary
import Synchronization

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// The bytes of one file of a `VolatileFileSystem`: one block that grows as `realloc` does, which for large blocks moves
/// pages and copies nothing. Freed with the last who holds it, as an unlinked file is.
final class VolatileContents: Sendable {
    private struct Block: @unchecked Sendable {  // Proof: it never leaves the lock it lies under.
        var base: UnsafeMutableRawPointer?
        var count = 0
        var capacity = 0
        var modified: Timestamp
    }

    private let block: Mutex<Block>
    private let budget: VolatileBudget

    init(budget: VolatileBudget, modified: Timestamp) {
        block = Mutex(Block(modified: modified))
        self.budget = budget
    }

    deinit {
        block.withLock { block in
            free(block.base)
            budget.give(block.capacity)
        }
    }

    var status: FileStatus {
        block.withLock { FileStatus(size: Int64($0.count), modified: $0.modified, isDirectory: false) }
    }

    func read(into buffer: UnsafeMutableRawBufferPointer, at position: Int64) -> Int {
        block.withLock { block in
            let count = max(min(buffer.count, block.count - Int(clamping: position)), 0)
            if count > 0, let base = block.base { memcpy(buffer.baseAddress!, base + Int(position), count) }
            return count
        }
    }

    /// Writes both, one behind the other. Returns 0 or an error number: ENOSPC where the limit of all files is reached.
    func write(_ first: UnsafeRawBufferPointer, _ second: UnsafeRawBufferPointer, at position: Int64, now: Timestamp) -> Int32 {
        block.withLock { block in
            let start = Int(position)
            let end = start + first.count + second.count
            guard grow(&block, to: end), let base = block.base else { return end == 0 ? 0 : ENOSPC }
            if start > block.count { memset(base + block.count, 0, start - block.count) }
            if let bytes = first.baseAddress { memcpy(base + start, bytes, first.count) }
            if let bytes = second.baseAddress { memcpy(base + start + first.count, bytes, second.count) }
            block.count = max(block.count, end)
            block.modified = now
            return 0
        }
    }

    func truncate(to size: Int, now: Timestamp) -> Int32 {
        block.withLock { block in
            if size > block.count {
                guard grow(&block, to: size), let base = block.base else { return ENOSPC }
                memset(base + block.count, 0, size - block.count)
            }
            block.count = size
            block.modified = now
            return 0
        }
    }

    /// Most that a block grows by at once, so that a large file leaves little of it unused.
    private static let largestStep = 8 << 20
    private static let smallest = 512

    private func grow(_ block: inout Block, to size: Int) -> Bool {
        if size <= block.capacity { return true }
        let wanted = max(size, block.capacity + min(max(block.capacity, Self.smallest), Self.largestStep))
        guard budget.take(wanted - block.capacity) else { return false }
        guard let base = realloc(block.base, wanted) else {
            budget.give(wanted - block.capacity)
            return false
        }
        block.base = base
        block.capacity = wanted
        return true
    }
}

/// What all files of one `VolatileFileSystem` may hold together.
final class VolatileBudget: Sendable {
    let limit: Int
    private let used = Atomic<Int>(0)

    init(limit: Int) { self.limit = limit }

    var inUse: Int { used.load(ordering: .relaxed) }

    func take(_ count: Int) -> Bool {
        guard used.add(count, ordering: .relaxed).newValue <= limit else {
            give(count)
            return false
        }
        return true
    }

    func give(_ count: Int) { used.subtract(count, ordering: .relaxed) }
}
