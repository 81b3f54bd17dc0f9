#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// What a command prints, gathered in 64 KiB. Once the reader has gone (`| head`), the rest is dropped without a word.
final class StandardOutput {
    private let descriptor: Int32
    private var buffer: UnsafeMutableRawPointer
    private var count = 0
    private static let capacity = 64 << 10
    /// Nobody reads any more, or the disk is full: nothing more need be printed.
    private(set) var isClosed = false
    /// Set if it was not the reader's leaving but a failure to write.
    private var failure: Int32?

    init(descriptor: Int32 = STDOUT_FILENO) {
        self.descriptor = descriptor
        buffer = .allocate(byteCount: Self.capacity, alignment: 16)
    }

    deinit { buffer.deallocate() }

    func write(_ bytes: UnsafeRawBufferPointer) {
        guard let base = bytes.baseAddress, !bytes.isEmpty, !isClosed else { return }
        if bytes.count > Self.capacity - count { flush() }
        if bytes.count > Self.capacity {
            writeOut(bytes)
        } else {
            (buffer + count).copyMemory(from: base, byteCount: bytes.count)
            count += bytes.count
        }
    }

    func write(_ byte: UInt8) {
        if count == Self.capacity { flush() }
        (buffer + count).storeBytes(of: byte, as: UInt8.self)
        count += 1
    }

    func write(_ text: String) {
        var text = text
        text.withUTF8 { write(UnsafeRawBufferPointer($0)) }
    }

    func writeLine(_ text: String) {
        write(text)
        write(UInt8(ascii: "\n"))
    }

    func flush() {
        let pending = UnsafeRawBufferPointer(start: buffer, count: count)
        count = 0
        writeOut(pending)
    }

    /// Writes what is left. A full disk is an error; a reader that has gone is not.
    func finish() throws(Failure) {
        flush()
        if let failure { throw Failure("cannot write to standard output: \(String(cString: strerror(failure))).") }
    }

    private func writeOut(_ bytes: UnsafeRawBufferPointer) {
        var rest = bytes
        while !rest.isEmpty, !isClosed {
            let written = Glibc.write(descriptor, rest.baseAddress, rest.count)
            if written >= 0 {
                rest = UnsafeRawBufferPointer(rebasing: rest[written...])
            } else if errno != EINTR {
                isClosed = true
                failure = errno == EPIPE ? nil : errno
            }
        }
    }
}

/// Words for people beside the output: always on standard error, one write each.
enum StandardError {
    static let isTerminal = isatty(STDERR_FILENO) == 1

    static func writeLine(_ text: String) { write(text + "\n") }

    static func write(_ text: String) {
        var text = text
        text.withUTF8 { _ = Glibc.write(STDERR_FILENO, $0.baseAddress, $0.count) }
    }
}
