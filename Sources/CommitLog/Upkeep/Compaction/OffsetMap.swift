import OttlaVocabulary

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// The last offset of each key in the part of a log that was not compacted yet. Owned by one compaction.
///
/// A key is known by its hash alone. Nearly each look at the map waits for memory; whoever has many keys first hashes and
/// touches all of them, so that the waiting is for all at once.
///
///  All entries lie in one block of a fixed size, in the order of their hashes, each at or
/// behind the place that its hash names: a search for a key that is not there ends at the first larger hash.
struct OffsetMap: ~Copyable {
    static let slotSize = MemoryLayout<Slot>.stride

    private struct Slot {
        var hash: KeyHash
        /// One more than the offset; 0 is an empty slot, as the system's fresh memory is.
        var mark: Int64
    }

    private let slots: UnsafeMutablePointer<Slot>
    /// Places that hashes name, and the slots behind them that the last of them may need.
    private let homes: Int
    private let total: Int
    /// How many keys it takes.
    let limit: Int
    private(set) var count = 0
    private let hasher: KeyHasher

    /// - Parameters:
    ///   - budget: bytes it may take at most.
    ///   - loadFactor: share of the slots that may be in use.
    ///   - keys: how many keys can come at most; it is made no larger than they need.
    init(budget: Int, loadFactor: Double, keys: Int, hasher: KeyHasher) {
        let affordable = max(budget / Self.slotSize, 2)
        let factor = min(max(loadFactor, 0.01), 1)
        let wanted = Double(max(keys, 1)) / factor + 16
        total = wanted < Double(affordable) ? min(max(Int(wanted * 1.07), 32), affordable) : affordable
        // Displacement grows with the logarithm of the size; the extra slots keep a run at the end from having to wrap.
        homes = max(total - min(max(total / 16, 1), 4096), 1)
        limit = min(max(Int(Double(homes) * factor), 1), total)
        self.hasher = hasher
        guard let memory = calloc(total, Self.slotSize) else { preconditionFailure("the system has no memory for an offset map") }
        Self.askForHugePages(memory, total * Self.slotSize)
        slots = memory.bindMemory(to: Slot.self, capacity: total)
    }

    deinit { free(slots) }

    var byteCount: Int { total * Self.slotSize }

    @inline(__always)
    func hash(_ key: UnsafeRawBufferPointer) -> KeyHash { hasher.hash(key) }

    /// Has the processor fetch what looks at the map will need: nothing waits for any of these reads, so they go on side by
    /// side. The answer means nothing, but must be used, or the compiler leaves the reading out.
    func touch(_ hashes: borrowing [KeyHash]) -> Int64 {
        var seen: Int64 = 0
        for index in hashes.indices {
            // Two slots may lie in two lines of the cache. Behind the last home there is always one slot more.
            let place = home(of: hashes[index])
            seen ^= Int64(truncatingIfNeeded: slots[place].hash.high) ^ slots[place + 1].mark
        }
        return seen
    }

    /// The last offset known of a key.
    func offset(of key: UnsafeRawBufferPointer) -> Offset? { offset(of: hash(key)) }

    /// The last offset known of a key with that hash.
    @inline(__always)
    func offset(of hash: KeyHash) -> Offset? {
        var place = home(of: hash)
        while place < total {
            let slot = slots[place]
            if slot.mark == 0 || Self.isLess(hash, slot.hash) { return nil }
            if slot.hash == hash { return Offset(slot.mark - 1) }
            place += 1
        }
        return nil
    }

    /// The last offsets of keys with these hashes, -1 for a key that is not there.
    func offsets(of hashes: borrowing [KeyHash], into found: inout [Int64]) {
        found.removeAll(keepingCapacity: true)
        for index in hashes.indices { found.append(offset(of: hashes[index])?.value ?? -1) }
    }

    /// Calls `body` with the last offset of each key, in no order that means anything.
    @inline(__always)
    func forEachOffset(_ body: (Offset) -> Void) {
        for place in 0..<total where slots[place].mark != 0 { body(Offset(slots[place].mark - 1)) }
    }

    /// Notes an offset of a key, later than those noted before. False if there is no room for one more key.
    mutating func note(_ key: UnsafeRawBufferPointer, at offset: Offset) -> Bool { note(hash(key), at: offset) }

    @inline(__always)
    mutating func note(_ hash: KeyHash, at offset: Offset) -> Bool {
        var place = home(of: hash)
        while place < total {
            let slot = slots[place]
            if slot.mark == 0 || Self.isLess(hash, slot.hash) { break }
            if slot.hash == hash {
                slots[place].mark = offset.value + 1
                return true
            }
            place += 1
        }
        return insert(Slot(hash: hash, mark: offset.value + 1), at: place)
    }

    /// Moves the run of entries from a place on by one and puts one in before it.
    private mutating func insert(_ slot: Slot, at place: Int) -> Bool {
        guard count < limit, place < total else { return false }
        var free = place
        while free < total, slots[free].mark != 0 { free += 1 }
        guard free < total else { return false }
        if free > place { memmove(slots + place + 1, slots + place, (free - place) * Self.slotSize) }
        slots[place] = slot
        count += 1
        return true
    }

    /// Looks at the map fall anywhere in it: with pages of 4 KiB most of them would miss the processor's table of pages, too.
    private static func askForHugePages(_ memory: UnsafeMutableRawPointer, _ size: Int) {
        #if canImport(Glibc)
            let page = 1 << 21
            let start = (Int(bitPattern: memory) + page - 1) & ~(page - 1)
            let end = (Int(bitPattern: memory) + size) & ~(page - 1)
            // Where the system does not, all works as well, only slower.
            if end > start { _ = madvise(UnsafeMutableRawPointer(bitPattern: start), end - start, MADV_HUGEPAGE) }
        #endif
    }

    /// Grows with the hash, so that order by place is order by hash.
    @inline(__always)
    private func home(of hash: KeyHash) -> Int { Int(hash.high.multipliedFullWidth(by: UInt64(homes)).high) }

    @inline(__always)
    private static func isLess(_ left: KeyHash, _ right: KeyHash) -> Bool {
        left.high != right.high ? left.high < right.high : left.low < right.low
    }
}
