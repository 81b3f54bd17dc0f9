import Testing

@testable import OttlaTLS

struct TLSErrorTests {
    @Test func `an error is told in its own words`() {
        #expect("\(TLSError(.notTLS, "the other side does not speak TLS"))" == "the other side does not speak TLS")
    }
}
