/// Where a broker listens: a host name or address, and a port.
public struct BrokerAddress: Hashable, Sendable, CustomStringConvertible {
    /// The port where nobody says one.
    public static let defaultPort: UInt16 = 9092

    /// A name, or an address without brackets.
    public var host: String
    /// 1 to 65535.
    public var port: UInt16

    /// By host and port.
    public init(host: String, port: UInt16 = BrokerAddress.defaultPort) {
        self.host = host
        self.port = port
    }

    /// Reads `host`, `host:port`, `[::1]:port` or a bare IPv6 address. `nil` if it is none of them.
    public init?(_ text: String) {
        if text.hasPrefix("[") {
            guard let end = text.firstIndex(of: "]") else { return nil }
            let rest = text[text.index(after: end)...]
            self.init(host: String(text[text.index(after: text.startIndex)..<end]), portSuffix: rest)
        } else if text.split(separator: ":", omittingEmptySubsequences: false).count > 2 {
            self.init(host: text, portSuffix: "")
        } else {
            let end = text.firstIndex(of: ":") ?? text.endIndex
            self.init(host: String(text[..<end]), portSuffix: text[end...])
        }
    }

    private init?(host: String, portSuffix: Substring) {
        guard !host.isEmpty, !host.utf8.contains(where: { $0 <= UInt8(ascii: " ") || $0 == UInt8(ascii: "/") }) else { return nil }
        if portSuffix.isEmpty {
            self.init(host: host)
        } else {
            guard portSuffix.hasPrefix(":"), let port = UInt16(portSuffix.dropFirst()), port > 0 else { return nil }
            self.init(host: host, port: port)
        }
    }

    /// Reads a list separated by commas, as in `bootstrap.servers`. `nil` if any part is not an address or there is none.
    public static func list(_ text: String) -> [BrokerAddress]? {
        var addresses: [BrokerAddress] = []
        for part in text.split(separator: ",") {
            guard let address = BrokerAddress(part.filter { $0 != " " }) else { return nil }
            addresses.append(address)
        }
        return addresses.isEmpty ? nil : addresses
    }

    public var description: String { host.contains(":") ? "[\(host)]:\(port)" : "\(host):\(port)" }
}
