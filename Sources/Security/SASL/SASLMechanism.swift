/// The ways of proving who one is, by the names of RFC 4422's registry.
package enum SASLMechanism: String, Sendable, CaseIterable {
    /// RFC 4616: the password as it is. For connections under TLS.
    case plain = "PLAIN"
    /// RFC 5802 and RFC 7677: a proof of the password, both ways.
    case scramSHA256 = "SCRAM-SHA-256"
    /// RFC 5802 with SHA-512, as Kafka has it.
    case scramSHA512 = "SCRAM-SHA-512"
    /// RFC 7628: a token from somebody both sides trust.
    case oauthBearer = "OAUTHBEARER"
}
