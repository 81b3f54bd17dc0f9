/// The client's half of one authentication, whichever the mechanism. A value for one use; messages in, messages out.
///
/// Every `.send` is followed by what the server answers, also if that is empty, until `.done`. After an error it is over.
package struct SASLClientExchange: Sendable {
    /// What to do next.
    package enum Step: Equatable, Sendable {
        /// Send this and come back with the answer.
        case send([UInt8])
        /// The server accepts us and, where the mechanism can show it, is who it should be.
        case done
    }

    /// A message longer than this is not read: no mechanism needs more than a small part of it.
    package static let longestMessage = 16 * 1024

    private enum Mechanism: Sendable {
        case plain(PlainClientExchange)
        case oauthBearer(BearerClientExchange)
        #if SCRAM
            case scram(SCRAMClientExchange)
        #endif
    }

    private var mechanism: Mechanism

    /// - Parameter nonce: at least 12 bytes that nobody can foresee and that are used once.
    package init(_ credentials: SASLCredentials, nonce: [UInt8]) throws(SASLError) {
        switch credentials {
        case .plain(let password): mechanism = .plain(try PlainClientExchange(password))
        case .oauthBearer(let bearer): mechanism = .oauthBearer(try BearerClientExchange(bearer))
        case .scram(let hash, let password):
            #if SCRAM
                mechanism = .scram(try SCRAMClientExchange(hash, password, nonce: nonce))
            #else
                throw SASLError(
                    .unavailable,
                    "\(credentials.mechanism.rawValue) needs the package trait SCRAM, which this program was built without")
            #endif
        }
    }

    /// What to do after `challenge`; `nil` at the beginning.
    package mutating func next(_ challenge: [UInt8]?) throws(SASLError) -> Step {
        if let challenge, challenge.count > Self.longestMessage {
            throw SASLError(.malformed, "the broker's SASL message has \(challenge.count) bytes, more than any mechanism needs")
        }
        switch mechanism {
        case .plain(var exchange):
            defer { mechanism = .plain(exchange) }
            return try exchange.next(challenge)
        case .oauthBearer(var exchange):
            defer { mechanism = .oauthBearer(exchange) }
            return try exchange.next(challenge)
        #if SCRAM
            case .scram(var exchange):
                defer { mechanism = .scram(exchange) }
                return try exchange.next(challenge)
        #endif
        }
    }

    /// What the server has said about a refusal inside of the exchange, before it ended it: OAUTHBEARER's error status.
    package var refusal: String? {
        if case .oauthBearer(let exchange) = mechanism { exchange.refusal } else { nil }
    }
}

extension SASLClientExchange: CustomStringConvertible, CustomReflectable {
    package var description: String { "SASL exchange" }
    /// The state holds passwords and tokens.
    package var customMirror: Mirror { Mirror(self, children: [:]) }
}
