import Testing

@testable import OttlaClient

/// Consumers by the names of Kafka's properties.
struct ConsumerPropertiesTests {
    private func refusal(_ properties: [String: String]) -> String? {
        let error = #expect(throws: ClientError.self) { try ConsumerConfiguration(properties: properties) }
        #expect(error?.code == .invalidConfiguration)
        return error?.message
    }

    @Test func `values arrive where they belong`() throws {
        let configuration = try ConsumerConfiguration(properties: [
            "group.id": "g", "group.instance.id": "i", "group.protocol": "CONSUMER", "group.remote.assignor": "uniform",
            "partition.assignment.strategy": "org.apache.kafka.clients.consumer.CooperativeStickyAssignor, range",
            "session.timeout.ms": "1000", "heartbeat.interval.ms": "2", "max.poll.interval.ms": "3", "auto.commit.interval.ms": "4",
            "fetch.min.bytes": "0", "fetch.max.wait.ms": "6", "max.partition.fetch.bytes": "7", "fetch.max.bytes": "8",
            "isolation.level": "read_committed", "check.crcs": "false", "client.rack": "r", "auto.offset.reset": "by_duration:P1DT2H",
            "acks": "all",
        ])
        #expect(configuration.groupID == "g")
        #expect(configuration.groupInstanceID == "i")
        #expect(configuration.groupProtocol == .consumer)
        #expect(configuration.serverAssignor == "uniform")
        #expect(configuration.assignors == [.cooperativeSticky, .range])
        #expect(configuration.sessionTimeout == .seconds(1))
        #expect(configuration.heartbeatInterval == .milliseconds(2))
        #expect(configuration.pollIntervalLimit == .milliseconds(3))
        #expect(configuration.autoCommitInterval == .milliseconds(4))
        #expect(configuration.fetchMinimumBytes == 0)
        #expect(configuration.fetchWait == .milliseconds(6))
        #expect(configuration.partitionFetchBytes == 7)
        #expect(configuration.fetchBytes == 8)
        #expect(configuration.isolationLevel == .readCommitted)
        #expect(!configuration.checksCRC)
        #expect(configuration.rack == "r")
        #expect(configuration.startWithoutOffset == .duration(.seconds(26 * 3600)))
        #expect(configuration.outOfRange == .fail)
    }

    @Test func `commits can be turned off`() throws {
        let configuration = try ConsumerConfiguration(properties: ["enable.auto.commit": "false", "auto.commit.interval.ms": "5000"])
        #expect(configuration.autoCommitInterval == nil)
        #expect(try ConsumerConfiguration(properties: [:]).autoCommitInterval == .seconds(5))
    }

    @Test func `errors name the property, its value and what is possible`() {
        #expect(
            refusal(["auto.offset.reset": "newest"])
                == "auto.offset.reset is \"newest\": it must be one of earliest, latest, none, or by_duration: and a duration such as P2DT3H"
        )
        #expect(refusal(["isolation.level": "x"]) == "isolation.level is \"x\": it must be one of read_uncommitted, read_committed")
        #expect(refusal(["partition.assignment.strategy": "mine"])?.contains("range, roundrobin, sticky") == true)
        #expect(refusal(["group.id": ""])?.contains("groupID is empty") == true)
    }

    @Test(arguments: ["", "P", "PT", "1D", "P1", "P1H", "PT1D", "PT99999999999S", "P99999D", "PTT1S", "P-1D"])
    func `durations that are none are refused`(text: String) {
        #expect(Duration(iso8601: text[...]) == nil)
    }
}
