/// Recognises what is not Kafka by its first bytes: people point browsers and TLS clients at the plain port.
package enum ForeignGreeting: Equatable, Sendable {
    case tls
    case http

    /// `nil` if the bytes may be a request of the Kafka protocol.
    package static func recognise(_ bytes: UnsafeRawBufferPointer) -> ForeignGreeting? {
        guard bytes.count >= 4 else { return nil }
        // A TLS record: handshake (22), version 3.x. As a frame's length this would be 369 MB.
        if bytes[0] == 22, bytes[1] == 3, bytes[2] <= 4 { return .tls }
        let word = bytes.prefix(4).reduce(0 as UInt32) { $0 << 8 | UInt32($1) }
        return httpMethods.contains(word) ? .http : nil
    }

    /// The answer that such a client understands.
    package var answer: [UInt8] {
        switch self {
        // An alert: fatal (2), handshake_failure (40). RFC 8446, 6.
        case .tls: [21, 3, 3, 0, 2, 2, 40]
        case .http:
            Array(
                """
                HTTP/1.1 400 Bad Request\r\nContent-Type: text/plain\r\nConnection: close\r\nContent-Length: \(Self.httpText.utf8.count)\r\n\r\n\(Self.httpText)
                """.utf8)
        }
    }

    /// What the log says about it.
    package var explanation: String {
        switch self {
        case .tls: "a TLS hello on a plain listener: the client has security.protocol=SSL, this listener is PLAINTEXT"
        case .http: "an HTTP request on a Kafka listener: this port speaks the Kafka protocol only"
        }
    }

    private static let httpText = "This port speaks the Kafka protocol, not HTTP. Connect a Kafka client to it.\n"

    /// The first four letters of HTTP's methods, and of HTTP/2's preface.
    private static let httpMethods: Set<UInt32> = Set(
        ["GET ", "POST", "PUT ", "HEAD", "DELE", "OPTI", "PATC", "CONN", "TRAC", "PRI "].map { word in
            word.utf8.reduce(0 as UInt32) { $0 << 8 | UInt32($1) }
        })
}
