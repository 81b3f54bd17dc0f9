#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Binding: one listening socket for each address a name stands for.
enum ListeningSockets {
    static func bind(
        host: String, port: UInt16, backlog: Int32, settings: ConnectionSettings
    ) throws(NetworkError) -> [Int32] {
        let candidates = host.isEmpty ? everyAddress(port) : try SocketAddress.resolve(host: host, port: port, passive: true)
        var bound: [Int32] = []
        var firstFailure: Int32 = 0
        var port = port
        for candidate in candidates {
            let result = open(SocketAddress(ip: candidate.ip, port: port), backlog, settings)
            if result >= 0 {
                bound.append(result)
                // The system picked a port: the name's other addresses get the same.
                if port == 0 { port = Socket.localAddress(result).port }
                // One socket for both families serves every address there is.
                if host.isEmpty { break }
            } else if firstFailure == 0 || firstFailure == EADDRNOTAVAIL || firstFailure == EAFNOSUPPORT {
                firstFailure = -result
            }
        }
        // An address family the machine lacks is no failure as long as another works; a taken port is.
        let harmless = firstFailure == 0 || firstFailure == EADDRNOTAVAIL || firstFailure == EAFNOSUPPORT
        if !bound.isEmpty, harmless || host.isEmpty { return bound }
        for socket in bound { close(socket) }
        throw NetworkError("listen on", SocketAddress.join(host, port), .system(errno: firstFailure))
    }

    private static func everyAddress(_ port: UInt16) -> [SocketAddress] {
        [SocketAddress(ip: .ipv6(high: 0, low: 0, scope: 0), port: port), SocketAddress(ip: .ipv4(0), port: port)]
    }

    private static func open(_ address: SocketAddress, _ backlog: Int32, _ settings: ConnectionSettings) -> Int32 {
        let socket = Socket.open(family: address.family)
        guard socket >= 0 else { return socket }
        Socket.set(socket, SOL_SOCKET, SO_REUSEADDR, 1)
        if address.family == AF_INET6 {
            Socket.set(socket, Int32(IPPROTO_IPV6), IPV6_V6ONLY, address.isWildcard ? 0 : 1)
        }
        // Before listening: accepted sockets inherit it, and the window is agreed on when they are made.
        if let bytes = settings.socketReceiveBytes { Socket.set(socket, SOL_SOCKET, SO_RCVBUF, bytes) }
        let result = address.withSystemAddress { pointer, length in
            #if canImport(Glibc)
                Glibc.bind(socket, pointer, length)
            #else
                Darwin.bind(socket, pointer, length)
            #endif
        }
        guard result == 0, listen(socket, backlog) == 0 else {
            let code = errno
            close(socket)
            return -code
        }
        return socket
    }
}
