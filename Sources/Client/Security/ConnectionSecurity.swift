import OttlaNetwork
import OttlaSecurity
import OttlaTLS
import OttlaVocabulary

/// What all connections of a client share of TLS and authentication: the certificates, read once, and the OAuth token at hand.
/// Lives on the lane; made before there is one, since it reads files.
final class ConnectionSecurity {
    /// `nil`: no TLS. An error: its files cannot be used.
    let tls: Result<TLSClientContext, ClientError>?
    let authentication: Authentication?

    /// The token at hand, and until when it is used.
    private var token: (credentials: SASLCredentials, goodUntil: Instant)?
    private var waiting: [(Result<SASLCredentials, ClientError>) -> Void] = []

    init(_ security: ClientSecurity) {
        authentication = security.authentication
        tls = security.tls.map { settings in
            Result { () throws(TLSError) in try TLSClientContext(settings.configuration) }.mapError {
                ClientError($0, "TLS cannot be set up")
            }
        }
    }

    /// Throws if the client's settings cannot work with any broker.
    func check() throws(ClientError) {
        if case .failure(let error) = tls { throw error }
        if case .fixed(let credentials) = authentication?.method {
            do {
                _ = try SASLClientExchange(credentials, nonce: [UInt8](repeating: 0, count: 16))
            } catch {
                throw ClientError(error.kind == .unavailable ? .unsupported : .invalidConfiguration, error.message)
            }
        }
    }

    /// What to prove ourselves with; perhaps at once, perhaps when a token has come.
    func credentials(
        for authentication: Authentication, on core: ClientCore, completion: @escaping (Result<SASLCredentials, ClientError>) -> Void
    ) {
        switch authentication.method {
        case .fixed(let credentials): completion(.success(credentials))
        case .oauthBearer(let provider):
            if let token, token.goodUntil > core.lane.now { return completion(.success(token.credentials)) }
            waiting.append(completion)
            // Somebody asked already: one token is for all.
            if waiting.count == 1 { fetchToken(provider, on: core) }
        }
    }

    private func fetchToken(_ provider: @escaping @concurrent @Sendable () async throws -> OAuthToken, on core: ClientCore) {
        let lane = core.lane
        core.tasks.spawn { [weak core] in
            let result: Result<OAuthToken, any Error>
            do { result = .success(try await provider()) } catch { result = .failure(error) }
            // Wherever the provider left us: what follows is the lane's.
            lane.execute { [weak core] in core?.security.received(result, at: lane.now) }
        }
    }

    private func received(_ result: Result<OAuthToken, any Error>, at now: Instant) {
        let credentials: Result<SASLCredentials, ClientError>
        switch result {
        case .success(let fresh):
            let known = SASLCredentials.oauthBearer(fresh.credentials)
            credentials = .success(known)
            let milliseconds = fresh.lifetime.map { $0.milliseconds / 5 * 4 }
            token = (known, milliseconds.map { now.advanced(milliseconds: $0) } ?? .distantFuture)
        case .failure(let error):
            // Whoever issues tokens may be back in a moment.
            credentials = .failure(
                ClientError(.authenticationFailed, "there is no OAuth token to authenticate with: \(error)", isRetriable: true))
        }
        let waiting = waiting
        self.waiting = []
        for completion in waiting { completion(credentials) }
    }

    /// A token that a broker refused is not shown again.
    func forgetToken() { token = nil }
}

extension OAuthToken {
    fileprivate var credentials: BearerCredentials {
        BearerCredentials(
            token: Secret(value),
            extensions: extensions.sorted { $0.key < $1.key }.map { BearerCredentials.Extension($0.key, Secret($0.value)) })
    }
}

extension TLSSettings {
    fileprivate var configuration: TLSClientConfiguration {
        TLSClientConfiguration(
            authorities: trustedAuthorities.map { .own($0.map(\.pem)) } ?? .system,
            identity: identity.map { identity in
                TLSIdentity(
                    certificateChain: identity.certificateChain.pem, privateKey: identity.privateKey.pem,
                    passphrase: identity.passphrase.map { Secret($0) })
            },
            check: !checksCertificates ? .none : checksHost ? .full : .anyHost, minimumVersion: minimumVersion == .tls13 ? .tls13 : .tls12)
    }
}

extension TLSSettings.PEM {
    fileprivate var pem: PEMSource {
        switch source {
        case .file(let path): .file(path)
        case .text(let text): .text(Secret(text))
        }
    }
}

extension ClientError {
    /// The broker knows who we say we are and does not believe it: the same again will not be believed either.
    var isRefusalOfCredentials: Bool { code == .authenticationFailed && !isRetriable }

    /// `what` could not be done because of TLS.
    init(_ error: TLSError, _ what: String) {
        let code: Code =
            switch error.kind {
            case .configuration: .invalidConfiguration
            case .untrusted, .refused: .untrusted
            case .notTLS: .notUnderstood
            case .broken: .connectionLost
            case .unavailable: .unsupported
            }
        self.init(code, "\(what): \(error.message)")
    }
}
