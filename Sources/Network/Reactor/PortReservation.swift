#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// A free port kept for whoever listens on it again and again: while it lives the system gives the port to nobody else,
/// also while nobody listens.
///
/// It is a socket that is bound and never listens. Where the system does not allow a listener beside it, the port is only
/// picked, and may be lost between two listeners.
package final class PortReservation: Sendable {
    package let port: UInt16
    /// -1 where nothing is held.
    private let socket: Int32

    /// Picks a free port of the first address that a host's name stands for.
    package init(host: String) throws(NetworkError) {
        let address = host.isEmpty ? SocketAddress(ip: .ipv4(0), port: 0) : try SocketAddress.resolve(host: host, port: 0, passive: true)[0]
        let bound = Self.bind(address)
        guard bound >= 0 else { throw NetworkError("listen on", SocketAddress.join(host, 0), .system(errno: -bound)) }
        port = Socket.localAddress(bound).port
        #if os(Linux)
            socket = bound
        #else
            close(bound)
            socket = -1
        #endif
    }

    deinit { if socket >= 0 { close(socket) } }

    private static func bind(_ address: SocketAddress) -> Int32 {
        let socket = Socket.open(family: address.family)
        guard socket >= 0 else { return socket }
        // Both must say so for a listener to be allowed beside it.
        Socket.set(socket, SOL_SOCKET, SO_REUSEADDR, 1)
        let result = address.withSystemAddress { pointer, length in
            #if canImport(Glibc)
                Glibc.bind(socket, pointer, length)
            #else
                Darwin.bind(socket, pointer, length)
            #endif
        }
        guard result == 0 else {
            let code = errno
            close(socket)
            return -code
        }
        return socket
    }
}
