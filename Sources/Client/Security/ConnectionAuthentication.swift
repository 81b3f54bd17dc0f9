import OttlaNetwork
import OttlaProtocol
import OttlaSecurity
import OttlaVocabulary

/// One authentication on one connection: SaslHandshake, then SaslAuthenticate until the mechanism is through (KIP-152). On the lane.
final class ConnectionAuthentication {
    private let connection: BrokerConnection
    private let authentication: Authentication
    private let deadline: Instant
    private var exchange: SASLClientExchange?
    private var timer: LaneTimer?
    /// Called once, with how many milliseconds it is good for; 0: forever.
    private var done: ((Result<Int64, ClientError>) -> Void)?

    init(
        _ authentication: Authentication, on connection: BrokerConnection, deadline: Instant,
        done: @escaping (Result<Int64, ClientError>) -> Void
    ) {
        self.authentication = authentication
        self.connection = connection
        self.deadline = deadline
        self.done = done
    }

    private var core: ClientCore { connection.core }
    private var rest: Int64 { max(core.lane.now.milliseconds(until: deadline), 1) }

    func begin() {
        // Requests have a limit of their own; a token may never come.
        timer = core.lane.schedule(at: deadline) { [self] in
            finish(.failure(error(.timedOut, "authentication was not through in the time there is for connecting", isRetriable: true)))
        }
        core.security.credentials(for: authentication, on: core) { [self] result in
            guard done != nil else { return }
            switch result {
            case .failure(let error): finish(.failure(error))
            case .success(let credentials): shakeHands(credentials)
            }
        }
    }

    private func shakeHands(_ credentials: SASLCredentials) {
        do {
            var nonce: [UInt8] = []
            for _ in 0..<3 { withUnsafeBytes(of: core.random()) { nonce += $0 } }
            exchange = try SASLClientExchange(credentials, nonce: nonce)
        } catch {
            return finish(.failure(explain(error)))
        }
        guard connection.versions.newestCommon(of: SaslHandshakeRequest.self) == 1,
            connection.versions.newestCommon(of: SaslAuthenticateRequest.self) != nil
        else { return finish(.failure(error(.unsupported, "the broker does not serve SASL, or only as before Kafka 1.0"))) }
        let request = SaslHandshakeRequest(mechanism: authentication.mechanism)
        send(request, version: 1) { [self] response in
            switch response.errorCode {
            case .none: step(nil)
            case .unsupportedSaslMechanism:
                let offered = response.mechanisms.isEmpty ? "none" : response.mechanisms.joined(separator: ", ")
                finish(.failure(error(.authenticationFailed, "it does not offer that mechanism; it offers \(offered)")))
            default: finish(.failure(.refused(response.errorCode, what)))
            }
        }
    }

    /// The mechanism's next message, for what the broker said last.
    private func step(_ challenge: [UInt8]?, lifetimeMilliseconds: Int64 = 0) {
        do {
            switch try exchange?.next(challenge) {
            case .done?, nil: finish(.success(max(lifetimeMilliseconds, 0)))
            case .send(let message)?: authenticate(message)
            }
        } catch {
            finish(.failure(explain(error)))
        }
    }

    private func authenticate(_ message: [UInt8]) {
        guard let version = connection.versions.newestCommon(of: SaslAuthenticateRequest.self) else { return }
        send(SaslAuthenticateRequest(authBytes: message), version: version) { [self] response in
            guard response.errorCode != .none else { return step(response.authBytes, lifetimeMilliseconds: response.sessionLifetimeMs) }
            core.security.forgetToken()
            let words = [response.errorMessage, exchange?.refusal].compactMap { $0 }.filter { !$0.isEmpty }
            finish(.failure(.refused(response.errorCode, what, words: words.joined(separator: "; "))))
        }
    }

    private func send<Request: RequestMessage>(
        _ request: Request, version: Int16, answered: @escaping (Request.Response) -> Void
    ) {
        connection.send(Request.apiKey, version: version, timeoutMilliseconds: rest, isAuthentication: true) { [self] result in
            guard done != nil else { return }
            do throws(ClientError) {
                answered(try connection.decode(Request.self, from: result.get(), version: version))
            } catch {
                finish(.failure(error))
            }
        } encode: { writer in
            request.encode(into: &writer, version: version)
        }
    }

    private func finish(_ result: Result<Int64, ClientError>) {
        if let timer { core.lane.cancel(timer) }
        timer = nil
        let done = done
        self.done = nil
        done?(result)
    }

    private var what: String { "the broker at \(connection.address) does not accept our \(authentication.mechanism) authentication" }

    private func error(_ code: ClientError.Code, _ reason: String, isRetriable: Bool? = nil) -> ClientError {
        ClientError(
            code, "cannot authenticate at the broker \(connection.address) by \(authentication.mechanism): \(reason)",
            isRetriable: isRetriable)
    }

    private func explain(_ failure: SASLError) -> ClientError {
        switch failure.kind {
        case .credentials: error(.invalidConfiguration, failure.message)
        case .unavailable: error(.unsupported, failure.message)
        case .malformed, .untrustedServer, .refused: error(.authenticationFailed, failure.message)
        }
    }
}
