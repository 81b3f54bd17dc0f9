package import OttlaVocabulary

/// PLAIN from the client's side: one message with all there is (RFC 4616).
struct PlainClientExchange: Sendable {
    private let message: [UInt8]
    private var sent = false

    init(_ credentials: PasswordCredentials) throws(SASLError) {
        guard !credentials.username.isEmpty else { throw SASLError(.credentials, "PLAIN needs a username, and it is empty") }
        guard !credentials.password.isEmpty else { throw SASLError(.credentials, "PLAIN needs a password, and it is empty") }
        message =
            PlainMessage(
                authorizationID: credentials.authorizationID, username: credentials.username, password: credentials.password
            ).encoded
        // RFC 4616: a zero byte separates the parts, so none may hold one.
        guard message.count(where: { $0 == 0 }) == 2 else {
            throw SASLError(.credentials, "a username or password for PLAIN cannot contain a zero byte")
        }
    }

    mutating func next(_ challenge: [UInt8]?) throws(SASLError) -> SASLClientExchange.Step {
        if sent { return .done }
        guard challenge == nil || challenge == [] else {
            throw SASLError(.malformed, "the broker sent a SASL message before ours, which PLAIN does not know")
        }
        sent = true
        return .send(message)
    }
}

/// The one message of PLAIN; what the server takes apart and checks against what it knows.
package struct PlainMessage: Sendable, Hashable {
    /// Whom to act as; empty: `username`.
    package var authorizationID: String
    package var username: String
    package var password: Secret

    init(authorizationID: String, username: String, password: Secret) {
        self.authorizationID = authorizationID
        self.username = username
        self.password = password
    }

    /// From the bytes of a client.
    package init(_ bytes: [UInt8]) throws(SASLError) {
        let parts = bytes.split(separator: 0, omittingEmptySubsequences: false)
        guard bytes.count <= SASLClientExchange.longestMessage, parts.count == 3 else {
            throw SASLError(.malformed, "PLAIN's message has three parts with a zero byte between each two (RFC 4616)")
        }
        guard let authorizationID = String(validating: parts[0], as: UTF8.self),
            let username = String(validating: parts[1], as: UTF8.self),
            let password = String(validating: parts[2], as: UTF8.self)
        else { throw SASLError(.malformed, "PLAIN's message is not UTF-8") }
        guard !username.isEmpty, !password.isEmpty else {
            throw SASLError(.credentials, "PLAIN needs a username and a password, and one of them is empty")
        }
        self.init(authorizationID: authorizationID, username: username, password: Secret(password))
    }

    var encoded: [UInt8] { Array(authorizationID.utf8) + [0] + Array(username.utf8) + [0] + Array(password.revealed.utf8) }
}
