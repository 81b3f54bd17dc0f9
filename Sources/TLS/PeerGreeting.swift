/// What the first bytes of a connection show: which protocol the other side speaks.
package enum PeerGreeting: Equatable, Sendable {
    case tls
    case http
    /// The first bytes of a frame of Kafka's protocol: a plausible length.
    case kafka
    /// Anything else.
    case other
    /// Too few bytes to tell.
    case unknown

    /// - Parameter bytes: from the connection's beginning.
    package init(_ bytes: some Collection<UInt8>) {
        let first = Array(bytes.prefix(5))
        if first.isEmpty {
            self = .unknown
        } else if Self.couldBeTLS(first) {
            self = first.count < 3 ? .unknown : .tls
        } else if let word = Self.wordsOfHTTP.first(where: { $0.utf8.starts(with: first.prefix($0.utf8.count)) }) {
            self = first.count < word.utf8.count ? .unknown : .http
        } else if first[0] < 0x08 {
            // A length of less than 128 MiB, big-endian.
            self = first.count < 4 ? .unknown : .kafka
        } else {
            self = .other
        }
    }

    /// What answers begin with, also those of before HTTP/1.0, and requests.
    private static let wordsOfHTTP = ["HTTP/", "GET ", "HEAD ", "POST ", "PUT ", "<!DOC", "<html", "<HTML"]

    /// RFC 8446, 5.1: a record begins with its kind and major version 3.
    private static func couldBeTLS(_ bytes: [UInt8]) -> Bool {
        guard 0x14...0x17 ~= bytes[0] else { return false }
        return bytes.count < 2 || bytes[1] == 3 && (bytes.count < 3 || bytes[2] <= 4)
    }

    /// What to say when TLS was expected.
    var insteadOfTLS: String {
        switch self {
        case .http: "the other side speaks HTTP, without TLS: this is not the port of a Kafka broker"
        case .kafka: "the other side speaks Kafka's protocol without TLS"
        case .tls, .other, .unknown: "the other side answered something that is not TLS"
        }
    }
}
