import Testing

@testable import OttlaSecurity

struct SASLMechanismTests {
    @Test func `mechanisms have the names of the registry`() {
        #expect(SASLMechanism.allCases.map(\.rawValue) == ["PLAIN", "SCRAM-SHA-256", "SCRAM-SHA-512", "OAUTHBEARER"])
    }
}
