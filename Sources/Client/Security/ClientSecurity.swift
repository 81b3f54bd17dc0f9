/// How connections to brokers are protected, and what we prove ourselves with (`security.protocol`).
///
/// ```swift
/// configuration.security = .tls()
/// configuration.security = .sasl(.scramSHA512(username: "alice", password: "…"), over: TLSSettings())
/// ```
///
/// Passwords, tokens and keys are not printed with it.
public struct ClientSecurity: Sendable {
    /// TLS, if it is spoken.
    public var tls: TLSSettings?
    /// SASL, if it is asked for.
    public var authentication: Authentication?

    /// With TLS, with authentication, with both, or with neither.
    public init(tls: TLSSettings? = nil, authentication: Authentication? = nil) {
        self.tls = tls
        self.authentication = authentication
    }

    /// Neither TLS nor authentication: Kafka's `PLAINTEXT`.
    public static let plaintext = ClientSecurity()

    /// TLS: Kafka's `SSL`. Without settings, with the authorities that the system trusts.
    public static func tls(_ settings: TLSSettings = TLSSettings()) -> ClientSecurity { ClientSecurity(tls: settings) }

    /// Authentication over TLS, Kafka's `SASL_SSL`; or, with `nil`, in the clear, `SASL_PLAINTEXT`, where everybody on the way reads
    /// what is sent: with PLAIN and OAUTHBEARER also the secret itself.
    public static func sasl(_ authentication: Authentication, over tls: TLSSettings?) -> ClientSecurity {
        ClientSecurity(tls: tls, authentication: authentication)
    }
}

/// How TLS is spoken. Needs the package trait `TLS`, which is on by default.
public struct TLSSettings: Sendable {
    /// Certificates or a key, in the PEM format.
    public struct PEM: Sendable {
        let source: Source

        enum Source: Sendable {
            case file(String)
            case text(String)
        }

        /// In a file, which is read when the client is made.
        public static func file(_ path: String) -> PEM { PEM(source: .file(path)) }
        /// As text.
        public static func text(_ text: String) -> PEM { PEM(source: .text(text)) }
    }

    /// A client certificate, for brokers with `ssl.client.auth`.
    public struct Identity: Sendable {
        /// The certificate, then those between it and its authority (`ssl.keystore.certificate.chain`).
        public var certificateChain: PEM
        /// The key that belongs to it, in PKCS #8 or as the traditional formats have it (`ssl.keystore.key`).
        public var privateKey: PEM
        /// What an encrypted key is read with (`ssl.key.password`).
        public var passphrase: String?

        /// A certificate and its key.
        public init(certificateChain: PEM, privateKey: PEM, passphrase: String? = nil) {
            self.certificateChain = certificateChain
            self.privateKey = privateKey
            self.passphrase = passphrase
        }
    }

    /// The oldest version that is accepted.
    public enum Version: Sendable {
        case tls12
        case tls13
    }

    /// Whose signatures on brokers' certificates are believed; `nil`: those of whom the system believes (`ssl.truststore.certificates`).
    public var trustedAuthorities: [PEM]?
    /// Who we are.
    public var identity: Identity?
    /// Whether a certificate must be for the host we connect to (`ssl.endpoint.identification.algorithm`). Without this check, whoever
    /// has any certificate of a trusted authority can stand between us and the broker.
    public var checksHost: Bool
    /// Whether certificates are checked at all (`enable.ssl.certificate.verification`). Without, anybody can be the broker. For tests.
    public var checksCertificates: Bool
    /// The oldest version of TLS that is spoken (`ssl.enabled.protocols`).
    public var minimumVersion: Version

    /// Defaults are those for brokers with certificates of a public authority.
    public init(
        trustedAuthorities: [PEM]? = nil, identity: Identity? = nil, checksHost: Bool = true, checksCertificates: Bool = true,
        minimumVersion: Version = .tls12
    ) {
        self.trustedAuthorities = trustedAuthorities
        self.identity = identity
        self.checksHost = checksHost
        self.checksCertificates = checksCertificates
        self.minimumVersion = minimumVersion
    }
}

extension TLSSettings.PEM: CustomStringConvertible, CustomReflectable {
    public var description: String {
        switch source {
        case .file(let path): path
        case .text: "<hidden>"
        }
    }
    public var customMirror: Mirror { Mirror(self, children: ["source": description]) }
}

extension TLSSettings.Identity: CustomStringConvertible, CustomReflectable {
    public var description: String { "certificate \(certificateChain), key \(privateKey)" }
    public var customMirror: Mirror {
        Mirror(self, children: ["certificateChain": certificateChain, "privateKey": privateKey])
    }
}
