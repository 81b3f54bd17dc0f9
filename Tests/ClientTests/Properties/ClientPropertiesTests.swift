import OttlaSecurity
import OttlaVocabulary
import Testing

@testable import OttlaClient

/// Configuration by the names of Kafka's properties.
struct ClientPropertiesTests {
    private func read(_ properties: [String: String]) throws -> ClientConfiguration {
        try ClientConfiguration(properties: properties.merging(["bootstrap.servers": "localhost:9092"]) { first, _ in first })
    }

    private func refusal(_ properties: [String: String]) -> String? {
        let error = #expect(throws: ClientError.self) { try read(properties) }
        #expect(error?.code == .invalidConfiguration)
        return error?.message
    }

    @Test func `what is not set keeps its default`() throws {
        let configuration = try read([:])
        let defaults = ClientConfiguration(bootstrapServers: [BrokerAddress(host: "localhost", port: 9092)])
        #expect(configuration.bootstrapServers == defaults.bootstrapServers)
        #expect(configuration.requestTimeout == defaults.requestTimeout)
        #expect(configuration.connectionIdleLimit == defaults.connectionIdleLimit)
        #expect(configuration.security.tls == nil)
        #expect(configuration.security.authentication == nil)
    }

    @Test func `values arrive where they belong`() throws {
        let configuration = try read([
            "bootstrap.servers": "a:1,[::1]:2", "client.id": "mine", "request.timeout.ms": "1000", "default.api.timeout.ms": " 2000 ",
            "socket.connection.setup.timeout.ms": "3000", "reconnect.backoff.ms": "11", "reconnect.backoff.max.ms": "12",
            "retry.backoff.ms": "5000", "connections.max.idle.ms": "-1", "metadata.max.age.ms": "15", "metadata.recovery.strategy": "none",
            "receive.message.max.bytes": "2000000",
        ])
        #expect(configuration.bootstrapServers == [BrokerAddress(host: "a", port: 1), BrokerAddress(host: "::1", port: 2)])
        #expect(configuration.clientID == "mine")
        #expect(configuration.requestTimeout == .seconds(1))
        #expect(configuration.callTimeout == .seconds(2))
        #expect(configuration.connectionSetupTimeout == .seconds(3))
        #expect(configuration.reconnectBackoff == .milliseconds(11))
        #expect(configuration.reconnectBackoffLimit == .milliseconds(12))
        #expect(configuration.retryBackoff == .seconds(5))
        #expect(configuration.retryBackoffLimit == .seconds(5))
        #expect(configuration.connectionIdleLimit == nil)
        #expect(configuration.metadataAgeLimit == .milliseconds(15))
        #expect(configuration.rebootstrapAfter == nil)
        #expect(configuration.responseByteLimit == 2_000_000)
    }

