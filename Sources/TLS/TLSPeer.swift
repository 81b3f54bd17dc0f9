#if TLS
    import NIOCore
    import NIOSSL

    #if canImport(Glibc)
        import Glibc
    #elseif canImport(Musl)
        import Musl
    #elseif canImport(Darwin)
        import Darwin
    #endif

    /// Who is expected at the other end, and what went wrong with them, in words.
    struct TLSPeer {
        /// As it was asked for; `nil` at a server's end.
        private let server: String?
        private let configuration: TLSClientConfiguration?
        /// The name that a certificate must have; `nil` for an address.
        let hostName: String?
        /// The address that a certificate must have. For a name it is one that no certificate can have: names are compared only.
        let address: SocketAddress?

        /// A client, of whom nothing is known.
        init() {
            (server, configuration, hostName, address) = (nil, nil, nil, nil)
        }

        init(server: String, configuration: TLSClientConfiguration) {
            self.server = server
            self.configuration = configuration
            let bare = server.hasPrefix("[") && server.hasSuffix("]") ? String(server.dropFirst().dropLast()) : server
            if let literal = try? SocketAddress(ipAddress: bare, port: 0) {
                hostName = nil
                address = literal
            } else {
                // The dot of a fully qualified name is in no certificate.
                hostName = bare.hasSuffix(".") ? String(bare.dropLast()) : bare
                address = try? SocketAddress(unixDomainSocketPath: "/")
            }
        }

        /// The error in words; `certificate` is the other side's, if it has shown one.
        func explain(_ error: any Error, certificate: NIOSSLCertificate?, isEstablished: Bool) -> TLSError {
            let who = server ?? "the client"
            if let extra = error as? NIOSSLExtraError {
                return extra == .serverHostnameImpossibleToMatch || extra == .failedToValidateHostname
                    ? wrongHost(certificate) : TLSError(.broken, "the TLS connection with \(who) broke: \(extra)")
            }
            if case NIOSSLError.unableToValidateCertificate = error { return wrongHost(certificate) }
            if TLSReason.names(in: error).contains("CERTIFICATE_VERIFY_FAILED") { return untrusted(certificate) }
            if TLSReason.names(in: error).contains("PEER_DID_NOT_RETURN_A_CERTIFICATE") {
                return TLSError(.untrusted, "\(who) sent no certificate, and one is required")
            }
            if let alert = TLSReason.alert(in: error) { return TLSError(.refused, "\(who) refused TLS: \(alert)") }
            let during = isEstablished ? "the TLS connection with \(who) broke" : "the TLS handshake with \(who) failed"
            return TLSError(.broken, "\(during): \(TLSReason.words(for: error))")
        }

        private func wrongHost(_ certificate: NIOSSLCertificate?) -> TLSError {
            let names = certificate.map(Self.names) ?? []
            let who = server ?? "the client"
            let whose = names.isEmpty ? "names no host" : "is for \(names.joined(separator: ", "))"
            return TLSError(.untrusted, "the certificate of \(who) is not for this host: it \(whose)")
        }

        private func untrusted(_ certificate: NIOSSLCertificate?) -> TLSError {
            let whose = "the certificate of \(server ?? "the client")"
            guard let certificate, let bytes = try? certificate.toDERBytes(), let facts = CertificateFacts(bytes) else {
                return TLSError(.untrusted, "\(whose) is not trusted")
            }
            let now = Self.now()
            if facts.notAfter < now { return TLSError(.untrusted, "\(whose) has expired, on \(facts.notAfter) UTC") }
            if facts.notBefore > now {
                return TLSError(.untrusted, "\(whose) is not valid before \(facts.notBefore) UTC; does the clock go right?")
            }
            let store =
                if case .own = configuration?.authorities { "the authorities given" } else if configuration != nil {
                    "the authorities of this system"
                } else { "the authorities of clients" }
            if facts.isSelfSigned { return TLSError(.untrusted, "\(whose) is self-signed, and not among \(store)") }
            let issuer = certificate.issuerName.first { $0.type == .commonName }.map { " by \"\(Self.shortened($0.value))\"" } ?? ""
            return TLSError(.untrusted, "\(whose) is signed\(issuer), which does not lead to one of \(store)")
        }

        /// The names and addresses that a certificate is for.
        private static func names(_ certificate: NIOSSLCertificate) -> [String] {
            certificate._subjectAlternativeNames().prefix(10).compactMap { name in
                switch name.nameType {
                case .dnsName: shortened(String(decoding: name.contents, as: UTF8.self))
                case .ipAddress: address(Array(name.contents))
                default: nil
                }
            }
        }

        private static func address(_ bytes: [UInt8]) -> String? {
            switch bytes.count {
            case 4: bytes.map { String($0) }.joined(separator: ".")
            case 16: try? SocketAddress(packedIPAddress: ByteBuffer(bytes: bytes), port: 0).ipAddress
            default: nil
            }
        }

        /// A stranger's text, so that it can stand in a line.
        private static func shortened(_ text: String) -> String {
            String(text.unicodeScalars.prefix(100).map { $0.value < 0x20 || $0.value == 0x7F ? "?" : Character($0) })
        }

        /// As `CertificateFacts` writes moments.
        private static func now() -> String {
            var seconds = time(nil)
            var parts = tm()
            unsafe gmtime_r(&seconds, &parts)
            func two(_ number: Int32) -> String { number < 10 ? "0\(number)" : "\(number)" }
            let date = "\(parts.tm_year + 1900)-\(two(parts.tm_mon + 1))-\(two(parts.tm_mday))"
            return "\(date) \(two(parts.tm_hour)):\(two(parts.tm_min)):\(two(parts.tm_sec))"
        }
    }
#endif
