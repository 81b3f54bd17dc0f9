import OttlaVocabulary

/// OAUTHBEARER from the client's side (RFC 7628): one message, and one more if the server says no.
struct BearerClientExchange: Sendable {
    private enum State: Sendable {
        case start
        case sent
        /// The server has told its error and waits for us to have read it.
        case refused
    }

    private let message: [UInt8]
    private var state = State.start
    /// What the server's error status says, for people.
    private(set) var refusal: String?

    init(_ credentials: BearerCredentials) throws(SASLError) { message = try BearerMessage.encode(credentials) }

    mutating func next(_ challenge: [UInt8]?) throws(SASLError) -> SASLClientExchange.Step {
        switch state {
        case .start:
            guard challenge == nil || challenge == [] else {
                throw SASLError(.malformed, "the broker sent a SASL message before ours, which OAUTHBEARER does not know")
            }
            state = .sent
            return .send(message)
        case .sent:
            guard let challenge, !challenge.isEmpty else { return .done }
            state = .refused
            refusal = BearerErrorStatus(challenge).description
            // RFC 7628, 3.2.3: the error is answered with one byte, then the server ends the exchange.
            return .send([BearerMessage.separator])
        case .refused:
            throw SASLError(.refused, "the broker refused the token\(refusal.map { ": \($0)" } ?? "")")
        }
    }
}

/// OAUTHBEARER from the server's side. Whether a token is good is decided by who holds the keys.
package struct BearerServerExchange: Sendable {
    package enum Step: Equatable, Sendable {
        /// Check this token; then call `accept` or `refuse`.
        case check(BearerCredentials)
        /// The client has read the error: end the exchange with it.
        case over
    }

    private var isRefused = false

    package init() {}

    package mutating func next(_ message: [UInt8]) throws(SASLError) -> Step {
        if isRefused { return .over }
        return .check(try BearerMessage.decode(message))
    }

    /// The last message to a client whose token is good.
    package func accept() -> [UInt8] { [] }

    /// The error status for a client whose token is not: `status` is one of RFC 6750's words, such as `invalid_token`.
    package mutating func refuse(status: String, scope: String? = nil) -> [UInt8] {
        isRefused = true
        return BearerErrorStatus(status: status, scope: scope, configuration: nil).encoded
    }
}

/// The client's message: a header, then fields of `name=value`, each ended by a byte of one.
enum BearerMessage {
    static let separator: UInt8 = 1

    static func encode(_ credentials: BearerCredentials) throws(SASLError) -> [UInt8] {
        guard isToken(Array(credentials.token.revealed.utf8)) else {
            throw SASLError(.credentials, "the OAuth token is empty or has characters that a token cannot have (RFC 6750)")
        }
        var message = Array("n,".utf8)
        if !credentials.authorizationID.isEmpty {
            message += Array("a=".utf8) + SCRAMText.escapeName(Array(credentials.authorizationID.utf8))
        }
        message += Array(",".utf8) + [separator] + Array("auth=Bearer \(credentials.token.revealed)".utf8) + [separator]
        for field in credentials.extensions {
            guard isName(Array(field.name.utf8)) else {
                throw SASLError(.credentials, "a SASL extension is named by letters, and not \"auth\": \(field.name)")
            }
            guard isValue(Array(field.value.revealed.utf8)) else {
                throw SASLError(.credentials, "the SASL extension \(field.name) has a value that cannot be sent (RFC 7628)")
            }
            message += Array("\(field.name)=\(field.value.revealed)".utf8) + [separator]
        }
        guard message.count < SASLClientExchange.longestMessage else {
            throw SASLError(.credentials, "the OAuth token with its extensions has \(message.count) bytes, which is too long")
        }
        return message + [separator]
    }

    static func decode(_ message: [UInt8]) throws(SASLError) -> BearerCredentials {
        guard message.count <= SASLClientExchange.longestMessage, message.last == separator else {
            throw malformed("it does not end as it should")
        }
        var parts = message.dropLast().split(separator: separator, omittingEmptySubsequences: false)[...]
        // Header, at least one field, and the nothing behind the last one's end.
        guard let header = parts.popFirst(), parts.popLast() == [], let authorizationID = authorizationID(header) else {
            throw malformed("its header is none")
        }
        var credentials = BearerCredentials(token: Secret(""), authorizationID: authorizationID)
        for part in parts {
            guard let equals = part.firstIndex(of: UInt8(ascii: "=")) else { throw malformed("a field has no value") }
            let (name, value) = (Array(part[..<equals]), Array(part[(equals + 1)...]))
            if name == Array("auth".utf8) {
                guard credentials.token.isEmpty, let token = bearerToken(value) else { throw malformed("its token is none") }
                credentials.token = Secret(token)
            } else {
                guard isName(name), isValue(value) else { throw malformed("an extension is none") }
                let text = Secret(String(decoding: value, as: UTF8.self))
                credentials.extensions.append(.init(String(decoding: name, as: UTF8.self), text))
            }
        }
        guard !credentials.token.isEmpty else { throw malformed("it has no token") }
        return credentials
    }

    private static func authorizationID(_ header: ArraySlice<UInt8>) -> String? {
        guard header.starts(with: "n,".utf8), header.last == UInt8(ascii: ",") else { return nil }
        if header.count == 3 { return "" }
        let middle = header.dropFirst(2).dropLast()
        guard middle.starts(with: "a=".utf8) else { return nil }
        return SCRAMText.unescapeName(middle.dropFirst(2))
    }

    /// RFC 7628: the scheme is compared without regard to case.
    private static func bearerToken(_ value: [UInt8]) -> String? {
        guard value.count > 7, value[6] == UInt8(ascii: " "), isToken(Array(value[7...])),
            String(decoding: value[..<6], as: UTF8.self).lowercased() == "bearer"
        else { return nil }
        return String(decoding: value[7...], as: UTF8.self)
    }

    /// RFC 6750, `b64token`.
    private static func isToken(_ bytes: [UInt8]) -> Bool {
        let body = bytes[..<(bytes.firstIndex(of: UInt8(ascii: "=")) ?? bytes.endIndex)]
        return !body.isEmpty && body.allSatisfy { isLetter($0) || isDigit($0) || "-._~+/".utf8.contains($0) }
            && bytes[body.endIndex...].allSatisfy { $0 == UInt8(ascii: "=") }
    }

    private static func isName(_ bytes: [UInt8]) -> Bool {
        !bytes.isEmpty && bytes.allSatisfy(isLetter) && bytes != Array("auth".utf8)
    }

    /// RFC 7628: visible ASCII, spaces and line ends.
    private static func isValue(_ bytes: [UInt8]) -> Bool {
        !bytes.isEmpty && bytes.allSatisfy { 0x20...0x7E ~= $0 || $0 == 0x09 || $0 == 0x0A || $0 == 0x0D }
    }

    private static func isLetter(_ byte: UInt8) -> Bool {
        UInt8(ascii: "a")...UInt8(ascii: "z") ~= byte | 0x20 && byte < 0x80
    }

    private static func isDigit(_ byte: UInt8) -> Bool { UInt8(ascii: "0")...UInt8(ascii: "9") ~= byte }

    private static func malformed(_ reason: String) -> SASLError {
        SASLError(.malformed, "the client's message of OAUTHBEARER is malformed: \(reason)")
    }
}
