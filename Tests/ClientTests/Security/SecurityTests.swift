import Logging
import OttlaNetwork
import OttlaProtocol
import OttlaSecurity
import OttlaTLS
import OttlaVocabulary
import Synchronization
import Testing

@testable import OttlaClient

/// Connections with TLS and authentication, against a broker that wants them.
struct SecurityTests {
    private static let certificates = #filePath.dropLast("ClientTests/Security/SecurityTests.swift".count) + "TLSTests/Certificates/"

    private static func serverTLS(clients: TLSServerConfiguration.ClientCertificates = .none) -> TLSServerConfiguration {
        TLSServerConfiguration(
            identity: TLSIdentity(
                certificateChain: .file(certificates + "server.pem"), privateKey: .file(certificates + "server.key")),
            clientCertificates: clients)
    }

    private static let authority = TLSSettings.PEM.file(certificates + "authority.pem")
    private static let tls = TLSSettings(trustedAuthorities: [authority])

    private func configuration(_ port: UInt16, _ security: ClientSecurity, host: String = "localhost") -> ClientConfiguration {
        var configuration = ClientConfiguration(bootstrapServers: [BrokerAddress(host: host, port: port)])
        configuration.security = security
        // Other tests may keep both processors busy for long: what must not time out has time.
        configuration.connectionSetupTimeout = .seconds(60)
        configuration.reconnectBackoffLimit = .seconds(60)
        return configuration
    }

    /// Asks for metadata `count` times within a client, and says how it went.
    private func ask(
        _ configuration: ClientConfiguration, within milliseconds: Int64 = 60_000, times count: Int = 1, pause: Int64 = 0
    ) async throws -> ClientError? {
        try await withClient(configuration, logger: Logger(label: "test", factory: { _ in SwiftLogNoOpLogHandler() })) { client in
            let core = client.core
            do throws(ClientError) {
                try await core.onLane { () async throws(ClientError) in
                    for round in 0..<count {
                        if round > 0, pause > 0 { try await core.sleep(milliseconds: pause) }
                        _ = try await core.call(
                            MetadataRequest(topics: []), to: .any, deadline: core.lane.now.advanced(milliseconds: milliseconds))
                    }
                }
                return nil
            } catch {
                return error
            }
        }
    }

    /// Less than any time-out that would be waited out, more than a busy machine needs.
    private static let promptly: Int64 = 40_000

    private func elapsed(_ body: () async throws -> Void) async rethrows -> Int64 {
        let start = SystemClock.now()
        try await body()
        return start.milliseconds(until: SystemClock.now())
    }

    @Test(
        arguments: [
            Authentication.plain(username: "alice", password: "pencil"),
            .scramSHA256(username: "alice", password: "pencil"), .scramSHA512(username: "alice", password: "pencil"),
            .oauthBearer { OAuthToken("good", lifetime: .seconds(60), extensions: ["traceId": "7"]) },
        ], [true, false]) func `every mechanism is accepted, with TLS and without`(authentication: Authentication, hasTLS: Bool)
        async throws
    {
        let broker = try SecureBroker(
            .init(
                tls: hasTLS ? Self.serverTLS() : nil, mechanisms: [.plain, .scramSHA256, .scramSHA512, .oauthBearer], goodTokens: ["good"]))
        defer { broker.stop() }
        let error = try await ask(configuration(broker.port, .sasl(authentication, over: hasTLS ? Self.tls : nil)), times: 3)
        #expect(error == nil)
        #expect(broker.seen.authenticated >= 1)
        #expect(broker.seen.metadataRequests == 3)
        #expect(broker.seen.outOfOrder == 0)
    }

    @Test func `TLS alone, and a client certificate where one is wanted`() async throws {
        let authorities = TLSAuthorities.own([.file(Self.certificates + "authority.pem")])
        let broker = try SecureBroker(.init(tls: Self.serverTLS(clients: .required(authorities))))
        defer { broker.stop() }
        var settings = Self.tls
        settings.identity = TLSSettings.Identity(
            certificateChain: .file(Self.certificates + "client.pem"), privateKey: .file(Self.certificates + "client-encrypted.key"),
            passphrase: "correct-horse")
        #expect(try await ask(configuration(broker.port, .tls(settings))) == nil)
        let error = try await ask(configuration(broker.port, .tls(Self.tls)))
        #expect(error?.code == .untrusted)
        #expect(error?.message.contains("it asks for a client certificate, and none was sent") == true)
    }

