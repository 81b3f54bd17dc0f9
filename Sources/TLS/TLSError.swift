/// What went wrong between the two ends of a TLS connection, or with the files it was to be made from.
package struct TLSError: Error, Equatable, Sendable, CustomStringConvertible {
    package enum Kind: Equatable, Sendable {
        /// A certificate, key or list of authorities cannot be used.
        case configuration
        /// The other side's certificate is not trusted, has expired, or is for another name.
        case untrusted
        /// The other side refused our certificate, or sent another alert.
        case refused
        /// What came is not TLS.
        case notTLS
        /// The connection ended or broke inside of TLS.
        case broken
        /// This build has no TLS: the trait `TLS` was left out.
        case unavailable
    }

    package var kind: Kind
    /// What failed and why, as a sentence without its full stop.
    package var message: String

    package init(_ kind: Kind, _ message: String) {
        self.kind = kind
        self.message = message
    }

    package var description: String { message }
}
