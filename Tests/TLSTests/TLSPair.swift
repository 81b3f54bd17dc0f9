#if TLS
    import OttlaVocabulary
    import Synchronization
    import Testing

    @testable import OttlaTLS

    /// The certificates of `Certificates/`.
    enum TestCertificates {
        private static let folder = #filePath.dropLast("TLSPair.swift".count) + "Certificates/"

        static func path(_ name: String) -> String { folder + name }

        static func identity(_ name: String) -> TLSIdentity {
            TLSIdentity(certificateChain: .file(path("\(name).pem")), privateKey: .file(path("\(name).key")))
        }

        static let authorities = TLSAuthorities.own([.file(path("authority.pem"))])
    }

    /// A client's and a server's engine, with two queues of bytes between them.
    final class TLSPair {
        final class Side {
            var engine: TLSEngine?
            var outgoing: [UInt8] = []
            var incoming: [UInt8] = []
            var keepsIncoming = true
            /// Sends back what comes, while it is handed over.
            var isEcho = false
            var incomingCount = 0
            var error: TLSError?

            var output: TLSEngine.Output {
                TLSEngine.Output(
                    ciphertext: { [unowned self] bytes in unsafe outgoing += bytes },
                    plaintext: { [unowned self] bytes in
                        if keepsIncoming { unsafe incoming += bytes }
                        incomingCount += bytes.count
                        if isEcho { unsafe try? engine?.send(bytes) }
                    })
            }

            func receive(_ bytes: [UInt8]) {
                do {
                    try unsafe bytes.withUnsafeBufferPointer { bytes throws(TLSError) in
                        unsafe try engine?.receive(UnsafeRawBufferPointer(bytes))
                    }
                } catch {
                    if self.error == nil { self.error = error }
                }
            }

            func send(_ bytes: [UInt8]) throws(TLSError) {
                try unsafe bytes.withUnsafeBufferPointer { bytes throws(TLSError) in
                    unsafe try engine?.send(UnsafeRawBufferPointer(bytes))
                }
            }
        }

        let client = Side()
        let server = Side()

        init(
            client configuration: TLSClientConfiguration = TLSClientConfiguration(authorities: TestCertificates.authorities),
            server serverConfiguration: TLSServerConfiguration = TLSServerConfiguration(identity: TestCertificates.identity("server")),
            name: String = "localhost"
        ) throws {
            let contexts = try Self.contexts(configuration, serverConfiguration)
            client.engine = try TLSEngine(client: contexts.client, serverName: name, output: client.output)
            server.engine = try TLSEngine(server: contexts.server, output: server.output)
            try server.engine?.start()
            try client.engine?.start()
        }

        /// Made once for each kind, as programs do.
        private static func contexts(
            _ client: TLSClientConfiguration, _ server: TLSServerConfiguration
        ) throws(TLSError) -> (client: TLSClientContext, server: TLSServerContext) {
            let known = cache.withLock { ($0.clients[client], $0.servers[server]) }
            let contexts: (client: TLSClientContext, server: TLSServerContext)
            if let client = known.0 { contexts.client = client } else { contexts.client = try TLSClientContext(client) }
            if let server = known.1 { contexts.server = server } else { contexts.server = try TLSServerContext(server) }
            cache.withLock { cache in
                cache.clients[client] = contexts.client
                cache.servers[server] = contexts.server
            }
            return contexts
        }

        private struct Cache {
            var clients: [TLSClientConfiguration: TLSClientContext] = [:]
            var servers: [TLSServerConfiguration: TLSServerContext] = [:]
        }

        private static let cache = Mutex(Cache())

        /// Carries bytes until nobody has any, in pieces of at most `piece` bytes.
        func pump(_ piece: Int = .max) {
            while !client.outgoing.isEmpty || !server.outgoing.isEmpty {
                for (from, to) in [(client, server), (server, client)] {
                    let bytes = from.outgoing
                    from.outgoing = []
                    var rest = bytes[...]
                    while !rest.isEmpty {
                        to.receive(Array(rest.prefix(piece)))
                        rest = rest.dropFirst(piece)
                    }
                }
            }
        }

        var isEstablished: Bool { client.engine?.isEstablished == true && server.engine?.isEstablished == true }
    }
#endif
