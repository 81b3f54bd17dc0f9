/// Why two sides of a SASL exchange did not come together.
package struct SASLError: Error, Equatable, Sendable, CustomStringConvertible {
    package enum Kind: Equatable, Sendable {
        /// The name, password or token cannot be sent with this mechanism at all.
        case credentials
        /// The other side's message is not what the mechanism prescribes.
        case malformed
        /// The server did not prove that it knows the password, or asks for what a genuine one would not.
        case untrustedServer
        /// The other side says no.
        case refused
        /// This build lacks the mechanism: its trait was left out.
        case unavailable
    }

    package var kind: Kind
    /// What failed and why, as a sentence without its full stop. Never contains a secret.
    package var message: String

    package init(_ kind: Kind, _ message: String) {
        self.kind = kind
        self.message = message
    }

    package var description: String { message }
}
