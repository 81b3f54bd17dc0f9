import OttlaVocabulary
import Testing

@testable import OttlaClient

struct ClientErrorTests {
    @Test func `a broker's refusal has its code, its name and its words`() {
        let error = ClientError.refused(.topicAuthorizationFailed, "sending to orders", words: "Not for you.")
        #expect(error.code == .refused)
        #expect(error.brokerError?.name == "TOPIC_AUTHORIZATION_FAILED")
        #expect("\(error)" == "sending to orders: Not for you (TOPIC_AUTHORIZATION_FAILED)")
        #expect(!error.isRetriable)
    }

    @Test func `what may pass is retriable`() {
        #expect(ClientError.refused(.notLeaderOrFollower, "sending").isRetriable)
        #expect(ClientError(.connectionLost, "lost").isRetriable)
        #expect(!ClientError(.invalidArgument, "no").isRetriable)
    }

    @Test func `fencing is a kind of its own`() {
        #expect(ClientError.refused(.producerFenced, "committing").code == .fenced)
        #expect(ClientError.refused(.invalidProducerEpoch, "committing").code == .fenced)
    }
}
