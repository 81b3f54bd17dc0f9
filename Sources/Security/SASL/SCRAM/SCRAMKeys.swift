#if SCRAM
    import OttlaVocabulary

    /// What is derived from a password, a salt and a number of iterations (RFC 5802, section 3).
    struct SCRAMKeys: Sendable {
        /// RFC 7677 asks for at least 4096. A server that asks for more than the largest wants our processor, not our password.
        static let iterations = 4096...1_000_000

        let hash: SCRAMHash
        let clientKey: [UInt8]
        let serverKey: [UInt8]

        init(_ hash: SCRAMHash, password: [UInt8], salt: [UInt8], iterations: Int) {
            self.hash = hash
            let salted = hash.saltedPassword(password, salt: salt, iterations: iterations)
            clientKey = hash.authenticationCode(Array("Client Key".utf8), key: salted)
            serverKey = hash.authenticationCode(Array("Server Key".utf8), key: salted)
        }

        var storedKey: [UInt8] { hash.digest(clientKey) }

        /// Shows the server that we know the password, without showing it.
        func clientProof(_ authMessage: [UInt8]) -> [UInt8] {
            zip(clientKey, hash.authenticationCode(authMessage, key: storedKey)).map { $0 ^ $1 }
        }

        /// Shows the client that the server knows the password's keys.
        func serverSignature(_ authMessage: [UInt8]) -> [UInt8] { hash.authenticationCode(authMessage, key: serverKey) }
    }
#endif
