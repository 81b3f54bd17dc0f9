/// One address the broker listens on, or tells clients: `NAME://HOST:PORT`.
package struct ListenerAddress: Equatable, Sendable, CustomStringConvertible {
    /// Upper case, as the map of protocols names it.
    package var name: String
    /// A host's name or address, IPv6 without brackets. Empty for all addresses of the machine.
    package var host: String
    package var port: UInt16

    package init(name: String = "PLAINTEXT", host: String, port: UInt16) {
        self.name = name
        self.host = host
        self.port = port
    }

    /// Reads `NAME://HOST:PORT`, `NAME://:PORT` or `NAME://[IPv6]:PORT`.
    package init?(_ text: String) {
        guard let slashes = text.firstRange(of: "://") else { return nil }
        let name = text[..<slashes.lowerBound]
        guard !name.isEmpty, name.utf8.allSatisfy({ Self.isNameByte($0) }) else { return nil }
        self.init(name: name.uppercased(), hostAndPort: String(text[slashes.upperBound...]))
    }

    /// Reads `HOST:PORT`, `:PORT` or `[IPv6]:PORT`, as `--listen` takes it.
    package init?(name: String = "PLAINTEXT", hostAndPort text: String) {
        guard let colon = text.lastIndex(of: ":"), let port = UInt16(text[text.index(after: colon)...]) else { return nil }
        var host = text[..<colon]
        if host.first == "[" {
            guard host.last == "]", host.count > 2 else { return nil }
            host = host.dropFirst().dropLast()
        } else if host.contains(":") {
            return nil
        }
        guard !host.utf8.contains(where: { $0 <= 0x20 || $0 == UInt8(ascii: "/") }) else { return nil }
        self.init(name: name, host: String(host), port: port)
    }

    private static func isNameByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "0")...UInt8(ascii: "9"),
            UInt8(ascii: "_"), UInt8(ascii: "-"), UInt8(ascii: "."):
            true
        default: false
        }
    }

    package var description: String { "\(name)://\(host.contains(":") ? "[\(host)]" : host):\(port)" }
}
