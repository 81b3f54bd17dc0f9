#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// What lies under a connection: a socket, or one end of a pipe in memory. The socket's way stays a plain call.
enum Wire {
    case socket(Int32)
    case memory(MemoryEnd)

    /// Reads into the first buffer, then the second. 0 at the peer's end, `-errno` on failure, `-EAGAIN` for nothing yet.
    func receive(_ first: UnsafeMutableRawBufferPointer, _ second: UnsafeMutableRawBufferPointer) -> Int {
        switch self {
        case .socket(let descriptor): Socket.receive(descriptor, first, second)
        case .memory(let end): end.receive(first, second)
        }
    }

    func send(_ vectors: UnsafeMutablePointer<iovec>, _ count: Int, more: Bool) -> Int {
        switch self {
        case .socket(let descriptor): Socket.send(descriptor, vectors, count, more: more)
        case .memory(let end): end.send(vectors, count)
        }
    }

    /// Sends from a file without copying; `-ENOTSUP` where that is not possible.
    func send(file: Int32, at position: Int64, count: Int) -> Int {
        switch self {
        case .socket(let descriptor): Socket.send(descriptor, file: file, at: position, count: count)
        case .memory: -Int(ENOTSUP)
        }
    }

    /// Tells the peer that nothing more comes.
    func finishSending() {
        switch self {
        case .socket(let descriptor): _ = shutdown(descriptor, Int32(SHUT_WR))
        case .memory(let end): end.finishSending()
        }
    }

    func close() {
        switch self {
        case .socket(let descriptor):
            #if canImport(Glibc)
                _ = Glibc.close(descriptor)
            #else
                _ = Darwin.close(descriptor)
            #endif
        case .memory(let end): end.close()
        }
    }
}
