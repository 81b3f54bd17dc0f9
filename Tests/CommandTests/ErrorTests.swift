import OttlaBlockingClient
import OttlaProtocol
import OttlaVocabulary
import Testing

@testable import OttlaCommand

@Suite struct ErrorTests {
    @Test func `an unreachable broker is told with what to do about it`() {
        let failure = Failure(ClientError(.unreachable, "cannot reach a broker at localhost:9092: Connection refused"))
        #expect(
            failure.message
                == "cannot reach a broker at localhost:9092: Connection refused. Is one running? Start one with `ottla serve`, "
                + "or name another with --bootstrap-server.")
        #expect(failure.status == ExitStatus.unreachable)
    }

    @Test func `the broker's own words win over ours`() {
        let own = ClientError.refused(.invalidConfig, "topic a", words: "Unknown topic config name: x.")
        #expect(own.message == "topic a: Unknown topic config name: x (INVALID_CONFIG)")
        let ours = ClientError.refused(.topicAlreadyExists, "a")
        #expect(ours.message == "a: a topic of that name exists (TOPIC_ALREADY_EXISTS)")
        #expect(Failure(ours).status == ExitStatus.failed)
    }

    @Test func `codes say how a command ended`() {
        #expect(Failure(ClientError(.timedOut, "x")).status == 3)
        #expect(Failure(ClientError(.connectionLost, "x")).status == 3)
        #expect(Failure(ClientError(.notUnderstood, "x")).status == 1)
        #expect(Failure(ClientError(.interrupted, "x")).status == 130)
    }

    @Test func `only what may pass is tried again`() {
        #expect(ClientError(.connectionLost, "").isRetriable)
        #expect(ClientError.refused(.notLeaderOrFollower, "").isRetriable)
        #expect(!ClientError.refused(.messageTooLarge, "").isRetriable)
        #expect(!ClientError(.notUnderstood, "").isRetriable)
    }

    @Test func `the newest version that both sides speak is chosen`() {
        func table(_ range: ClosedRange<Int16>) -> APIVersionTable {
            var response = ApiVersionsResponse()
            response.apiKeys = [.init(apiKey: APIKey.fetch.rawValue, minVersion: range.lowerBound, maxVersion: range.upperBound)]
            return APIVersionTable(response)
        }
        #expect(table(4...12).newestCommon(of: FetchRequest.self) == 12)
        #expect(table(4...99).newestCommon(of: FetchRequest.self) == FetchRequest.versions.upperBound)
        #expect(table(4...99).newestCommon(of: FetchRequest.self, upTo: 12) == 12)
        #expect(table(90...99).newestCommon(of: FetchRequest.self) == nil)
        #expect(table(13...15).newestCommon(of: FetchRequest.self, upTo: 12) == nil)
        #expect(table(4...12).newestCommon(of: ProduceRequest.self) == nil)
    }

    @Test func `cluster views take in what they are told`() {
        var view = ClusterView()
        var response = MetadataResponse()
        response.brokers = [.init(nodeID: 3, host: "c", port: 9094)]
        response.controllerID = 3
        var topic = MetadataResponse.MetadataResponseTopic()
        topic.name = "t"
        topic.partitions = [
            .init(partitionIndex: 1, leaderID: -1), .init(partitionIndex: 0, leaderID: 3, leaderEpoch: 5, replicaNodes: [3], isrNodes: [3]),
        ]
        response.topics = [topic]
        view.merge(response)
        #expect(view.brokers == [3: BrokerAddress(host: "c", port: 9094)])
        #expect(view.topics["t"]?.partition(0)?.leader == 3)
        #expect(view.topics["t"]?.partition(1)?.leader == -1)
        #expect(view.topics["t"]?.partition(2) == nil)
    }
}
