import OttlaSecurity
import OttlaVocabulary

/// Who we are, and by which SASL mechanism that is shown (`sasl.mechanism`).
public struct Authentication: Sendable {
    let method: Method

    enum Method: Sendable {
        case fixed(SASLCredentials)
        case oauthBearer(@concurrent @Sendable () async throws -> OAuthToken)
    }

    /// PLAIN: name and password as they are (RFC 4616). Over TLS only, or everybody on the way reads them.
    public static func plain(username: String, password: String) -> Authentication {
        Authentication(method: .fixed(.plain(PasswordCredentials(username: username, password: Secret(password)))))
    }

    /// SCRAM-SHA-256: the password is proved, not sent, and the broker proves that it knows it (RFC 7677).
    ///
    /// Needs the package trait `SCRAM`, which is on by default. With `isDelegationToken`, name and password are the id and the HMAC of a
    /// delegation token (KIP-48).
    public static func scramSHA256(username: String, password: String, isDelegationToken: Bool = false) -> Authentication {
        scram(.sha256, username, password, isDelegationToken)
    }

    /// SCRAM-SHA-512; otherwise as `scramSHA256`.
    public static func scramSHA512(username: String, password: String, isDelegationToken: Bool = false) -> Authentication {
        scram(.sha512, username, password, isDelegationToken)
    }

    /// OAUTHBEARER: a token from elsewhere (RFC 7628, KIP-255).
    ///
    /// `token` is called when a connection needs a token and the last one has run out or is about to, once for all connections that wait
    /// for it. It runs in the client's `run()`, is cancelled with it, and has `connectionSetupTimeout` to answer; what it throws is told to
    /// those who wait for the connection.
    public static func oauthBearer(_ token: @escaping @concurrent @Sendable () async throws -> OAuthToken) -> Authentication {
        Authentication(method: .oauthBearer(token))
    }

    private static func scram(_ hash: SCRAMHash, _ username: String, _ password: String, _ isToken: Bool) -> Authentication {
        let credentials = PasswordCredentials(username: username, password: Secret(password), isDelegationToken: isToken)
        return Authentication(method: .fixed(.scram(hash, credentials)))
    }

    /// The mechanism's name, as in `sasl.mechanism`.
    public var mechanism: String {
        switch method {
        case .fixed(let credentials): credentials.mechanism.rawValue
        case .oauthBearer: SASLMechanism.oauthBearer.rawValue
        }
    }
}

extension Authentication: CustomStringConvertible, CustomReflectable {
    public var description: String { mechanism }
    public var customMirror: Mirror { Mirror(self, children: ["mechanism": mechanism]) }
}

/// A token for OAUTHBEARER.
public struct OAuthToken: Sendable {
    /// The token itself, for a JWT its compact form.
    public var value: String
    /// How long it can be used from now on. Another one is asked for after four fifths of it. `nil`: for as long as the client lives.
    public var lifetime: Duration?
    /// SASL extensions (KIP-342): names of letters, and values.
    public var extensions: [String: String]

    /// A token that was just issued.
    public init(_ value: String, lifetime: Duration? = nil, extensions: [String: String] = [:]) {
        self.value = value
        self.lifetime = lifetime
        self.extensions = extensions
    }
}

extension OAuthToken: CustomStringConvertible, CustomReflectable {
    public var description: String { "<hidden>" }
    public var customMirror: Mirror { Mirror(self, children: []) }
}
