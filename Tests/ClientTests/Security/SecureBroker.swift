import OttlaNetwork
import OttlaProtocol
import OttlaSecurity
import OttlaTLS
import OttlaVocabulary
import Synchronization

/// A broker as far as greeting, authentication and metadata go, on a real socket, behind TLS if wanted.
final class SecureBroker: Sendable {
    /// What it wants of its clients.
    struct Rules: Sendable {
        var tls: TLSServerConfiguration?
        /// In its answer to a handshake; empty: it wants no authentication.
        var mechanisms: [SASLMechanism] = []
        var password = "pencil"
        var goodTokens: Set<String> = []
        var sessionLifetimeMilliseconds: Int64 = 0
        /// What it says to a refused client.
        var words = "Authentication failed: Invalid username or password"
        /// Answers SaslAuthenticate no more.
        var isSilent = false
    }

    struct Seen: Sendable {
        var connections = 0
        var handshakes = 0
        var authenticated = 0
        var refused = 0
        var metadataRequests = 0
        /// Something else came while an authentication was under way, or before it.
        var outOfOrder = 0
    }

    private let group = LaneGroup(count: 1)
    private let listener: Listener
    private let reference: Reference

    init(_ rules: Rules) throws {
        group.start()
        let tls = try rules.tls.map { try TLSServerContext($0) }
        let (state, port) = (Reference(), Port())
        listener = try group.listen(host: "0.0.0.0", port: 0) { connection in
            state.note { $0.connections += 1 }
            return Session(connection, rules, tls, state, port)
        }
        reference = state
        port.number.store(Int(listener.port), ordering: .releasing)
    }

    var port: UInt16 { listener.port }
    var seen: Seen { reference.now }

    func stop() { group.stop(deadline: SystemClock.now().advanced(milliseconds: 1000)) }

    final class Reference: Sendable {
        private let seen = Mutex(Seen())
        var now: Seen { seen.withLock { $0 } }
        func note(_ change: (inout Seen) -> Void) { seen.withLock { change(&$0) } }
    }

    final class Port: Sendable {
        let number = Atomic<Int>(0)
    }
}

/// One client of it, on its lane.
private final class Session: ConnectionHandler {
    private let connection: Connection
    private let rules: SecureBroker.Rules
    private let state: SecureBroker.Reference
    private let port: SecureBroker.Port
    private var engine: TLSEngine?
    private var input: [UInt8] = []

    private enum Stage {
        case open
        case chosen(SASLMechanism)
        case scram(SCRAMServerExchange)
        case refusedToken(BearerServerExchange)
    }

    private var stage = Stage.open
    private var isAuthenticated: Bool

    init(
        _ connection: Connection, _ rules: SecureBroker.Rules, _ tls: TLSServerContext?, _ state: SecureBroker.Reference,
        _ port: SecureBroker.Port
    ) {
        (self.connection, self.rules, self.state, self.port) = (connection, rules, state, port)
        isAuthenticated = rules.mechanisms.isEmpty
        connection.isTrusted = true
        guard let tls else { return }
        engine = try? TLSEngine(
            server: tls,
            output: TLSEngine.Output(
                ciphertext: { connection.send(copying: $0) }, plaintext: { [unowned self] bytes in input += bytes }))
        try? engine?.start()
    }

    func received(_ bytes: UnsafeMutableRawBufferPointer, on connection: Connection) -> Consumption {
        if let engine {
            do { try engine.receive(UnsafeRawBufferPointer(bytes)) } catch {
                connection.close(afterSending: true)
                return Consumption(consumed: bytes.count)
            }
        } else {
            input += bytes
        }
        while connection.isOpen {
            let input = input
            switch Frame.start(input.span.bytes, limit: 1 << 20) {
            case .size(let size) where size <= input.count:
                self.input.removeFirst(size)
                do { try answer(Array(input[Frame.lengthSize..<size])) } catch { connection.close() }
                continue
            // As a broker does to whom a greeting in TLS is a length that cannot be.
            case .refused: connection.close()
            case .size, .unknown: break
            }
            break
        }
        return Consumption(consumed: bytes.count)
    }

    func closed(_ connection: Connection) {
        engine?.discard()
        engine = nil
    }

