#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Standard input, line by line, without a copy of each. A last line needs no newline.
final class LineReader {
    private static let chunk = 256 << 10
    /// No record that any broker takes is longer.
    static let longestLine = 256 << 20

    private let descriptor: Int32
    private var block: UnsafeMutableRawPointer
    private var capacity = LineReader.chunk
    /// Where the next line begins, where bytes end, and up to where no newline was found.
    private var start = 0
    private var end = 0
    private var searched = 0
    private var isAtEnd = false

    init(descriptor: Int32 = STDIN_FILENO) {
        self.descriptor = descriptor
        block = .allocate(byteCount: capacity, alignment: 16)
    }

    deinit { block.deallocate() }

    /// The next whole line that is in memory, without its newline. Valid until `fill`.
    func nextLine() -> UnsafeRawBufferPointer? {
        if let newline = memchr(block + searched, Int32(UInt8(ascii: "\n")), end - searched) {
            let position = newline - block
            let line = UnsafeRawBufferPointer(start: block + start, count: position - start)
            start = position + 1
            searched = start
            return line
        }
        searched = end
        guard isAtEnd, start < end else { return nil }
        let line = UnsafeRawBufferPointer(start: block + start, count: end - start)
        start = end
        return line
    }

    enum Filled: Equatable {
        case more
        case end
        case interrupted
    }

    /// Reads on; waits if there is nothing yet.
    func fill() throws(Failure) -> Filled {
        if isAtEnd { return .end }
        makeRoom()
        guard end - start < Self.longestLine else {
            throw Failure("a line of standard input is longer than \(Self.longestLine >> 20) MiB.")
        }
        let count = read(descriptor, block + end, capacity - end)
        if count > 0 {
            end += count
            return .more
        }
        if count < 0 {
            if errno == EINTR { return .interrupted }
            throw Failure("cannot read standard input: \(String(cString: strerror(errno))).")
        }
        isAtEnd = true
        return start < end ? .more : .end
    }

    /// Whether `fill` would find something, or the end, within that time.
    func hasInput(withinMilliseconds wait: Int32) -> Bool {
        var entry = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
        return isAtEnd || poll(&entry, 1, wait) != 0
    }

    private func makeRoom() {
        if start > 0 {
            memmove(block, block + start, end - start)
            end -= start
            searched -= start
            start = 0
        }
        guard end == capacity else { return }
        capacity *= 2
        let larger = UnsafeMutableRawPointer.allocate(byteCount: capacity, alignment: 16)
        larger.copyMemory(from: block, byteCount: end)
        block.deallocate()
        block = larger
    }
}
