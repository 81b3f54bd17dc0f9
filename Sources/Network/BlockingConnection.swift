#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif
package import OttlaVocabulary

/// A client's connection that waits for what it asks, up to a deadline: for commands, which do one thing after another.
/// Used from one thread at a time.
package final class BlockingConnection {
    /// What the user named, for messages.
    package let target: String
    package let peer: SocketAddress
    private let socket: Int32

    private init(target: String, peer: SocketAddress, socket: Int32) {
        self.target = target
        self.peer = peer
        self.socket = socket
    }

    /// For waiting on several connections at once.
    package var descriptor: Int32 { socket }

    deinit { Wire.socket(socket).close() }

    /// Connects to the first of the host's addresses that answers, in the time until the deadline.
    package static func connect(host: String, port: UInt16, deadline: Instant) throws(NetworkError) -> BlockingConnection {
        let target = SocketAddress.join(host, port)
        var failure = NetworkError("connect to", target, .timedOut)
        for address in try SocketAddress.resolve(host: host, port: port) {
            do throws(NetworkError) {
                return try connect(to: address, target: target, deadline: deadline)
            } catch {
                failure = error
            }
        }
        throw failure
    }

    private static func connect(
        to address: SocketAddress, target: String, deadline: Instant
    ) throws(NetworkError) -> BlockingConnection {
        let socket = Socket.open(family: address.family)
        guard socket >= 0 else { throw NetworkError("open a socket for", target, .system(errno: -socket)) }
        let connection = BlockingConnection(target: target, peer: address, socket: socket)
        let result = address.withSystemAddress { pointer, length in
            #if canImport(Glibc)
                Glibc.connect(socket, pointer, length) == 0 ? 0 : errno
            #else
                Darwin.connect(socket, pointer, length) == 0 ? 0 : errno
            #endif
        }
        if result == EINPROGRESS || result == EINTR {
            try connection.wait(for: Int16(POLLOUT), "connect to", deadline)
            let code = Socket.error(of: socket)
            if code != 0 { throw connection.error("connect to", .system(errno: code)) }
        } else if result != 0 {
            throw connection.error("connect to", .system(errno: result))
        }
        Socket.tune(socket, ConnectionSettings())
        return connection
    }

    /// Sends all of the bytes.
    package func write(_ bytes: UnsafeRawBufferPointer, deadline: Instant) throws(NetworkError) {
        var rest = bytes
        while !rest.isEmpty {
            var vector = iovec(iov_base: UnsafeMutableRawPointer(mutating: rest.baseAddress), iov_len: rest.count)
            let sent = Socket.send(socket, &vector, 1, more: false)
            if sent == -Int(EAGAIN) {
                try wait(for: Int16(POLLOUT), "send to", deadline)
            } else if sent < 0 {
                throw error("send to", .system(errno: Int32(-sent)))
            } else {
                rest = UnsafeRawBufferPointer(rebasing: rest[sent...])
            }
        }
    }

    /// Fills the whole buffer.
    package func read(exactly buffer: UnsafeMutableRawBufferPointer, deadline: Instant) throws(NetworkError) {
        var rest = buffer
        while !rest.isEmpty {
            let count = try read(some: rest, deadline: deadline)
            rest = UnsafeMutableRawBufferPointer(rebasing: rest[count...])
        }
    }

    /// Reads what there is, at least one byte. The peer's end is an error: it comes where an answer should.
    package func read(some buffer: UnsafeMutableRawBufferPointer, deadline: Instant) throws(NetworkError) -> Int {
        while true {
            let count = Socket.receive(socket, buffer, UnsafeMutableRawBufferPointer(start: nil, count: 0))
            if count > 0 { return count }
            if count == 0 { throw error("read from", .closedByPeer) }
            if count != -Int(EAGAIN) { throw error("read from", .system(errno: Int32(-count))) }
            try wait(for: Int16(POLLIN), "read from", deadline)
        }
    }

    /// Ends our side; the peer's answers can still be read.
    package func finishSending() { Wire.socket(socket).finishSending() }

    /// Ends both directions at once, for whoever waits in another thread; what was not read is thrown away.
    package func abandon() { shutdown(socket, Int32(SHUT_RDWR)) }

    private func wait(for events: Int16, _ operation: String, _ deadline: Instant) throws(NetworkError) {
        while true {
            let left = SystemClock.now().milliseconds(until: deadline)
            var descriptor = pollfd(fd: socket, events: events, revents: 0)
            let count = poll(&descriptor, 1, Int32(min(left, 1 << 30)))
            if count > 0 { return }
            if count < 0, errno != EINTR { throw error(operation, .system(errno: errno)) }
            if count == 0, left == 0 { throw error(operation, .timedOut) }
        }
    }

    private func error(_ operation: String, _ cause: NetworkError.Cause) -> NetworkError {
        let isUsual = target == peer.description
        return NetworkError(operation, isUsual ? target : "\(target) (\(peer))", cause)
    }
}
