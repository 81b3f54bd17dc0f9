#if TLS
    import NIOSSL
    import OttlaVocabulary
#endif

/// What a client needs for all its TLS connections: trusted authorities and its own certificate, read and parsed. Expensive to make,
/// reads files; made once and shared.
package final class TLSClientContext: Sendable {
    let configuration: TLSClientConfiguration

    #if TLS
        let context: NIOSSLContext

        package init(_ configuration: TLSClientConfiguration) throws(TLSError) {
            self.configuration = configuration
            var settings = TLSConfiguration.makeClientConfiguration()
            settings.minimumTLSVersion = configuration.minimumVersion == .tls13 ? .tlsv13 : .tlsv12
            settings.trustRoots = try configuration.authorities.trustRoots()
            settings.certificateVerification =
                switch configuration.check {
                case .full: .fullVerification
                case .anyHost: .noHostnameVerification
                case .none: .none
                }
            if let identity = configuration.identity { try identity.apply(to: &settings) }
            context = try makeContext(settings)
        }
    #else
        package init(_ configuration: TLSClientConfiguration) throws(TLSError) { throw .traitMissing }
    #endif
}

/// The same for a server.
package final class TLSServerContext: Sendable {
    #if TLS
        let context: NIOSSLContext

        package init(_ configuration: TLSServerConfiguration) throws(TLSError) {
            var settings = TLSConfiguration.makeServerConfiguration(
                certificateChain: [], privateKey: .privateKey(try configuration.identity.key()))
            settings.minimumTLSVersion = configuration.minimumVersion == .tls13 ? .tlsv13 : .tlsv12
            switch configuration.clientCertificates {
            case .none: settings.certificateVerification = .none
            case .requested(let authorities):
                settings.certificateVerification = .optionalVerification
                settings.trustRoots = try authorities.trustRoots()
            case .required(let authorities):
                settings.certificateVerification = .noHostnameVerification
                settings.trustRoots = try authorities.trustRoots()
            }
            try configuration.identity.apply(to: &settings)
            context = try makeContext(settings)
        }
    #else
        package init(_ configuration: TLSServerConfiguration) throws(TLSError) { throw .traitMissing }
    #endif
}

#if TLS
    /// A key that belongs to another certificate is found here.
    private func makeContext(_ settings: TLSConfiguration) throws(TLSError) -> NIOSSLContext {
        do {
            return try NIOSSLContext(configuration: settings)
        } catch {
            // It was read already: it can only be another certificate's.
            if case NIOSSLError.failedToLoadPrivateKey = error {
                throw TLSError(.configuration, "the private key does not belong to the certificate")
            }
            throw TLSError(.configuration, "TLS cannot be set up with these certificates: \(TLSReason.words(for: error))")
        }
    }

    extension TLSAuthorities {
        fileprivate func trustRoots() throws(TLSError) -> NIOSSLTrustRoots {
            guard case .own(let sources) = self else { return .default }
            var certificates: [NIOSSLCertificate] = []
            for source in sources { certificates += try source.certificates("the list of trusted authorities") }
            guard !certificates.isEmpty else { throw TLSError(.configuration, "the list of trusted authorities is empty") }
            return .certificates(certificates)
        }
    }

    extension PEMSource {
        fileprivate func certificates(_ what: String) throws(TLSError) -> [NIOSSLCertificate] {
            let bytes = try read(what)
            // Java's and PKCS #12 stores begin with bytes of their own.
            if bytes.starts(with: [0xFE, 0xED, 0xFE, 0xED]) || bytes.first == 0x30 {
                throw TLSError(
                    .configuration,
                    "\(what) in \(name) is a JKS or PKCS #12 store, or DER; convert it to PEM, for example with"
                        + " `keytool -importkeystore -deststoretype PKCS12` and `openssl pkcs12`")
            }
            let certificates = try? NIOSSLCertificate.fromPEMBytes(bytes)
            guard let certificates, !certificates.isEmpty else {
                throw TLSError(.configuration, "\(what) in \(name) is no PEM certificate")
            }
            return certificates
        }
    }

    extension TLSIdentity {
        fileprivate func apply(to settings: inout TLSConfiguration) throws(TLSError) {
            settings.certificateChain = try certificateChain.certificates("the certificate").map { .certificate($0) }
            settings.privateKey = .privateKey(try key())
        }

        fileprivate func key() throws(TLSError) -> NIOSSLPrivateKey {
            let bytes = try privateKey.read("the private key")
            let text = String(decoding: bytes, as: UTF8.self)
            guard text.contains("PRIVATE KEY-----") else {
                throw TLSError(.configuration, "the private key in \(privateKey.name) is no PEM key")
            }
            let isEncrypted = text.contains("ENCRYPTED")
            guard !isEncrypted || passphrase?.isEmpty == false else {
                throw TLSError(.configuration, "the private key in \(privateKey.name) is encrypted, and there is no passphrase for it")
            }
            do {
                guard let passphrase, isEncrypted else { return try NIOSSLPrivateKey(bytes: bytes, format: .pem) }
                let secret = Array(passphrase.revealed.utf8)
                return try NIOSSLPrivateKey(bytes: bytes, format: .pem) { setter in setter(secret) }
            } catch {
                let hint = isEncrypted ? "; is the passphrase the right one?" : ""
                throw TLSError(.configuration, "the private key in \(privateKey.name) cannot be used\(hint)")
            }
        }
    }
#endif

extension TLSError {
    static var traitMissing: TLSError {
        TLSError(.unavailable, "TLS needs the package trait TLS, which this program was built without")
    }
}
