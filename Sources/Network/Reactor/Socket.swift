#if canImport(Glibc)
    import CNetwork
    import Glibc
#else
    import Darwin
#endif

/// The system calls on stream sockets, each returning `-errno` where it failed.
enum Socket {
    #if canImport(Glibc)
        static let stream = Int32(SOCK_STREAM.rawValue)
        static let noSignal = Int32(MSG_NOSIGNAL)
        static let more = Int32(MSG_MORE)
    #else
        static let stream = SOCK_STREAM
        static let noSignal: Int32 = 0
        static let more: Int32 = 0
    #endif

    /// A new socket that does not block and does not survive exec.
    static func open(family: Int32) -> Int32 {
        #if canImport(Glibc)
            let descriptor = socket(family, stream | Int32(SOCK_NONBLOCK.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
            return descriptor < 0 ? -errno : descriptor
        #else
            let descriptor = socket(family, stream, 0)
            guard descriptor >= 0 else { return -errno }
            prepare(descriptor)
            return descriptor
        #endif
    }

    static func accept(_ listener: Int32, peer: inout SocketAddress) -> Int32 {
        var storage = sockaddr_storage()
        var length = socklen_t(MemoryLayout<sockaddr_storage>.size)
        let descriptor = withUnsafeMutablePointer(to: &storage) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
                #if canImport(Glibc)
                    return network_accept(listener, address, &length)
                #else
                    return Darwin.accept(listener, address, &length)
                #endif
            }
        }
        guard descriptor >= 0 else { return -errno }
        #if !canImport(Glibc)
            prepare(descriptor)
        #endif
        peer = SocketAddress(storage)
        return descriptor
    }

    #if !canImport(Glibc)
        private static func prepare(_ descriptor: Int32) {
            _ = fcntl(descriptor, F_SETFL, fcntl(descriptor, F_GETFL) | O_NONBLOCK)
            _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
            set(descriptor, SOL_SOCKET, SO_NOSIGPIPE, 1)
        }
    #endif

    /// The address this end of a socket has.
    static func localAddress(_ descriptor: Int32) -> SocketAddress {
        var storage = sockaddr_storage()
        var length = socklen_t(MemoryLayout<sockaddr_storage>.size)
        withUnsafeMutablePointer(to: &storage) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { _ = getsockname(descriptor, $0, &length) }
        }
        return SocketAddress(storage)
    }

    @discardableResult
    static func set(_ descriptor: Int32, _ level: Int32, _ option: Int32, _ value: Int32) -> Int32 {
        var value = value
        let result = setsockopt(descriptor, level, option, &value, socklen_t(MemoryLayout<Int32>.size))
        return result < 0 ? -errno : 0
    }

    /// What every connection wants: small answers at once, and dead peers noticed.
    static func tune(_ descriptor: Int32, _ settings: borrowing ConnectionSettings) {
        set(descriptor, Int32(IPPROTO_TCP), TCP_NODELAY, 1)
        set(descriptor, SOL_SOCKET, SO_KEEPALIVE, 1)
        if let bytes = settings.socketSendBytes { set(descriptor, SOL_SOCKET, SO_SNDBUF, bytes) }
    }

    /// Whether the other side is there: the first news of a socket that is being connected may say less.
    static func isConnected(_ descriptor: Int32) -> Bool {
        var storage = sockaddr_storage()
        var length = socklen_t(MemoryLayout<sockaddr_storage>.size)
        return withUnsafeMutablePointer(to: &storage) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { getpeername(descriptor, $0, &length) == 0 }
        }
    }

    static func error(of descriptor: Int32) -> Int32 {
        var value: Int32 = 0
        var length = socklen_t(MemoryLayout<Int32>.size)
        return getsockopt(descriptor, SOL_SOCKET, SO_ERROR, &value, &length) < 0 ? errno : value
    }

    /// Reads into the first buffer and, once that is full, into the second. 0 at the peer's end.
    static func receive(
        _ descriptor: Int32, _ first: UnsafeMutableRawBufferPointer, _ second: UnsafeMutableRawBufferPointer
    ) -> Int {
        while true {
            let count: Int
            if second.isEmpty {
                count = recv(descriptor, first.baseAddress, first.count, 0)
            } else {
                count = withUnsafeTemporaryAllocation(of: iovec.self, capacity: 2) { vectors in
                    vectors[0] = iovec(iov_base: first.baseAddress, iov_len: first.count)
                    vectors[1] = iovec(iov_base: second.baseAddress, iov_len: second.count)
                    return readv(descriptor, vectors.baseAddress, 2)
                }
            }
            if count >= 0 { return count }
            if errno != EINTR { return -Int(errno) }
        }
    }

    /// Sends what the vectors hold. With `more`, the system may wait for what follows before it sends a small rest.
    static func send(_ descriptor: Int32, _ vectors: UnsafeMutablePointer<iovec>, _ count: Int, more: Bool) -> Int {
        let flags = more ? noSignal | Self.more : noSignal
        while true {
            let sent: Int
            if count == 1 {
                #if canImport(Glibc)
                    sent = Glibc.send(descriptor, vectors[0].iov_base, vectors[0].iov_len, flags)
                #else
                    sent = Darwin.send(descriptor, vectors[0].iov_base, vectors[0].iov_len, flags)
                #endif
            } else {
                var message = msghdr()
                message.msg_iov = vectors
                message.msg_iovlen = .init(count)
                sent = sendmsg(descriptor, &message, flags)
            }
            if sent >= 0 { return sent }
            if errno != EINTR { return -Int(errno) }
        }
    }

    /// Sends from a file without copying. `-ENOTSUP` where the system cannot.
    static func send(_ descriptor: Int32, file: Int32, at position: Int64, count: Int) -> Int {
        #if os(Linux)
            while true {
                var offset = off_t(position)
                let sent = sendfile(descriptor, file, &offset, count)
                if sent >= 0 { return sent }
                if errno != EINTR { return -Int(errno) }
            }
        #else
            return -Int(ENOTSUP)
        #endif
    }
}