    @Test(arguments: [
        Authentication.plain(username: "alice", password: "wrong"), .scramSHA256(username: "alice", password: "wrong"),
        .scramSHA256(username: "bob", password: "pencil"),
    ]) func `a wrong password is told at once, in the broker's words, and not tried again and again`(
        authentication: Authentication
    ) async throws {
        let broker = try SecureBroker(.init(mechanisms: [.plain, .scramSHA256]))
        defer { broker.stop() }
        let time = try await elapsed {
            let error = try await ask(configuration(broker.port, .sasl(authentication, over: nil)))
            #expect(error?.code == .authenticationFailed)
            #expect(error?.isRetriable == false)
            #expect(
                error?.message
                    == "the broker at localhost:\(broker.port) does not accept our \(authentication.mechanism) authentication: Authentication failed: Invalid username or password (SASL_AUTHENTICATION_FAILED)"
            )
        }
        #expect(time < Self.promptly)
        #expect(broker.seen.refused == 1)
    }

    @Test func `a refused token is told with its status, and the next one is a fresh one`() async throws {
        let broker = try SecureBroker(.init(mechanisms: [.oauthBearer], goodTokens: ["good"]))
        defer { broker.stop() }
        let error = try await ask(configuration(broker.port, .sasl(.oauthBearer { OAuthToken("bad") }, over: nil)))
        #expect(error?.code == .authenticationFailed)
        #expect(error?.message.contains("invalid_token, scope kafka") == true)
        #expect(error?.message.contains("bad") == false)
    }

    @Test func `a token is asked for once for all connections until it runs out`() async throws {
        let broker = try SecureBroker(.init(mechanisms: [.oauthBearer], goodTokens: ["good"]))
        defer { broker.stop() }
        let calls = Counter()
        let authentication = Authentication.oauthBearer {
            calls.increase()
            return OAuthToken("good", lifetime: .seconds(60))
        }
        var settings = configuration(broker.port, .sasl(authentication, over: nil))
        settings.bootstrapServers = Array(repeating: settings.bootstrapServers[0], count: 4)
        #expect(try await ask(settings, times: 2) == nil)
        #expect(calls.value == 1)
    }

    @Test func `a provider that fails is asked again until the time is over, and its error told`() async throws {
        struct NoTokenToday: Error {}
        let broker = try SecureBroker(.init(mechanisms: [.oauthBearer], goodTokens: ["good"]))
        defer { broker.stop() }
        let calls = Counter()
        let authentication = Authentication.oauthBearer {
            calls.increase()
            if calls.value < 3 { throw NoTokenToday() }
            return OAuthToken("good")
        }
        #expect(try await ask(configuration(broker.port, .sasl(authentication, over: nil))) == nil)
        let error = try await ask(
            configuration(broker.port, .sasl(.oauthBearer { throw NoTokenToday() }, over: nil)), within: 600)
        #expect(error?.message.contains("NoTokenToday") == true)
    }

    @Test func `a provider that hangs costs no more than the time for connecting, and ends with the client`() async throws {
        let broker = try SecureBroker(.init(mechanisms: [.oauthBearer]))
        defer { broker.stop() }
        let authentication = Authentication.oauthBearer {
            try await Task.sleep(for: .seconds(600))
            return OAuthToken("late")
        }
        var settings = configuration(broker.port, .sasl(authentication, over: nil))
        settings.connectionSetupTimeout = .milliseconds(300)
        let time = try await elapsed {
            let error = try await ask(settings, within: 800)
            #expect(error != nil)
        }
        #expect(time < Self.promptly)
    }

    @Test func `a mechanism that is not offered is told with those that are`() async throws {
        let broker = try SecureBroker(.init(mechanisms: [.plain, .oauthBearer]))
        defer { broker.stop() }
        let error = try await ask(configuration(broker.port, .sasl(.scramSHA512(username: "alice", password: "pencil"), over: nil)))
        #expect(error?.code == .authenticationFailed)
        #expect(error?.message.hasSuffix("it does not offer that mechanism; it offers PLAIN, OAUTHBEARER") == true)
    }

    @Test func `authentication is renewed before it runs out, and nothing comes between`() async throws {
        let broker = try SecureBroker(.init(tls: Self.serverTLS(), mechanisms: [.scramSHA256], sessionLifetimeMilliseconds: 100))
        defer { broker.stop() }
        let authentication = Authentication.scramSHA256(username: "alice", password: "pencil")
        let error = try await ask(configuration(broker.port, .sasl(authentication, over: Self.tls)), times: 100, pause: 4)
        #expect(error == nil)
        #expect(broker.seen.metadataRequests == 100)
        #expect(broker.seen.authenticated >= 3)
        #expect(broker.seen.outOfOrder == 0)
        #expect(broker.seen.connections <= 2)
    }

    @Test func `a broker that does not answer authentication is given up in time`() async throws {
        let broker = try SecureBroker(.init(mechanisms: [.plain], isSilent: true))
        defer { broker.stop() }
        var settings = configuration(broker.port, .sasl(.plain(username: "alice", password: "pencil"), over: nil))
        settings.connectionSetupTimeout = .milliseconds(200)
        let time = try await elapsed {
            let error = try await ask(settings, within: 500)
            #expect(error?.code == .timedOut)
            #expect(error?.isRetriable == true)
        }
        #expect(time < Self.promptly)
    }

    @Test func `the wrong host is told with the names there are`() async throws {
        let broker = try SecureBroker(.init(tls: Self.serverTLS()))
        defer { broker.stop() }
        let error = try await ask(configuration(broker.port, .tls(Self.tls), host: "127.0.0.2"))
        #expect(error?.code == .untrusted)
        #expect(error?.isRetriable == false)
        #expect(error?.message.contains("it is for localhost, *.brokers.example, 127.0.0.1") == true)
    }

    @Test func `an authority that is not trusted is told`() async throws {
        let broker = try SecureBroker(.init(tls: Self.serverTLS()))
        defer { broker.stop() }
        let error = try await ask(configuration(broker.port, .tls()))
        #expect(error?.code == .untrusted)
        #expect(error?.message.contains("\"Test authority\"") == true)
    }

    @Test func `TLS against a plain broker is told within the time`() async throws {
        let broker = try SecureBroker(.init())
        defer { broker.stop() }
        let time = try await elapsed {
            let error = try await ask(configuration(broker.port, .tls(Self.tls)), within: 700)
            #expect(error?.message.contains("it may not speak TLS on this port") == true, "\(String(describing: error))")
        }
        #expect(time < Self.promptly)
    }

    @Test func `a plain client at a TLS port is told within the time`() async throws {
        let broker = try SecureBroker(.init(tls: Self.serverTLS()))
        defer { broker.stop() }
        let time = try await elapsed {
            let error = try await ask(configuration(broker.port, .plaintext), within: 700)
            #expect(error?.message.contains("TLS") == true, "\(String(describing: error))")
        }
        #expect(time < Self.promptly)
    }

    @Test func `a client without authentication at a broker that wants it is told`() async throws {
        let broker = try SecureBroker(.init(mechanisms: [.plain]))
        defer { broker.stop() }
        let error = try await ask(configuration(broker.port, .plaintext), within: 700)
        #expect(
            error?.message.contains("if it asks for authentication, set the client's security to SASL") == true,
            "\(String(describing: error))")
    }

    @Test func `files and credentials that cannot be are told when the client is made`() {
        for security in [
            ClientSecurity.tls(TLSSettings(trustedAuthorities: [.file("/nowhere/ca.pem")])),
            .sasl(.plain(username: "", password: "x"), over: nil), .sasl(.scramSHA256(username: "a", password: "b\n"), over: nil),
        ] {
            let error = #expect(throws: ClientError.self) { try Client(configuration(9092, security)) }
            #expect(error?.code == .invalidConfiguration)
        }
    }

    @Test func `secrets are not printed with the configuration`() {
        var settings = configuration(9092, .sasl(.plain(username: "alice", password: "hush"), over: Self.tls))
        settings.security.tls?.identity = TLSSettings.Identity(
            certificateChain: .text("hush"), privateKey: .text("hush"), passphrase: "hush")
        var shown = "\(settings) \(OAuthToken("hush"))"
        dump(settings, to: &shown)
        dump(OAuthToken("hush"), to: &shown)
        #expect(!shown.contains("hush"))
    }
}

private final class Counter: Sendable {
    private let count = Atomic<Int>(0)
    var value: Int { count.load(ordering: .relaxed) }
    func increase() { count.add(1, ordering: .relaxed) }
}
