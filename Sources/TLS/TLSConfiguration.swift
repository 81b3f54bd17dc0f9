package import OttlaVocabulary

/// Certificates or keys as PEM: in a file, or in memory.
package enum PEMSource: Sendable, Hashable {
    case file(String)
    case text(Secret)

    /// How an error calls it.
    var name: String {
        switch self {
        case .file(let path): path
        case .text: "the PEM text given"
        }
    }
}

/// A certificate with those that link it to its authority, and the key that belongs to it.
package struct TLSIdentity: Sendable, Hashable {
    /// The certificate itself first.
    package var certificateChain: PEMSource
    package var privateKey: PEMSource
    /// If the key is encrypted.
    package var passphrase: Secret?

    package init(certificateChain: PEMSource, privateKey: PEMSource, passphrase: Secret? = nil) {
        self.certificateChain = certificateChain
        self.privateKey = privateKey
        self.passphrase = passphrase
    }
}

/// Whose signatures are believed.
package enum TLSAuthorities: Sendable, Hashable {
    /// Those that the operating system trusts.
    case system
    /// Only these.
    case own([PEMSource])
}

/// The oldest version of TLS that is spoken. Older ones than 1.2 never are.
package enum TLSMinimumVersion: Sendable, Hashable {
    case tls12
    case tls13
}

/// How a client speaks TLS with all the servers it connects to.
package struct TLSClientConfiguration: Sendable, Hashable {
    /// What of the server's certificate is checked.
    package enum Check: Sendable, Hashable {
        /// Its authority, its dates, and that it is for the host that was asked for.
        case full
        /// The authority and the dates, not the host.
        case anyHost
        /// Nothing: whoever answers is believed. For tests.
        case none
    }

    package var authorities: TLSAuthorities
    /// Who we are, where servers ask for it.
    package var identity: TLSIdentity?
    package var check: Check
    package var minimumVersion: TLSMinimumVersion

    package init(
        authorities: TLSAuthorities = .system, identity: TLSIdentity? = nil, check: Check = .full,
        minimumVersion: TLSMinimumVersion = .tls12
    ) {
        self.authorities = authorities
        self.identity = identity
        self.check = check
        self.minimumVersion = minimumVersion
    }
}

/// How a server speaks TLS with its clients.
package struct TLSServerConfiguration: Sendable, Hashable {
    /// Whether clients show a certificate: Kafka's `ssl.client.auth`.
    package enum ClientCertificates: Sendable, Hashable {
        case none
        /// Asked for, and checked if there is one.
        case requested(TLSAuthorities)
        case required(TLSAuthorities)
    }

    package var identity: TLSIdentity
    package var clientCertificates: ClientCertificates
    package var minimumVersion: TLSMinimumVersion

    package init(
        identity: TLSIdentity, clientCertificates: ClientCertificates = .none, minimumVersion: TLSMinimumVersion = .tls12
    ) {
        self.identity = identity
        self.clientCertificates = clientCertificates
        self.minimumVersion = minimumVersion
    }
}
