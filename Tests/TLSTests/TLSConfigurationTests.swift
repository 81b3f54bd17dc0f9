#if TLS
    import OttlaVocabulary
    import Testing

    @testable import OttlaTLS

    /// Files that are not what they should be are named.
    struct TLSConfigurationTests {
        private func refusal(_ configuration: TLSClientConfiguration) -> String? {
            let error = #expect(throws: TLSError.self) { try TLSClientContext(configuration) }
            #expect(error?.kind == .configuration)
            return error?.message
        }

        private func identity(_ certificate: PEMSource, _ key: PEMSource, _ passphrase: String? = nil) -> TLSClientConfiguration {
            TLSClientConfiguration(
                authorities: TestCertificates.authorities,
                identity: TLSIdentity(certificateChain: certificate, privateKey: key, passphrase: passphrase.map { Secret($0) }))
        }

        private let certificate = PEMSource.file(TestCertificates.path("client.pem"))

        @Test func `a file that is not there is named`() {
            #expect(
                refusal(TLSClientConfiguration(authorities: .own([.file("/nowhere/ca.pem")])))
                    == "the list of trusted authorities cannot be read from /nowhere/ca.pem: No such file or directory")
            #expect(
                refusal(identity(certificate, .file("/nowhere/key")))?.contains("the private key cannot be read from /nowhere/key") == true)
            #expect(refusal(TLSClientConfiguration(authorities: .own([.file("/")])))?.contains("Is a directory") == true)
        }

        @Test func `what is no certificate or key is said`() {
            #expect(
                refusal(TLSClientConfiguration(authorities: .own([.text(Secret("hello"))])))
                    == "the list of trusted authorities in the PEM text given is no PEM certificate")
            #expect(refusal(TLSClientConfiguration(authorities: .own([]))) == "the list of trusted authorities is empty")
            #expect(refusal(identity(certificate, certificate))?.hasSuffix("is no PEM key") == true)
            #expect(
                refusal(identity(certificate, .file(TestCertificates.path("stranger.key"))))
                    == "the private key does not belong to the certificate")
        }

        @Test func `an encrypted key asks for its passphrase`() {
            let key = PEMSource.file(TestCertificates.path("client-encrypted.key"))
            #expect(refusal(identity(certificate, key))?.hasSuffix("is encrypted, and there is no passphrase for it") == true)
            #expect(refusal(identity(certificate, key, ""))?.hasSuffix("is encrypted, and there is no passphrase for it") == true)
            #expect(refusal(identity(certificate, key, "wrong"))?.hasSuffix("cannot be used; is the passphrase the right one?") == true)
        }

        @Test func `certificates come from memory too`() throws {
            let text = String(decoding: try PEMSource.file(TestCertificates.path("authority.pem")).read("it"), as: UTF8.self)
            let pair = try TLSPair(client: TLSClientConfiguration(authorities: .own([.text(Secret(text))])))
            pair.pump()
            #expect(pair.isEstablished)
        }

        @Test func `the authorities of the system do not include those of these tests`() throws {
            let pair = try TLSPair(client: TLSClientConfiguration())
            pair.pump()
            #expect(pair.client.error?.message.hasSuffix("which does not lead to one of the authorities of this system") == true)
        }

        @Test func `keys and passphrases are not printed`() {
            let configuration = identity(.text(Secret("abc-certificate")), .text(Secret("abc-key")), "abc-passphrase")
            var shown = "\(configuration)"
            dump(configuration, to: &shown)
            #expect(!shown.contains("abc"))
        }
    }
#endif
