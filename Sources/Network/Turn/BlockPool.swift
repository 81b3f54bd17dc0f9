/// A lane's free blocks of memory, by powers of two, so that the steady path allocates nothing.
///
/// A free block holds the address of the next one in its first word. Large blocks and any beyond the bound go back to the
/// allocator, and `trim` gives up the rest when the lane has been quiet.
struct BlockPool: ~Copyable {
    struct Block {
        var base: UnsafeMutableRawPointer
        var capacity: Int
    }

    static let smallest = 4 << 10
    static let largest = 4 << 20
    private static let classes = (largest / smallest).trailingZeroBitCount + 1

    private let heads: UnsafeMutablePointer<UnsafeMutableRawPointer?>
    private let bound: Int
    private(set) var cachedBytes = 0

    init(bound: Int = 8 << 20) {
        self.bound = bound
        heads = .allocate(capacity: Self.classes)
        heads.initialize(repeating: nil, count: Self.classes)
    }

    deinit {
        for level in 0..<Self.classes {
            var next = heads[level]
            while let block = next {
                next = block.load(as: UnsafeMutableRawPointer?.self)
                block.deallocate()
            }
        }
        heads.deallocate()
    }

    /// The size a block for `count` bytes will have.
    static func capacity(for count: Int) -> Int {
        if count <= smallest { return smallest }
        if count > largest { return (count + 4095) & ~4095 }
        return 1 << (Int.bitWidth - (count - 1).leadingZeroBitCount)
    }

    mutating func take(_ count: Int) -> Block {
        let capacity = Self.capacity(for: count)
        if capacity <= Self.largest {
            let level = Self.level(of: capacity)
            if let block = heads[level] {
                heads[level] = block.load(as: UnsafeMutableRawPointer?.self)
                cachedBytes -= capacity
                return Block(base: block, capacity: capacity)
            }
        }
        return Block(base: .allocate(byteCount: capacity, alignment: 16), capacity: capacity)
    }

    mutating func give(_ block: Block) {
        guard block.capacity <= Self.largest, cachedBytes + block.capacity <= bound else {
            block.base.deallocate()
            return
        }
        let level = Self.level(of: block.capacity)
        block.base.storeBytes(of: heads[level], as: UnsafeMutableRawPointer?.self)
        heads[level] = block.base
        cachedBytes += block.capacity
    }

    /// Gives one free block of each size back, a little each time it is called.
    mutating func trim() {
        for level in 0..<Self.classes {
            guard let block = heads[level] else { continue }
            heads[level] = block.load(as: UnsafeMutableRawPointer?.self)
            cachedBytes -= Self.smallest << level
            block.deallocate()
        }
    }

    private static func level(of capacity: Int) -> Int {
        capacity.trailingZeroBitCount - smallest.trailingZeroBitCount
    }
}
