package import OttlaVocabulary

/// What a client proves itself with, and by which mechanism.
package enum SASLCredentials: Sendable, Hashable {
    case plain(PasswordCredentials)
    case scram(SCRAMHash, PasswordCredentials)
    case oauthBearer(BearerCredentials)

    package var mechanism: SASLMechanism {
        switch self {
        case .plain: .plain
        case .scram(.sha256, _): .scramSHA256
        case .scram(.sha512, _): .scramSHA512
        case .oauthBearer: .oauthBearer
        }
    }
}

/// A name and its password.
package struct PasswordCredentials: Sendable, Hashable {
    package var username: String
    package var password: Secret
    /// Whom to act as, if not `username`. Kafka's brokers accept only the same name.
    package var authorizationID: String
    /// The name and password are the id and HMAC of a delegation token (KIP-48). For SCRAM.
    package var isDelegationToken: Bool

    package init(username: String, password: Secret, authorizationID: String = "", isDelegationToken: Bool = false) {
        self.username = username
        self.password = password
        self.authorizationID = authorizationID
        self.isDelegationToken = isDelegationToken
    }
}

/// A token, and what is sent beside it.
package struct BearerCredentials: Sendable, Hashable {
    package var token: Secret
    /// SASL extensions (KIP-342), in the order in which they are sent. Their values may be secret too.
    package var extensions: [Extension]
    /// Whom to act as, if not whom the token names.
    package var authorizationID: String

    /// One extension: a name of letters and its value.
    package struct Extension: Sendable, Hashable {
        package var name: String
        package var value: Secret

        package init(_ name: String, _ value: Secret) {
            self.name = name
            self.value = value
        }
    }

    package init(token: Secret, extensions: [Extension] = [], authorizationID: String = "") {
        self.token = token
        self.extensions = extensions
        self.authorizationID = authorizationID
    }
}