    @Test func `errors name the property, its value and what is possible`() {
        #expect(
            refusal(["request.timeout.ms": "soon"]) == "request.timeout.ms is \"soon\": it must be a time in milliseconds, at least 1")
        #expect(
            refusal(["security.protocol": "TLS"])
                == "security.protocol is \"TLS\": it must be one of plaintext, ssl, sasl_plaintext, sasl_ssl")
        #expect(refusal(["bootstrap.servers": "a:x"])?.hasPrefix("bootstrap.servers is \"a:x\": it must be a list of host:port") == true)
        #expect(
            refusal(["enable.ssl.certificate.verification": "yes", "security.protocol": "SSL"])
                == "enable.ssl.certificate.verification is \"yes\": it must be true or false")
        let error = #expect(throws: ClientError.self) { try ClientConfiguration(properties: [:]) }
        #expect(error?.message.hasPrefix("bootstrap.servers is missing") == true)
    }

    @Test func `a name that nobody has is refused, with the one that was meant`() {
        #expect(
            refusal(["request.timeout.mss": "1"])
                == "request.timeout.mss is no property of a Kafka client; did you mean request.timeout.ms?")
        #expect(refusal(["client_id": "1"]) == "client_id is no property of a Kafka client; did you mean client.id?")
        #expect(refusal(["my.own": "1"]) == "my.own is no property of a Kafka client: remove it, or check its name")
    }

    @Test func `names of producers, consumers and other clients may stand beside`() throws {
        _ = try read([
            "linger.ms": "5", "group.id": "g", "key.serializer": "org.example.S", "statistics.interval.ms": "1",
            "sasl.login.refresh.window.factor": "0.8",
        ])
    }

    @Test(arguments: ["PLAIN", "SCRAM-SHA-256", "scram-sha-512"])
    func `a login is read from its own properties or from Java's`(mechanism: String) throws {
        for login in [
            ["sasl.username": "al\"ice", "sasl.password": "p=; w"],
            [
                "sasl.jaas.config":
                    "org.apache.kafka.common.security.scram.ScramLoginModule required\n username=\"al\\\"ice\" password=\"p=; w\" tokenauth=true;"
            ],
        ] {
            let configuration = try read(
                login.merging(["security.protocol": "SASL_PLAINTEXT", "sasl.mechanism": mechanism]) { first, _ in first })
            #expect(configuration.security.tls == nil)
            #expect(configuration.security.authentication?.mechanism == mechanism.uppercased())
            guard case .fixed(let credentials) = configuration.security.authentication?.method else {
                Issue.record("no login")
                continue
            }
            switch credentials {
            case .plain(let password):
                #expect(password.username == "al\"ice")
                #expect(password.password == Secret("p=; w"))
            case .scram(_, let password):
                #expect(password.password == Secret("p=; w"))
                #expect(password.isDelegationToken == (login["sasl.jaas.config"] != nil))
            case .oauthBearer: Issue.record("another mechanism")
            }
        }
    }

    @Test func `what SASL lacks is said, without its secrets`() {
        let base = ["security.protocol": "sasl_ssl"]
        func with(_ more: [String: String]) -> String? { refusal(base.merging(more) { _, new in new }) }
        #expect(with([:])?.hasPrefix("sasl.mechanism is missing") == true)
        #expect(with(["sasl.mechanism": "PLAIN"]) == "sasl.username and sasl.password must be set, or sasl.jaas.config")
        #expect(with(["sasl.mechanism": "GSSAPI"])?.contains("Kerberos is not spoken here") == true)
        #expect(with(["sasl.mechanism": "OAUTHBEARER"])?.contains("give oauthToken") == true)
        #expect(with(["sasl.mechanism": "MD5"])?.contains("one of PLAIN") == true)
        let broken = with(["sasl.mechanism": "PLAIN", "sasl.jaas.config": "required username=\"a\" password=\"hush"])
        #expect(broken?.hasPrefix("sasl.jaas.config cannot be read") == true)
        #expect(broken?.contains("hush") == false)
        #expect(refusal(["sasl.username": "a"])?.contains("security.protocol does not ask for SASL") == true)
    }

    @Test func `TLS is read from PEM, in Kafka's names and in librdkafka's`() throws {
        let kafka = try read([
            "security.protocol": "SSL", "ssl.truststore.type": "PEM", "ssl.truststore.location": "/ca.pem", "ssl.keystore.type": "PEM",
            "ssl.keystore.location": "/me.pem", "ssl.key.password": "x", "ssl.endpoint.identification.algorithm": "",
            "ssl.enabled.protocols": "TLSv1.3",
        ]).security.tls
        #expect(kafka?.trustedAuthorities?.map(\.description) == ["/ca.pem"])
        #expect(kafka?.identity?.certificateChain.description == "/me.pem")
        #expect(kafka?.identity?.passphrase == "x")
        #expect(kafka?.checksHost == false)
        #expect(kafka?.minimumVersion == .tls13)
        let librdkafka = try read([
            "security.protocol": "ssl", "ssl.ca.location": "/ca.pem", "ssl.certificate.location": "/me.pem", "ssl.key.location": "/me.key",
        ]).security.tls
        #expect(librdkafka?.identity?.privateKey.description == "/me.key")
        #expect(librdkafka?.checksHost == true)
        #expect(librdkafka?.minimumVersion == .tls12)
        let texts = try read([
            "security.protocol": "SSL", "ssl.truststore.certificates": "a\\nb", "ssl.keystore.certificate.chain": "c",
            "ssl.keystore.key": "k",
        ]).security.tls
        guard case .text("a\nb") = texts?.trustedAuthorities?.first?.source else {
            Issue.record("line ends were not read")
            return
        }
    }

    @Test func `Java's stores are refused with what to do`() {
        let words = refusal(["security.protocol": "SSL", "ssl.truststore.location": "/etc/kafka/trust.jks"])
        #expect(words?.contains("convert it to PEM") == true)
        #expect(
            refusal(["security.protocol": "SSL", "ssl.keystore.location": "/x", "ssl.keystore.type": "PKCS12"])?.contains("PKCS12 store")
                == true)
        #expect(
            refusal(["security.protocol": "SSL", "ssl.enabled.protocols": "TLSv1.1"])?.contains("older versions are not spoken") == true)
        #expect(refusal(["security.protocol": "SSL", "ssl.certificate.location": "/x"])?.hasSuffix("set ssl.key.location") == true)
    }
}
