extension ClientSecurity {
    init(
        _ reader: PropertyReader, oauthToken: (@concurrent @Sendable () async throws -> OAuthToken)?
    ) throws(ClientError) {
        let choices: [(String, (tls: Bool, sasl: Bool))] = [
            ("plaintext", (false, false)), ("ssl", (true, false)), ("sasl_plaintext", (false, true)), ("sasl_ssl", (true, true)),
        ]
        let protection = try reader.choice("security.protocol", among: choices) ?? (tls: false, sasl: false)
        self.init(
            tls: protection.tls ? try TLSSettings(reader) : nil,
            authentication: protection.sasl ? try Authentication(reader, oauthToken: oauthToken) : nil)
        if !protection.sasl, let (name, _) = reader.text("sasl.username", "sasl.jaas.config") {
            throw ClientError(
                .invalidConfiguration, "\(name) is set, but security.protocol does not ask for SASL: set it to SASL_SSL or SASL_PLAINTEXT")
        }
    }
}

extension TLSSettings {
    init(_ reader: PropertyReader) throws(ClientError) {
        self.init()
        if let authorities = try Self.authorities(reader) { trustedAuthorities = [authorities] }
        identity = try Self.identity(reader)
        // Java's empty value and librdkafka's `none` say the same.
        checksHost =
            try reader.choice("ssl.endpoint.identification.algorithm", among: [("https", true), ("", false), ("none", false)]) ?? true
        checksCertificates = try reader.boolean("enable.ssl.certificate.verification") ?? true
        minimumVersion = try Self.version(reader)
    }

    private static func authorities(_ reader: PropertyReader) throws(ClientError) -> PEM? {
        if let (_, text) = reader.text("ssl.truststore.certificates", "ssl.ca.pem") { return .text(unfold(text)) }
        try refuseStore(reader, "ssl.truststore", "ssl.ca.location")
        return reader.text("ssl.truststore.location", "ssl.ca.location").map { .file($0.value) }
    }

    private static func identity(_ reader: PropertyReader) throws(ClientError) -> Identity? {
        let passphrase = reader.text("ssl.key.password")?.value
        if let (name, chain) = reader.text("ssl.keystore.certificate.chain", "ssl.certificate.pem") {
            guard let (_, key) = reader.text("ssl.keystore.key", "ssl.key.pem") else { throw missing(name, "ssl.keystore.key") }
            return Identity(certificateChain: .text(unfold(chain)), privateKey: .text(unfold(key)), passphrase: passphrase)
        }
        if let (name, chain) = reader.text("ssl.certificate.location") {
            guard let (_, key) = reader.text("ssl.key.location") else { throw missing(name, "ssl.key.location") }
            return Identity(certificateChain: .file(chain), privateKey: .file(key), passphrase: passphrase)
        }
        try refuseStore(reader, "ssl.keystore", "ssl.certificate.location and ssl.key.location")
        // Kafka has both in one file.
        return reader.text("ssl.keystore.location").map {
            Identity(certificateChain: .file($0.value), privateKey: .file($0.value), passphrase: passphrase)
        }
    }

    private static func missing(_ name: String, _ other: String) -> ClientError {
        ClientError(.invalidConfiguration, "\(name) is set, and the key that belongs to it is not: set \(other)")
    }

    private static func refuseStore(_ reader: PropertyReader, _ store: String, _ instead: String) throws(ClientError) {
        guard let (name, location) = reader.text("\(store).location") else { return }
        let type = reader.text("\(store).type")?.value.uppercased()
        let looksLikeOne = [".jks", ".p12", ".pfx", ".keystore", ".truststore"].contains { location.lowercased().hasSuffix($0) }
        if type == "PEM" || type == nil && !looksLikeOne { return }
        throw ClientError(
            .invalidConfiguration,
            "\(name) is \"\(location)\", a \(type ?? "JKS or PKCS12") store, which only Java reads: convert it to PEM (keytool -importkeystore"
                + " -deststoretype PKCS12, then openssl pkcs12 -in … -out …) and set \(store).type to PEM, or use \(instead)")
    }

    private static func version(_ reader: PropertyReader) throws(ClientError) -> Version {
        guard let (name, text) = reader.text("ssl.enabled.protocols", "ssl.protocol") else { return .tls12 }
        let versions = text.uppercased().split(separator: ",").map { $0.filter { $0 != " " } }
        if versions.contains("TLSV1.2") || versions == ["TLS"] { return .tls12 }
        if versions.contains("TLSV1.3") { return .tls13 }
        throw PropertyReader.refuse(name, text, "a list of TLSv1.2 and TLSv1.3: older versions are not spoken")
    }

