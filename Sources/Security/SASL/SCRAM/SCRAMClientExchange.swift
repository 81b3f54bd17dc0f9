#if SCRAM
    import OttlaVocabulary

    /// SCRAM from the client's side (RFC 5802, RFC 7677), without channel binding. Proves the password both ways and never sends it.
    struct SCRAMClientExchange: Sendable {
        private enum State: Sendable {
            case start
            /// Our first message is out.
            case first
            /// Our proof is out; the server must now show this signature.
            case final(expected: [UInt8])
            case over
        }

        /// `n,,`: we do not support channel binding, and act as ourselves.
        private let header: [UInt8]
        private let firstBare: [UInt8]
        private let nonce: [UInt8]
        private let password: [UInt8]
        private let hash: SCRAMHash
        private var state = State.start

        init(_ hash: SCRAMHash, _ credentials: PasswordCredentials, nonce: [UInt8]) throws(SASLError) {
            precondition(nonce.count >= 12, "a nonce of \(nonce.count) bytes can be guessed")
            let username = SCRAMText.escapeName(try SCRAMText.prepare(credentials.username, "username"))
            password = try SCRAMText.prepare(credentials.password.revealed, "password")
            let actAs =
                credentials.authorizationID.isEmpty
                ? [] : Array("a=".utf8) + SCRAMText.escapeName(try SCRAMText.prepare(credentials.authorizationID, "authorization id"))
            self.hash = hash
            self.nonce = Array(Base64.encode(nonce).utf8)
            header = Array("n,".utf8) + actAs + Array(",".utf8)
            firstBare =
                Array("n=".utf8) + username + Array(",r=".utf8) + self.nonce
                // KIP-48: the broker looks for a delegation token instead of a user.
                + Array((credentials.isDelegationToken ? ",tokenauth=true" : "").utf8)
        }

        mutating func next(_ challenge: [UInt8]?) throws(SASLError) -> SASLClientExchange.Step {
            let current = state
            state = .over
            switch current {
            case .start:
                state = .first
                return .send(header + firstBare)
            case .first:
                let (message, expected) = try answer(challenge ?? [])
                state = .final(expected: expected)
                return .send(message)
            case .final(let expected):
                try verify(challenge ?? [], expected)
                return .done
            case .over: preconditionFailure("a SASL exchange that is over cannot go on")
            }
        }

        /// Our last message for the server's first, and the signature that its last must carry.
        private func answer(_ serverFirst: [UInt8]) throws(SASLError) -> (message: [UInt8], expected: [UInt8]) {
            var attributes = SCRAMAttributes(serverFirst, "broker's first")
            if let error = attributes.takeIfNext("e") { throw Self.refused(error) }
            try attributes.refuseMandatoryExtension()
            let combined = try attributes.takeNonce()
            let salt = try attributes.takeBase64("s")
            let iterations = try attributes.takeIterations()
            // RFC 5802: ours, with the server's behind. Another one is a replay, none of the server's is no server.
            guard combined.starts(with: nonce), combined.count > nonce.count else {
                throw SASLError(.untrustedServer, "the broker answered SCRAM with another nonce than the one it was sent")
            }
            guard SCRAMKeys.iterations.contains(iterations) else {
                throw SASLError(
                    .untrustedServer,
                    "the broker asks for \(iterations) iterations of \(hash.mechanism.rawValue);"
                        + " from \(SCRAMKeys.iterations.lowerBound) to \(SCRAMKeys.iterations.upperBound) are accepted")
            }
            let keys = SCRAMKeys(hash, password: password, salt: salt, iterations: iterations)
            let withoutProof = Array("c=\(Base64.encode(header)),r=".utf8) + combined
            let authMessage = firstBare + Array(",".utf8) + serverFirst + Array(",".utf8) + withoutProof
            let proof = Array(",p=\(Base64.encode(keys.clientProof(authMessage)))".utf8)
            return (withoutProof + proof, keys.serverSignature(authMessage))
        }

        private func verify(_ serverFinal: [UInt8], _ expected: [UInt8]) throws(SASLError) {
            var attributes = SCRAMAttributes(serverFinal, "broker's final")
            if let error = attributes.takeIfNext("e") { throw Self.refused(error) }
            guard isEqualInConstantTime(try attributes.takeBase64("v"), expected) else {
                throw SASLError(.untrustedServer, "the broker does not know the password: its signature is wrong")
            }
        }

        /// RFC 5802, `server-error-value`. Its text is the server's: shortened, and without what could disturb a terminal.
        private static func refused(_ error: ArraySlice<UInt8>) -> SASLError {
            let text = String(decoding: error.prefix(200).map { 0x20...0x7E ~= $0 ? $0 : UInt8(ascii: "?") }, as: UTF8.self)
            return SASLError(.refused, "the broker refused: \(text)")
        }
    }
#endif
