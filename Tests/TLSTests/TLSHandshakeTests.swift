#if TLS
    import OttlaVocabulary
    import Testing

    @testable import OttlaTLS

    /// Who trusts whom, and what those are told who are not trusted.
    struct TLSHandshakeTests {
        @Test(arguments: [Int.max, 1, 7, 1000], [TLSMinimumVersion.tls12, .tls13])
        func `two ends that trust each other come together, however the bytes come`(piece: Int, version: TLSMinimumVersion) throws {
            let pair = try TLSPair(
                client: TLSClientConfiguration(authorities: TestCertificates.authorities, minimumVersion: version))
            #expect(!pair.isEstablished)
            pair.pump(piece)
            #expect(pair.client.error == nil)
            #expect(pair.server.error == nil)
            #expect(pair.isEstablished)
            #expect(pair.client.engine?.version == "TLSv1.3")
            try pair.client.send(Array("ping".utf8))
            pair.pump(piece)
            #expect(pair.server.incoming == Array("ping".utf8))
            try pair.server.send(Array("pong".utf8))
            pair.pump(piece)
            #expect(pair.client.incoming == Array("pong".utf8))
        }

        @Test(arguments: ["localhost", "LOCALHOST", "localhost.", "b1.brokers.example", "127.0.0.1", "::1", "[::1]"])
        func `the names and addresses of a certificate are accepted`(name: String) throws {
            let pair = try TLSPair(name: name)
            pair.pump()
            #expect(pair.isEstablished, "\(String(describing: pair.client.error))")
        }

        @Test(arguments: ["other.example", "brokers.example", "a.b.brokers.example", "127.0.0.2", "::2", "under_score"])
        func `another host is refused with the names there are`(name: String) throws {
            let pair = try TLSPair(name: name)
            pair.pump()
            #expect(!pair.isEstablished || pair.client.error != nil)
            #expect(pair.client.error?.kind == .untrusted)
            #expect(
                pair.client.error?.message
                    == "the certificate of \(name) is not for this host: it is for localhost, *.brokers.example, 127.0.0.1, ::1")
        }

        @Test(arguments: [TLSClientConfiguration.Check.anyHost, .none])
        func `the host is not looked at where that is asked for`(check: TLSClientConfiguration.Check) throws {
            let pair = try TLSPair(
                client: TLSClientConfiguration(authorities: TestCertificates.authorities, check: check), name: "other.example")
            pair.pump()
            #expect(pair.isEstablished)
        }

        @Test(arguments: [
            ("expired", "the certificate of localhost has expired, on 2002-01-01 00:00:00 UTC"),
            ("future", "the certificate of localhost is not valid before 2099-01-01 00:00:00 UTC; does the clock go right?"),
            ("self-signed", "the certificate of localhost is self-signed, and not among the authorities given"),
        ]) func `a certificate that is not trusted is refused with the reason`(identity: String, words: String) throws {
            let pair = try TLSPair(server: TLSServerConfiguration(identity: TestCertificates.identity(identity)))
            pair.pump()
            #expect(pair.client.error == TLSError(.untrusted, words))
            #expect(pair.server.error?.kind == .refused)
            #expect(!pair.isEstablished)
        }

        @Test func `another authority is refused by name, on both sides`() throws {
            let pair = try TLSPair(
                client: TLSClientConfiguration(authorities: .own([.file(TestCertificates.path("other-authority.pem"))])))
            pair.pump()
            #expect(
                pair.client.error
                    == TLSError(
                        .untrusted,
                        "the certificate of localhost is signed by \"Test authority\", which does not lead to one of the authorities given")
            )
            #expect(
                pair.server.error
                    == TLSError(.refused, "the client refused TLS: it does not know the authority that signed our certificate"))
        }

        @Test func `an authority between is sent along`() throws {
            let pair = try TLSPair(server: TLSServerConfiguration(identity: TestCertificates.identity("chained")))
            pair.pump()
            #expect(pair.isEstablished)
        }

        @Test func `nothing is checked where that is asked for`() throws {
            let pair = try TLSPair(
                client: TLSClientConfiguration(authorities: TestCertificates.authorities, check: .none),
                server: TLSServerConfiguration(identity: TestCertificates.identity("self-signed")), name: "x")
            pair.pump()
            #expect(pair.isEstablished)
        }

        @Test func `a client's certificate is accepted, also with an encrypted key`() throws {
            let encrypted = TLSIdentity(
                certificateChain: .file(TestCertificates.path("client.pem")),
                privateKey: .file(TestCertificates.path("client-encrypted.key")), passphrase: Secret("correct-horse"))
            for identity in [TestCertificates.identity("client"), encrypted] {
                for certificates in [
                    TLSServerConfiguration.ClientCertificates.required(TestCertificates.authorities),
                    .requested(TestCertificates.authorities),
                ] {
                    let pair = try TLSPair(
                        client: TLSClientConfiguration(authorities: TestCertificates.authorities, identity: identity),
                        server: TLSServerConfiguration(identity: TestCertificates.identity("server"), clientCertificates: certificates))
                    pair.pump()
                    #expect(pair.isEstablished)
                }
            }
        }

        @Test func `a client without a certificate is told that one is needed`() throws {
            let pair = try TLSPair(
                server: TLSServerConfiguration(
                    identity: TestCertificates.identity("server"), clientCertificates: .required(TestCertificates.authorities)))
            pair.pump()
            #expect(pair.server.error == TLSError(.untrusted, "the client sent no certificate, and one is required"))
            #expect(
                pair.client.error
                    == TLSError(.refused, "localhost refused TLS: it asks for a client certificate, and none was sent"))
        }

        @Test func `a stranger's certificate is refused, and the stranger told`() throws {
            let pair = try TLSPair(
                client: TLSClientConfiguration(
                    authorities: TestCertificates.authorities, identity: TestCertificates.identity("stranger")),
                server: TLSServerConfiguration(
                    identity: TestCertificates.identity("server"), clientCertificates: .required(TestCertificates.authorities)))
            pair.pump()
            #expect(pair.server.error?.kind == .untrusted)
            #expect(pair.server.error?.message.contains("\"Another authority\"") == true)
            #expect(
                pair.client.error
                    == TLSError(.refused, "localhost refused TLS: it does not know the authority that signed our certificate"))
        }
    }
#endif