    /// Properties files hold line ends in a text as `\n`.
    private static func unfold(_ text: String) -> String { text.replacing("\\n", with: "\n") }
}

extension Authentication {
    init(
        _ reader: PropertyReader, oauthToken: (@concurrent @Sendable () async throws -> OAuthToken)?
    ) throws(ClientError) {
        guard let (name, mechanism) = reader.text("sasl.mechanism", "sasl.mechanisms") else {
            throw ClientError(
                .invalidConfiguration, "sasl.mechanism is missing: set PLAIN, SCRAM-SHA-256, SCRAM-SHA-512 or OAUTHBEARER")
        }
        switch mechanism.uppercased() {
        case "PLAIN":
            let login = try Self.login(reader)
            self = .plain(username: login.username, password: login.password)
        case "SCRAM-SHA-256":
            let login = try Self.login(reader)
            self = .scramSHA256(username: login.username, password: login.password, isDelegationToken: login.isToken)
        case "SCRAM-SHA-512":
            let login = try Self.login(reader)
            self = .scramSHA512(username: login.username, password: login.password, isDelegationToken: login.isToken)
        case "OAUTHBEARER":
            guard let oauthToken else {
                throw ClientError(
                    .invalidConfiguration,
                    "\(name) is OAUTHBEARER, and properties cannot say where tokens come from: give oauthToken to ClientConfiguration")
            }
            self = .oauthBearer(oauthToken)
        case "GSSAPI":
            throw ClientError(
                .invalidConfiguration, "\(name) is GSSAPI: Kerberos is not spoken here; use SCRAM, OAUTHBEARER or TLS certificates")
        default: throw PropertyReader.refuse(name, mechanism, "one of PLAIN, SCRAM-SHA-256, SCRAM-SHA-512, OAUTHBEARER")
        }
    }

    private static func login(_ reader: PropertyReader) throws(ClientError) -> JAASLogin {
        if let (_, text) = reader.text("sasl.jaas.config") {
            guard let login = JAASLogin(text) else {
                // Never with its value: that is where the password is.
                throw ClientError(
                    .invalidConfiguration,
                    "sasl.jaas.config cannot be read: it must be like `…ScramLoginModule required username=\"…\" password=\"…\";`")
            }
            return login
        }
        guard let username = reader.text("sasl.username")?.value, let password = reader.text("sasl.password")?.value else {
            throw ClientError(.invalidConfiguration, "sasl.username and sasl.password must be set, or sasl.jaas.config")
        }
        return JAASLogin(username: username, password: password)
    }
}

/// A name and password as Java's clients are given them: `module required username="…" password="…";`.
struct JAASLogin: Equatable {
    var username: String
    var password: String
    /// `tokenauth=true` (KIP-48).
    var isToken = false

    init(username: String, password: String) {
        self.username = username
        self.password = password
    }

    init?(_ text: String) {
        var options: [String: String] = [:]
        var rest = text[...]
        while let equals = rest.firstIndex(of: "=") {
            let name = rest[..<equals].split { $0 == " " || $0 == "\n" || $0 == "\t" || $0 == ";" }.last
            guard let name, let (value, end) = Self.value(rest[rest.index(after: equals)...]) else { return nil }
            options[String(name)] = value
            rest = rest[end...]
        }
        guard let username = options["username"], let password = options["password"] else { return nil }
        self.init(username: username, password: password)
        isToken = options["tokenauth"] == "true"
    }

    /// The value at the front, quoted or not, and where it ends.
    private static func value(_ text: Substring) -> (String, Substring.Index)? {
        guard text.first == "\"" else {
            let end = text.firstIndex { $0 == " " || $0 == ";" || $0 == "\n" || $0 == "\t" } ?? text.endIndex
            return end > text.startIndex ? (String(text[..<end]), end) : nil
        }
        var value = ""
        var index = text.index(after: text.startIndex)
        while index < text.endIndex {
            if text[index] == "\"" { return (value, text.index(after: index)) }
            if text[index] == "\\" { index = text.index(after: index) }
            guard index < text.endIndex else { return nil }
            value.append(text[index])
            index = text.index(after: index)
        }
        return nil
    }
}
