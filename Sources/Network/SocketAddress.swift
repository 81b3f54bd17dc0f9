#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// One end of a connection: an IPv4 or IPv6 address and a port, or a place in memory.
package struct SocketAddress: Hashable, Sendable {
    /// The address without its port; an IPv4 address that came mapped into IPv6 is IPv4 here.
    package enum Host: Hashable, Sendable {
        case ipv4(UInt32)
        case ipv6(high: UInt64, low: UInt64, scope: UInt32)
        case memory(UInt32)
    }

    package var ip: Host
    package var port: UInt16

    package init(ip: Host, port: UInt16) {
        self.ip = ip
        self.port = port
    }

    /// Whether this stands for all of the machine's addresses.
    package var isWildcard: Bool {
        switch ip {
        case .ipv4(let bits): bits == 0
        case .ipv6(let high, let low, _): high == 0 && low == 0
        case .memory: false
        }
    }

    /// The address as text, without brackets.
    package var host: String {
        switch ip {
        case .ipv4(let bits):
            "\(bits >> 24).\(bits >> 16 & 0xFF).\(bits >> 8 & 0xFF).\(bits & 0xFF)"
        case .ipv6(let high, let low, _):
            Self.text(high: high, low: low)
        case .memory(let number):
            "memory-\(number)"
        }
    }

    private static func text(high: UInt64, low: UInt64) -> String {
        var address = in6_addr()
        withUnsafeMutableBytes(of: &address) {
            $0.storeBytes(of: high.bigEndian, as: UInt64.self)
            $0.storeBytes(of: low.bigEndian, toByteOffset: 8, as: UInt64.self)
        }
        return withUnsafeTemporaryAllocation(of: CChar.self, capacity: Int(INET6_ADDRSTRLEN)) { text in
            _ = inet_ntop(AF_INET6, &address, text.baseAddress!, socklen_t(text.count))
            return String(cString: text.baseAddress!)
        }
    }
}

extension SocketAddress: CustomStringConvertible {
    package var description: String { Self.join(host, port) }

    /// Host and port as one text, an IPv6 address in brackets.
    package static func join(_ host: String, _ port: UInt16) -> String {
        host.utf8.contains(UInt8(ascii: ":")) ? "[\(host)]:\(port)" : "\(host):\(port)"
    }
}

extension SocketAddress {
    /// Reads what the system wrote. Anything that is not IP becomes the wildcard.
    init(_ storage: sockaddr_storage) {
        self = withUnsafeBytes(of: storage) { raw in
            switch Int32(storage.ss_family) {
            case AF_INET:
                let address = raw.load(as: sockaddr_in.self)
                return SocketAddress(
                    ip: .ipv4(UInt32(bigEndian: address.sin_addr.s_addr)), port: UInt16(bigEndian: address.sin_port))
            case AF_INET6:
                return Self.ipv6(raw.load(as: sockaddr_in6.self))
            default:
                return SocketAddress(ip: .ipv4(0), port: 0)
            }
        }
    }

    private static func ipv6(_ address: sockaddr_in6) -> SocketAddress {
        let (high, low) = withUnsafeBytes(of: address.sin6_addr) {
            (UInt64(bigEndian: $0.load(as: UInt64.self)), UInt64(bigEndian: $0.load(fromByteOffset: 8, as: UInt64.self)))
        }
        let port = UInt16(bigEndian: address.sin6_port)
        // ::ffff:a.b.c.d is an IPv4 peer on a socket that serves both families.
        if high == 0, low >> 32 == 0xFFFF {
            return SocketAddress(ip: .ipv4(UInt32(truncatingIfNeeded: low)), port: port)
        }
        return SocketAddress(ip: .ipv6(high: high, low: low, scope: address.sin6_scope_id), port: port)
    }

    var family: Int32 {
        if case .ipv6 = ip { AF_INET6 } else { AF_INET }
    }

    /// Lends the address in the system's form.
    func withSystemAddress<R>(_ body: (UnsafePointer<sockaddr>, socklen_t) -> R) -> R {
        switch ip {
        case .ipv4(let bits):
            var address = sockaddr_in()
            address.sin_family = sa_family_t(AF_INET)
            address.sin_port = port.bigEndian
            address.sin_addr.s_addr = bits.bigEndian
            return Self.lend(&address, body)
        case .ipv6(let high, let low, let scope):
            var address = sockaddr_in6()
            address.sin6_family = sa_family_t(AF_INET6)
            address.sin6_port = port.bigEndian
            address.sin6_scope_id = scope
            withUnsafeMutableBytes(of: &address.sin6_addr) {
                $0.storeBytes(of: high.bigEndian, as: UInt64.self)
                $0.storeBytes(of: low.bigEndian, toByteOffset: 8, as: UInt64.self)
            }
            return Self.lend(&address, body)
        case .memory:
            preconditionFailure("a place in memory has no socket address")
        }
    }

    private static func lend<A, R>(_ address: inout A, _ body: (UnsafePointer<sockaddr>, socklen_t) -> R) -> R {
        withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { body($0, socklen_t(MemoryLayout<A>.size)) }
        }
    }

    /// All stream addresses of a host name or address, IPv4 first. An empty host means every address of this machine.
    package static func resolve(
        host: String, port: UInt16, passive: Bool = false
    ) throws(NetworkError) -> [SocketAddress] {
        var hints = addrinfo()
        hints.ai_family = AF_UNSPEC
        hints.ai_socktype = Socket.stream
        hints.ai_flags = passive ? AI_PASSIVE : 0
        var list: UnsafeMutablePointer<addrinfo>?
        let code = getaddrinfo(host.isEmpty ? nil : host, String(port), &hints, &list)
        guard code == 0, let first = list else {
            // RFC 6761: this name always means loopback, also where no hosts file says so, as in bare containers.
            if host == "localhost" { return [SocketAddress(ip: .ipv4(0x7F00_0001), port: port)] }
            let text = code == EAI_SYSTEM ? String(cString: strerror(errno)) : String(cString: gai_strerror(code))
            throw NetworkError("find the address of", join(host, port), .unresolvable(text))
        }
        defer { freeaddrinfo(first) }
        var found: [SocketAddress] = []
        var next: UnsafeMutablePointer<addrinfo>? = first
        while let entry = next {
            var storage = sockaddr_storage()
            memcpy(&storage, entry.pointee.ai_addr, Int(entry.pointee.ai_addrlen))
            let address = SocketAddress(storage)
            if !found.contains(address) { found.append(address) }
            next = entry.pointee.ai_next
        }
        return found.filter { $0.family == AF_INET } + found.filter { $0.family != AF_INET }
    }
}