    private func answer(_ frame: [UInt8]) throws {
        var reader = ByteReader(frame.span.bytes)
        let header = try RequestHeader(from: &reader)
        switch APIKey(rawValue: header.apiKey) {
        case .apiVersions:
            reply(Self.served, to: ApiVersionsRequest.self, header)
        case .saslHandshake:
            state.note { $0.handshakes += 1 }
            let request = try SaslHandshakeRequest(from: &reader, version: header.apiVersion)
            let offered = rules.mechanisms.map(\.rawValue)
            guard let mechanism = SASLMechanism(rawValue: request.mechanism), rules.mechanisms.contains(mechanism) else {
                return reply(
                    SaslHandshakeResponse(errorCode: .unsupportedSaslMechanism, mechanisms: offered), to: SaslHandshakeRequest.self, header)
            }
            stage = .chosen(mechanism)
            reply(SaslHandshakeResponse(mechanisms: offered), to: SaslHandshakeRequest.self, header)
        case .saslAuthenticate:
            if rules.isSilent { return }
            let request = try SaslAuthenticateRequest(from: &reader, version: header.apiVersion)
            reply(authenticate(request.authBytes), to: SaslAuthenticateRequest.self, header)
        case .metadata where isAuthenticated:
            if case .open = stage {} else { state.note { $0.outOfOrder += 1 } }
            state.note { $0.metadataRequests += 1 }
            let broker = MetadataResponse.MetadataResponseBroker(
                nodeID: 1, host: "localhost", port: Int32(port.number.load(ordering: .acquiring)))
            reply(MetadataResponse(brokers: [broker], controllerID: 1), to: MetadataRequest.self, header)
        default:
            state.note { $0.outOfOrder += 1 }
            connection.close()
        }
    }

    private func authenticate(_ bytes: [UInt8]) -> SaslAuthenticateResponse {
        do {
            switch stage {
            case .chosen(.plain):
                return try PlainMessage(bytes).password == Secret(rules.password) ? accepted([]) : refused()
            case .chosen(.oauthBearer):
                var exchange = BearerServerExchange()
                guard case .check(let credentials) = try exchange.next(bytes) else { return refused() }
                if rules.goodTokens.contains(credentials.token.revealed) { return accepted(exchange.accept()) }
                let status = exchange.refuse(status: "invalid_token", scope: "kafka")
                stage = .refusedToken(exchange)
                return SaslAuthenticateResponse(authBytes: status)
            case .chosen(let scram):
                return try authenticate(
                    bytes, SCRAMServerExchange(scram == .scramSHA256 ? .sha256 : .sha512, nonce: Array(1...18)),
                    scram == .scramSHA256 ? .sha256 : .sha512)
            case .scram(let exchange): return try authenticate(bytes, exchange, .sha256)
            case .open, .refusedToken: return refused()
            }
        } catch {
            return refused()
        }
    }

    private func authenticate(
        _ bytes: [UInt8], _ exchange: SCRAMServerExchange, _ hash: SCRAMHash
    ) throws -> SaslAuthenticateResponse {
        var exchange = exchange
        let stored = try SCRAMCredential(hash, password: Secret(rules.password), salt: Array(1...16), iterations: 4096)
        switch try exchange.next(bytes, credential: { $0.username == "alice" ? stored : nil }) {
        case .send(let message):
            stage = .scram(exchange)
            return SaslAuthenticateResponse(authBytes: message)
        case .accepted(_, let message): return accepted(message)
        }
    }

    private func accepted(_ message: [UInt8]) -> SaslAuthenticateResponse {
        state.note { $0.authenticated += 1 }
        (stage, isAuthenticated) = (.open, true)
        return SaslAuthenticateResponse(authBytes: message, sessionLifetimeMs: rules.sessionLifetimeMilliseconds)
    }

    private func refused() -> SaslAuthenticateResponse {
        state.note { $0.refused += 1 }
        (stage, isAuthenticated) = (.open, false)
        return SaslAuthenticateResponse(errorCode: .saslAuthenticationFailed, errorMessage: rules.words)
    }

    private func reply<Request: RequestMessage>(_ response: Request.Response, to: Request.Type, _ header: RequestHeader) {
        var writer = ByteWriter(capacity: 512)
        Frame.encode(response, to: Request.self, version: header.apiVersion, correlationID: header.correlationID, into: &writer)
        let (block, count, _) = writer.finish()
        defer { block.deallocate() }
        let bytes = UnsafeRawBufferPointer(start: block, count: count)
        guard let engine else { return connection.send(copying: bytes) }
        do { try engine.send(bytes) } catch { connection.close() }
    }

    private static var served: ApiVersionsResponse {
        ApiVersionsResponse(
            apiKeys: [
                .init(apiKey: APIKey.apiVersions.rawValue, minVersion: 0, maxVersion: 4),
                .init(apiKey: APIKey.metadata.rawValue, minVersion: 0, maxVersion: 12),
                .init(apiKey: APIKey.saslHandshake.rawValue, minVersion: 0, maxVersion: 1),
                .init(apiKey: APIKey.saslAuthenticate.rawValue, minVersion: 0, maxVersion: 2),
            ])
    }
}
