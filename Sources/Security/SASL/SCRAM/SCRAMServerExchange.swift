#if SCRAM
    package import OttlaVocabulary

    /// What a server keeps of a user's password: enough to check a proof, not enough to make one.
    package struct SCRAMCredential: Sendable, Hashable {
        package var salt: [UInt8]
        package var storedKey: [UInt8]
        package var serverKey: [UInt8]
        package var iterations: Int

        package init(salt: [UInt8], storedKey: [UInt8], serverKey: [UInt8], iterations: Int) {
            self.salt = salt
            self.storedKey = storedKey
            self.serverKey = serverKey
            self.iterations = iterations
        }

        /// From the password itself, as when a user is created.
        package init(_ hash: SCRAMHash, password: Secret, salt: [UInt8], iterations: Int) throws(SASLError) {
            let prepared = try SCRAMText.prepare(password.revealed, "password")
            let keys = SCRAMKeys(hash, password: prepared, salt: salt, iterations: iterations)
            self.init(salt: salt, storedKey: keys.storedKey, serverKey: keys.serverKey, iterations: iterations)
        }
    }

    extension SCRAMCredential: CustomStringConvertible, CustomReflectable {
        package var description: String { "SCRAM credential of \(iterations) iterations" }
        package var customMirror: Mirror { Mirror(self, children: ["iterations": iterations]) }
    }

    /// SCRAM from the server's side.
    package struct SCRAMServerExchange: Sendable {
        /// Whom a client's first message names, so that the credential can be looked up.
        package struct Claim: Sendable, Hashable {
            package var username: String
            /// Empty: as `username`.
            package var authorizationID: String
            /// KIP-48: the name is that of a delegation token.
            package var isDelegationToken: Bool
        }

        package enum Step: Equatable, Sendable {
            /// Send this and come back with the answer.
            case send([UInt8])
            /// The client is who it claims to be. Send this last message.
            case accepted(Claim, [UInt8])
        }

        private struct Challenge: Sendable {
            let claim: Claim
            let credential: SCRAMCredential
            let header: [UInt8]
            let nonce: [UInt8]
            /// Both first messages, as they go into what is signed.
            let firstMessages: [UInt8]
        }

        private enum State: Sendable {
            case start
            case challenged(Challenge)
            case over
        }

        private let hash: SCRAMHash
        private let nonce: [UInt8]
        private var state = State.start

        /// - Parameter nonce: at least 12 bytes that nobody can foresee and that are used once.
        package init(_ hash: SCRAMHash, nonce: [UInt8]) {
            precondition(nonce.count >= 12, "a nonce of \(nonce.count) bytes can be guessed")
            self.hash = hash
            self.nonce = Array(Base64.encode(nonce).utf8)
        }

        /// What to do with a client's message. `credential` is asked once, at the first.
        package mutating func next(
            _ message: [UInt8], credential: (Claim) -> SCRAMCredential?
        ) throws(SASLError) -> Step {
            let current = state
            state = .over
            guard message.count <= SASLClientExchange.longestMessage else {
                throw SASLError(.malformed, "the client's SCRAM message is too long")
            }
            switch current {
            case .start: return try challenge(message, credential: credential)
            case .challenged(let challenge): return .accepted(challenge.claim, try verify(message, challenge))
            case .over: preconditionFailure("a SASL exchange that is over cannot go on")
            }
        }

        private mutating func challenge(
            _ message: [UInt8], credential: (Claim) -> SCRAMCredential?
        ) throws(SASLError) -> Step {
            let (header, bare) = try Self.splitHeader(message)
            let authorizationID = try Self.authorizationID(header)
            var attributes = SCRAMAttributes(bare, "client's first")
            try attributes.refuseMandatoryExtension()
            guard let username = SCRAMText.unescapeName(try attributes.take("n")) else {
                throw attributes.malformed("its username is not escaped as it should be")
            }
            let combined = try attributes.takeNonce() + nonce
            let claim = Claim(
                username: username, authorizationID: authorizationID, isDelegationToken: attributes.extensions.contains("tokenauth=true"))
            guard let credential = credential(claim) else { throw Self.refused }
            let answer = Array("r=".utf8) + combined + Array(",s=\(Base64.encode(credential.salt)),i=\(credential.iterations)".utf8)
            state = .challenged(
                Challenge(
                    claim: claim, credential: credential, header: header, nonce: combined,
                    firstMessages: bare + Array(",".utf8) + answer))
            return .send(answer)
        }

        /// The last message to the client.
        private func verify(_ message: [UInt8], _ challenge: Challenge) throws(SASLError) -> [UInt8] {
            var attributes = SCRAMAttributes(message, "client's final")
            guard try attributes.takeBase64("c") == challenge.header else {
                throw attributes.malformed("its channel binding is not that of its first message")
            }
            guard try attributes.takeNonce() == challenge.nonce else { throw attributes.malformed("its nonce is another one") }
            // RFC 5802: extensions may come before the proof, which is last.
            guard let proofStart = message.lastIndex(of: UInt8(ascii: ",")) else { throw attributes.malformed("it has no proof") }
            var last = SCRAMAttributes(message[(proofStart + 1)...], "client's final")
            let proof = try last.takeBase64("p")
            let authMessage = challenge.firstMessages + Array(",".utf8) + message[..<proofStart]
            let signature = hash.authenticationCode(authMessage, key: challenge.credential.storedKey)
            let clientKey = zip(proof, signature).map { $0 ^ $1 }
            guard proof.count == hash.byteCount, isEqualInConstantTime(hash.digest(clientKey), challenge.credential.storedKey) else {
                throw Self.refused
            }
            return Array("v=\(Base64.encode(hash.authenticationCode(authMessage, key: challenge.credential.serverKey)))".utf8)
        }

        /// The same for a wrong name and a wrong password.
        private static var refused: SASLError { SASLError(.refused, "the username or password is wrong") }

        /// RFC 5802: `gs2-header` and what is signed of the client's first message.
        private static func splitHeader(_ message: [UInt8]) throws(SASLError) -> (header: [UInt8], bare: [UInt8]) {
            let commas = message.indices.filter { message[$0] == UInt8(ascii: ",") }
            guard commas.count >= 2 else {
                throw SASLError(.malformed, "the client's first message of SCRAM is malformed: its header is missing")
            }
            return (Array(message[...commas[1]]), Array(message[(commas[1] + 1)...]))
        }

        private static func authorizationID(_ header: [UInt8]) throws(SASLError) -> String {
            var attributes = SCRAMAttributes(header, "client's first")
            let binding = header.prefix { $0 != UInt8(ascii: ",") }
            // `y`: the client would bind, but saw that we do not offer it.
            guard binding == Array("n".utf8)[...] || binding == Array("y".utf8)[...] else {
                throw attributes.malformed("channel binding is not offered here")
            }
            attributes = SCRAMAttributes(header.dropFirst(2), "client's first")
            guard let escaped = attributes.takeIfNext("a") else {
                if header.count == 3 { return "" }
                throw attributes.malformed("its header is none")
            }
            guard let name = SCRAMText.unescapeName(escaped) else { throw attributes.malformed("its authorization id is not escaped") }
            return name
        }
    }
#endif
