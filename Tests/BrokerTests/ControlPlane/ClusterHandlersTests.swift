import OttlaBrokerServer
import OttlaMetadata
import OttlaProtocol
import OttlaVocabulary
import Testing

@Suite struct ClusterHandlersTests {
    @Test func `ApiVersions announces what is served, in every version`() throws {
        let broker = try TestBroker()
        let client = broker.connect()
        for version: Int16 in 0...4 {
            let answer = try client.ask(
                ApiVersionsRequest(clientSoftwareName: "test-client", clientSoftwareVersion: "1.0"), version: version)
            #expect(answer.errorCode == .none, "version \(version)")
            #expect(answer.apiKeys.map(\.apiKey) == broker.broker.handlers.all.map(\.key.rawValue), "version \(version)")
            #expect(answer.apiKeys.first { $0.apiKey == 0 } == .init(apiKey: 0, minVersion: 0, maxVersion: 13), "version \(version)")
        }
    }

    @Test(arguments: ["", "-x", "x-", "two words", "emoji😀", "line\nbreak"])
    func `a client's name that is none is refused`(name: String) throws {
        let broker = try TestBroker()
        let client = broker.connect()
        let answer = try client.ask(ApiVersionsRequest(clientSoftwareName: name, clientSoftwareVersion: "1"), version: 3)
        #expect(answer.errorCode == .invalidRequest)
    }

    @Test func `there is no coordinator of transactions, and every version says so`() throws {
        let broker = try TestBroker()
        let client = broker.connect()
        for version: Int16 in 1...6 {
            let answer = try client.ask(
                FindCoordinatorRequest(key: "g", keyType: 1, coordinatorKeys: ["g", "h"]), version: version)
            if version < 4 {
                #expect(answer.errorCode == .coordinatorNotAvailable && answer.nodeID == -1, "version \(version)")
                #expect(answer.errorMessage?.contains("not served yet") == true, "version \(version)")
            } else {
                #expect(answer.coordinators.map(\.key) == ["g", "h"], "version \(version)")
                #expect(answer.coordinators.allSatisfy { $0.errorCode == .coordinatorNotAvailable }, "version \(version)")
                #expect(answer.coordinators.allSatisfy { $0.errorMessage?.contains("not served yet") == true }, "version \(version)")
            }
        }
        #expect(try client.ask(FindCoordinatorRequest(key: "g", keyType: 9), version: 1).errorCode == .invalidRequest)
        #expect(broker.broker.image.topic(named: "__consumer_offsets") == nil)
    }

    @Test func `DescribeCluster tells of this broker`() throws {
        let broker = try TestBroker()
        let client = broker.connect()
        for version: Int16 in 0...2 {
            let answer = try client.ask(DescribeClusterRequest(includeClusterAuthorizedOperations: true), version: version)
            #expect(answer.errorCode == .none && answer.controllerID == 1, "version \(version)")
            #expect(answer.clusterID == broker.broker.clusterID.description, "version \(version)")
            #expect(answer.brokers.map(\.brokerID) == [1], "version \(version)")
            #expect(answer.clusterAuthorizedOperations == 0b1_1111_1010_0000, "version \(version)")
        }
        #expect(try client.ask(DescribeClusterRequest(endpointType: 2), version: 1).errorCode == .mismatchedEndpointType)
        #expect(try client.ask(DescribeClusterRequest(endpointType: 7), version: 1).errorCode == .unsupportedEndpointType)
    }
}
